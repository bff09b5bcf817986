"""The rules of the funds: what each fires on and what it leaves alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.model.entities import Axis, Evidence, FundLine, Indicator
from app.model.passage import Passage
from app.model.results import Severity
from tests.app.checks.subjects import expect, found_by, subject_of, unchecked_by
from tests.builders import make_fund_line, make_indicator, make_project

WAN = 1_000_000


def line(axis: Axis, category: str, budget: float, executed: float) -> FundLine:
    amounts = {"budget": round(budget * WAN), "executed": round(executed * WAN)}
    return make_fund_line(axis=axis.value, category=category, **amounts)


def three_axes(**changed: tuple[float, float]) -> list[FundLine]:
    """100 万元, of which 90 are spent, broken down three ways; `changed` replaces lines."""
    lines = {
        "拨款": (Axis.SOURCE, "财政拨款", 80, 75), "其他": (Axis.SOURCE, "其他资金", 20, 15),
        "基本": (Axis.STRUCTURE, "基本支出", 30, 29), "项目": (Axis.STRUCTURE, "项目支出", 70, 61),
        "本级": (Axis.LEVEL, "区本级支出", 60, 55), "转移": (Axis.LEVEL, "转移支付区", 40, 35),
    }  # fmt: skip
    return [line(axis, name, *changed.get(key, (a, b))) for key, (axis, name, a, b) in lines.items()]


def lost(**overrides: Any) -> Indicator:
    values: dict[str, Any] = {"fact": "funds.completion_rate", "score": Decimal(1), "reason": "人员经费变化"}
    return make_indicator(**values | overrides)


CASES: list[tuple[str, list[Any], dict[str, Any], str | None]] = [
    ("FN-01", three_axes(), {}, None),
    ("FN-01", three_axes(拨款=(80.01, 75)), {}, "合计100.01万元，与总额100万元相差0.01万元"),
    ("FN-01", three_axes(其他=(20, 16)), {}, "执行数合计91万元，与总额90万元"),
    ("FN-02", three_axes(项目=(71, 61)), {}, "按资金结构划分的全年预算数合计101万元"),
    ("FN-02", three_axes(拨款=(80.01, 75)), {}, None),
    ("FN-03", three_axes(转移=(40, 36)), {}, "按预算级次划分的执行数合计91万元"),
    ("FN-03", three_axes(), {}, None),
    ("FN-04", [make_project(budget=10 * WAN, executed=11 * WAN)], {}, "执行数11万元大于预算数10万元，超出1万元"),
    ("FN-04", [make_project(budget=10 * WAN, executed=11 * WAN, result="因年中追加导致超出。")], {}, None),
    ("FN-04", [make_project(budget=10 * WAN, executed=10 * WAN)], {}, None),
    ("FN-04", [make_project(budget=10 * WAN, executed=13 * WAN, result="由于追加。")], {}, "请核对金额"),
    ("FN-04", [make_project(budget=0, executed=10 * WAN)], {}, "预算数为0，执行数却有10万元，无法计算完成率"),
    ("FN-04", [make_project(budget=0, executed=0)], {}, None),
    ("FN-04", three_axes(其他=(0, 15)), {}, "“其他资金”预算数为0，执行数却有15万元"),
    ("FN-05", three_axes(), {"management_text": "预算资金完成率90.1%。"}, "÷预算数100万元＝90.0%，现写90.1%"),
    ("FN-05", three_axes(), {"management_text": "部门整体预算执行率90%。"}, None),
    ("FN-05", [], {"results_text": "预算61,296.75万元，支出59,757.75万元，执行率97.4%。"}, "现写97.4%（疑为截断）"),
    ("FN-05", [], {"results_text": "预算61,296.75万元，支出59,757.75万元，执行率97.49%。"}, None),
    ("FN-05", three_axes(), {"results_text": "任务完成率88%。"}, None),
    ("FN-06", [make_project(executed=100_000_000)], {}, "执行率34.4%，低于80%，没有说明原因"),
    ("FN-06", [make_project(executed=100_000_000, result="受疫情影响，培训推迟。")], {}, None),
    ("FN-06", [make_project(executed=290_000_000)], {}, None),
    ("FN-06", three_axes(其他=(20, 5)), {}, "“其他资金”执行率25.0%"),
    ("FN-07", [*three_axes(), lost()], {}, "未执行的10万元中90.0%来自项目支出"),
    ("FN-07", [*three_axes(), lost(reason="项目支出进度慢")], {}, None),
    ("FN-07", [*three_axes(), lost(reason="受疫情影响")], {}, None),
    ("FN-08", [], {"results_text": "完成全年收入额97.5%。"}, "“完成全年收入额”"),
    ("FN-08", [], {"results_text": "预算完成率97.5%。"}, None),
    ("FN-09", three_axes(), {"management_text": "年初预算50万元。"}, "年中调整50万元（100.0%），没有说明原因"),
    ("FN-09", three_axes(), {"management_text": "年初预算50万元，因上级下达转移支付增加。"}, None),
    ("FN-09", three_axes(), {"management_text": "年初预算95万元。"}, None),
    ("FN-10", three_axes(), {"management_text": "部门决算支出总计91万元。"}, "报告执行数90万元，决算公开表为91万元"),
    ("FN-10", three_axes(), {"management_text": "部门决算支出总计90万元。"}, None),
    ("FN-10", [*three_axes(), Evidence(name="部门决算公开表", note="收入总计99万元")], {}, "决算公开表为99万元"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "report", "says"), CASES)
def test_a_rule_fires_or_stays_silent(rule: str, rows: list[Any], report: dict[str, Any], says: str | None) -> None:
    expect(rule, subject_of(*rows, report=report), says)


def test_the_axis_that_differs_from_the_two_others_is_the_one_named() -> None:
    subject = subject_of(*three_axes(基本=(31, 29)))
    assert [len(found_by(rule, subject)) for rule in ("FN-01", "FN-02", "FN-03")] == [0, 1, 0]


def test_a_little_over_the_budget_is_a_warning_and_much_an_error() -> None:
    little, much = (subject_of(make_project(budget=WAN, executed=spent)) for spent in (WAN + 1, 2 * WAN))
    assert [found_by("FN-04", each)[0].severity for each in (little, much)] == [Severity.WARNING, Severity.ERROR]


def test_printed_words_for_the_base_are_read() -> None:
    expect("FN-08", subject_of(printed=[Passage("完成全年收入额97.5%", "一（三）")]), "口径不一")


@pytest.mark.parametrize("rule", ["FN-01", "FN-02", "FN-03", "FN-07", "FN-09", "FN-10"])
def test_what_is_not_filled_in_is_not_checked(rule: str) -> None:
    assert unchecked_by(rule, subject_of()) != []
