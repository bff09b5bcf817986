"""The pack of 财预〔2013〕53号 holds the notice's framework, and pretends nothing beyond it to be official."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app import packs
from app.exchange import report_reader
from app.library import Library
from app.model import proposals
from app.model.entities import Indicator, Report, Rule
from app.model.facts import Facts
from app.model.fields import Value
from app.model.pack import IndicatorPreset
from app.scoring import engine
from tests.builders import make_data, make_report

FRAMEWORK = {
    ("投入", "目标设定"): ("绩效目标合理性", "绩效指标明确性"),
    ("投入", "预算配置"): ("在职人员控制率", "“三公经费”变动率", "重点支出安排率"),
    ("过程", "预算执行"): (
        "预算完成率", "预算调整率", "支付进度率", "结转结余率", "结转结余变动率", "公用经费控制率", "“三公经费”控制率",
        "政府采购执行率",
    ),
    ("过程", "预算管理"): ("管理制度健全性", "资金使用合规性", "预决算信息公开性", "基础信息完善性"),
    ("过程", "资产管理"): ("资产管理制度健全性", "资产管理安全性", "固定资产利用率"),
    ("产出", "职责履行"): ("实际完成率", "完成及时率", "质量达标率", "重点工作办结率"),
    ("效果", "履职效益"): ("经济效益", "社会效益", "生态效益", "社会公众或服务对象满意度"),
}  # fmt: skip
POINTS = {
    "绩效目标合理性": 3, "绩效指标明确性": 4, "管理制度健全性": 3, "资金使用合规性": 5, "预决算信息公开性": 2,
    "基础信息完善性": 3, "资产管理制度健全性": 3, "资产管理安全性": 5,
}  # fmt: skip
"""How many 评价要点 the notice names for what is no figure."""

PACK = packs.load("mof-2013")
BY_NAME = {preset.level3: preset for preset in PACK.indicators}


def test_the_indicators_are_the_notices_in_its_order() -> None:
    found = [(preset.block, preset.level2, preset.level3) for preset in PACK.indicators]
    assert found == [(*levels, name) for levels, names in FRAMEWORK.items() for name in names]


def test_no_weight_is_given_that_the_notice_does_not_give() -> None:
    assert {preset.weight for preset in PACK.indicators} == {None}
    assert all(block.is_preset for block in PACK.scores.blocks)
    assert PACK.scores.full == 100
    assert "没有规定分值" in PACK.source


@pytest.mark.parametrize("preset", PACK.indicators, ids=lambda preset: preset.level3)
def test_a_row_says_what_it_is_for_and_how_it_is_worked_out(preset: IndicatorPreset) -> None:
    assert preset.definition.endswith("。")
    assert "用以反映" in preset.definition or preset.block == "效果"
    if preset.level3.endswith("率"):
        assert preset.criterion.startswith(f"{preset.level3}=")
    elif preset.level3 in POINTS:
        assert preset.criterion.startswith("评价要点：①")


@pytest.mark.parametrize(("name", "points"), POINTS.items())
def test_each_point_to_be_judged_is_an_item_that_counts(name: str, points: int) -> None:
    preset = BY_NAME[name]
    assert preset.rule is Rule.CHECKLIST
    assert len(preset.parameters.split("；")) == points
    assert sum(mark in preset.criterion for mark in "①②③④⑤⑥") == points
    row = preset.indicator(1, 1)
    assert _score(row, "全部符合") == 10
    assert 0 < (_score(row, preset.parameters.split("=")[0]) or 0) < 10


def _score(row: Indicator, actual: str) -> Decimal | None:
    filled = dataclasses.replace(row, id=1, weight=Decimal(10), actual=actual)
    data = make_data(filled, report=make_report(pack=PACK.key))
    return engine.score(data, Facts.of(data, PACK.scores.task_blocks), PACK.scores).rows[1].score


@pytest.fixture
def filled(library: Library, sample: int) -> int:
    """A report of this pack with what the sample says of its department; every third row lost a point."""
    source = library.data(sample)
    report_id = library.reports.new("某市某局", 2023, pack="mof-2013")
    links = ("task_id", "office_id", "unit_id", "problem_id")
    with library.step("填写", report_id) as step:
        for table in ("office", "unit", "duty", "key_work", "fund_line", "task", "project", "problem", "measure"):
            for row in source.tables[table]:
                own: dict[str, Any] = {name: None for name in links if hasattr(row, name)}
                step.insert(dataclasses.replace(row, id=0, report_id=report_id, **own))
        for number, row in enumerate(library.data(report_id).indicators):
            lost = number % 3 == 0
            values: dict[str, Value] = {
                "weight": Decimal(4),
                "score": Decimal(3 if lost else 4),
                "reason": f"原因{number}" if lost else "",
            }
            step.update(Indicator.TABLE, row.id, values)
        told = ("overall_goal", "overall_work", "spending_goal", "goal_completion", "results_text", "management_text")
        step.update(Report.TABLE, report_id, {name: getattr(source.report, name) for name in told})
    return report_id


@pytest.mark.parametrize("suffix", [".docx", ".txt"])
def test_a_report_of_this_pack_reads_back_as_one_and_prints_the_same(
    library: Library, filled: int, suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"报告{suffix}"
    library.exports.write(filled, path)
    read = report_reader.read(path)
    assert read.leftovers == ()
    with Library.open(tmp_path / "other.db", create=True) as other:
        made = other.reading_in.make_report(read)
        assert other.data(made).report.pack == "mof-2013"
        assert other.documents.text(made) == library.documents.text(filled)


def test_a_report_of_another_pack_goes_into_the_blocks_of_this_one(
    library: Library, sample: int, tmp_path: Path
) -> None:
    path = tmp_path / "报告.docx"
    library.exports.write(sample, path)
    report_id = library.reports.new("某市某局", 2023, pack="mof-2013")
    found = library.reading_in.proposals_of_report(report_id, report_reader.read(path))
    library.reading_in.take(report_id, proposals.advised(found), path.name)
    assert {row.block for row in library.data(report_id).indicators} <= {block.name for block in PACK.scores.blocks}
