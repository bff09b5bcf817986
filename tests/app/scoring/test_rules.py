"""Each rule by cases worked out by hand, and by what must hold for all figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.rule_parameters import Tier
from app.scoring import rules

D = Decimal
Compare = Callable[[Decimal, Decimal, Decimal], Decimal]

weights = st.integers(0, 10_000).map(lambda cents: D(cents) / 100)
figures = st.integers(-(10**9), 10**9).map(lambda units: D(units) / 1000)
not_negative = figures.map(abs)


@pytest.mark.parametrize(
    ("rule", "target", "actual", "score"),
    [
        (rules.at_least, "95", "95", "2"),
        (rules.at_least, "95", "190", "2"),
        (rules.at_least, "100", "97.5", "1.95"),
        (rules.at_least, "100", "-1", "0"),
        (rules.at_least, "0", "0", "2"),
        (rules.at_least, "0", "-1", "0"),
        (rules.at_least, "-5", "-4", "2"),
        (rules.at_least, "-5", "-6", "0"),
        (rules.at_most, "100", "100", "2"),
        (rules.at_most, "100", "0", "2"),
        (rules.at_most, "100", "125", "1.5"),
        (rules.at_most, "100", "200", "0"),
        (rules.at_most, "100", "300", "0"),
        (rules.at_most, "0", "0", "2"),
        (rules.at_most, "0", "0.01", "0"),
        (rules.at_most_ratio, "100", "100", "2"),
        (rules.at_most_ratio, "100", "125", "1.6"),
        (rules.at_most_ratio, "100", "200", "1"),
        (rules.at_most_ratio, "0", "0", "2"),
        (rules.at_most_ratio, "0", "1", "0"),
        (rules.equal, "4", "3", "1.5"),
        (rules.equal, "4", "5", "2"),
        (rules.equal, "0", "0", "2"),
        (rules.equal, "0", "1", "0"),
        (rules.equal, "0", "-1", "0"),
    ],
)
def test_a_value_against_its_target(rule: Compare, target: str, actual: str, score: str) -> None:
    assert rule(D(2), D(target), D(actual)) == D(score)


@pytest.mark.parametrize("rule", [rules.at_least, rules.at_most, rules.at_most_ratio, rules.equal])
@given(weights, figures, figures)
def test_a_score_lies_between_nothing_and_the_weight(rule: Compare, weight: D, target: D, actual: D) -> None:
    assert 0 <= rule(weight, target, actual) <= weight


@pytest.mark.parametrize("rule", [rules.at_least, rules.at_most, rules.at_most_ratio, rules.equal])
@given(weights, figures)
def test_the_target_itself_earns_full_marks(rule: Compare, weight: D, target: D) -> None:
    assert rule(weight, target, target) == weight


@given(weights, figures, figures, not_negative)
def test_more_never_scores_less_where_more_is_better(weight: D, target: D, actual: D, more: D) -> None:
    assert rules.at_least(weight, target, actual) <= rules.at_least(weight, target, actual + more)


@pytest.mark.parametrize("rule", [rules.at_most, rules.at_most_ratio])
@given(weights, figures, figures, not_negative)
def test_more_never_scores_more_where_less_is_better(rule: Compare, weight: D, target: D, actual: D, more: D) -> None:
    assert rule(weight, target, actual) >= rule(weight, target, actual + more)


@given(weights, not_negative, figures)
def test_the_ratio_variant_is_never_stricter(weight: D, target: D, actual: D) -> None:
    """1 − (A − T) ÷ T ≤ T ÷ A for A > T, as (A − T)² ≥ 0; the tolerance is that of a quotient of 28 digits."""
    strict, mild = rules.at_most(weight, target, actual), rules.at_most_ratio(weight, target, actual)
    assert strict <= mild + D("1e-20")


@pytest.mark.parametrize(("share", "score"), [("1", "5"), ("0.7", "3.5"), ("0.3", "1.5"), ("0", "0")])
def test_bands_earn_a_share(share: str, score: str) -> None:
    assert rules.bands(D(5), D(share)) == D(score)


@pytest.mark.parametrize(
    ("points", "score"), [("0", "2"), ("2.6", "1.48"), ("0.5", "1.9"), ("10", "0"), ("50", "0")]
)  # fmt: skip
def test_points_cost_in_proportion_down_to_nothing(points: str, score: str) -> None:
    """2 − 0.2 × 2.6 = 1.48 is the published row."""
    assert rules.per_point(D(2), D(points), D("0.2")) == D(score)


@pytest.mark.parametrize(
    ("points", "score"),
    [("0", "2"), ("9.99", "2"), ("10", "1.5"), ("19.999", "1.5"), ("20", "1"), ("40", "0"), ("90", "0")],
)
def test_only_complete_steps_cost(points: str, score: str) -> None:
    assert rules.per_step(D(2), D(points), D(10), D("0.5")) == D(score)


@given(weights, not_negative, not_negative, not_negative, st.integers(1, 1000).map(D))
def test_deductions_stay_within_bounds_and_never_fall_with_distance(
    weight: D, points: D, more: D, deduction: D, step: D
) -> None:
    for near, far in (
        (rules.per_point(weight, points, deduction), rules.per_point(weight, points + more, deduction)),
        (rules.per_step(weight, points, step, deduction), rules.per_step(weight, points + more, step, deduction)),
    ):
        assert 0 <= far <= near <= weight
    assert rules.per_point(weight, D(0), deduction) == weight
    assert rules.per_step(weight, D(0), step, deduction) == weight


USED = (
    Tier("90%以上", D(1), lowest=D(90)),
    Tier("75%以上", D("0.7"), lowest=D(75)),
    Tier("60%以上", D("0.4"), lowest=D(60)),
)


@pytest.mark.parametrize(
    ("actual", "score"),
    [("100", "1"), ("90", "1"), ("89.99", "0.7"), ("75", "0.7"), ("74.99", "0.4"), ("60", "0.4"), ("59.99", "0")],
)
def test_a_value_earns_the_share_of_its_tier(actual: str, score: str) -> None:
    """固定资产利用率."""
    assert rules.tiers(D(1), USED, D(actual)) == D(score)


def test_a_tier_may_leave_its_bounds_out() -> None:
    tier = Tier("90至100", D(1), D(90), D(100), with_lowest=False, with_highest=False)
    assert [tier.holds(D(value)) for value in ("90", "90.1", "99.9", "100")] == [False, True, True, False]


@given(weights, figures, not_negative)
def test_tiers_that_rise_never_score_less_for_more(weight: D, actual: D, more: D) -> None:
    assert 0 <= rules.tiers(weight, USED, actual) <= rules.tiers(weight, USED, actual + more) <= weight


@given(weights, st.lists(not_negative, max_size=8))
def test_items_earn_and_breaches_cost_within_the_weight(weight: D, amounts: list[D]) -> None:
    assert rules.checklist(weight, amounts) == min(weight, sum(amounts))
    assert rules.breaches(weight, amounts) == max(D(0), weight - sum(amounts))


def test_yes_or_no_earns_all_or_nothing() -> None:
    assert rules.yes_no(D(1), is_fulfilled=True) == 1
    assert rules.yes_no(D(1), is_fulfilled=False) == 0


@pytest.mark.parametrize(
    ("target", "actual", "all_or_nothing", "in_proportion"),
    [
        ("100", "100", "5", "5"),
        ("100", "80", "5", "4"),
        ("100", "100.01", "0", "0"),
        ("100", "-1", "5", "0"),
        ("0", "0", "5", "5"),
        ("0", "1", "0", "0"),
    ],
)
def test_more_than_planned_earns_nothing(target: str, actual: str, all_or_nothing: str, in_proportion: str) -> None:
    assert rules.no_excess(D(5), D(target), D(actual), in_proportion=False) == D(all_or_nothing)
    assert rules.no_excess(D(5), D(target), D(actual), in_proportion=True) == D(in_proportion)


@given(weights, figures, figures, st.booleans())
def test_excess_rules_stay_within_bounds_and_give_the_target_full_marks(
    weight: D, target: D, actual: D, in_proportion: bool
) -> None:
    assert 0 <= rules.no_excess(weight, target, actual, in_proportion=in_proportion) <= weight
    assert rules.no_excess(weight, target, target, in_proportion=in_proportion) == weight


@pytest.mark.parametrize(
    ("previous", "actual", "change"),
    [("100", "95", "-5"), ("80", "100", "25"), ("0", "0", "0"), ("0", "1", None), ("-1", "1", None)],
)
def test_the_change_on_last_year(previous: str, actual: str, change: str | None) -> None:
    assert rules.change(D(previous), D(actual)) == (None if change is None else D(change))


def test_a_change_off_its_target_earns_nothing_or_loses_by_the_point() -> None:
    assert rules.year_on_year(D(2), D(0), None) == 2
    assert rules.year_on_year(D(2), D(1), None) == 0
    assert rules.year_on_year(D(2), D(1), D("0.5")) == D("1.5")


@given(weights, not_negative, not_negative, st.none() | not_negative)
def test_a_change_further_off_never_scores_more(weight: D, points: D, more: D, deduction: D | None) -> None:
    near, far = (rules.year_on_year(weight, off, deduction) for off in (points, points + more))
    assert 0 <= far <= near <= weight


@pytest.mark.parametrize(("share", "score"), [("98.5", "1.97"), ("100", "2"), ("0", "0"), ("101", "2"), ("-1", "0")])
def test_the_share_of_targets_met_is_the_share_of_the_weight(share: str, score: str) -> None:
    """1.97 of 2 is the published row."""
    assert rules.targets_met(D(2), D(share)) == D(score)


@pytest.mark.parametrize(
    ("relation", "below", "above"), [("≥", "3", "0"), (">", "3", "0"), ("≤", "0", "3"), ("<", "0", "3"), ("", "3", "3")]
)
def test_a_deviation_is_measured_on_the_side_that_counts(relation: str, below: str, above: str) -> None:
    assert rules.deviation(D(10), D(7), relation) == D(below)
    assert rules.deviation(D(10), D(13), relation) == D(above)


def test_thirds_that_have_an_exact_score_get_it() -> None:
    assert rules.at_least(D(3), D(3), D(1)) == 1
    assert rules.at_most(D(3), D(3), D(5)) == 1
