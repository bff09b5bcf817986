"""What an officer is told of each rule and asked for it; the rule picker and its fields are built from this."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.errors import InputError
from app.model.entities import Rule
from app.model.quantities import format_plain, half_width, parse_decimal
from app.model.rule_parameters import NOT_APPLICABLE, parse
from app.model.targets import BAND_LIMITS, BAND_SUGGESTIONS, Band

_HUNDRED, _HUNDREDTH = Decimal(100), Decimal("0.01")


class Asked(StrEnum):
    """What is filled in for a parameter."""

    AMOUNT = "分"  # an amount in 分
    SHARE = "%"  # a share in %
    TEXT = "text"  # a figure with its unit
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One named parameter of a rule as a field."""

    name: str  # as it is stored
    label: str
    asked: Asked
    help: str = ""
    choices: tuple[str, ...] = ()  # the first is what holds while nothing is stored
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(100)
    suggested: str = ""  # what holds while nothing is stored, as the field shows it
    is_share: bool = False  # whether 0.1 means 10 %


@dataclass(frozen=True, slots=True)
class Listing:
    """The free part of a rule's parameters: names of the officer's own, each with a value."""

    label: str
    name: str  # heading of the names
    value: str  # heading of the values
    example: tuple[str, str]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A rule in plain words, and what it asks for."""

    rule: Rule
    words: str
    actual: str  # what the actual value looks like
    parameters: tuple[Parameter, ...] = ()
    listing: Listing | None = None


_AMOUNT = Parameter("扣分", "每次扣", Asked.AMOUNT, "每差一个百分点、每满一档或每发现一项扣多少分。")
_SHARE = Parameter("扣分比例", "或扣分值的", Asked.SHARE, "按分值的百分比扣；填了“每次扣”的不用填。", is_share=True)


def _band(band: Band) -> Parameter:
    lowest, highest = BAND_LIMITS[band]
    suggested = f"{format_plain(100 * BAND_SUGGESTIONS[band])}%"
    words = f"得分值的 {format_plain(lowest)}%（含）至 {format_plain(highest)}%，建议 {suggested}。"
    return Parameter(
        band.value, band.value, Asked.SHARE, words, lowest=lowest, highest=highest, suggested=suggested, is_share=True
    )


KINDS: dict[str, RuleKind] = {
    kind.rule: kind
    for kind in (
        RuleKind(Rule.MANUAL, "不自动计算，由您直接填写得分。", "照实填写，如“已完成”"),
        RuleKind(Rule.AT_LEAST, "越多越好：达到目标值得满分，达不到按实际 ÷ 目标计分。", "数字，如“636人”或“19/20”"),
        RuleKind(
            Rule.AT_MOST, "越少越好：不超过目标值得满分，超出多少比例就扣多少比例，超出一倍得 0 分。",
            "数字，如“3起”",
        ),
        RuleKind(Rule.AT_MOST_RATIO, "越少越好：不超过目标值得满分，超出的按目标 ÷ 实际计分。", "数字，如“125万元”"),
        RuleKind(
            Rule.EQUAL, "目标值大于 0 时，达到得满分、达不到按比例；目标值为 0 时，只有 0 得满分。", "数字，如“0起”"
        ),
        RuleKind(
            Rule.BANDS, "定性指标分三档：达成、部分达成、未达成，各得分值的一定比例。",
            "以“达成”“部分达成”或“未达成”开头", (_band(Band.MET), _band(Band.PARTLY), _band(Band.MISSED)),
        ),
        RuleKind(
            Rule.PER_POINT, "与目标每差一个百分点扣一次分，不足一个百分点按比例扣，扣完为止。", "百分比，如“97.5%”",
            (_AMOUNT, _SHARE),
        ),
        RuleKind(
            Rule.PER_STEP, "与目标每差满一档扣一次分，不满一档不扣，扣完为止。", "百分比，如“85%”",
            (Parameter("每满", "一档为", Asked.SHARE, "几个百分点为一档。"), _AMOUNT, _SHARE),
        ),
        RuleKind(
            Rule.TIERS, "看实际值落在哪一档，得分值的相应比例；自上而下取第一个符合的档。", "数字或百分比",
            listing=Listing("分档", "范围", "得分值的", ("90%(含)以上", "100%")),
        ),
        RuleKind(
            Rule.CHECKLIST, "做到一项得一项的分。", "如“时间、内容”；全部做到填“全部符合”",
            listing=Listing("检查项", "事项", "得分", ("时间", "0.5")),
        ),
        RuleKind(
            Rule.BREACHES, "发现一项问题扣一项的分，扣完为止。", "问题的项数或名称；没有填“无”", (_AMOUNT, _SHARE),
            Listing("问题清单（不列则每项扣分相同）", "问题", "扣分", ("超范围支出", "1")),
        ),
        RuleKind(
            Rule.YES_NO, "符合得满分，不符合得 0 分。", "“是”或“否”",
            (Parameter("满分", "得满分的回答", Asked.CHOICE, choices=("是", "否")),),
        ),
        RuleKind(
            Rule.NO_EXCESS, "超过目标值得 0 分；没有超过的得满分，或按实际 ÷ 目标计分。", "数字或百分比",
            (Parameter("未超出", "没有超过时", Asked.CHOICE, choices=("满分", "按比例")),),
        ),
        RuleKind(
            Rule.YEAR_ON_YEAR, "看比上年增减多少：符合目标得满分，不符合得 0 分；填了扣分的按相差的百分点扣。",
            "本年数，或“下降3%”这样的变动",
            (Parameter("上年", "上年数", Asked.TEXT, "如“100万元”；实际完成值写的是变动时不用填。"), _AMOUNT, _SHARE),
        ),
        RuleKind(Rule.TARGETS_MET, "按达标率计分：达标的指标数 ÷ 指标总数 × 分值。", "达标率，如“98.5%”或“65/66”"),
    )
}  # fmt: skip
"""Every rule by its word, in the order of the picker."""

TREATMENT = Parameter(
    NOT_APPLICABLE, "不适用时", Asked.CHOICE, "不适用的指标怎样计分。", choices=("默认", "满分", "折算")
)
"""What every rule asks as well: full marks, or the share that the other rows of the block earned."""


def read(rule: str, text: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The parameters of a row as a form shows them: those with fields by name, and the officer's own in order.

    A part that is not whole yet is kept as it is; what the rule has no field for is passed over.
    """
    kind = KINDS[rule]
    fields = {parameter.name: parameter for parameter in (*kind.parameters, TREATMENT)}
    named: dict[str, str] = {}
    own: list[tuple[str, str]] = []
    for name, value in _parts(text):
        if name in fields:
            named[name] = _in_percent(value) if fields[name].is_share else value
        elif kind.listing is not None:
            own.append((name, value))
    return named, own


def _in_percent(value: str) -> str:
    """A share written as 0.1 is 10%; what is written otherwise stays as it is."""
    try:
        return value if value.endswith("%") else f"{format_plain(_HUNDRED * parse_decimal(value))}%"
    except InputError:
        return value


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"[;\n]", half_width(text)):
        name, sign, value = part.rpartition("=")
        if part.strip():
            yield (name.strip(), value.strip()) if sign else (value.strip(), "")


def joined(rule: str, named: Mapping[str, str], own: Sequence[tuple[str, str]]) -> str:
    """The parameters as one text, whatever it is worth, those that hold by themselves left out."""
    kind = KINDS[rule]
    parts: list[tuple[str, str]] = []
    for parameter in (*kind.parameters, TREATMENT):
        value = named.get(parameter.name, "").strip()
        if value and not (parameter.choices and value == parameter.choices[0]):
            parts.append((parameter.name, value))
    if kind.listing is not None:
        parts += [(name.strip(), value.strip()) for name, value in own if name.strip() or value.strip()]
    return "；".join(f"{name}={value}" for name, value in parts)


def write(rule: str, named: Mapping[str, str], own: Sequence[tuple[str, str]]) -> str:
    """The stored form of parameters. InputError says what is wrong with them."""
    for name, value in own:
        if bool(name.strip()) != bool(value.strip()):
            raise InputError(f"“{name.strip() or value.strip()}”还缺另一半，请把名称和数值都填上。")
        if any(mark in name + value for mark in ";；\n"):
            raise InputError(f"“{name}”中不能有分号，请换个写法。")
    text = joined(rule, named, [(name, _as_share(value)) for name, value in own] if rule == Rule.TIERS else own)
    parse(text)
    return text


def _as_share(value: str) -> str:
    """A bare number above 1 where a share is asked for is one in %: 70 is 70%, while 0.7 and 1 are shares already."""
    try:
        return f"{value.strip()}%" if parse_decimal(value) > 1 else value
    except InputError:
        return value


_LISTS_OF_AMOUNTS = frozenset({Rule.CHECKLIST, Rule.BREACHES})


def converted(before: str, after: str, text: str) -> str:
    """What is left of the parameters of one rule under another: those that both ask for."""
    named, own = read(before, text)
    known = {parameter.name for parameter in (*KINDS[after].parameters, TREATMENT)}
    is_kept = before == after or {before, after} <= _LISTS_OF_AMOUNTS
    return joined(after, {name: value for name, value in named.items() if name in known}, own if is_kept else [])


def clamped(parameter: Parameter, text: str) -> str:
    """A share held within what its parameter allows, as it is stored; other texts as they are.

    The upper end of a range belongs to the next one, so that what reaches it is a hundredth below.
    """
    digits = half_width(text).strip().removesuffix("%")
    if parameter.asked is not Asked.SHARE or not digits:
        return text.strip()
    try:
        value = parse_decimal(digits)
    except InputError:
        return text.strip()
    top = parameter.highest if parameter.highest == _HUNDRED else parameter.highest - _HUNDREDTH
    return f"{format_plain(max(parameter.lowest, min(top, value)))}%"
