"""A finished report stays what it was, whatever becomes of its department in other years."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import FinalReportError
from app.library import Library
from app.model.comparison import Version
from app.model.entities import Department, Status

OLD, NEW = "广州市番禺区人力资源和社会保障局", "广州市番禺区人社局"


@pytest.fixture
def next_year(library: Library, sample: int) -> int:
    """The report of 2022, made of the sample, which is finished."""
    report_id = library.reports.new(OLD, 2022, from_id=sample)
    library.reports.set_status(sample, Status.FINAL)
    return report_id


def rename(library: Library, report_id: int, name: str = NEW) -> None:
    department = library.data(report_id).department
    library.set_fields(report_id, [(Department.TABLE, department.id, "name", name)], "修改")


def test_a_finished_report_prints_what_it_printed_when_it_was_finished(
    library: Library, sample: int, next_year: int
) -> None:
    printed = library.documents.text(sample)
    rename(library, next_year)
    assert library.data(next_year).department.name == NEW
    assert library.data(sample).department.name == OLD
    assert library.documents.text(sample) == printed


def test_it_stays_so_when_the_library_is_opened_again(tmp_path: Path, library: Library, sample: int) -> None:
    next_year = library.reports.new(OLD, 2022, from_id=sample)
    library.reports.set_status(sample, Status.FINAL)
    rename(library, next_year)
    library.close()
    with Library.open(tmp_path / "library.db") as again:
        assert again.data(sample).department.name == OLD
        assert again.data(next_year).department.name == NEW


def test_undo_of_the_newer_year_does_not_touch_it(library: Library, sample: int, next_year: int) -> None:
    printed = library.documents.text(sample)
    rename(library, next_year)
    library.undo(next_year)
    assert library.data(next_year).department.name == OLD
    library.redo(next_year)
    assert library.data(next_year).department.name == NEW
    assert library.documents.text(sample) == printed


def test_a_reopened_report_follows_its_department_again(library: Library, sample: int, next_year: int) -> None:
    rename(library, next_year)
    library.reports.set_status(sample, Status.DRAFT)
    assert library.data(sample).department.name == NEW
    library.undo(sample)
    assert library.data(sample).department.name == OLD


def test_a_report_finished_again_keeps_the_newest_state(library: Library, sample: int, next_year: int) -> None:
    rename(library, next_year)
    library.reports.set_status(sample, Status.DRAFT)
    library.reports.set_status(sample, Status.FINAL)
    rename(library, next_year, "又一个名称")
    assert library.data(sample).department.name == NEW


def test_the_state_a_finished_report_rests_on_cannot_be_deleted(library: Library, sample: int, next_year: int) -> None:
    older = library.versions.snapshots(sample)[0]
    library.reports.set_status(sample, Status.DRAFT)
    library.reports.set_status(sample, Status.FINAL)
    newest = library.versions.snapshots(sample)[0]
    with pytest.raises(FinalReportError, match="2021年度的报告定稿时的快照，不能删除；需要删除时，请先重新打开报告"):
        library.versions.delete(newest.id)
    library.versions.delete(older.id)
    library.reports.set_status(sample, Status.DRAFT)
    library.versions.delete(newest.id)
    assert library.versions.snapshots(sample) == []


def test_a_snapshot_that_is_only_called_so_is_not_what_it_rests_on(library: Library, sample: int) -> None:
    rename(library, sample, "原名")
    library.reports.set_status(sample, Status.FINAL)
    library.reports.set_status(sample, Status.DRAFT)
    rename(library, sample)
    library.reports.set_status(sample, Status.FINAL)
    kept = library.versions.keep(sample, "定稿")
    assert library.versions.load(Version(sample, kept.id)).department.name == NEW
    assert library.data(sample).department.name == NEW


def test_a_finished_report_is_carried_over_and_copied_for_its_department_as_it_is_called_now(
    library: Library, sample: int, next_year: int
) -> None:
    rename(library, next_year)
    for made in (library.reports.new(NEW, 2023, from_id=sample), library.reports.duplicate(sample, 2024)):
        assert library.data(made).department == library.data(next_year).department
    assert len(library.reports.departments()) == 1
