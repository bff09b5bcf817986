"""A report that was read goes into the library: as a new one, or into one that is there, in one step."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.errors import FinalReportError, ImportFileError
from app.exchange import report_reader
from app.exchange.report_reader import ReadReport
from app.library import Library
from app.model.entities import Indicator, Origin, Project, Report, Status, Unit

TEXT = """某县水务局2023年部门整体支出绩效自评报告
一、基本情况
（一）部门机构设置
某县水务局共设2个职能股室，包括办公室、工程股。下属单位1个，其中：公益一类事业单位1个。下属单位分别是：县水库管理所。
（二）部门整体支出绩效目标
保障供水安全。
二、综合评价分析
（一）自评结论
我局2023年度自评总得分为95分，其中管理效能方面自评得分为46分，扣分情况分别为：预算完成率得分1.5分，扣分主要原因是进度慢；\
履职效能方面自评得分为49分，扣分情况为：受汛期影响，巡查次数未达标。
（二）重点任务项目支出完成情况
1.河道整治项目
该项目年度预算100万元，全年执行数90万元，完成率90.0%。主要用于整治河道。项目完成情况：完成3条河道。
三、存在的主要问题
（一）预算编制不细。个别项目有偏差。
"""


@pytest.fixture
def read(tmp_path: Path) -> ReadReport:
    path = tmp_path / "水务局.txt"
    path.write_text(TEXT, encoding="utf-8")
    return report_reader.read(path)


def test_a_new_report_has_what_was_read_and_the_score_table_of_the_pack(library: Library, read: ReadReport) -> None:
    done = library.import_report(read)
    data = library.data(done.report_id)
    assert (data.department.name, data.report.year, data.report.status) == ("某县水务局", 2023, Status.DRAFT)
    assert [row.name for row in data.offices] == ["办公室", "工程股"]
    assert [(row.name, row.budget, row.executed) for row in data.projects] == [
        ("河道整治项目", 100_000_000, 90_000_000)
    ]
    rate = next(row for row in data.indicators if row.level3 == "预算完成率")
    assert (str(rate.score), rate.reason, rate.fact, str(rate.weight)) == (
        "1.5",
        "进度慢",
        "funds.completion_rate",
        "2",
    )
    assert rate.origin == Origin.PUBLISHED
    assert len(data.indicators) == len(library.pack(done.report_id).indicators) + 1
    assert data.indicators[-1].level3 == "巡查次数"
    assert library.scores(done.report_id).total == 95


def test_one_undo_takes_a_new_report_back(library: Library, read: ReadReport) -> None:
    library.import_report(read)
    library.undo(None)
    assert library.reports.all() == []


def test_a_second_report_of_a_year_is_told_apart(library: Library, read: ReadReport) -> None:
    library.import_report(read)
    second = library.import_report(read).report_id
    assert [report.remark for report in library.reports.all() if report.id == second] == ["导入自水务局.txt"]
    assert len(library.reports.departments()) == 1


def test_what_is_there_stays_and_gaps_are_filled(library: Library, read: ReadReport) -> None:
    report_id = library.reports.new("某县水务局", 2023)
    library.set_field(report_id, Report.TABLE, report_id, "spending_goal", "另一个目标")
    known = library.insert(report_id, Project.TABLE, {"name": "河道 整治项目", "budget": 5})
    library.insert(report_id, Unit.TABLE, {"name": "县河道所"})
    indicators = len(library.data(report_id).indicators)
    done = library.import_report(read, report_id)
    data = library.data(report_id)
    assert data.report.spending_goal == "另一个目标"
    assert [(row.id, row.budget, row.executed, row.purpose) for row in data.projects] == [
        (known.id, 5, 90_000_000, "整治河道。")
    ]
    assert [row.name for row in data.units] == ["县河道所", "县水库管理所"]
    assert len(data.indicators) == indicators + 1
    assert [str(row.score) for row in data.indicators if row.level3 == "预算完成率"] == ["1.5"]
    assert (done.report_id, done.added["unit"], done.added["indicator"]) == (report_id, 1, 1)
    assert done.kept >= 2
    assert data.department.region == "某县"


def test_one_undo_takes_a_merge_back(library: Library, read: ReadReport) -> None:
    report_id = library.reports.new("某县水务局", 2023)
    before = library.data(report_id)
    library.import_report(read, report_id)
    library.undo(report_id)
    assert library.data(report_id) == before


def test_merging_a_second_time_changes_nothing(library: Library, sample: int, tmp_path: Path) -> None:
    library.exports.write(sample, tmp_path / "a.docx")
    read = report_reader.read(tmp_path / "a.docx")
    target = library.import_report(read).report_id
    before = library.data(target)
    done = library.import_report(read, target)
    assert (sum(done.added.values()), done.filled, done.kept) == (0, 0, 0)
    assert library.data(target) == before


def test_a_merged_row_points_at_the_task_that_is_there(library: Library, sample: int, tmp_path: Path) -> None:
    library.exports.write(sample, tmp_path / "a.docx")
    read = report_reader.read(tmp_path / "a.docx")
    report_id = library.reports.new("某局", 2021)
    task = library.insert(report_id, "task", {"name": library.data(sample).tasks[0].name})
    library.import_report(read, report_id)
    rows = [row for row in library.data(report_id).indicators if row.task_id == task.id]
    assert len(rows) == 3
    tasks = {row.id for row in library.data(report_id).tasks}
    assert {row.task_id for row in library.data(report_id).indicators if row.task_id} <= tasks


def test_a_final_report_takes_nothing(library: Library, read: ReadReport) -> None:
    report_id = library.reports.new("某县水务局", 2023)
    library.reports.set_status(report_id, Status.FINAL)
    with pytest.raises(FinalReportError):
        library.import_report(read, report_id)


@pytest.mark.parametrize(("missing", "word"), [("name", "部门名称"), ("year", "年度")])
def test_a_file_that_does_not_tell_whose_report_it_is_makes_no_new_one(
    library: Library, read: ReadReport, missing: str, word: str
) -> None:
    rest = tuple(item for item in read.understood if missing not in item.fields or isinstance(item.row, Project))
    partly = dataclasses.replace(
        read, understood=tuple(item for item in rest if item.row.TABLE != "department" or missing == "year")
    )
    with pytest.raises(ImportFileError, match=f"没有读到{word}"):
        library.import_report(partly)
    assert library.reports.all() == []


def test_entries_left_out_of_a_reading_are_not_imported(library: Library, read: ReadReport) -> None:
    kept = tuple(item for item in read.understood if not isinstance(item.row, Indicator | Project))
    done = library.import_report(dataclasses.replace(read, understood=kept))
    assert library.data(done.report_id).projects == ()
