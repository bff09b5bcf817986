"""The 管理效能 preset of the shipped pack: complete, adding up, and scored by its own criteria."""

from __future__ import annotations

import dataclasses

import pytest

from app import packs
from app.model.entities import Axis, Indicator, Rule
from app.model.facts import FACTS, Facts
from app.model.pack import IndicatorPreset
from app.model.results import RowScore
from app.scoring import engine
from tests.builders import DELIVERY, MANAGEMENT, TASK_BLOCKS, make_data, make_fund_line, make_report

PACK = packs.load("panyu-2021")
BY_NAME = {preset.level3: preset for preset in PACK.indicators}
FUNDS = make_fund_line(budget=61_296_750_000, executed=59_757_750_000)


def score(name: str, actual: str) -> RowScore:
    row = dataclasses.replace(BY_NAME[name].indicator(1, 1), id=1, actual=actual)
    data = make_data(row, FUNDS, *delivery())
    return engine.score(data, Facts.of(data, TASK_BLOCKS), PACK.scores).rows[1]


def delivery() -> list[Indicator]:
    """Two hundred rows with a target, three of them missed."""
    return [
        Indicator(id=2 + number, report_id=1, block=DELIVERY, target="10", actual="9" if number < 3 else "10")
        for number in range(200)
    ]


def test_the_weights_sum_to_the_block() -> None:
    assert len(PACK.indicators) == 22
    assert sum(preset.weight or 0 for preset in PACK.indicators) == PACK.scores.block("management").weight == 50
    assert {preset.block for preset in PACK.indicators} == {MANAGEMENT}


@pytest.mark.parametrize("preset", PACK.indicators, ids=lambda preset: preset.level3)
def test_a_row_says_what_it_means_and_how_it_is_scored(preset: IndicatorPreset) -> None:
    assert preset.definition
    assert preset.criterion
    assert preset.target
    assert preset.rule is not Rule.MANUAL
    assert not preset.fact or preset.fact in FACTS


def test_the_rows_that_can_be_computed_are_bound_to_their_facts() -> None:
    assert {preset.level3: preset.fact for preset in PACK.indicators if preset.fact} == {
        "预算完成率": "funds.completion_rate",
        "财政拨款收入预决算差异率": "funds.appropriation_deviation",
        "绩效目标完成率": "targets.met_share",
    }


@pytest.mark.parametrize(
    ("name", "actual", "score_"),
    [
        ("新增预算事前绩效评估", "2/3", "1.33"),
        ("新增预算事前绩效评估", "不适用", "2.00"),
        ("预算完成率", "", "1.50"),
        ("财政拨款收入预决算差异率", "", "1.50"),
        ("财务管理合规性", "无", "3.00"),
        ("财务管理合规性", "2", "2.00"),
        ("预决算公开合规性", "时间、内容", "1.50"),
        ("绩效信息公开情况", "目标、自评", "2.00"),
        ("绩效管理制度建设", "全部建立", "5.00"),
        ("绩效管理制度执行", "目标、监控：1、自评", "5.00"),
        ("绩效目标完成率", "", "1.97"),
        ("政府采购执行率", "80%", "4.00"),
        ("政府采购执行率", "101%", "0.00"),
        ("采购意向公开合规性", "100%", "2.00"),
        ("采购内控制度建设", "已建立", "1.00"),
        ("采购合同签订时效性", "19/20", "1.90"),
        ("采购政策效能", "未落实", "0.00"),
        ("资产配置合规性", "0", "2.00"),
        ("资产配置合规性", "1", "0.00"),
        ("资产收益上缴的及时性", "不适用", "1.00"),
        ("资产盘点情况", "已盘点", "1.00"),
        ("数据质量", "完整", "0.50"),
        ("资产管理合规性", "制度、使用、未处置", "1.00"),
        ("固定资产利用率", "90%", "1.00"),
        ("固定资产利用率", "89.9%", "0.70"),
        ("固定资产利用率", "60%", "0.40"),
        ("固定资产利用率", "59.9%", "0.00"),
        ("公用经费控制率", "89.9%", "2.00"),
        ("公用经费控制率", "90%", "1.33"),
        ("公用经费控制率", "100.1%", "0.00"),
        ("“三公”经费控制率", "100%", "1.00"),
        ("“三公”经费控制率", "100.01%", "0.00"),
    ],
)
def test_a_row_is_scored_as_its_criterion_says(name: str, actual: str, score_: str) -> None:
    assert str(score(name, actual).computed) == score_


@pytest.mark.parametrize(
    "name", [preset.level3 for preset in PACK.indicators if preset.rule in {Rule.CHECKLIST, Rule.BREACHES}]
)
def test_the_items_of_a_checklist_add_up_to_its_weight(name: str) -> None:
    full = "全部符合" if BY_NAME[name].rule is Rule.CHECKLIST else "无"
    assert score(name, full).computed == BY_NAME[name].weight


# 公用经费控制率 is full only below its target.
@pytest.mark.parametrize("name", [name for name, row in BY_NAME.items() if not row.fact and name != "公用经费控制率"])
def test_a_target_itself_earns_full_marks(name: str) -> None:
    assert score(name, BY_NAME[name].target).computed == BY_NAME[name].weight


def test_a_report_without_delivery_rows_has_no_share_of_targets_met() -> None:
    row = dataclasses.replace(BY_NAME["绩效目标完成率"].indicator(1, 1), id=1)
    data = make_data(row, make_fund_line(axis=Axis.SOURCE.value), report=make_report())
    found = engine.score(data, Facts.of(data, TASK_BLOCKS), PACK.scores).rows[1]
    assert (found.computed, found.explanation) == (None, "有目标值的指标数为 0，没有绩效目标完成率。")
