"""The sentences of a report where there is one of a thing or none, and where an amount is zero."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from app import packs
from app.library import Library
from app.model.entities import (
    Axis,
    Duty,
    FundLine,
    Indicator,
    KeyWork,
    Office,
    Project,
    ProjectKind,
    ReportRow,
    Task,
    Unit,
    UnitKind,
)

PANYU = "panyu-2021"

every_pack = pytest.mark.parametrize("pack", sorted(packs.available()))


def printed(library: Library, pack: str, *rows: ReportRow, **fields: Any) -> str:
    """The text of a new report with these rows."""
    report_id = library.reports.new("某县水务局", 2024, pack=pack)
    with library.step("填写", report_id) as step:
        for row in rows:
            step.insert(_of(row, report_id))
        if fields:
            step.update("report", report_id, fields)
    return library.documents.text(report_id, ("report",))


def _of(row: ReportRow, report_id: int) -> ReportRow:

    return dataclasses.replace(row, report_id=report_id)


def project(**values: Any) -> Project:
    known = Project(name="水库加固", budget=100, executed=100, purpose="加固", result="完工")
    return dataclasses.replace(known, **values)


@every_pack
def test_a_single_office_and_a_single_unit_are_no_enumeration(library: Library, pack: str) -> None:
    text = printed(library, pack, Office(name="综合股"), Unit(name="水利站", kind=UnitKind.PUBLIC_WELFARE_1))
    assert "，即综合股。" in text
    assert "公益一类事业单位1个，即水利站。" in text or "公益一类单位1个，即水利站。" in text
    assert "其中" not in text.partition("水利站")[0]


@every_pack
def test_units_of_one_kind_are_counted_once(library: Library, pack: str) -> None:
    units = [Unit(name=name, kind=UnitKind.CIVIL_SERVICE_MANAGED) for name in ("甲队", "乙队")]
    text = printed(library, pack, *units)
    assert "单位2个，分别是：甲队、乙队。" in text


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (("办公室", "财务股"), "股"),
        (("办公室", "规划处", "财务处"), "处"),
        (("办公室", "财务科"), "科"),
        (("办公室",), "科"),
    ],
)
def test_offices_are_called_what_they_are(library: Library, names: tuple[str, ...], word: str) -> None:
    text = printed(library, PANYU, *(Office(name=name) for name in names))
    assert f"共设{len(names)}个职能{word}（室）" in text


@every_pack
def test_numbers_copied_along_are_not_printed_twice(library: Library, pack: str) -> None:
    rows = [Duty(text="1.负责防汛。"), Duty(text="（二）负责供水。"), Duty(text="2.5万亩灌区的管理")]
    text = printed(library, pack, *rows, KeyWork(title="1、抓好防汛", text="完成。"))
    lines = text.split("\n")
    assert [line.lstrip("（）123.") for line in lines if "负责" in line] == ["负责防汛。", "负责供水。"]
    assert any(line.endswith("2.5万亩灌区的管理。") for line in lines)
    assert "（1）抓好防汛。完成。" in lines


@every_pack
def test_a_text_without_its_full_stop_gets_one(library: Library, pack: str) -> None:
    text = printed(
        library, pack, project(), Task(name="防汛", analysis="无伤亡"), results_text="小标题\n群众满意（“好”）"
    )
    assert "项目完成情况：完工。\n" in text
    assert "无伤亡。\n" in text
    assert "小标题\n群众满意（“好”）。\n" in text


@every_pack
@pytest.mark.parametrize("purpose", ["用于加固", "主要用于加固。", "该项目资金主要用于加固"])
def test_what_the_sentence_says_already_is_not_said_again(library: Library, pack: str, purpose: str) -> None:
    row = project(purpose=purpose, result="项目完成情况：完工。")
    text = printed(library, pack, row, overall_work="总体工作完成情况：良好。")
    assert "主要用于加固。项目完成情况：完工。" in text
    assert "\n总体工作完成情况：良好。\n" in text


@every_pack
def test_without_a_budget_there_is_no_rate(library: Library, pack: str) -> None:
    lines = [FundLine(axis=Axis.SOURCE, category=name, budget=0, executed=0) for name in ("上年结转", "其他收入")]
    text = printed(library, pack, project(budget=0, executed=0), *lines)
    assert "该项目年度预算0万元，全年执行数0万元。主要用于加固。" in text
    assert "上年结转执行数为0万元；" in text
    assert "其他收入0万元" in text
    assert "—" not in text


@every_pack
def test_no_money_from_above_and_no_units_are_not_claimed(library: Library, pack: str) -> None:
    text = printed(library, pack, project())
    assert "组织部门本级对2024年年初部门预算批复项目、执行调整新增项目等的1个支出项目" in text
    assert "覆盖率达到【待填：应开展自评的项目数】。" in text


@pytest.mark.parametrize(("level", "whence"), [("省级", "中央"), ("市级", "中央、省"), ("县级", "中央、省、市")])
def test_money_comes_from_the_levels_above(library: Library, level: str, whence: str) -> None:
    line = FundLine(axis=Axis.LEVEL, category="上级转移支付", budget=100, executed=100)
    report_id = library.reports.new("某水务局", 2024)
    with library.step("填写", report_id) as step:
        step.insert(_of(line, report_id))
        step.update("department", library.data(report_id).department.id, {"level": level})
    text = library.documents.text(report_id, ("report",))
    assert f"执行调整新增项目、{whence}下达的上级转移支付资金等的支出项目" in text


@every_pack
@pytest.mark.parametrize("kind", list(ProjectKind))
def test_projects_of_one_kind_are_not_set_against_none(library: Library, pack: str, kind: ProjectKind) -> None:
    text = printed(library, pack, project(kind=kind))
    assert f"组织财政支出绩效项目1个，均为{kind}项目。" in text


@every_pack
def test_nothing_counted_is_a_gap_and_no_zero(library: Library, pack: str) -> None:
    text = printed(library, pack)
    assert not [count for count in ("0个", "0项") if count in text]


@every_pack
def test_a_reason_fits_into_its_sentence(library: Library, pack: str) -> None:
    block = packs.load(pack).scores.blocks[0].name
    row = Indicator(
        block=block, level3="合同", weight=Decimal(2), score=Decimal(1), rule="人工评分", reason="由于合同跨年，"
    )
    text = printed(library, pack, row)
    assert "扣分主要原因是合同跨年" in text
    assert "，；" not in text
    assert "，。" not in text
    assert "分别" not in text


def test_a_new_department_is_called_what_it_is(library: Library) -> None:
    department = library.data(library.reports.new("某省水利厅", 2024)).department
    assert (department.short_name, department.region, department.level) == ("我厅", "某省", "省级")
