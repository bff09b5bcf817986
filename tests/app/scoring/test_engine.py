"""The whole score table: rounding, sums, typed figures, what does not apply, totals and grades."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.entities import Adjustment, AdjustmentKind, Indicator, ReportRow, Rule
from app.model.facts import Facts
from app.model.pack import GradeBand, NotApplicable, ScoreBlock, ScoreSettings
from app.model.quantities import round_half_up
from app.model.report_data import ReportData
from app.model.results import Scores
from app.scoring import engine
from tests.builders import DELIVERY, MANAGEMENT, TASK_BLOCKS, make_data, make_fund_line, make_indicator, make_report

D = Decimal
SETTINGS = ScoreSettings(
    (ScoreBlock("management", MANAGEMENT, D(50)), ScoreBlock("delivery", DELIVERY, D(50), on_tasks=True)),
    D(5),
    D(5),
    tuple(GradeBand(name, D(lowest)) for name, lowest in (("优", 90), ("良", 80), ("中", 60), ("差", 0))),
)
PUBLISHED = make_fund_line(budget=61_296_750_000, executed=59_757_750_000)


def score(*rows: ReportRow, **report: object) -> Scores:
    return score_data(make_data(*rows, report=make_report(**report)))


def score_data(data: ReportData) -> Scores:
    return engine.score(data, Facts.of(data, TASK_BLOCKS), SETTINGS)


def ratio(number: int, actual: str, **overrides: object) -> Indicator:
    """A row that earns the `actual` percent of its weight."""
    return make_indicator(id=number, rule=Rule.AT_LEAST.value, target="100%", actual=actual, **overrides)


def adjustment(number: int, kind: AdjustmentKind, amount: str | None) -> Adjustment:
    return Adjustment(id=number, report_id=1, kind=kind.value, score=None if amount is None else D(amount))


def test_a_row_bound_to_a_fact_is_scored_from_it_and_explained() -> None:
    row = make_indicator(
        rule=Rule.PER_POINT.value, target="≥100%", parameters="扣分比例=10%", fact="funds.completion_rate", actual="12%"
    )
    found = score(PUBLISHED, row).rows[1]
    assert str(found.computed) == "1.50"
    assert found.explanation == "61,296.75 中完成 59,757.75，完成率 97.49%，低 2.51 个百分点，扣 0.50，得 1.50"


@pytest.mark.parametrize(("target", "score_"), [("≥50000万元", "2.00"), ("≥6亿元", "1.99"), ("≥5000000元", "2.00")])
def test_an_amount_that_is_bound_is_held_against_a_target_in_its_unit(target: str, score_: str) -> None:
    row = make_indicator(rule=Rule.AT_LEAST.value, target=target, fact="funds.executed")
    assert str(score(PUBLISHED, row).rows[1].score) == score_


def test_the_typed_value_counts_while_the_fact_has_none() -> None:
    row = make_indicator(rule=Rule.AT_LEAST.value, target="100%", fact="funds.completion_rate", actual="50%")
    assert score(row).rows[1].score == 1


def test_a_full_score_is_said_to_be_full() -> None:
    found = score(ratio(1, "100%")).rows[1]
    assert found.explanation == "目标值 100%，实际 100%，达到目标，得满分 2.00"
    assert found.lost == 0


def test_a_typed_score_counts_and_the_computed_one_stays_visible() -> None:
    found = score(ratio(1, "50%", score=D("1.48"))).rows[1]
    assert (found.computed, found.score, found.typed, found.lost) == (D(1), D("1.48"), True, D("0.52"))
    assert found.explanation.endswith("扣 1.00，得 1.00；填报 1.48，比计算多 0.48")


def test_a_row_without_a_score_counts_nothing_and_says_why() -> None:
    found = score(ratio(1, ""), ratio(2, "100%"))
    assert (found.rows[1].computed, found.rows[1].score, found.rows[1].lost) == (None, None, D(0))
    assert found.rows[1].explanation == "没有填写实际完成值。"
    assert found.management.score == 2


def test_a_row_bound_to_a_rate_without_a_base_says_so_and_takes_what_is_typed() -> None:
    line = make_fund_line(budget=0)
    found = score(
        line, *(ratio(number, actual, fact="funds.completion_rate") for number, actual in ((1, ""), (2, "90%")))
    )
    assert (found.rows[1].score, found.rows[1].explanation) == (None, "全年预算数为 0，没有预算完成率。")
    assert found.rows[2].score == D("1.80")


def test_a_row_without_a_weight_says_so() -> None:
    found = score(ratio(1, "100%", weight=None)).rows[1]
    assert (found.weight, found.computed, found.explanation) == (D(0), None, "没有填写分值。")


def test_unreadable_parameters_leave_the_row_without_a_score() -> None:
    found = score(ratio(1, "100%", parameters="扣分")).rows[1]
    assert found.computed is None
    assert found.explanation.startswith("规则参数“扣分”应写作")


@pytest.mark.parametrize(("actual", "score_"), [("0.25%", "0.01"), ("0.2499%", "0.00"), ("99.75%", "2.00")])
def test_a_row_is_rounded_half_up_to_two_decimals(actual: str, score_: str) -> None:
    assert str(score(ratio(1, actual)).rows[1].score) == score_


def test_rows_are_rounded_before_they_are_summed() -> None:
    rows = [ratio(number, "33.25%") for number in range(1, 4)]  # 0.665 each: 0.67 × 3, not 1.995
    assert score(*rows).management.score == D("2.01")


@given(st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 20_000)), max_size=30))
def test_a_block_is_the_exact_sum_of_its_rounded_rows(figures: list[tuple[int, int]]) -> None:
    rows = [
        ratio(number, f"{D(percent) / 100}%", weight=D(cents) / 100)
        for number, (cents, percent) in enumerate(figures, 1)
    ]
    found = score(*rows)
    expected = [round_half_up(D(cents) / 100 * min(D(1), D(percent) / 10_000), 2) for cents, percent in figures]
    assert [found.rows[row.id].score for row in rows] == expected
    assert found.management.score == sum(expected)


rules = st.sampled_from([rule.value for rule in Rule])
words = st.sampled_from(
    [
        "",
        "95%",
        "≥95%",
        "≤3%",
        "0",
        "12.5",
        "-3",
        "1,400人",
        "达成",
        "部分达成",
        "是",
        "无",
        "甲",
        "甲、乙",
        "不适用",
        "2/3",
    ]
)
params = st.sampled_from(
    ["", "扣分=0.5", "扣分比例=10%；每满=10%", "甲=1；乙=30%", "90%以上=1；5以下=0.2", "不适用=折算", "x"]
)


@given(rules, words, words, params, st.integers(0, 1000), st.booleans())
def test_any_row_scores_within_its_weight_or_says_why_not(
    rule: str, target: str, actual: str, parameters: str, cents: int, not_applicable: bool
) -> None:
    row = make_indicator(
        rule=rule, target=target, actual=actual, parameters=parameters, weight=D(cents) / 100,
        not_applicable=not_applicable,
    )  # fmt: skip
    found = score(row).rows[1]
    assert found.explanation
    if found.computed is not None:
        assert 0 <= found.computed <= found.weight
        assert found.computed == round_half_up(found.computed, 2)


@pytest.mark.parametrize("row", [ratio(1, "1%", not_applicable=True), ratio(1, " 不适用 ")])
def test_a_row_that_does_not_apply_has_full_marks(row: Indicator) -> None:
    found = score(row).rows[1]
    assert (str(found.score), found.explanation) == ("2.00", "不适用，按满分计，得 2.00")


def test_a_row_that_does_not_apply_may_earn_what_the_rest_of_its_block_earns() -> None:
    found = score(
        ratio(1, "", not_applicable=True, parameters="不适用=折算", weight=D(1)),
        ratio(2, "50%", weight=D(3)),
        ratio(3, "100%", weight=D(1)),
        ratio(4, "0%", weight=D(50), block=DELIVERY),
    )
    assert found.rows[1].score == D("0.63")  # 2.50 of 4 is 62.5 %
    assert found.rows[1].explanation == "不适用，按其他指标的得分率折算，扣 0.37，得 0.63"
    assert found.management.score == D("3.13")


def test_a_block_in_which_nothing_applies_keeps_its_full_marks() -> None:
    row = ratio(1, "", not_applicable=True, parameters="不适用=折算")
    assert score(row).rows[1].score == 2


def test_an_unknown_way_to_treat_what_does_not_apply_is_refused() -> None:
    found = score(ratio(1, "", not_applicable=True, parameters="不适用=零分")).rows[1]
    assert (found.computed, found.explanation) == (None, "规则参数“不适用”只能是满分、折算，不能是“零分”。")


def test_blocks_sum_their_own_rows_and_weights() -> None:
    found = score(ratio(1, "50%"), ratio(2, "100%", block=DELIVERY, weight=D(3)))
    assert [(block.block, block.weight, block.score, block.typed) for block in found.blocks] == [
        ("管理效能", D(2), D(1), False),
        ("履职效能", D(3), D(3), False),
    ]
    assert found.total == 4


def test_a_block_without_rows_has_the_weight_of_the_pack() -> None:
    found = score(typed_management=D("43.95"))
    assert (found.management.weight, found.management.computed, found.management.score) == (D(50), D(0), D("43.95"))
    assert found.management.typed


def test_the_published_totals_disagree_by_half_a_point() -> None:
    """The printed 93.25 is not 43.95 + 49.80; both are kept."""
    found = score(typed_management=D("43.95"), typed_delivery=D("49.80"), typed_total=D("93.25"))
    assert (found.computed_total, found.total, found.grade) == (D("93.75"), D("93.25"), "优")


@pytest.mark.parametrize(
    ("bonus", "penalty", "counted"),
    [("2", "0.5", "1.5"), ("4", None, "4"), ("7", "1", "5"), (None, "9", "-5"), (None, None, "0")],
)
def test_adjustments_count_up_to_the_limit(bonus: str | None, penalty: str | None, counted: str) -> None:
    found = score(
        adjustment(1, AdjustmentKind.BONUS, bonus),
        adjustment(2, AdjustmentKind.PENALTY, penalty),
        typed_management=D(40),
        typed_delivery=D(40),
    )
    assert found.adjustments == D(counted)
    assert found.total == 80 + D(counted)


@pytest.mark.parametrize(
    ("blocks", "kind", "total"), [("49", AdjustmentKind.BONUS, "100"), ("1", AdjustmentKind.PENALTY, "0")]
)
def test_the_total_stays_between_nothing_and_full_marks(blocks: str, kind: AdjustmentKind, total: str) -> None:
    found = score(adjustment(1, kind, "5"), typed_management=D(blocks), typed_delivery=D(blocks))
    assert found.computed_total == D(total)


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_the_grade_is_that_of_the_printed_total(total: str, grade: str) -> None:
    assert score(ratio(1, "100%"), typed_total=D(total)).grade == grade


def test_there_is_no_grade_before_every_row_has_its_score() -> None:
    rows = ratio(1, "100%"), ratio(2, "")
    found = score(*rows)
    assert (found.unscored, found.grade) == (1, "")
    found = score(*rows, typed_management=D(45), typed_delivery=D(45))
    assert (found.unscored, found.grade) == (0, "优")


def test_a_large_table_is_scored_row_by_row() -> None:
    rows = [ratio(number, "50%", weight=D("0.01")) for number in range(1, 5001)]
    found = score(*rows)
    assert len(found.rows) == 5000
    assert found.management.score == D("50.00")  # 0.005 is 0.01 on every row


def test_scoring_changes_nothing_it_reads() -> None:
    data = make_data(PUBLISHED, ratio(1, "50%"))
    before = dataclasses.replace(data)
    assert score_data(data) == score_data(data)
    assert data == before


def of_pack(data: ReportData, **changes: Any) -> Scores:
    """Scores under other settings of a pack."""
    settings = dataclasses.replace(SETTINGS, **changes)
    return engine.score(data, Facts.of(data, settings.task_blocks), settings)


def test_a_pack_may_have_any_number_of_blocks() -> None:
    names = ("投入", "过程", "产出", "效果")
    blocks = tuple(ScoreBlock(f"b{number}", name, D(25)) for number, name in enumerate(names))
    rows = [ratio(number, "50%", block=name, weight=D(25)) for number, name in enumerate(names, 1)]
    found = of_pack(make_data(*rows), blocks=blocks)
    assert [(block.key, block.block, block.score, block.typed_field) for block in found.blocks] == [
        (f"b{number}", name, D("12.5"), "") for number, name in enumerate(names)
    ]
    assert found.total == 50
    with pytest.raises(KeyError):
        found.block("management")


def test_a_row_of_a_block_the_pack_lacks_is_scored_and_counts_nowhere() -> None:
    found = score(ratio(1, "50%", block="投入"), ratio(2, "50%"))
    assert (found.rows[1].score, found.total) == (D(1), D(1))


@pytest.mark.parametrize(
    ("limits", "amount", "counted", "total"),
    [
        ({}, "5", "5", "100"),
        ({"highest": D(103)}, "5", "5", "103"),
        ({"highest": D(110)}, "5", "5", "103"),
        ({"bonus_limit": D(2)}, "5", "2", "100"),
    ],
)
def test_a_total_may_pass_full_marks_where_the_pack_says_so(
    limits: dict[str, Decimal], amount: str, counted: str, total: str
) -> None:
    report = make_report(typed_management=D(49), typed_delivery=D(49))
    found = of_pack(make_data(adjustment(1, AdjustmentKind.BONUS, amount), report=report), **limits)
    assert (found.adjustments, found.computed_total, found.raw_total) == (D(counted), D(total), 98 + D(counted))


def test_the_pack_says_what_a_row_earns_that_does_not_apply() -> None:
    data = make_data(ratio(1, "50%"), ratio(2, "0%", not_applicable=True))
    assert of_pack(data).management.score == 3
    assert of_pack(data, not_applicable=NotApplicable.RESCALED).management.score == 2
