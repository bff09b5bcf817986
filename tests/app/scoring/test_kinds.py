"""What the rule picker says and asks: every rule, and parameters that come back as they were stored."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import packs
from app.errors import InputError
from app.model.entities import Rule
from app.model.facts import Facts
from app.model.pack import IndicatorPreset
from app.model.rule_parameters import parse
from app.model.targets import BAND_LIMITS, BAND_SUGGESTIONS, Band, band_holds
from app.scoring.engine import score_row, trial
from app.scoring.kinds import KINDS, clamped, converted, joined, read, write
from tests.builders import TASK_BLOCKS, make_data, make_indicator

NO_FACTS = Facts.of(make_data(), TASK_BLOCKS)

EXAMPLES: dict[Rule, tuple[dict[str, str], list[tuple[str, str]], str, str]] = {
    Rule.AT_LEAST: ({}, [], "100", "90"),
    Rule.AT_MOST: ({}, [], "100", "110"),
    Rule.AT_MOST_RATIO: ({}, [], "100", "110"),
    Rule.EQUAL: ({}, [], "0", "0"),
    Rule.BANDS: ({"部分达成": "65%"}, [], "", "部分达成"),
    Rule.PER_POINT: ({"扣分比例": "10%"}, [], "100%", "97%"),
    Rule.PER_STEP: ({"每满": "10%", "扣分": "0.5"}, [], "100%", "75%"),
    Rule.TIERS: ({}, [("90%(含)以上", "1"), ("75%(含)以上", "70%")], "", "80%"),
    Rule.CHECKLIST: ({}, [("时间", "0.5"), ("内容", "1.5")], "", "时间"),
    Rule.BREACHES: ({"扣分": "0.5"}, [], "", "2项"),
    Rule.YES_NO: ({"满分": "否"}, [], "", "否"),
    Rule.NO_EXCESS: ({"未超出": "按比例"}, [], "100%", "80%"),
    Rule.YEAR_ON_YEAR: ({"上年": "100万元", "扣分": "0.5"}, [], "≤0%", "102万元"),
    Rule.TARGETS_MET: ({}, [], "", "65/66"),
}


def test_every_rule_is_described() -> None:
    assert list(KINDS) == [rule.value for rule in Rule]
    assert all(kind.words.endswith("。") and kind.actual for kind in KINDS.values())


@pytest.mark.parametrize("rule", EXAMPLES)
def test_what_the_fields_store_scores_a_row_and_is_read_back(rule: Rule) -> None:
    named, own, target, actual = EXAMPLES[rule]
    text = write(rule, named, own)
    assert read(rule, text) == (named, own)
    row = make_indicator(rule=rule.value, parameters=text, target=target)
    found = trial(row, actual, NO_FACTS)
    assert found.computed is not None
    assert "，得" in found.explanation


@pytest.mark.parametrize("rule", EXAMPLES)
def test_every_sentence_ends_with_what_was_lost_and_earned(rule: Rule) -> None:
    named, own, target, actual = EXAMPLES[rule]
    row = make_indicator(rule=rule.value, parameters=write(rule, named, own), target=target, actual=actual)
    found = score_row(row, NO_FACTS)
    computed = found.computed or Decimal(0)
    lost = found.weight - computed
    end = f"扣 {lost:.2f}，得 {computed:.2f}" if lost else f"得满分 {computed:.2f}"
    assert found.explanation.endswith(end)


@pytest.mark.parametrize("preset", packs.load(packs.DEFAULT).indicators, ids=lambda preset: preset.level3)
def test_the_fields_hold_all_parameters_of_the_packs_rows(preset: IndicatorPreset) -> None:
    named, own = read(preset.rule, preset.parameters)
    assert parse(write(preset.rule, named, own)) == parse(preset.parameters)


@given(
    st.lists(st.tuples(st.sampled_from(["时间", "内容", "渠道", "目标"]), st.integers(0, 99)), unique_by=lambda x: x[0])
)
def test_a_list_of_items_comes_back_in_its_order(items: list[tuple[str, int]]) -> None:
    own = [(name, str(points)) for name, points in items]
    assert read(Rule.CHECKLIST, write(Rule.CHECKLIST, {}, own)) == ({}, own)


MORE_IS_BETTER = {Rule.AT_LEAST: "", Rule.PER_POINT: "扣分比例=10%", Rule.PER_STEP: "每满=5%；扣分=0.3"}
LESS_IS_BETTER = {Rule.AT_MOST: "", Rule.AT_MOST_RATIO: "", Rule.NO_EXCESS: ""}
WEIGHTS = st.integers(0, 5_000).map(lambda cents: Decimal(cents) / 100)


def computed(rule: Rule, parameters: str, weight: Decimal, target: str, actual: str) -> Decimal:
    row = make_indicator(rule=rule.value, parameters=parameters, weight=weight, target=target, actual=actual)
    found = score_row(row, NO_FACTS).computed
    assert found is not None
    return found


@pytest.mark.parametrize("rule", [*MORE_IS_BETTER, *LESS_IS_BETTER])
@given(WEIGHTS, st.integers(1, 300), st.integers(0, 600), st.integers(0, 300))
def test_a_row_is_scored_in_cents_within_its_weight_and_fairly(
    rule: Rule, weight: Decimal, target: int, actual: int, more: int
) -> None:
    sign = "≥" if rule in MORE_IS_BETTER else "≤"
    parameters = (MORE_IS_BETTER | LESS_IS_BETTER)[rule]

    def score(value: int) -> Decimal:
        return computed(rule, parameters, weight, f"{sign}{target}%", f"{value}%")

    first, second = score(actual), score(actual + more)
    assert 0 <= first <= weight
    assert first == first.quantize(Decimal("0.01"))
    assert first <= second if rule in MORE_IS_BETTER else first >= second
    assert score(target) == weight


def test_what_holds_by_itself_is_not_stored() -> None:
    assert write(Rule.YES_NO, {"满分": "是", "不适用": "默认"}, [("", "")]) == ""
    assert write(Rule.AT_LEAST, {"不适用": "折算"}, []) == "不适用=折算"
    assert write(Rule.AT_LEAST, {"不适用": "满分"}, []) == "不适用=满分"


@pytest.mark.parametrize(
    ("typed", "stored"), [("70", "70%"), ("70%", "70%"), ("0.7", "0.7"), ("1", "1"), ("100", "100%"), ("七成", "七成")]
)
def test_the_share_of_a_tier_may_be_typed_without_its_sign(typed: str, stored: str) -> None:
    assert write(Rule.TIERS, {}, [("90%以上", typed)]) == f"90%以上={stored}"
    assert write(Rule.CHECKLIST, {}, [("时间", typed)]) == f"时间={typed}"


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ([("时间", "")], "“时间”还缺另一半，请把名称和数值都填上。"),
        ([("", "1")], "“1”还缺另一半，请把名称和数值都填上。"),
        ([("时间；内容", "1")], "“时间；内容”中不能有分号，请换个写法。"),
        ([("时间", "1"), ("时间", "2")], "规则参数“时间”写了两次，请只留一个。"),
    ],
)
def test_a_list_that_cannot_be_stored_says_why(own: list[tuple[str, str]], reason: str) -> None:
    with pytest.raises(InputError) as error:
        write(Rule.CHECKLIST, {}, own)
    assert str(error.value) == reason


def test_parameters_of_another_rule_are_passed_over() -> None:
    assert read(Rule.AT_LEAST, "扣分=1；乱写") == ({}, [])


@pytest.mark.parametrize(("stored", "shown"), [("0.1", "10%"), ("10%", "10%"), ("2/3", "2/3"), ("约", "约")])
def test_a_share_is_shown_in_percent(stored: str, shown: str) -> None:
    assert read(Rule.PER_POINT, f"扣分比例={stored}")[0] == {"扣分比例": shown}
    assert read(Rule.PER_STEP, "每满=10")[0] == {"每满": "10"}


@pytest.mark.parametrize(
    ("before", "after", "text", "left"),
    [
        (Rule.PER_POINT, Rule.PER_STEP, "扣分比例=10%；不适用=折算", "扣分比例=10%；不适用=折算"),
        (Rule.PER_POINT, Rule.AT_LEAST, "扣分比例=10%；不适用=折算", "不适用=折算"),
        (Rule.PER_POINT, Rule.CHECKLIST, "扣分比例=10%", ""),
        (Rule.CHECKLIST, Rule.BREACHES, "时间=1；内容=1", "时间=1；内容=1"),
        (Rule.CHECKLIST, Rule.TIERS, "时间=1；内容=1", ""),
    ],
)
def test_another_rule_keeps_what_both_ask_for(before: Rule, after: Rule, text: str, left: str) -> None:
    assert converted(before, after, text) == left


def test_what_is_not_whole_yet_comes_back_as_it_is() -> None:
    own = [("时间", "1"), ("内容", "")]
    assert read(Rule.CHECKLIST, joined(Rule.CHECKLIST, {}, own)) == ({}, own)
    assert read(Rule.CHECKLIST, "内容") == ({}, [("内容", "")])


@pytest.mark.parametrize(
    ("band", "typed", "stored"),
    [
        (Band.MET, "70", "80%"),
        (Band.MET, "120%", "100%"),
        (Band.PARTLY, "85%", "79.99%"),
        (Band.PARTLY, "７５", "75%"),
        (Band.MISSED, "60", "59.99%"),
        (Band.MISSED, "", ""),
        (Band.MISSED, "约半", "约半"),
    ],
)
def test_a_share_is_held_within_its_band(band: Band, typed: str, stored: str) -> None:
    parameter = next(each for each in KINDS[Rule.BANDS].parameters if each.name == band)
    assert clamped(parameter, typed) == stored


@pytest.mark.parametrize("band", Band)
def test_the_suggested_share_lies_within_its_band(band: Band) -> None:
    assert band_holds(band, 100 * BAND_SUGGESTIONS[band])


@given(st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100))
def test_every_share_belongs_to_exactly_one_band(share: Decimal) -> None:
    assert [band_holds(band, share) for band in BAND_LIMITS].count(True) == 1


def test_a_share_outside_its_band_scores_nothing_and_says_so() -> None:
    row = make_indicator(rule=Rule.BANDS.value, parameters="部分达成=85%", actual="部分达成")
    found = score_row(row, NO_FACTS)
    assert found.computed is None
    assert found.explanation == "“部分达成”应得分值的 60%（含）至 80%，现为 85.00%，请改正。"


def test_a_row_scored_by_hand_tells_what_it_lost() -> None:
    row = make_indicator(rule=Rule.MANUAL.value, score=Decimal("1.5"))
    assert score_row(row, NO_FACTS).explanation == "人工评分，扣 0.50，得 1.50"
    assert score_row(make_indicator(rule=Rule.MANUAL.value), NO_FACTS).explanation == "人工评分，请直接填写得分。"


def test_a_typed_score_tells_how_far_it_is_from_the_computed_one() -> None:
    row = make_indicator(rule=Rule.AT_LEAST.value, target="100", actual="90", score=Decimal("1.75"))
    found = score_row(row, NO_FACTS)
    assert found.difference == Decimal("-0.05")
    assert found.explanation == "目标值 100，实际 90，为目标的 90.00%，扣 0.20，得 1.80；填报 1.75，比计算少 0.05"


def test_a_trial_sets_the_bound_fact_and_the_typed_score_aside() -> None:
    row = make_indicator(rule=Rule.AT_LEAST.value, target="100%", fact="funds.completion_rate", score=Decimal(1))
    assert trial(row, "50%", NO_FACTS).explanation == "目标值 100%，实际 50%，为目标的 50.00%，扣 1.00，得 1.00"
