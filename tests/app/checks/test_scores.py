"""The rules of the score table: what each fires on and what it leaves alone."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from app import packs
from app.library import Library
from app.model.entities import Indicator, Problem, ProjectFund, Rule
from app.model.passage import Passage
from app.model.results import Severity
from app.scoring import engine
from tests.app.checks.subjects import expect, found_by, subject_of, unchecked_by
from tests.builders import DELIVERY, make_fund_line, make_indicator, make_project


def row(**overrides: Any) -> Indicator:
    return make_indicator(**{"level3": "培训人数", "weight": Decimal(50), "score": Decimal(50)} | overrides)


def delivery(**overrides: Any) -> Indicator:
    return row(**{"block": DELIVERY} | overrides)


MET = {"rule": Rule.AT_LEAST.value, "target": "100", "actual": "90", "unit": "人"}
CASES: list[tuple[str, list[Any], dict[str, Any], str | None]] = [
    ("SC-01", [row(), delivery(score=Decimal(40))], {"typed_total": Decimal(91)}, "＝90.00分，相差1.00分"),
    ("SC-01", [row(), delivery(score=Decimal(40))], {"typed_total": Decimal(90)}, None),
    ("SC-01", [row(), delivery()], {}, None),
    ("SC-02", [row(score=Decimal(45))], {"typed_management": Decimal("45.5")}, "合计45.00分，与填报的45.50分不符"),
    ("SC-02", [row(score=Decimal(45))], {"typed_management": Decimal(45)}, None),
    ("SC-02", [row(score=Decimal(45)), row(score=None)], {"typed_management": Decimal(40)}, None),
    ("SC-03", [row(weight=Decimal(2), score=Decimal(3))], {}, "得分3分，应在0至分值2分之间"),
    ("SC-03", [row(weight=Decimal(2), score=Decimal(2))], {}, None),
    ("SC-03", [], {"typed_delivery": Decimal(51)}, "履职效能得分51.00分，超过满分50分"),
    ("SC-04", [row(weight=Decimal(49))], {}, "分值合计49分，应等于50分"),
    ("SC-04", [row(block="投入")], {}, "一级指标“投入”不在模板包中"),
    ("SC-04", [row(weight=Decimal(20)), row(weight=Decimal(30)), delivery()], {}, None),
    ("SC-05", [row(weight=Decimal(0))], {}, "分值为0，应大于0"),
    ("SC-05", [row(weight=None)], {}, "分值为空"),
    ("SC-05", [row(weight=Decimal("0.5"))], {}, None),
    ("SC-06", [row(score=Decimal(49))], {}, "得分49分，低于分值50分，没有写扣分原因"),
    ("SC-06", [row(score=Decimal(49), reason="受疫情影响")], {}, None),
    ("SC-06", [row()], {}, None),
    ("SC-07", [row(score=Decimal(48), reason="x")], {"typed_management": Decimal(47)}, "共扣3.00分，"),
    ("SC-07", [row(score=Decimal(48), reason="原因")], {}, None),
    ("SC-07", [row(score=Decimal(48))], {}, "列示并说明原因的扣分合计0.00分"),
    ("SC-09", [row(score=Decimal(0), reason="采购价格变化")], {}, "原因只有6字"),
    ("SC-09", [row(score=Decimal(0), reason="采购价格变化" * 5)], {}, "没有提到"),
    ("SC-09", [row(score=Decimal(0), reason="采购价格变化" * 5), Problem(title="培训人数少")], {}, None),
    ("SC-10", [row(weight=Decimal(10), score=Decimal(10))] * 5, {}, "5项指标全部满分"),
    ("SC-10", [row(weight=Decimal(10), score=Decimal(10))] * 5 + [row(score=Decimal(1))], {}, None),
    ("SC-10", [make_fund_line(executed=800_000_000)], {"typed_total": Decimal(99)}, "只有80.0%，自评总得分却达99.00分"),
    ("SC-11", [row(**MET)], {}, "应得45.00分，现填50.00分"),
    ("SC-11", [row(**MET | {"score": Decimal(45)})], {}, None),
    ("SC-11", [row(**MET | {"score": None})], {}, None),
    ("SC-12", [row(rule=Rule.BANDS.value, actual="部分达成", score=Decimal(45))], {}, "30至40分（不含）之间，现填45分"),
    ("SC-12", [row(rule=Rule.BANDS.value, actual="部分达成", score=Decimal(30))], {}, None),
    ("SC-12", [row(rule=Rule.BANDS.value, actual="部分达成", score=Decimal(40))], {}, "选“部分达成”"),
    ("SC-12", [row(rule=Rule.BANDS.value, actual="达成", score=Decimal(50))], {}, None),
    ("SC-14", [make_fund_line(executed=700_000_000), row(), delivery()], {}, "得分率100.0%明显高于预算完成率70.0%"),
    ("SC-14", [make_fund_line(executed=960_000_000), row(), delivery()], {}, None),
    ("SC-15", [row(), delivery()], {"management_text": "评价等级为“良”。"}, "100.00分应为“优”，现写“良”"),
    ("SC-15", [row(), delivery()], {"management_text": "评价等级为优。"}, None),
    ("SC-15", [row(), delivery(score=None)], {"management_text": "评价等级为良。"}, None),
    ("SC-17", [row(score=Decimal("49.5"), reason="x")], {"typed_management": Decimal("49.7")}, "其余满分指标合计0.2分"),
    ("SC-17", [row(score=Decimal("49.5"), reason="x")], {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "report", "says"), CASES)
def test_a_rule_fires_or_stays_silent(rule: str, rows: list[Any], report: dict[str, Any], says: str | None) -> None:
    expect(rule, subject_of(*rows, report=report), says)


@pytest.mark.parametrize(("score", "says"), [("1.48", "应得1.50分，现填1.48分"), ("1.5", None)])
def test_a_score_that_rests_on_the_funds_is_computed_again(score: str, says: str | None) -> None:
    funds = make_fund_line(budget=1_000_000, executed=975_000)
    rated = row(
        weight=Decimal(2), score=Decimal(score), rule=Rule.PER_POINT.value, parameters="扣分比例=10%", target="100%",
        fact="funds.completion_rate",
    )  # fmt: skip
    expect("SC-13", subject_of(funds, rated), says)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"投入": 20, "过程": 30, "产出": 40, "效果": 10}, None),
        ({"投入": 20, "过程": 30, "产出": 40, "效果": 9}, "投入、过程、产出、效果各行分值合计99分，应等于100分"),
    ],
)
def test_blocks_that_no_notice_gives_weights_only_add_up_together(weights: dict[str, int], says: str | None) -> None:
    rows = [row(block=block, weight=Decimal(weight)) for block, weight in weights.items()]
    pack = packs.load("mof-2013")
    subject = subject_of(*rows)
    scores = engine.score(subject.data, subject.facts, pack.scores)
    expect("SC-04", dataclasses.replace(subject, pack=pack, scores=scores), says)


@pytest.mark.parametrize(("spent", "level"), [(0, Severity.WARNING), (900_000, Severity.ERROR)])
def test_the_form_of_a_project_needs_a_budget_to_be_scored(spent: int, level: Severity) -> None:
    funds = ProjectFund(project_id=1, budget=0, executed=spent)
    (found,) = found_by("SC-13", subject_of(make_project(budget=0, executed=spent), funds))
    assert found.message == "“培训经费”自评表的全年预算数为0，无法计算预算执行率得分，请核对项目资金。"
    assert (found.severity, found.entity, found.field) == (level, "project_fund", "budget")
    expect("SC-13", subject_of(make_project(budget=0, executed=spent)), None)
    expect("SC-13", subject_of(make_project(), ProjectFund(project_id=1)), None)


@pytest.mark.parametrize(
    ("rule", "text", "says"),
    [
        ("SC-08", "培训人数得分49分，原因是天气。", "“培训人数”49分，没有写分值"),
        ("SC-08", "培训人数得分49分（分值50分），原因是天气。", None),
        ("SC-16", "总得分为49.80分，其中管理效能49.8分。", "写作“49.80”和“49.8”"),
        ("SC-16", "总得分为49.80分，其中管理效能49.80分。", None),
        ("SC-16", "投入20分，得分20.00分；合同分值2分，得分2.00分。", None),
    ],
)
def test_the_printed_conclusion_is_read(rule: str, text: str, says: str | None) -> None:
    printed = [Passage(text, "二（一）", key="conclusion.scores")]
    expect(rule, subject_of(row(score=Decimal(49), reason="天气"), printed=printed), says)


@pytest.mark.parametrize("rule", ["SC-08", "SC-16"])
def test_what_is_not_printed_is_not_checked(rule: str) -> None:
    assert unchecked_by(rule, subject_of()) != []


def test_a_share_of_targets_with_examples_among_them_is_not_computed_again() -> None:
    share = row(fact="targets.met_share", rule=Rule.TARGETS_MET.value, score=Decimal(1))
    assert unchecked_by("SC-11", subject_of(share, delivery(origin="示例"))) != []
    expect("SC-11", subject_of(share, delivery(**MET)), "现填1.00分")


def test_a_lost_point_without_reason_is_found_at_its_field(library: Library, sample: int) -> None:
    wanted = next(row for row in library.data(sample).indicators if row.level3 == "政府采购执行率")
    library.set_field(sample, Indicator.TABLE, wanted.id, "reason", "")
    (found,) = [item for item in library.checks.run(sample).findings if item.rule == "SC-06"]
    assert (found.entity, found.entity_id, found.field) == ("indicator", wanted.id, "reason")
    assert "“政府采购执行率”得分0分" in found.message
