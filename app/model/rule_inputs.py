"""What each rule takes from the parameters and the target of a row; a pack is held to it as its rows are.

Every reader raises InputError for what its rule cannot be applied with. `weight` is in 分.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.errors import InputError
from app.model.entities import Rule
from app.model.pack import NotApplicable
from app.model.quantities import format_percent, format_plain
from app.model.rule_parameters import DEDUCTIONS, NOT_APPLICABLE, Parameters, Tier, parse
from app.model.targets import BAND_LIMITS, BAND_SUGGESTIONS, Band, Quantity, as_change, band_holds, read_quantity

_MORE, _LESS = frozenset({"≥", ">"}), frozenset({"≤", "<"})
_CONTRARY: Mapping[str, frozenset[str]] = {
    Rule.AT_LEAST: _LESS,
    Rule.EQUAL: _LESS,
    Rule.AT_MOST: _MORE,
    Rule.AT_MOST_RATIO: _MORE,
    Rule.NO_EXCESS: _MORE,
}
_WITH_NUMBERS = frozenset({*_CONTRARY, Rule.PER_POINT, Rule.PER_STEP, Rule.YEAR_ON_YEAR})
"""The rules that need the target as a number; tiers do so only where the actual value is no percentage."""


def no_parameters(parameters: Parameters) -> None:
    """InputError when a rule that asks for nothing is given something."""
    parameters.only()


def band_shares(parameters: Parameters) -> dict[Band, Decimal]:
    """The share of the weight that each band earns, 0 to 1. InputError when one lies outside its range."""
    parameters.only(*Band)
    found = {band: parameters.share(band, BAND_SUGGESTIONS[band]) for band in Band}
    for band, share in found.items():
        if not band_holds(band, 100 * share):
            lowest, highest = map(format_plain, BAND_LIMITS[band])
            told = f"“{band}”应得分值的 {lowest}%（含）至 {highest}%"
            raise InputError(f"{told}，现为 {format_percent(100 * share, 2)}，请改正。")
    return found


def deduction(parameters: Parameters, weight: Decimal) -> Decimal:
    """分 lost for each percentage point."""
    return parameters.only(*DEDUCTIONS).required_deduction(weight)


def step_deduction(parameters: Parameters, weight: Decimal) -> tuple[Decimal, Decimal]:
    """The percentage points of a step, and 分 lost for each whole one."""
    parameters.only("每满", *DEDUCTIONS)
    return parameters.step(), parameters.required_deduction(weight)


def tiers(parameters: Parameters) -> tuple[Tier, ...]:
    """The ranges, in order."""
    return parameters.tiers()


def items(parameters: Parameters, weight: Decimal) -> dict[str, Decimal]:
    """分 for each thing that is to be done, by name."""
    if wrong := [name for name in DEDUCTIONS if name in parameters.values]:
        raise InputError(f"规则参数“{wrong[0]}”不能用于逐项得分，请只写各检查项的得分。")
    found = parameters.items(weight)
    if not found:
        raise InputError("规则参数没有列出检查项，请填写“目标=1；自评=1”这样的参数。")
    return found


def breaches(parameters: Parameters, weight: Decimal) -> tuple[dict[str, Decimal], Decimal]:
    """分 lost for each named breach; where none is named, those lost each time."""
    named = parameters.items(weight)
    if named:
        return named, parameters.deduction(weight) or Decimal(0)
    return {}, parameters.required_deduction(weight)


def full_answer(parameters: Parameters) -> str:
    """The answer that earns full marks: 是 or 否."""
    return parameters.only("满分").word("满分", ("是", "否"), "是")


def is_in_proportion(parameters: Parameters) -> bool:
    """Whether what stays within the target earns its share of it, not full marks."""
    return parameters.only("未超出").word("未超出", ("满分", "按比例"), "满分") == "按比例"


def last_year(parameters: Parameters, unit: str) -> Quantity | None:
    """Last year's figure; None where the row states the change itself."""
    text = parameters.only("上年", *DEDUCTIONS).values.get("上年")
    return None if text is None else _number(text, unit, "规则参数“上年”")


def target_number(rule: str, text: str, unit: str) -> Quantity:
    """The target of a row as a number. InputError when it is missing, none, or compares the other way round."""
    found = _number(text, unit, "目标值")
    if found.relation in _CONTRARY.get(rule, ()):
        raise InputError(f"目标值“{text.strip()}”的方向与评分规则相反，请改正其中之一。")
    return found


def target_change(text: str, unit: str) -> Quantity:
    """The target of a change on last year, in %. InputError when it does not say from which side it is reached."""
    found = as_change(text, target_number(Rule.YEAR_ON_YEAR, text, unit))
    if not found.relation:
        raise InputError(f"目标值“{text.strip()}”没有写明方向，请写作“≤0%”或“增长5%以上”。")
    return found


def demand_base(text: str, target: Quantity) -> None:
    """InputError when percentage points cannot be counted from a target: it is no percentage and not above 0."""
    if not target.is_percent and target.value <= 0:
        raise InputError(f"目标值“{text.strip()}”不大于 0，无法计算相差的百分点，请改正目标值或评分规则。")


def actual_number(text: str, unit: str) -> Quantity:
    """The actual value of a row as a number. InputError when it is missing or none."""
    return _number(text, unit, "实际完成值")


def _number(text: str, unit: str, label: str) -> Quantity:
    if not text.strip():
        raise InputError(f"没有填写{label}。")
    try:
        return read_quantity(text.strip(), unit)
    except InputError as error:
        raise InputError(f"{label}{error}") from None


_READERS: Mapping[str, Callable[[Parameters, Decimal, str], object]] = {
    Rule.MANUAL: lambda found, _weight, _unit: no_parameters(found),
    Rule.AT_LEAST: lambda found, _weight, _unit: no_parameters(found),
    Rule.AT_MOST: lambda found, _weight, _unit: no_parameters(found),
    Rule.AT_MOST_RATIO: lambda found, _weight, _unit: no_parameters(found),
    Rule.EQUAL: lambda found, _weight, _unit: no_parameters(found),
    Rule.BANDS: lambda found, _weight, _unit: band_shares(found),
    Rule.PER_POINT: lambda found, weight, _unit: deduction(found, weight),
    Rule.PER_STEP: lambda found, weight, _unit: step_deduction(found, weight),
    Rule.TIERS: lambda found, _weight, _unit: tiers(found),
    Rule.CHECKLIST: lambda found, weight, _unit: items(found, weight),
    Rule.BREACHES: lambda found, weight, _unit: breaches(found, weight),
    Rule.YES_NO: lambda found, _weight, _unit: full_answer(found),
    Rule.NO_EXCESS: lambda found, _weight, _unit: is_in_proportion(found),
    Rule.YEAR_ON_YEAR: lambda found, weight, unit: (last_year(found, unit), found.deduction(weight)),
    Rule.TARGETS_MET: lambda found, _weight, _unit: no_parameters(found),
}


def treatment(parameters: Parameters, usual: NotApplicable = NotApplicable.FULL) -> str:
    """What a row earns that does not apply; `usual` where it does not say."""
    return parameters.word(NOT_APPLICABLE, tuple(NotApplicable), usual)


def demand_parameters(rule: str, text: str, weight: Decimal | None, unit: str) -> None:
    """InputError when a rule could not be applied with these parameters, whatever is filled in elsewhere."""
    found = parse(text)
    _READERS[rule](found, Decimal(1) if weight is None else weight, unit)
    treatment(found)


def demand_target(rule: str, text: str, unit: str) -> None:
    """InputError when a rule could not compare anything with this target; an empty one is filled in later."""
    if not text.strip() or rule not in _WITH_NUMBERS:
        return
    found = target_change(text, unit) if rule == Rule.YEAR_ON_YEAR else target_number(rule, text, unit)
    if rule in {Rule.PER_POINT, Rule.PER_STEP}:
        demand_base(text, found)
