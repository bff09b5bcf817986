"""A step is whole or not at all, and undo puts back exactly what was there, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import StaleEditError, StorageError
from app.model.entities import Department, Evidence, EvidenceLink, Indicator, Office, Project, Report, ReportRow, Unit
from app.model.report_data import ReportData
from app.storage import rows
from app.storage.database import Database
from app.storage.journal import Change, Journal, Step
from app.storage.rows import load_departments, load_report, load_reports
from tests.app.storage.libraries import Clock, Ids


def steps(database: Database) -> int:
    return int(database.rows("SELECT count(*) FROM step")[0][0])


def set_budget(journal: Journal, ids: Ids, budget: int | None, *, merge: str = "") -> Change | None:
    with journal.step("改预算", ids.report, merge=merge) as step:
        step.update("project", ids.project, {"budget": budget})
    return step.change


def write_and_fail(step: Step, ids: Ids) -> None:
    step.update("project", ids.project, {"budget": 2})
    step.insert(Unit(report_id=ids.report))
    raise ZeroDivisionError


def project(database: Database, ids: Ids) -> Project:
    return load_report(database, ids.report).projects[0]


def test_a_step_says_what_it_changed(journal: Journal, ids: Ids) -> None:
    change = set_budget(journal, ids, 1)
    assert change is not None
    assert (change.report_id, change.label) == (ids.report, "改预算")
    [((table, row_id), (before, after))] = change.rows.items()
    assert (table, row_id) == ("project", ids.project)
    assert isinstance(before, Project)
    assert isinstance(after, Project)
    assert (before.budget, after.budget) == (474_458, 1)


def test_the_change_of_a_step_is_known_only_after_the_commit(journal: Journal, ids: Ids) -> None:
    with journal.step("改", ids.report) as step:
        step.update("project", ids.project, {"budget": 1})
        assert step.change is None


def test_insert_gives_an_id_and_returns_the_stored_row(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("添加", ids.report) as step:
        made = step.insert(Office(report_id=ids.report, position=2, name="社会救助科"))
    assert load_report(database, ids.report).find("office", made.id) == made


def test_an_id_is_never_given_again(journal: Journal, ids: Ids) -> None:
    with journal.step("添加", ids.report) as step:
        first = step.insert(Office(report_id=ids.report))
    with journal.step("删除", ids.report) as step:
        step.delete("office", first.id)
    with journal.step("添加", ids.report) as step:
        assert step.insert(Office(report_id=ids.report)).id > first.id


def test_a_stored_entity_is_not_inserted_twice(journal: Journal, ids: Ids) -> None:
    with pytest.raises(ValueError, match="stored already"), journal.step("添加", ids.report) as step:
        step.insert(Office(id=5, report_id=ids.report))


def test_an_exception_takes_back_the_whole_step(database: Database, journal: Journal, ids: Ids) -> None:
    before, count = load_report(database, ids.report), steps(database)
    with pytest.raises(ZeroDivisionError), journal.step("改", ids.report) as step:
        write_and_fail(step, ids)
    assert load_report(database, ids.report) == before
    assert steps(database) == count
    assert step.change is None


def test_a_step_that_changes_nothing_leaves_no_trace(database: Database, journal: Journal, ids: Ids) -> None:
    count = steps(database)
    with journal.step("改", ids.report) as step:
        step.update("project", ids.project, {"budget": 1})
        step.update("project", ids.project, {"budget": 474_458})
        step.delete("unit", step.insert(Unit(report_id=ids.report)).id)
    assert step.change is None
    assert steps(database) == count


def test_two_changes_of_a_row_in_a_step_are_one(journal: Journal, ids: Ids) -> None:
    with journal.step("改", ids.report) as step:
        step.update("project", ids.project, {"budget": 1})
        step.update("project", ids.project, {"executed": 2})
    assert step.change is not None
    [(before, after)] = step.change.rows.values()
    assert isinstance(before, Project)
    assert isinstance(after, Project)
    assert (before.budget, before.executed) == (474_458, None)
    assert (after.budget, after.executed) == (1, 2)


def test_a_finished_step_writes_no_more(journal: Journal, ids: Ids) -> None:
    with journal.step("改", ids.report) as step:
        pass
    with pytest.raises(RuntimeError, match="over"):
        step.insert(Unit(report_id=ids.report))


def test_update_returns_the_new_state(journal: Journal, ids: Ids) -> None:
    with journal.step("改", ids.report) as step:
        made = step.update("indicator", ids.indicator, {"weight": Decimal("3.50"), "not_applicable": True})
    assert isinstance(made, Indicator)
    assert (made.weight, made.not_applicable, made.level3) == (Decimal("3.5"), True, "救助人数")


@pytest.mark.parametrize(
    ("values", "error"), [({"name": 1}, TypeError), ({"nonsense": ""}, KeyError), ({"id": 9}, ValueError)]
)
def test_update_refuses_what_the_row_cannot_hold(
    journal: Journal, ids: Ids, values: dict[str, str | int], error: type[Exception]
) -> None:
    with pytest.raises(error), journal.step("改", ids.report) as step:
        step.update("project", ids.project, values)


def test_an_update_of_what_the_officer_no_longer_sees_is_stale(database: Database, journal: Journal, ids: Ids) -> None:
    with pytest.raises(StaleEditError, match="重点项目的内容刚在别处改过"), journal.step("改", ids.report) as step:
        step.update("project", ids.project, {"budget": 1}, expected={"budget": 2})
    assert project(database, ids).budget == 474_458


def test_an_update_of_what_the_officer_still_sees_is_made(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("改", ids.report) as step:
        step.update("project", ids.project, {"budget": 1}, expected={"budget": 474_458, "executed": None})
    assert project(database, ids).budget == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda step, row_id: step.update("project", row_id, {"budget": 1}),
        lambda step, row_id: step.delete("project", row_id),
    ],
    ids=["update", "delete"],
)
def test_a_row_that_is_gone_is_stale(journal: Journal, ids: Ids, act: Callable[[Step, int], None]) -> None:
    with journal.step("删", ids.report) as step:
        step.delete("project", ids.project)
    with pytest.raises(StaleEditError, match="已被删除"), journal.step("改", ids.report) as step:
        act(step, ids.project)


def test_deleting_a_task_frees_its_indicators(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("删", ids.report) as step:
        step.delete("task", ids.task)
    data = load_report(database, ids.report)
    assert data.tasks == ()
    assert data.indicators[0].task_id is None


def test_deleting_a_problem_frees_its_measures(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("删", ids.report) as step:
        step.delete("problem", ids.problem)
    assert load_report(database, ids.report).measures[0].problem_id is None


@pytest.mark.parametrize("end", ["evidence", "indicator"])
def test_deleting_either_end_of_a_link_deletes_the_link(
    database: Database, journal: Journal, ids: Ids, end: str
) -> None:
    with journal.step("删", ids.report) as step:
        step.delete(end, getattr(ids, end))
    assert load_report(database, ids.report).evidence_links == ()


@pytest.mark.parametrize("table", ["task", "problem", "evidence", "indicator", "project"])
def test_undoing_a_deletion_brings_back_the_row_and_its_links(
    database: Database, journal: Journal, ids: Ids, table: str
) -> None:
    before = load_report(database, ids.report)
    with journal.step("删", ids.report) as step:
        step.delete(table, getattr(ids, table))
    journal.undo(ids.report)
    assert load_report(database, ids.report) == before
    assert database.verify() == []


def test_deleting_a_report_takes_its_rows_and_frees_its_successor(
    database: Database, journal: Journal, ids: Ids
) -> None:
    with journal.step("续写", None) as step:
        later = step.insert(Report(department_id=ids.department, year=2022, previous_id=ids.report))
    before = load_report(database, ids.report)
    with journal.step("删报告", None) as step:
        step.delete("report", ids.report)
    assert [report.id for report, _ in load_reports(database)] == [later.id]
    assert load_report(database, later.id).report.previous_id is None
    journal.undo(None)
    assert load_report(database, ids.report) == before
    assert load_report(database, later.id).report.previous_id == ids.report
    assert database.verify() == []


def test_a_step_may_make_and_remove_reports_that_follow_each_other(
    database: Database, journal: Journal, ids: Ids
) -> None:
    with journal.step("两年", None) as step:
        first = step.insert(Report(department_id=ids.department, year=2022))
        second = step.insert(Report(department_id=ids.department, year=2023, previous_id=first.id))
    journal.undo(None)
    journal.redo(None)
    assert load_report(database, second.id).report.previous_id == first.id
    with journal.step("都删", None) as step:
        step.delete("report", first.id)
        step.delete("report", second.id)
    journal.undo(None)
    assert load_report(database, second.id).report.previous_id == first.id


def test_a_department_with_reports_stays(database: Database, journal: Journal, ids: Ids) -> None:
    with pytest.raises(StorageError, match="还有 1 份自评报告"), journal.step("删", None) as step:
        step.delete("department", ids.department)
    assert len(load_departments(database)) == 1


def test_a_department_without_reports_goes_and_comes_back(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("建", None) as step:
        made = step.insert(Department(name="教育局"))
    with journal.step("删", None) as step:
        step.delete("department", made.id)
    assert len(load_departments(database)) == 1
    journal.undo(None)
    assert load_departments(database)[1] == made


def test_undo_and_redo_walk_back_and_forth(database: Database, journal: Journal, ids: Ids) -> None:
    states = [project(database, ids)]
    for budget in (1, 2, 3):
        set_budget(journal, ids, budget)
        states.append(project(database, ids))
    for state in reversed(states[:-1]):
        journal.undo(ids.report)
        assert project(database, ids) == state
    for state in states[1:]:
        journal.redo(ids.report)
        assert project(database, ids) == state
    assert journal.redo(ids.report) is None


def test_undo_says_what_it_changed(journal: Journal, ids: Ids) -> None:
    set_budget(journal, ids, 1)
    change = journal.undo(ids.report)
    assert change is not None
    [(before, after)] = change.rows.values()
    assert isinstance(before, Project)
    assert isinstance(after, Project)
    assert (before.budget, after.budget) == (1, 474_458)
    assert change.label == "改预算"


def test_undo_of_an_insert_gives_back_the_same_id_on_redo(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("添加", ids.report) as step:
        made = step.insert(Unit(report_id=ids.report, name="福利院"))
    journal.undo(ids.report)
    assert load_report(database, ids.report).units == ()
    journal.redo(ids.report)
    assert load_report(database, ids.report).units == (made,)


def test_undo_leaves_alone_what_its_step_did_not_touch(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("改部门", ids.report) as step:
        step.update("department", ids.department, {"region": "南沙区"})
    with journal.step("改部门", None) as step:
        step.update("department", ids.department, {"short_name": "本局"})
    journal.undo(ids.report)
    [department] = load_departments(database)
    assert (department.region, department.short_name) == ("番禺区", "本局")


def test_the_labels_name_what_undo_and_redo_would_do(journal: Journal, ids: Ids) -> None:
    assert (journal.undo_label(ids.report), journal.redo_label(ids.report)) == ("填报", None)
    set_budget(journal, ids, 1)
    journal.undo(ids.report)
    assert (journal.undo_label(ids.report), journal.redo_label(ids.report)) == ("填报", "改预算")


def test_the_library_and_each_report_undo_for_themselves(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("另一份", None) as step:
        other = step.insert(Report(department_id=ids.department, year=2022))
    set_budget(journal, ids, 1)
    with journal.step("改另一份", other.id) as step:
        step.update("report", other.id, {"phone": "1"})
    journal.undo(ids.report)
    assert project(database, ids).budget == 474_458
    assert load_report(database, other.id).report.phone == "1"
    assert journal.undo_label(other.id) == "改另一份"
    assert journal.undo_label(None) == "另一份"


def test_undo_without_a_step_does_nothing(journal: Journal) -> None:
    assert journal.undo(None) is None
    assert journal.undo(7) is None
    assert journal.undo_label(7) is None


def test_undo_survives_a_restart(path: Path, database: Database, journal: Journal, ids: Ids) -> None:
    before = load_report(database, ids.report)
    set_budget(journal, ids, 1)
    after = load_report(database, ids.report)
    database.close()
    with Database.open(path) as again:
        Journal(again).undo(ids.report)
        assert load_report(again, ids.report) == before
    with Database.open(path) as again:
        Journal(again).redo(ids.report)
        assert load_report(again, ids.report) == after


def test_an_edit_after_undo_drops_what_could_be_redone(database: Database, journal: Journal, ids: Ids) -> None:
    set_budget(journal, ids, 1)
    set_budget(journal, ids, 2)
    journal.undo(ids.report)
    journal.undo(ids.report)
    set_budget(journal, ids, 3)
    assert journal.redo(ids.report) is None
    journal.undo(ids.report)
    assert project(database, ids).budget == 474_458
    assert journal.redo_label(ids.report) == "改预算"
    journal.redo(ids.report)
    assert project(database, ids).budget == 3


def _stale_after_undo_of(database: Database, journal: Journal, report_id: int | None, data: ReportData) -> None:
    count = steps(database)
    with pytest.raises(StaleEditError, match="不能撤销；没有作任何改动"):
        journal.undo(report_id)
    assert load_report(database, data.report.id) == data
    assert steps(database) == count
    assert database.verify() == []


def test_undo_is_stale_when_the_field_was_changed_since(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("改", ids.report) as step:
        step.update("project", ids.project, {"budget": 1})
        step.update("department", ids.department, {"region": "南沙区"})
    with journal.step("改部门", None) as step:
        step.update("department", ids.department, {"region": "天河区"})
    _stale_after_undo_of(database, journal, ids.report, load_report(database, ids.report))


def test_undo_is_stale_when_the_row_is_gone(database: Database, journal: Journal, ids: Ids) -> None:
    set_budget(journal, ids, 1)
    with journal.step("另一处删", None) as step:
        step.delete("project", ids.project)
    _stale_after_undo_of(database, journal, ids.report, load_report(database, ids.report))


def test_undo_is_stale_when_others_point_at_what_would_go(database: Database, journal: Journal, ids: Ids) -> None:
    _stale_after_undo_of(database, journal, None, load_report(database, ids.report))


def test_undo_is_stale_when_what_it_would_point_at_is_gone(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("断开", ids.report) as step:
        step.update("indicator", ids.indicator, {"task_id": None})
    with journal.step("另一处删", None) as step:
        step.delete("task", ids.task)
    _stale_after_undo_of(database, journal, ids.report, load_report(database, ids.report))


def test_redo_is_stale_when_the_field_was_changed_since(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("改", ids.report) as step:
        step.update("department", ids.department, {"region": "南沙区"})
    journal.undo(ids.report)
    with journal.step("改部门", None) as step:
        step.update("department", ids.department, {"region": "天河区"})
    with pytest.raises(StaleEditError, match="不能重做"):
        journal.redo(ids.report)


def test_a_library_step_that_made_an_untouched_report_can_be_undone(
    database: Database, journal: Journal, ids: Ids
) -> None:
    with journal.step("另一份", None) as step:
        other = step.insert(Report(department_id=ids.department, year=2022))
    journal.undo(None)
    with pytest.raises(StorageError):
        load_report(database, other.id)
    journal.redo(None)
    assert load_report(database, other.id).report == other


def test_typing_in_one_field_is_one_step(database: Database, journal: Journal, clock: Clock, ids: Ids) -> None:
    count = steps(database)
    for budget in (1, 12, 123):
        set_budget(journal, ids, budget, merge="project/1/budget")
        clock.pass_seconds(20)
    assert steps(database) == count + 1
    journal.undo(ids.report)
    assert project(database, ids).budget == 474_458
    journal.redo(ids.report)
    assert project(database, ids).budget == 123
    assert database.verify() == []


def test_a_merged_step_reports_its_own_change(journal: Journal, ids: Ids) -> None:
    first = set_budget(journal, ids, 1, merge="k")
    second = set_budget(journal, ids, 12, merge="k")
    assert first is not None
    assert second is not None
    assert second.step_id == first.step_id
    [(before, after)] = second.rows.values()
    assert isinstance(before, Project)
    assert isinstance(after, Project)
    assert (before.budget, after.budget) == (1, 12)


def test_typing_a_minute_later_is_another_step(database: Database, journal: Journal, clock: Clock, ids: Ids) -> None:
    set_budget(journal, ids, 1, merge="k")
    clock.pass_seconds(60)
    set_budget(journal, ids, 12, merge="k")
    journal.undo(ids.report)
    assert project(database, ids).budget == 1


def test_a_clock_set_back_does_not_merge(database: Database, journal: Journal, clock: Clock, ids: Ids) -> None:
    set_budget(journal, ids, 1, merge="k")
    clock.pass_seconds(-3600)
    set_budget(journal, ids, 12, merge="k")
    journal.undo(ids.report)
    assert project(database, ids).budget == 1


@pytest.mark.parametrize("between", ["other key", "no key", "undone", "redone", "other scope"])
def test_typing_does_not_merge_across(database: Database, journal: Journal, ids: Ids, between: str) -> None:
    set_budget(journal, ids, 1, merge="k")
    match between:
        case "other key":
            set_budget(journal, ids, 2, merge="other")
        case "no key":
            set_budget(journal, ids, 2)
        case "undone":
            set_budget(journal, ids, 2, merge="other")
            journal.undo(ids.report)
        case "redone":
            journal.undo(ids.report)
            journal.redo(ids.report)
        case "other scope":
            with journal.step("改部门", None) as step:
                step.update("department", ids.department, {"region": "南沙区"})
    state = project(database, ids)
    set_budget(journal, ids, 12, merge="k")
    journal.undo(ids.report)
    assert project(database, ids) == state


def test_typing_back_what_was_there_leaves_no_step(database: Database, journal: Journal, ids: Ids) -> None:
    count = steps(database)
    set_budget(journal, ids, 1, merge="k")
    set_budget(journal, ids, 474_458, merge="k")
    assert steps(database) == count
    assert journal.undo_label(ids.report) == "填报"
    assert database.verify() == []


def test_typing_in_a_row_just_made_merges_into_its_making(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("添加", ids.report, merge="k") as step:
        made = step.insert(Unit(report_id=ids.report))
    with journal.step("添加", ids.report, merge="k") as step:
        step.update("unit", made.id, {"name": "福利院"})
    journal.undo(ids.report)
    assert load_report(database, ids.report).units == ()
    journal.redo(ids.report)
    assert load_report(database, ids.report).units[0].name == "福利院"
    assert database.verify() == []


def test_a_row_made_and_removed_in_one_merged_step_leaves_no_step(
    database: Database, journal: Journal, ids: Ids
) -> None:
    count = steps(database)
    with journal.step("添加", ids.report, merge="k") as step:
        made = step.insert(Unit(report_id=ids.report))
    with journal.step("添加", ids.report, merge="k") as step:
        step.delete("unit", made.id)
    assert steps(database) == count


def test_changing_then_removing_a_row_in_a_merged_step_undoes_to_the_first_state(
    database: Database, journal: Journal, ids: Ids
) -> None:
    before = load_report(database, ids.report)
    set_budget(journal, ids, 1, merge="k")
    with journal.step("删", ids.report, merge="k") as step:
        step.delete("project", ids.project)
    journal.undo(ids.report)
    assert load_report(database, ids.report) == before


def test_a_merged_step_may_touch_further_rows(database: Database, journal: Journal, ids: Ids) -> None:
    before = load_report(database, ids.report)
    set_budget(journal, ids, 1, merge="k")
    with journal.step("改", ids.report, merge="k") as step:
        step.update("project", ids.project, {"executed": 5})
        step.update("task", ids.task, {"name": "救助"})
    journal.undo(ids.report)
    assert load_report(database, ids.report) == before


def test_a_step_within_a_step_joins_it(database: Database, journal: Journal, ids: Ids) -> None:
    before, count = load_report(database, ids.report), steps(database)
    with journal.step("导入", ids.report) as outer:
        outer.update("project", ids.project, {"budget": 1})
        with journal.step("里面", ids.report) as inner:
            inner.update("project", ids.project, {"executed": 2})
            inner.insert(Unit(report_id=ids.report))
    assert steps(database) == count + 1
    assert journal.undo_label(ids.report) == "导入"
    journal.undo(ids.report)
    assert load_report(database, ids.report) == before


def test_a_failed_step_within_a_step_takes_back_its_own_part_only(
    database: Database, journal: Journal, ids: Ids
) -> None:
    with journal.step("导入", ids.report) as outer:
        outer.update("project", ids.project, {"budget": 1})
        with pytest.raises(ZeroDivisionError), journal.step("里面", ids.report) as inner:
            write_and_fail(inner, ids)
        outer.insert(Unit(report_id=ids.report, name="福利院"))
    data = load_report(database, ids.report)
    assert (data.projects[0].budget, [unit.name for unit in data.units]) == (1, ["福利院"])
    assert outer.change is not None
    assert len(outer.change.rows) == 2
    assert database.verify() == []


def test_undo_within_a_step_is_a_bug(journal: Journal, ids: Ids) -> None:
    with pytest.raises(RuntimeError, match="within"), journal.step("改", ids.report):
        journal.undo(ids.report)


def test_a_reference_to_nothing_takes_back_the_step(database: Database, journal: Journal, ids: Ids) -> None:
    count = steps(database)
    with pytest.raises(Exception, match="FOREIGN KEY"), journal.step("改", ids.report) as step:
        step.update("indicator", ids.indicator, {"task_id": 99})
    assert steps(database) == count
    assert load_report(database, ids.report).indicators[0].task_id == ids.task


def test_one_step_may_hold_thousands_of_rows(database: Database, journal: Journal, ids: Ids) -> None:
    before = load_report(database, ids.report)
    with journal.step("粘贴", ids.report) as step:
        for position in range(3000):
            step.insert(Indicator(report_id=ids.report, position=position, level3=f"指标{position}"))
    assert len(load_report(database, ids.report).indicators) == 3001
    journal.undo(ids.report)
    assert load_report(database, ids.report) == before


def test_a_change_applied_to_the_snapshot_gives_the_database(database: Database, journal: Journal, ids: Ids) -> None:
    data = load_report(database, ids.report)
    with journal.step("改", ids.report) as step:
        step.delete("task", ids.task)
        step.insert(Evidence(report_id=ids.report))
        step.update("report", ids.report, {"phone": "1"})
    assert step.change is not None
    after = data.with_changes({key: state for key, (_, state) in step.change.rows.items()})
    assert after == load_report(database, ids.report)


def test_rows_of_every_kind_come_back(database: Database, journal: Journal, ids: Ids) -> None:
    with journal.step("关联", ids.report) as step:
        rows: list[ReportRow] = [EvidenceLink(report_id=ids.report, evidence_id=ids.evidence, project_id=ids.project)]
        made = [step.insert(row) for row in rows]
    with journal.step("删", ids.report) as step:
        step.delete("evidence", ids.evidence)
    journal.undo(ids.report)
    assert load_report(database, ids.report).evidence_links[-1] == made[0]


# Several steps at once


def budgets(journal: Journal, ids: Ids, *values: int) -> None:
    for value in values:
        with journal.step(f"改为{value}", ids.report) as step:
            step.update("project", ids.project, {"budget": value})


def budget(database: Database, ids: Ids) -> object:
    return getattr(rows.find(database, "project", ids.project), "budget", None)


def test_steps_to_undo_are_listed_newest_first(journal: Journal, ids: Ids) -> None:
    budgets(journal, ids, 1, 2, 3)
    assert [step.label for step in journal.undoable(ids.report, 2)] == ["改为3", "改为2"]
    journal.undo(ids.report)
    journal.undo(ids.report)
    assert [step.label for step in journal.redoable(ids.report, 9)] == ["改为2", "改为3"]


def test_undo_and_redo_go_to_a_step(database: Database, journal: Journal, ids: Ids) -> None:
    budgets(journal, ids, 1, 2, 3)
    second = journal.undoable(ids.report, 9)[1]
    assert [change.label for change in journal.undo_to(ids.report, second.id)] == ["改为3", "改为2"]
    assert budget(database, ids) == 1
    last = journal.redoable(ids.report, 9)[-1]
    assert [change.label for change in journal.redo_to(ids.report, last.id)] == ["改为2", "改为3"]
    assert budget(database, ids) == 3


def test_undo_to_a_step_is_all_or_nothing(database: Database, journal: Journal, ids: Ids) -> None:
    budgets(journal, ids, 1)
    with journal.step("库", None) as step:
        step.update("project", ids.project, {"name": "别处改过"})
    with journal.step("改名", ids.report) as step:
        step.update("project", ids.project, {"purpose": "甲"})
    with journal.step("库", None) as step:
        step.update("project", ids.project, {"budget": 77})
    first = journal.undoable(ids.report, 9)[1]
    with pytest.raises(StaleEditError):
        journal.undo_to(ids.report, first.id)
    found = rows.find(database, "project", ids.project)
    assert (getattr(found, "purpose", ""), budget(database, ids)) == ("甲", 77)
    assert [step.label for step in journal.undoable(ids.report, 9)][:2] == ["改名", "改为1"]
