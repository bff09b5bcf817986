"""Every value comes back as it went in, and a report as the officer ordered it."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StorageError
from app.model.entities import (
    BY_TABLE,
    ROWS,
    Department,
    Entity,
    Indicator,
    Project,
    Report,
    Status,
    Unit,
    columns,
)
from app.model.fields import Value
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import codec, find, last_edit, load_departments, load_report, load_reports
from tests.app.storage.libraries import Clock, Ids, run_sql

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
INTEGERS = st.integers(-(10**17), 10**17)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=9)
VALUES: dict[object, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: INTEGERS,
    bool: st.booleans(),
    int | None: st.none() | INTEGERS,
    Decimal | None: st.none() | DECIMALS,
}


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    entity = draw(st.sampled_from(list(BY_TABLE.values())))
    hints = typing.get_type_hints(entity)
    values: dict[str, Any] = {name: draw(VALUES[hints[name]]) for name in columns(entity)}
    return entity(**values)


@given(entity=entities())
def test_an_entity_survives_being_stored(entity: Entity) -> None:
    row = codec(entity.TABLE)
    assert row.restored(row.image(entity)) == entity


@pytest.fixture(scope="module")
def journal_of_values(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Journal]]:
    with Database.open(tmp_path_factory.mktemp("values") / "a.db", create=True) as database:
        journal = Journal(database)
        with journal.step("建", None) as step:
            step.insert(Report(department_id=step.insert(Department(name="局")).id))
        yield database, journal


@given(budget=st.none() | INTEGERS, weight=st.none() | DECIMALS, text=WORDS, flag=st.booleans())
def test_values_survive_the_file(
    journal_of_values: tuple[Database, Journal], budget: int | None, weight: Decimal | None, text: str, flag: bool
) -> None:
    database, journal = journal_of_values
    with journal.step("存", 1) as step:
        project = step.insert(Project(report_id=1, name=text, budget=budget))
        indicator = step.insert(Indicator(report_id=1, reason=text, weight=weight, not_applicable=flag))
    assert find(database, "project", project.id) == project
    found = find(database, "indicator", indicator.id)
    assert found == indicator
    assert isinstance(found, Indicator)
    assert type(found.not_applicable) is bool


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2.50", "2.5"), ("100", "100"), ("1E+2", "100"), ("0.00", "0"), ("-0.0", "0"), ("-0.10", "-0.1"), ("007", "7")],
)
def test_equal_decimals_are_kept_as_one_text(typed: str, kept: str) -> None:
    assert codec("indicator").stored("weight", Decimal(typed)) == kept


@pytest.mark.parametrize(
    ("table", "name", "value"),
    [
        ("project", "budget", "12"),
        ("project", "budget", True),
        ("project", "budget", Decimal(12)),
        ("project", "name", None),
        ("project", "name", 3),
        ("indicator", "weight", 2),
        ("indicator", "weight", "2.5"),
        ("indicator", "not_applicable", 1),
        ("report", "year", None),
    ],
)
def test_a_value_of_another_kind_is_refused(table: str, name: str, value: Value) -> None:
    with pytest.raises(TypeError):
        codec(table).stored(name, value)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+999999", "1E-999999"])
def test_a_decimal_that_is_no_figure_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="no figure"):
        codec("indicator").stored("weight", Decimal(value))


def test_the_words_of_a_choice_are_text(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("定稿", ids.report) as step:
        step.update("report", ids.report, {"status": Status.FINAL})
    assert load_report(database, ids.report).report.status == "定稿"
    assert database.verify() == []


def test_an_unknown_report_is_told_with_its_number(database: Database) -> None:
    with pytest.raises(StorageError, match="没有编号为 7 的报告，请用 ziping list 查看。"):
        load_report(database, 7)


def test_rows_come_in_the_officers_order(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("排序", ids.report) as step:
        for position, name in [(30, "丙"), (10, "甲"), (20, "乙")]:
            step.insert(Unit(report_id=ids.report, position=position, name=name))
    assert [unit.name for unit in load_report(database, ids.report).units] == ["甲", "乙", "丙"]


def test_a_report_has_only_its_own_rows(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("另一份", None) as step:
        other = step.insert(Report(department_id=ids.department, year=2022, previous_id=ids.report))
        for entity in ROWS:
            step.insert(entity(report_id=other.id))
    before = load_report(database, ids.report)
    assert all(row.report_id == ids.report for rows in before.tables.values() for row in rows)
    assert all(len(rows) == 1 for rows in load_report(database, other.id).tables.values())


def test_reports_come_with_their_departments_the_latest_first(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("另一份", None) as step:
        second = step.insert(Department(name="教育局"))
        later = step.insert(Report(department_id=second.id, year=2022))
    assert [(report.id, department.name) for report, department in load_reports(database)] == [
        (later.id, "教育局"),
        (ids.report, "广州市番禺区民政局"),
    ]
    assert [department.name for department in load_departments(database)] == ["广州市番禺区民政局", "教育局"]


def test_the_last_edit_is_the_time_of_the_last_step(
    database: Database, journal: Journal, clock: Clock, ids: Ids
) -> None:
    clock.pass_seconds(90)
    with journal.step("改", ids.report) as step:
        step.update("report", ids.report, {"phone": "84636000"})
    assert last_edit(database, ids.report) == "2022-03-05T12:01:30.000+08:00"


def test_a_new_report_was_edited_when_it_was_made(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("新建", None) as step:
        report = step.insert(Report(department_id=ids.department, year=2022))
    assert last_edit(database, report.id) == "2022-03-05T12:00:00.000+08:00"
    assert last_edit(database, 99) is None


@pytest.mark.parametrize("table", BY_TABLE)
def test_every_table_is_read_with_the_fields_of_its_entity(database: Database, ids: Ids, table: str) -> None:
    with database.reading():
        rows = database.rows(f"SELECT {codec(table).columns} FROM {table}")
    assert all(len(row) == len(dataclasses.fields(BY_TABLE[table])) for row in rows)


def test_a_damaged_figure_is_told_as_damage(path: Path, database: Database, ids: Ids) -> None:
    run_sql(path, "UPDATE indicator SET weight = 'zwei'")
    with pytest.raises(StorageError, match="已损坏"):
        load_report(database, ids.report)
