"""From what the officer wrote in a row to the arguments of its rule, with the reasoning in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.errors import InputError
from app.model import rule_inputs
from app.model.entities import Rule
from app.model.quantities import format_percent, format_plain, format_score, half_width, parse_decimal
from app.model.rule_parameters import Parameters
from app.model.targets import Quantity, as_change, band, is_yes, read_quantity, tells_change
from app.scoring import rules

_HUNDRED = Decimal(100)
_NOTHING = re.compile(r"0+\s*[^\W\d]?")  # 0 or 0项
_STATED = re.compile(r"([^:=]+)[:=](.+)")


@dataclass(frozen=True, slots=True)
class Row:
    """What a rule reads of an indicator."""

    weight: Decimal  # 分
    target: str
    actual: str
    unit: str
    parameters: Parameters
    measured: Quantity | None = None  # the bound fact; stands in for `actual`
    basis: str = ""  # the figures behind the fact
    gap: str = ""  # why the bound fact has no value, a sentence; empty where it has one

    @property
    def why(self) -> str:
        """The figures the score follows from."""
        if self.basis:
            return self.basis
        return f"目标值 {_with_unit(self.target, self.unit)}，{self.result}" if self.target.strip() else self.result

    @property
    def result(self) -> str:
        return f"实际 {_with_unit(self.actual, self.unit)}"

    def wanted(self, rule: str) -> Quantity:
        """The target as a number that a rule can compare with. InputError when it is none."""
        return rule_inputs.target_number(rule, self.target, self.unit)

    def achieved(self) -> Quantity:
        """The actual value as a number. InputError when it is missing or none."""
        if self.measured:
            return self.measured
        self._demand_actual()
        return rule_inputs.actual_number(self.actual, self.unit)

    def stated(self) -> str:
        """The actual value as words. InputError when it is missing."""
        self._demand_actual()
        return self.actual.strip()

    def _demand_actual(self) -> None:
        if not self.actual.strip():
            raise InputError(self.gap or "没有填写实际完成值。")

    def pair(self, rule: str) -> tuple[Quantity, Quantity]:
        """Target and actual value in the same unit. InputError when they cannot be compared as the rule does."""
        target, actual = self.wanted(rule), self.achieved()
        both = f"目标值“{self.target.strip()}”和实际完成值“{self.actual.strip()}”"
        if target.is_percent != actual.is_percent:
            raise InputError(f"{both}一个是百分比、一个不是，请统一写法。")
        if not target.is_comparable(actual):
            raise InputError(f"{both}一个有单位、一个没有，请都写上单位。")
        return target, actual


@dataclass(frozen=True, slots=True)
class Outcome:
    """A score in 分, not rounded, and what it follows from."""

    score: Decimal
    why: str


def _with_unit(text: str, unit: str) -> str:
    """A text with its unit where it ends in a bare number."""
    text = text.strip()
    return f"{text}{unit}" if text[-1:].isdigit() and "/" not in text else text


def _ratio(part: Decimal, whole: Decimal) -> str:
    return format_percent(_HUNDRED * part / whole, 2)


def _at_least(row: Row) -> Outcome:
    rule_inputs.no_parameters(row.parameters)
    target, actual = row.pair(Rule.AT_LEAST)
    return Outcome(rules.at_least(row.weight, target.value, actual.value), _against(row, target.value, actual.value))


def _against(row: Row, target: Decimal, actual: Decimal) -> str:
    """How a value compares with a target that is to be reached."""
    if actual >= target:
        return f"{row.why}，达到目标"
    return f"{row.why}，为目标的 {_ratio(actual, target)}" if target > 0 else f"{row.why}，未达到目标"


def _at_most(row: Row) -> Outcome:
    rule_inputs.no_parameters(row.parameters)
    target, actual = row.pair(Rule.AT_MOST)
    return Outcome(rules.at_most(row.weight, target.value, actual.value), _beyond(row, target.value, actual.value))


def _at_most_ratio(row: Row) -> Outcome:
    rule_inputs.no_parameters(row.parameters)
    target, actual = row.pair(Rule.AT_MOST_RATIO)
    score = rules.at_most_ratio(row.weight, target.value, actual.value)
    return Outcome(score, _beyond(row, target.value, actual.value))


def _beyond(row: Row, target: Decimal, actual: Decimal) -> str:
    """How a value compares with a target that is not to be passed."""
    if actual <= target:
        return f"{row.why}，未超过目标"
    excess = f" {_ratio(actual - target, target)}" if target > 0 else ""
    return f"{row.why}，超过目标{excess}"


def _equal(row: Row) -> Outcome:
    rule_inputs.no_parameters(row.parameters)
    target, actual = row.pair(Rule.EQUAL)
    score = rules.equal(row.weight, target.value, actual.value)
    if target.value > 0:
        return Outcome(score, _against(row, target.value, actual.value))
    return Outcome(score, f"{row.why}，{'与目标相等' if actual.value == target.value else '与目标不等'}")


def _bands(row: Row) -> Outcome:
    shares = rule_inputs.band_shares(row.parameters)
    found = band(row.stated())
    if found is None:
        raise InputError(f"实际完成值“{row.stated()}”应以“达成”“部分达成”或“未达成”开头。")
    share = shares[found]
    return Outcome(rules.bands(row.weight, share), f"{found}，按分值的 {_ratio(share, Decimal(1))} 计")


def _points(row: Row, target: Quantity, actual: Quantity) -> tuple[Decimal, str]:
    """Percentage points off the target, and in words. Figures that are no percentages are taken as a share of the
    target, whose completion should be 100 %.
    """
    rule_inputs.demand_base(row.target, target)
    wanted, found = target.value, actual.value
    if not target.is_percent:
        wanted, found = _HUNDRED, _HUNDRED * found / wanted
    points = rules.deviation(wanted, found, target.relation)
    if points == 0:
        return points, "达到目标"
    side = "低" if found < wanted else "高"
    return points, f"{side} {format_percent(points, 2).removesuffix('%')} 个百分点"


def _per_point(row: Row) -> Outcome:
    deduction = rule_inputs.deduction(row.parameters, row.weight)
    points, words = _points(row, *row.pair(Rule.PER_POINT))
    return Outcome(rules.per_point(row.weight, points, deduction), f"{row.why}，{words}")


def _per_step(row: Row) -> Outcome:
    step, deduction = rule_inputs.step_deduction(row.parameters, row.weight)
    points, words = _points(row, *row.pair(Rule.PER_STEP))
    why = f"{row.why}，{words}{_steps(points, step)}"
    return Outcome(rules.per_step(row.weight, points, step, deduction), why)


def _steps(points: Decimal, step: Decimal) -> str:
    """How many whole steps there are in what is missing, in words."""
    size, whole = f"{format_plain(step)} 个百分点", points // step
    if not points:
        return ""
    return f"，每满 {size}扣一次，共 {whole} 次" if whole else f"，不足 {size}，不扣分"


def _tiers(row: Row) -> Outcome:
    ranges = rule_inputs.tiers(row.parameters)
    actual = row.achieved()
    value = actual.value
    if row.parameters.is_in_percent and not actual.is_percent:
        base = row.wanted(Rule.TIERS)
        if base.value <= 0 or not base.is_comparable(actual):
            raise InputError(f"分档是百分比，实际完成值“{row.actual.strip()}”不是，请写成百分比。")
        value = _HUNDRED * value / base.value
    found = rules.find_tier(ranges, value)
    why = row.basis or (row.result if value == actual.value else f"{row.why}，为 {format_percent(value, 2)}")
    words = f"属于“{found.label}”一档，按分值的 {_ratio(found.share, Decimal(1))} 计" if found else "不在得分的档内"
    return Outcome(rules.tiers(row.weight, ranges, value), f"{why}，{words}")


def _checklist(row: Row) -> Outcome:
    items = rule_inputs.items(row.parameters, row.weight)
    earned = _earned(row.stated(), items)
    missing = [name for name, points in items.items() if earned.get(name, Decimal(0)) < points]
    words = f"{len(items)} 项中“{'”“'.join(missing)}”未得满分" if missing else f"{len(items)} 项全部符合"
    return Outcome(rules.checklist(row.weight, earned.values()), words)


def _earned(text: str, items: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """分 by item, from “目标、自评”, “目标：是；自评：0.5” or a yes or no for all."""
    if not any(name in text for name in items) and (verdict := is_yes(text)) is not None:
        return dict(items) if verdict else {}
    return {name: _worth(value, items[name]) for name, value in _listed(text, items)}


def _worth(value: str, points: Decimal) -> Decimal:
    """分 of an item that is stated as done, not done, or worth some 分."""
    if not value:
        return points
    try:
        return min(points, max(Decimal(0), parse_decimal(value, "分")))
    except InputError:
        verdict = is_yes(value)
    if verdict is None:
        raise InputError(f"看不懂“{value}”，请填写“是”“否”或得分。")
    return points if verdict else Decimal(0)


def _listed(text: str, items: Mapping[str, Decimal]) -> list[tuple[str, str]]:
    """The items a text lists, each with what is said of it. InputError for one that is not among `items`."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"[;,、\n]", half_width(text).strip("。; ")):
        name = part.strip()
        stated = _STATED.fullmatch(name)
        name, value = (stated[1].strip(), stated[2].strip()) if stated else (name, "")
        if name not in items and name[1:] in items and name[0] in "未无":
            name, value = name[1:], "否"
        if name not in items:
            raise InputError(f"实际完成值中的“{name}”不在检查项中，检查项有：{'、'.join(items)}。")
        found.append((name, value))
    return found


def _breaches(row: Row) -> Outcome:
    items, deduction = rule_inputs.breaches(row.parameters, row.weight)
    if items:
        return _named_breaches(row, items)
    number = _how_many(row.stated())
    words = f"发现 {format_plain(number)} 项，每项扣 {format_score(deduction)}" if number else "未发现问题"
    return Outcome(rules.breaches(row.weight, [number * deduction]), words)


def _how_many(text: str) -> Decimal:
    """How many breaches a text tells of."""
    try:
        number = read_quantity(text).value
    except InputError:
        if is_yes(text) is False:
            return Decimal(0)
        raise InputError(f"实际完成值“{text}”应是发现问题的项数，没有的填“无”。") from None
    if number < 0:
        raise InputError(f"实际完成值“{text}”应是发现问题的项数，不能是负数。")
    return number


def _named_breaches(row: Row, items: Mapping[str, Decimal]) -> Outcome:
    text = row.stated()
    if not any(name in text for name in items) and (is_yes(text) is False or _NOTHING.fullmatch(half_width(text))):
        return Outcome(rules.breaches(row.weight, ()), "未发现问题")
    found = _listed(text, items)
    lost = [items[name] * (_how_many(times) if times else 1) for name, times in found]
    return Outcome(rules.breaches(row.weight, lost), f"发现问题：{'、'.join(name for name, _ in found)}")


def _yes_no(row: Row) -> Outcome:
    full = rule_inputs.full_answer(row.parameters)
    verdict = is_yes(row.stated())
    if verdict is None:
        raise InputError(f"实际完成值“{row.stated()}”应填“是”或“否”。")
    return Outcome(rules.yes_no(row.weight, is_fulfilled=verdict is (full == "是")), row.result)


def _no_excess(row: Row) -> Outcome:
    in_proportion = rule_inputs.is_in_proportion(row.parameters)
    target, actual = row.pair(Rule.NO_EXCESS)
    score = rules.no_excess(row.weight, target.value, actual.value, in_proportion=in_proportion)
    words = _against if in_proportion and actual.value < target.value else _beyond
    return Outcome(score, words(row, target.value, actual.value))


def _year_on_year(row: Row) -> Outcome:
    previous = rule_inputs.last_year(row.parameters, row.unit)
    target, actual = rule_inputs.target_change(row.target, row.unit), _change(row, previous)
    points = rules.deviation(target.value, actual, target.relation)
    score = rules.year_on_year(row.weight, points, row.parameters.deduction(row.weight))
    trend = "增长" if actual > 0 else "下降" if actual < 0 else "变动"
    met = "达到目标" if points == 0 else f"与目标 {row.target.strip()} 差 {format_percent(points, 2)}"
    return Outcome(score, f"同比{trend} {format_percent(abs(actual), 2)}，{met}")


def _change(row: Row, previous: Quantity | None) -> Decimal:
    """The change on last year in %: stated by the row, or from its 上年 and this year's figure."""
    actual = row.achieved()
    if previous is None or _states_change(row, actual, previous):
        return as_change(row.actual, actual).value
    if not previous.is_comparable(actual):
        both = f"规则参数“上年”的“{row.parameters.values['上年']}”和实际完成值“{row.actual.strip()}”"
        raise InputError(f"{both}单位不同或没有写单位，无法相比，请统一写法。")
    changed = rules.change(previous.value, actual.value)
    if changed is None:
        raise InputError("上年数不大于 0，无法计算同比，请勾选“不适用”或直接填写得分。")
    return changed


def _states_change(row: Row, actual: Quantity, previous: Quantity) -> bool:
    """Whether a row gives the change itself, although it has last year's figure as well."""
    return actual.is_percent and (tells_change(row.actual) or not previous.is_percent)


def _targets_met(row: Row) -> Outcome:
    rule_inputs.no_parameters(row.parameters)
    share = row.achieved()
    if not share.is_percent:
        raise InputError(f"实际完成值“{row.actual.strip()}”应是达标率，例如“98.5%”或“65/66”。")
    return Outcome(rules.targets_met(row.weight, share.value), row.basis or f"达标率 {format_percent(share.value, 2)}")


def _manual(_row: Row) -> Outcome:
    raise InputError("人工评分，请直接填写得分。")


_RULES: dict[str, Callable[[Row], Outcome]] = {
    Rule.MANUAL: _manual,
    Rule.AT_LEAST: _at_least,
    Rule.AT_MOST: _at_most,
    Rule.AT_MOST_RATIO: _at_most_ratio,
    Rule.EQUAL: _equal,
    Rule.BANDS: _bands,
    Rule.PER_POINT: _per_point,
    Rule.PER_STEP: _per_step,
    Rule.TIERS: _tiers,
    Rule.CHECKLIST: _checklist,
    Rule.BREACHES: _breaches,
    Rule.YES_NO: _yes_no,
    Rule.NO_EXCESS: _no_excess,
    Rule.YEAR_ON_YEAR: _year_on_year,
    Rule.TARGETS_MET: _targets_met,
}


def apply(rule: str, row: Row) -> Outcome:
    """The score of a row. InputError with the reason where its inputs do not allow one."""
    return _RULES[rule](row)
