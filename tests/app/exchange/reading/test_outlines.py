"""Reports of other places: headings that end with a stop or run into their text, offices and funds told another way."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar, cast

import pytest

from app.exchange import report_reader
from app.exchange.report_reader import ReadReport
from app.model.entities import Duty, FundLine, Office, Problem, Project, Report, ReportRow, Unit
from app.model.quantities import format_money

T = TypeVar("T", bound=ReportRow)
TITLE = "2022年度湘江市水利局部门整体支出绩效自评报告\n"
PROFILE = f"{TITLE}一、部门概况\n"
FUNDS = f"{TITLE}二、部门整体支出管理及使用情况\n"


def read_text(folder: Path, text: str) -> ReadReport:
    path = folder / "报告.txt"
    path.write_text(text, encoding="utf-8")
    return report_reader.read(path)


def rows_of(read: ReadReport, entity: type[T]) -> list[T]:
    return cast("list[T]", list(read.rows[entity.TABLE]))


def left(read: ReadReport) -> list[str]:
    return [item.text for item in read.leftovers]


def test_a_heading_may_end_with_a_stop(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        f"{PROFILE}（一）部门职能。\n1、负责水资源保护。\n2、指导水利设施管理。\n"
        "（二）机构设置及人员情况。\n我局内设机构有办公室、财务科。\n（三）年度总体工作和重点工作任务。\n全年工作平稳。\n",
    )
    assert [row.text for row in rows_of(read, Duty)] == ["负责水资源保护。", "指导水利设施管理。"]
    assert [row.name for row in rows_of(read, Office)] == ["办公室", "财务科"]
    assert read.report.overall_work == "全年工作平稳。"
    assert left(read) == []


def test_a_heading_may_run_into_its_text(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        f"{PROFILE}（一）部门职能。主要职责包括：1、负责水资源保护；2、指导水利设施管理。\n"
        "（二）整体支出绩效目标。保障防洪安全。\n",
    )
    assert [row.text for row in rows_of(read, Duty)] == ["负责水资源保护", "指导水利设施管理。"]
    assert read.report.spending_goal == "保障防洪安全。"
    assert left(read) == []


def test_a_point_that_says_something_is_no_heading(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, f"{TITLE}四、存在的主要问题\n（一）预算执行偏慢。个别项目滞后。\n（二）绩效目标偏低。指标偏少。\n"
    )
    assert [row.title for row in rows_of(read, Problem)] == ["预算执行偏慢", "绩效目标偏低"]


def test_offices_and_units_are_read_with_their_count_behind_or_before_them(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        f"{PROFILE}我局内设办公室、财务科、水资源管理科等3个科室，下属事业单位3个，"
        "分别是市水库管理所（公益一类）、市排灌总站（公益二类）、市水文站。\n",
    )
    assert [row.name for row in rows_of(read, Office)] == ["办公室", "财务科", "水资源管理科"]
    assert [(row.name, row.kind) for row in rows_of(read, Unit)][:2] == [
        ("市水库管理所", "公益一类"), ("市排灌总站", "公益二类"),
    ]  # fmt: skip
    assert rows_of(read, Unit)[2].name == "市水文站"
    assert left(read) == []


def test_what_is_said_of_units_beyond_their_count_is_not_lost(tmp_path: Path) -> None:
    said = "全系统下属单位3个均已完成改革。"
    read = read_text(tmp_path, f"{PROFILE}{said}\n")
    assert left(read) == [said]


@pytest.mark.parametrize(
    ("text", "posts", "staff", "rest"),
    [
        ("核定编制120名，年末实有在职人员113人。", 120, 113, []),
        ("全局编制人数56人。", 56, None, []),
        ("编制数30个，实有人数28人，其中女职工9人。", 30, 28, ["编制数30个，实有人数28人，其中女职工9人。"]),
    ],
)
def test_posts_and_staff_are_read(tmp_path: Path, text: str, posts: int, staff: int | None, rest: list[str]) -> None:
    read = read_text(tmp_path, f"{PROFILE}{text}\n")
    assert (read.report.posts, read.report.staff) == (posts, staff)
    assert left(read) == rest


@pytest.mark.parametrize(
    "text",
    [
        "部门全年预算数为12,345.67万元，执行数12,000.00万元，预算执行率97.20%。其中基本支出预算2,345.67万元，\
执行2,300万元，完成率98.05%；项目支出预算10,000万元，执行9,700万元，完成率97%。",
        "基本支出全年预算数2345.67万元，实际支出2300万元；项目支出全年预算为10000万元，支出9700万元。",
    ],
)
def test_funds_told_as_pairs_are_read(tmp_path: Path, text: str) -> None:
    read = read_text(tmp_path, f"{FUNDS}{text}\n")
    assert [
        (row.axis, row.category, format_money(row.budget), format_money(row.executed))
        for row in rows_of(read, FundLine)
    ] == [
        ("资金结构", "基本支出", "2,345.67", "2,300"),
        ("资金结构", "项目支出", "10,000", "9,700"),
    ]  # fmt: skip
    assert left(read) == []


@pytest.mark.parametrize("gap", ["", "\n"])
def test_duties_in_one_paragraph_are_parted(tmp_path: Path, gap: str) -> None:
    read = read_text(tmp_path, f"{TITLE}一、主要职能\n1、负责水资源保护。2、指导水利设施管理。{gap}3、承办其他事项。\n")
    assert [row.text for row in rows_of(read, Duty)] == ["负责水资源保护。", "指导水利设施管理。", "承办其他事项。"]


def test_the_cells_of_an_annex_are_no_chapters(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        f"{TITLE}一、整体绩效目标\n保障防洪安全。\n二、附件\n年度整体绩效目标\n别处的文字。\n项目支出\n52,931.33\n",
    )
    assert read.report.spending_goal == "保障防洪安全。"
    assert {item.chapter for item in read.leftovers} == {"二、附件"}


def test_the_headings_of_a_table_without_lines_are_no_chapter(tmp_path: Path) -> None:
    read = read_text(tmp_path, f"{TITLE}二、收支情况\n情况良好。\n序号项目名称预算数（万执行数（万执行率\n元）元）\n")
    assert {item.chapter for item in read.leftovers} == {"二、收支情况"}


def test_a_chapter_that_says_there_is_nothing_leaves_nothing(tmp_path: Path) -> None:
    read = read_text(tmp_path, f"{TITLE}六、其他需要说明的情况\n无。\n")
    assert isinstance(read.report, Report)
    assert left(read) == []


def test_a_project_whose_amounts_are_remarked_on_is_one_of_its_own(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        f"{TITLE}三、项目支出情况\n1. 水库除险加固项目\n"
        "该项目年度预算资金5,000.00万元，全年执行数4,900.00万元，完成率98.0%。"
        "主要用于除险加固。项目完成情况：完成坝体加固。\n2. 农村饮水安全项目\n"
        "该项目年度预算1,200.00万元（其中上级资金800万元），全年执行数1,200.00万元，完成率100.0%。主要用于管网改造。\n",
    )
    assert [(row.name, row.purpose) for row in rows_of(read, Project)] == [
        ("水库除险加固项目", "除险加固。"),
        ("农村饮水安全项目", "管网改造。\n（其中上级资金800万元）"),
    ]
