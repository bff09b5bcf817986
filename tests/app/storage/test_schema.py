"""The tables are what the entities are, and what was released stays as it was."""

from __future__ import annotations

import dataclasses
import sqlite3
import typing
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import StorageError
from app.model.entities import BY_TABLE, columns
from app.storage import schema
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report
from tests.app.storage.libraries import Clock, dump, fill, make_library, run_sql

RELEASED = Path(__file__).parent / "released"


@pytest.fixture
def memory() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in schema.MIGRATIONS:
            for statement in migration:
                connection.execute(statement)
        yield connection


@pytest.mark.parametrize("table", BY_TABLE)
def test_columns_are_the_fields_of_the_entity_and_a_digest(memory: sqlite3.Connection, table: str) -> None:
    found = [name for (name,) in memory.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    assert sorted(found) == sorted((*columns(BY_TABLE[table]), "digest"))


@pytest.mark.parametrize("table", BY_TABLE)
def test_column_types_are_those_of_the_fields(memory: sqlite3.Connection, table: str) -> None:
    hints = typing.get_type_hints(BY_TABLE[table])
    kinds = {str: "TEXT", Decimal | None: "TEXT", int: "INTEGER", int | None: "INTEGER", bool: "INTEGER"}
    found = dict(memory.execute("SELECT name, type FROM pragma_table_info(?)", (table,)))
    assert {name: found[name] for name in columns(BY_TABLE[table])} == {
        name: kinds[hints[name]] for name in columns(BY_TABLE[table])
    }


@pytest.mark.parametrize("table", BY_TABLE)
def test_column_defaults_are_those_of_the_fields(memory: sqlite3.Connection, table: str) -> None:
    texts = dict(memory.execute("SELECT name, dflt_value FROM pragma_table_info(?)", (table,)))
    for field in dataclasses.fields(BY_TABLE[table]):
        spec = field.metadata.get("spec")
        if spec is not None and spec.words:
            continue  # the word of the first pack there was; every row is written with its own
        if field.name not in ("id", "report_id", "department_id"):
            (value,) = memory.execute(f"SELECT {texts[field.name] or 'NULL'}").fetchone()
            assert value == field.default, field.name


def test_every_table_is_strict(memory: sqlite3.Connection) -> None:
    found = memory.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert {name for name, strict in found if not strict} <= {"sqlite_schema", "sqlite_sequence"}


@pytest.mark.parametrize("version", range(1, len(schema.MIGRATIONS) + 1))
def test_a_released_library_opens_and_is_sound(tmp_path: Path, version: int, update_golden: bool) -> None:
    golden, path = RELEASED / f"library-v{version}.sql", tmp_path / "old.db"
    if update_golden and version == len(schema.MIGRATIONS):
        golden.write_text(_library_as_sql(tmp_path / "new.db"), encoding="utf-8", newline="\n")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(golden.read_text(encoding="utf-8"))
    with Database.open(path) as database:
        assert database.verify() == []
        data = load_report(database, 1)
    assert data.department.name == "广州市番禺区民政局"
    assert data.indicators[0].weight == Decimal("2.5")
    assert data.indicators[0].task_id == data.tasks[0].id
    assert _schema(path) == _schema_of_today(tmp_path / "today.db")


def _library_as_sql(path: Path) -> str:
    with Database.open(path, create=True) as database:
        journal = Journal(database, clock=Clock())
        journal._user = "officer"
        fill(journal)
    version = len(schema.MIGRATIONS)
    pragmas = [f"PRAGMA application_id={schema.APPLICATION_ID};", f"PRAGMA user_version={version};"]
    return "\n".join([*pragmas, *dump(path)]) + "\n"


def _schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def _schema_of_today(path: Path) -> list[tuple[str, str]]:
    Database.open(path, create=True).close()
    return _schema(path)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER t AFTER INSERT ON office BEGIN DELETE FROM unit; END",
        "CREATE VIEW v AS SELECT * FROM office",
        "DROP TABLE unit",
        "ALTER TABLE unit DROP COLUMN kind",
    ],
)
def test_what_a_library_lacks_or_would_run_is_damage(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "a.db"
    Database.open(path, create=True).close()
    run_sql(path, sql)
    with pytest.raises(StorageError, match="已损坏"):
        Database.open(path)


def test_statistics_another_tool_made_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    make_library(path)
    run_sql(path, "ANALYZE")
    with Database.open(path) as database:
        assert database.verify() == []


@pytest.mark.parametrize(
    ("sql", "faults"),
    [
        ("CREATE TABLE notes (text)", ["多出“notes”。", "多出“notes.text”。"]),
        ("DROP INDEX unit_by_report", ["缺少“unit_by_report”。"]),
    ],
)
def test_what_does_no_harm_is_a_fault_but_no_hindrance(tmp_path: Path, sql: str, faults: list[str]) -> None:
    path = tmp_path / "a.db"
    make_library(path)
    run_sql(path, sql)
    with Database.open(path) as database:
        assert not database.read_only
        assert database.verify() == faults
