"""The history tells who changed what, when, from what, and what was taken back."""

from __future__ import annotations

from decimal import Decimal

from app.model.entities import Unit
from app.storage.database import Database
from app.storage.history import Wanted
from app.storage.journal import HistoryEntry, Journal
from tests.app.storage.libraries import Clock, Ids


def change(journal: Journal, ids: Ids, **values: int | str | Decimal | bool | None) -> None:
    with journal.step("改", ids.report) as step:
        step.update("indicator" if "weight" in values else "project", ids.project, values)


def facts(entry: HistoryEntry) -> tuple[object, ...]:
    return entry.label, entry.table, entry.field, entry.before, entry.after, entry.undone


def test_an_entry_tells_time_row_and_both_values(journal: Journal, clock: Clock, ids: Ids) -> None:
    clock.pass_seconds(5)
    change(journal, ids, budget=1)
    [entry, *_] = journal.history(ids.report)
    assert facts(entry) == ("改", "project", "budget", 474_458, 1, False)
    assert (entry.time, entry.row_id) == ("2022-03-05T12:00:05.000+08:00", ids.project)


def test_every_changed_field_has_an_entry(journal: Journal, ids: Ids) -> None:
    change(journal, ids, budget=1, name="养老")
    assert {entry.field for entry in journal.history(ids.report)[:2]} == {"budget", "name"}


def test_values_are_those_of_the_entity(journal: Journal, ids: Ids) -> None:
    change(journal, ids, weight=Decimal("3.25"), not_applicable=True)
    found = {entry.field: (entry.before, entry.after) for entry in journal.history(ids.report)[:2]}
    assert found == {"weight": (Decimal("2.5"), Decimal("3.25")), "not_applicable": (False, True)}


def test_a_row_that_comes_or_goes_is_one_entry(journal: Journal, ids: Ids) -> None:
    with journal.step("添加", ids.report) as step:
        unit = step.insert(Unit(report_id=ids.report, name="福利院"))
    with journal.step("删除", ids.report) as step:
        step.delete("unit", unit.id)
    gone, came = journal.history(ids.report, Wanted(table="unit", row_id=unit.id))
    assert facts(came) == ("添加", "unit", "", None, "福利院", False)
    assert facts(gone) == ("删除", "unit", "", "福利院", None, False)


def test_undo_and_redo_have_entries_of_their_own(journal: Journal, ids: Ids) -> None:
    change(journal, ids, budget=1)
    journal.undo(ids.report)
    journal.redo(ids.report)
    journal.undo(ids.report)
    assert [facts(entry) for entry in journal.history(ids.report)[:4]] == [
        ("撤销：改", "project", "budget", 1, 474_458, False),
        ("重做：改", "project", "budget", 474_458, 1, False),
        ("撤销：改", "project", "budget", 1, 474_458, False),
        ("改", "project", "budget", 474_458, 1, True),
    ]


def test_what_can_no_longer_be_redone_stays(journal: Journal, ids: Ids) -> None:
    change(journal, ids, budget=1)
    journal.undo(ids.report)
    change(journal, ids, budget=2)
    assert [facts(entry)[3:] for entry in journal.history(ids.report)[:3]] == [
        (474_458, 2, False),
        (1, 474_458, False),
        (474_458, 1, True),
    ]


def test_the_history_of_a_field_has_only_that_field(journal: Journal, ids: Ids) -> None:
    change(journal, ids, budget=1, name="养老")
    change(journal, ids, name="养老金")
    found = journal.history(ids.report, Wanted(table="project", row_id=ids.project, field="budget"))
    assert [(entry.before, entry.after) for entry in found] == [(474_458, 1), (None, 474_458)]


def test_the_history_of_a_row_spans_the_scopes(journal: Journal, ids: Ids) -> None:
    with journal.step("改部门", ids.report) as step:
        step.update("department", ids.department, {"region": "南沙区"})
    found = journal.history(None, Wanted(table="department", row_id=ids.department))
    assert [entry.label for entry in found] == ["改部门", "新建部门"]


def test_the_history_of_a_table_has_only_that_table(journal: Journal, ids: Ids) -> None:
    assert {entry.table for entry in journal.history(ids.report, Wanted(table="task"))} == {"task"}


def test_a_merged_step_is_one_entry_at_its_last_time(journal: Journal, clock: Clock, ids: Ids) -> None:
    for budget in (1, 12):
        with journal.step("改", ids.report, merge="k") as step:
            step.update("project", ids.project, {"budget": budget})
        clock.pass_seconds(10)
    first, second = journal.history(ids.report, Wanted(table="project", row_id=ids.project))
    assert facts(first)[3:] == (474_458, 12, False)
    assert first.time == "2022-03-05T12:00:10.000+08:00"
    assert second.label == "填报"


def test_the_history_is_cut_at_the_limit(database: Database, journal: Journal, ids: Ids) -> None:
    assert len(journal.history(ids.report, limit=3)) == 3
    assert journal.history(ids.report, limit=0) == []


# Whole steps


def test_a_step_of_many_rows_is_one(journal: Journal, ids: Ids) -> None:
    with journal.step("粘贴", ids.report) as step:
        for number in range(300):
            step.insert(Unit(report_id=ids.report, name=f"单位{number}"))
    [pasted] = journal.steps(ids.report)
    assert (pasted.label, len(pasted.entries)) == ("粘贴", 300)


def test_steps_are_read_on_from_where_the_last_reading_ended(journal: Journal, ids: Ids) -> None:
    for number in range(500):
        change(journal, ids, budget=number + 1)
    found, before = [], 0
    while part := journal.steps(ids.report, Wanted(before=before)):
        assert len(part) <= 200
        found += part
        before = part[-1].id
    assert [step.entries[0].after for step in found[:-1]] == list(range(500, 0, -1))
    assert found[-1].label == "填报"


def test_steps_are_narrowed_by_table_person_and_day(journal: Journal, clock: Clock, ids: Ids) -> None:
    change(journal, ids, budget=1)
    clock.pass_seconds(86_400)
    change(journal, ids, budget=2)
    days, users = journal.facets(ids.report)
    assert days == ["2022-03-06", "2022-03-05"]
    assert [step.entries[0].after for step in journal.steps(ids.report, Wanted(day="2022-03-06"))] == [2]
    assert {entry.table for step in journal.steps(ids.report, Wanted(table="task")) for entry in step.entries} == {
        "task"
    }
    assert journal.steps(ids.report, Wanted(user="无此人")) == []
    assert all(journal.steps(ids.report, Wanted(user=user)) for user in users)
