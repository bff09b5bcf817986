"""Whole reports through the library: carried over, duplicated, finished, kept as snapshots and compared."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.errors import FinalReportError, InputError, StorageError
from app.library import Library
from app.model.comparison import Version
from app.model.entities import Carried, Status
from app.storage.journal import Change
from tests.builders import DELIVERY, MANAGEMENT

NAME = "广州市番禺区人力资源和社会保障局"


@pytest.fixture
def carried(library: Library, sample: int) -> int:
    """The id of a 2022 report carried over from the sample."""
    return library.reports.new(NAME, 2022, from_id=sample)


# Carry over


def test_a_new_year_starts_from_the_last_one(library: Library, sample: int, carried: int) -> None:
    old, new = library.data(sample), library.data(carried)
    assert (new.report.year, new.report.previous_id, new.department) == (2022, sample, old.department)
    assert [row.name for row in new.projects] == [row.name for row in old.projects]
    assert [row.text for row in new.duties] == [row.text for row in old.duties]
    assert {row.executed for row in new.projects} == {row.executed for row in new.fund_lines} == {None}
    assert not library.scores(carried).is_scored
    assert not new.problems


def test_indicators_of_a_new_year_belong_to_its_own_tasks(library: Library, sample: int, carried: int) -> None:
    old, new = library.data(sample), library.data(carried)
    names = {row.id: row.name for data in (old, new) for row in data.tasks}
    assert [names.get(row.task_id or 0) for row in new.indicators] == [
        names.get(row.task_id or 0) for row in old.indicators
    ]
    assert {row.task_id for row in new.indicators} - {None} <= {row.id for row in new.tasks}


def test_what_is_kept_is_marked_and_counted(library: Library, carried: int) -> None:
    marks = library.carried.marks(carried)
    project = library.data(carried).projects[0]
    assert ("report", carried, "overall_goal") in marks
    assert ("project", project.id, "purpose") in marks
    assert ("project", project.id, "executed") not in marks
    assert library.completeness(carried).carried == len(marks)


def test_a_carried_over_library_is_sound(library: Library, carried: int) -> None:
    assert library.verify() == []


def test_carrying_over_is_one_step_of_the_library(library: Library, sample: int, carried: int) -> None:
    library.undo(None)
    assert [summary.id for summary in library.reports.all()] == [sample]
    library.redo(None)
    assert library.carried.marks(carried)


def test_an_edited_field_loses_its_mark_and_undo_brings_it_back(library: Library, carried: int) -> None:
    project = library.data(carried).projects[0]
    key = ("project", project.id, "purpose")
    before = library.carried.marks(carried)
    library.set_field(carried, *key, "新的用途。")
    assert before - library.carried.marks(carried) == {key}
    library.set_field(carried, *key, "新的用途。再改。")
    library.undo(carried)
    assert library.carried.marks(carried) == before
    assert library.data(carried).projects[0] == project
    library.redo(carried)
    assert key not in library.carried.marks(carried)


def test_typing_the_same_value_again_confirms_nothing(library: Library, carried: int) -> None:
    project = library.data(carried).projects[0]
    before = library.carried.marks(carried)
    library.set_field(carried, "project", project.id, "purpose", project.purpose)
    assert library.carried.marks(carried) == before


def test_moved_rows_keep_their_marks(library: Library, carried: int) -> None:
    before, rows = library.carried.marks(carried), library.data(carried).tasks
    library.move(carried, "task", [rows[3].id], rows[0].id)
    assert library.carried.marks(carried) == before


def test_a_deleted_row_takes_its_marks_along(library: Library, carried: int) -> None:
    task, before = library.data(carried).tasks[0], library.carried.marks(carried)
    library.delete(carried, "task", [task.id])
    assert not [key for key in library.carried.marks(carried) if key[:2] == ("task", task.id)]
    library.undo(carried)
    assert library.carried.marks(carried) == before


def test_fields_rows_and_everything_are_confirmed_in_one_step(library: Library, carried: int) -> None:
    project = library.data(carried).projects[0]
    before = library.carried.marks(carried)
    row = {key for key in before if key[:2] == ("project", project.id)}
    library.carried.confirm(carried, [("project", project.id, "name"), ("project", project.id, "executed")])
    assert before - library.carried.marks(carried) == {("project", project.id, "name")}
    library.carried.confirm(carried, row)
    assert before - library.carried.marks(carried) == row
    library.carried.confirm(carried, library.carried.marks(carried))
    assert not library.carried.marks(carried)
    assert library.data(carried).tables[Carried.TABLE] == ()
    library.undo(carried)
    assert before - library.carried.marks(carried) == row


def test_confirming_what_is_confirmed_is_no_step(library: Library, carried: int) -> None:
    library.carried.confirm(carried, [("project", 1, "name")])
    assert library.undo_label(carried) is None


def test_a_confirmation_is_announced(library: Library, carried: int) -> None:
    heard: list[Change] = []
    library.subscribe(heard.append)
    library.carried.confirm(carried, [("report", carried, "overall_goal")])
    assert {table for change in heard for table, _ in change.rows} == {"carried"}


def test_another_pack_brings_its_own_presets(library: Library, sample: int, home: Path) -> None:
    shutil.copytree(paths.templates() / "panyu-2021", home / "templates" / "next-year")
    new = library.data(library.reports.new(NAME, 2022, from_id=sample, pack="next-year"))
    old = library.data(sample)
    presets = {row.level3 for row in library.pack(new.report.id).indicators}
    assert new.report.pack == "next-year"
    assert {row.level3 for row in new.indicators if row.block == MANAGEMENT} == presets
    delivery = [row.level3 for row in old.indicators if row.block == DELIVERY]
    assert [row.level3 for row in new.indicators if row.block == DELIVERY] == delivery
    assert new.indicators[0].block == MANAGEMENT
    marked = {row_id for table, row_id, _ in library.carried.marks(new.report.id) if table == "indicator"}
    assert marked == {row.id for row in new.indicators if row.block == DELIVERY}


def test_a_new_year_may_be_another_departments(library: Library, sample: int) -> None:
    report_id = library.reports.new("合并后的新局", 2022, from_id=sample)
    department = library.data(report_id).department
    assert (department.name, department.region) == ("合并后的新局", library.data(sample).department.region)


@pytest.mark.parametrize(("year", "sentence"), [(2021, "已有 2021 年度"), (2020, "只能从以前年度结转")])
def test_a_year_that_does_not_follow_is_refused(library: Library, sample: int, year: int, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        library.reports.new(NAME, year, from_id=sample)


def test_an_unknown_source_is_told(library: Library) -> None:
    with pytest.raises(StorageError, match="没有编号为 9 的报告"):
        library.reports.new(NAME, 2022, from_id=9)


def test_a_deleted_source_leaves_the_new_year_alone(library: Library, sample: int, carried: int) -> None:
    library.reports.delete(sample)
    assert library.data(carried).report.previous_id is None
    assert library.carried.marks(carried)


# Duplicates


def test_a_duplicate_has_everything_and_no_marks(library: Library, sample: int) -> None:
    library.documents.take_over(sample, "funds.total", "手写的一段。")
    proof = library.insert(sample, "evidence", {"name": "凭证"})
    library.insert(
        sample, "evidence_link", {"evidence_id": proof.id, "project_id": library.data(sample).projects[0].id}
    )
    copy = library.data(library.reports.duplicate(sample, 2023))
    assert (copy.report.year, copy.report.typed_total) == (2023, Decimal("93.25"))
    assert copy.overrides[0].text == "手写的一段。"
    assert copy.evidence_links[0].project_id == copy.projects[0].id
    assert library.carried.marks(copy.report.id) == frozenset()
    assert library.verify() == []


def test_a_duplicate_of_a_final_report_is_a_draft(library: Library, sample: int) -> None:
    library.reports.set_status(sample, Status.FINAL)
    assert library.data(library.reports.duplicate(sample, 2022)).report.status == Status.DRAFT


def test_a_year_that_is_taken_cannot_be_duplicated_into(library: Library, sample: int) -> None:
    with pytest.raises(InputError, match="已有 2021 年度"):
        library.reports.duplicate(sample, 2021)


def test_an_unconfirmed_report_is_duplicated_without_its_marks(library: Library, carried: int) -> None:
    assert library.carried.marks(library.reports.duplicate(carried, 2023)) == frozenset()


# Status


def test_a_final_report_refuses_every_edit(library: Library, sample: int) -> None:
    library.set_field(sample, "report", sample, "phone", "1")
    library.reports.set_status(sample, Status.FINAL)
    data = library.data(sample)
    edits: list[Callable[[], object]] = [
        lambda: library.set_field(sample, "report", sample, "phone", "2"),
        lambda: library.set_fields(sample, [("report", sample, "phone", "2")], "改"),
        lambda: library.set_field(sample, "department", data.department.id, "region", "别区"),
        lambda: library.insert(sample, "task", {"name": "新"}),
        lambda: library.paste(sample, "task", [], [{"name": "新"}], "粘贴"),
        lambda: library.delete(sample, "task", [data.tasks[0].id]),
        lambda: library.move(sample, "task", [data.tasks[0].id], None),
        lambda: library.documents.take_over(sample, "funds.total", "手写"),
        lambda: library.carried.confirm(sample, [("report", sample, "phone")]),
        lambda: library.undo(sample),
        lambda: library.redo(sample),
        lambda: library.reports.delete(sample),
    ]
    for edit in edits:
        with pytest.raises(FinalReportError, match="2021年度的报告已经定稿，只能查看；需要修改时，请先重新打开。"):
            edit()
    assert library.data(sample) is data


def test_a_reopened_report_can_be_edited_and_undone(library: Library, sample: int) -> None:
    library.set_field(sample, "report", sample, "phone", "1")
    library.reports.set_status(sample, Status.FINAL)
    library.reports.set_status(sample, Status.DRAFT)
    library.set_field(sample, "report", sample, "phone", "2")
    library.undo(sample)
    assert library.data(sample).report.phone == "1"
    library.undo(sample)
    assert library.is_final(sample)


def test_the_status_is_in_the_history_and_can_be_undone(library: Library, sample: int) -> None:
    library.reports.set_status(sample, Status.REVIEW)
    assert library.undo_label(sample) == "状态改为送审"
    library.undo(sample)
    assert library.data(sample).report.status == Status.DRAFT
    assert not library.is_final(sample)


def test_review_and_final_keep_a_snapshot_each(library: Library, sample: int) -> None:
    library.reports.set_status(sample, Status.REVIEW)
    library.reports.set_status(sample, Status.REVIEW)
    library.reports.set_status(sample, Status.FINAL)
    library.reports.set_status(sample, Status.DRAFT)
    assert [kept.name for kept in library.versions.snapshots(sample)] == ["定稿", "送审稿"]
    assert (
        library.versions.load(Version(sample, library.versions.snapshots(sample)[0].id)).report.status == Status.FINAL
    )


def test_other_reports_can_be_edited_beside_a_final_one(library: Library, sample: int, carried: int) -> None:
    library.reports.set_status(sample, Status.FINAL)
    library.set_field(carried, "report", carried, "phone", "2")
    assert library.data(carried).report.phone == "2"


# Snapshots and comparison


def test_a_snapshot_is_restored_beside_the_report(library: Library, sample: int) -> None:
    kept = library.versions.keep(sample, "")
    before = library.data(sample)
    library.set_field(sample, "report", sample, "phone", "2")
    copy = library.data(library.versions.restore(kept.id))
    assert library.data(sample).report.phone == "2"
    assert copy.report.phone == before.report.phone
    assert copy.report.remark == "由快照“快照”恢复"
    assert [row.name for row in copy.projects] == [row.name for row in before.projects]
    assert [summary.remark for summary in library.reports.all()] == ["", "由快照“快照”恢复"]
    assert library.verify() == []


def test_marks_come_back_with_a_snapshot(library: Library, carried: int) -> None:
    kept = library.versions.keep(carried, "结转时")
    copy = library.versions.restore(kept.id)
    assert len(library.carried.marks(copy)) == len(library.carried.marks(carried))
    assert ("report", copy, "overall_goal") in library.carried.marks(copy)


def test_a_snapshot_can_be_deleted_and_put_back(library: Library, sample: int) -> None:
    kept = library.versions.keep(sample, "初稿")
    put_back = library.versions.delete(kept.id)
    assert library.versions.snapshots(sample) == []
    put_back()
    assert library.versions.snapshots(sample) == [kept]


def test_versions_are_the_report_its_snapshots_and_other_years(library: Library, sample: int, carried: int) -> None:
    library.reports.new("别的局", 2022)
    kept = library.versions.keep(sample, "初稿")
    assert library.versions.choices(sample) == [
        Version(sample, year=2021),
        Version(sample, kept.id, 2021, "初稿", kept.time),
        Version(carried, year=2022),
    ]


def test_a_snapshot_is_compared_with_the_present(library: Library, sample: int) -> None:
    kept = library.versions.keep(sample, "初稿")
    line = library.data(sample).fund_lines[0]
    library.set_field(sample, "fund_line", line.id, "executed", 59_000 * 1_000_000)
    found = library.versions.compare(Version(sample, kept.id), Version(sample))
    assert [(each.label, each.after) for each in found.entries] == [("执行数", "59,000.00")]
    changed = ["".join(span.text for span in change.parts) for change in found.text if not change.is_same]
    assert any("60,467.73" in text for text in changed)


def test_two_years_are_compared(library: Library, sample: int, carried: int) -> None:
    found = library.versions.compare(Version(sample), Version(carried))
    assert {each.table for each in found.entries} >= {"report", "project", "indicator", "problem"}
    assert not [each for each in found.entries if each.field == "name"]


def test_a_version_that_is_gone_is_told(library: Library, sample: int) -> None:
    with pytest.raises(StorageError, match="快照已经不在台账库中"):
        library.versions.compare(Version(sample, 99), Version(sample))


# The list


def test_the_list_shows_how_far_each_report_is(library: Library, sample: int, carried: int) -> None:
    shares = {summary.id: summary.share for summary in library.reports.all()}
    assert (shares[sample] or 0) > 95 > (shares[carried] or 0) > 0


# Properties


@settings(max_examples=25)
@given(st.data())
def test_undoing_everything_brings_every_mark_and_row_back(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    with Library.open(tmp_path_factory.mktemp("marks") / "a.db", create=True) as library:
        report_id = library.reports.new(NAME, 2022, from_id=library.reports.add_sample())
        before, marks = library.data(report_id), library.carried.marks(report_id)
        for _ in range(data.draw(st.integers(1, 8))):
            _edit(library, report_id, data)
            assert library.carried.marks(report_id) <= marks
            _every_mark_has_its_row(library, report_id)
        while library.undo(report_id) is not None:
            _every_mark_has_its_row(library, report_id)
        assert library.data(report_id) == before
        assert library.carried.marks(report_id) == marks


def _edit(library: Library, report_id: int, data: st.DataObject) -> None:
    """Edits a field, confirms some marks, or deletes or moves a row."""
    tasks = [row.id for row in library.data(report_id).tasks]
    marks = sorted(library.carried.marks(report_id))
    match data.draw(st.sampled_from(["edit", "confirm", "delete", "move"])):
        case "edit" if tasks:
            library.set_field(report_id, "task", data.draw(st.sampled_from(tasks)), "name", data.draw(st.text("甲乙")))
        case "confirm" if marks:
            library.carried.confirm(report_id, data.draw(st.lists(st.sampled_from(marks), max_size=40)))
        case "delete" if tasks:
            library.delete(report_id, "task", [data.draw(st.sampled_from(tasks))])
        case "move" if tasks:
            library.move(report_id, "task", [data.draw(st.sampled_from(tasks))], None)
        case _:
            pass


def _every_mark_has_its_row(library: Library, report_id: int) -> None:
    data = library.data(report_id)
    assert all(data.find(table, row_id) is not None for table, row_id, _ in library.carried.marks(report_id))
