"""What an officer's target and achieved value say: “≥95%”, “1,400人”, “部分达成” read as figures and bands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from app.errors import InputError
from app.model.entities import Rule
from app.model.quantities import half_width, parse_decimal


class Measured(Protocol):
    """A row that measures something against a target and is scored: of the score table or of a project's form."""

    @property
    def id(self) -> int: ...
    @property
    def weight(self) -> Decimal | None: ...
    @property
    def target(self) -> str: ...
    @property
    def actual(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def parameters(self) -> str: ...
    @property
    def fact(self) -> str: ...
    @property
    def score(self) -> Decimal | None: ...
    @property
    def not_applicable(self) -> bool: ...


class Band(StrEnum):
    """How far a target without a number was met (preset, the qualitative rows)."""

    MET = "达成"
    PARTLY = "部分达成"
    MISSED = "未达成"


BAND_SUGGESTIONS = {Band.MET: Decimal(1), Band.PARTLY: Decimal("0.7"), Band.MISSED: Decimal("0.3")}
"""The share of the weight each band earns while the officer names none (preset)."""

BAND_LIMITS = {
    Band.MET: (Decimal(80), Decimal(100)),
    Band.PARTLY: (Decimal(60), Decimal(80)),
    Band.MISSED: (Decimal(0), Decimal(60)),
}
"""From and to which % the officer may choose (preset). The upper end belongs to the band above, save for 100 %."""


def band_holds(band: Band, share: Decimal) -> bool:
    """Whether a share in % lies within what its band allows."""
    lowest, highest = BAND_LIMITS[band]
    return lowest <= share < highest or share == highest == 100


@dataclass(frozen=True, slots=True)
class Quantity:
    """The one number in a text."""

    value: Decimal  # in units: 2.5万人 is 25000; a percentage is the figure before its sign
    is_percent: bool
    relation: str  # ≥ ≤ > < = as the text says it, or ""
    unit: str | None = None  # None: neither the text nor its row names one

    @classmethod
    def measured(cls, value: Decimal, unit: str) -> Quantity:
        """A figure that was computed in a unit, such as 59757.75 万元."""
        return cls(value * _scale(unit), unit.startswith(_PERCENT), "", unit)

    def misses_unit_of(self, other: Quantity) -> bool:
        """Whether this is a bare number beside one in 万 or 亿, so that nobody can say which is the larger."""
        return self.unit is None and self.value != 0 and _scale(other.unit or "") != 1

    def is_comparable(self, other: Quantity) -> bool:
        """Whether both are shares or both are not, and neither leaves open what it counts."""
        is_open = self.misses_unit_of(other) or other.misses_unit_of(self)
        return self.is_percent == other.is_percent and not is_open


_RELATIONS = {
    "≥": (">=", "≧", "不少于", "不低于", "不小于", "大于等于", "大于或等于", "以上", "至少"),
    "≤": ("<=", "≦", "不超过", "不高于", "不大于", "不多于", "小于等于", "小于或等于", "以内", "以下", "控制在"),
    ">": ("大于", "超过", "高于", "多于"),
    "<": ("小于", "低于", "少于"),
    "=": ("等于",),
}
_RELATION_OF = {word: sign for sign, words in _RELATIONS.items() for word in (sign, *words)}
_RELATION = re.compile("|".join(sorted(_RELATION_OF, key=len, reverse=True)))
_DAYS = re.compile(
    r"(?:19|20)[0-9]{2}年(?:度|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|(?<![0-9.])[0-9]{1,2}月(?:[0-9]{1,2}日|[底初末前份])"
)
_SENTENCE_COMMA = re.compile(r"(?<=[0-9])，")  # a full-width comma groups full-width digits only
_FRACTION = re.compile(r"\s*([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*")
_NUMBER = re.compile(r"((?<![0-9A-Za-z%.])-)?(?<![0-9A-Za-z.])([0-9][0-9,]*(?:\.[0-9]+)?)\s*([^\s0-9,.;，。；、()]*)")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_PERCENT = ("%", "个百分点", "百分点")
_POWER = re.compile(r"(?<![A-Za-z])[0-9][eE][+-]?[0-9]")

_FALL = re.compile("下降|减少|降低|压减|压缩|下调")
_RISE = re.compile("增长|上升|提高|增加|上调")
_FLIPPED = {"≥": "≤", ">": "<", "≤": "≥", "<": ">", "": "≤"}

_BANDS = (
    (Band.PARTLY, re.compile(r"(?:部分|基本|大部分)(?:达成|完成|实现|达标)")),
    (Band.MISSED, re.compile(r"(?:未|未能|没有)(?:达成|完成|实现|达标)")),
    (Band.MET, re.compile(r"(?:已|全部|全面|均已|按时|按期)*(?:达成|完成|实现|达标)")),
)
_NO = re.compile(r"(?:均|都|全部|尚|暂)*(?:否|不|未|没|无|×|[nNxX]$)")
_YES = re.compile(r"是|有|已|√|全部|均|都|符合|合规|达标|完成|及时|按时|建立|健全|[yY]$")


@lru_cache(1 << 16)
def read_quantity(text: str, unit: str = "") -> Quantity:
    """The number a text gives; `unit` holds where none follows it. Days and years are not taken for numbers.

    65/66 is a share in percent. InputError when there is no number, or more than one, or one such as Excel's 1.2E+08.
    """
    half = _DAYS.sub("", half_width(_SENTENCE_COMMA.sub("；", text)))
    if fraction := _FRACTION.fullmatch(half):
        return _share(int(fraction[1]), int(fraction[2]), text)
    found = _NUMBER.findall(half)
    if _POWER.search(half):
        raise InputError(f"“{text}”是科学记数法，请写成普通的数字。")
    if len(found) != 1:
        problem = f"中有 {len(found)} 个数字，请只留一个" if found else "中没有数字，请填写数字"
        raise InputError(f"“{text}”{problem}。")
    sign, digits, suffix = found[0]
    suffix = suffix if suffix and not _RELATION.match(suffix) else half_width(unit)
    value = parse_decimal(sign + digits.rstrip(",")) * _scale(suffix)
    return Quantity(value, suffix.startswith(_PERCENT), relation(half), suffix or None)


def _scale(unit: str) -> Decimal:
    return _SCALES.get(unit[:1], Decimal(1))


def _share(part: int, whole: int, text: str) -> Quantity:
    if whole == 0:
        raise InputError(f"“{text}”的分母为 0，没有应做的事项时请勾选“不适用”。")
    return Quantity(Decimal(100 * part) / whole, is_percent=True, relation="", unit="%")


def relation(text: str) -> str:
    """The comparison a text names, as ≥ ≤ > < or =; "" when it names none."""
    found = _RELATION.search(half_width(text))
    return _RELATION_OF[found[0]] if found else ""


def tells_change(text: str) -> bool:
    """Whether a text speaks of a rise or a fall."""
    return bool(_FALL.search(text) or _RISE.search(text))


def as_change(text: str, quantity: Quantity) -> Quantity:
    """The number of a text as a change with its sign: 下降5%以上 is at most −5 %."""
    if _FALL.search(text):
        return replace(quantity, value=-quantity.value, relation=_FLIPPED.get(quantity.relation, quantity.relation))
    return replace(quantity, relation=quantity.relation or ("≥" if _RISE.search(text) else ""))


def band(text: str) -> Band | None:
    """The band a text begins with, as in 部分达成年度指标并具有一定效果; None when it names none."""
    text = text.strip()
    return next((found for found, pattern in _BANDS if pattern.match(text)), None)


def is_yes(text: str) -> bool | None:
    """Whether a text says yes (是, 已建立, 符合 …) or no (否, 未建立, 不符合 …); None when neither."""
    text = half_width(text).strip()
    if _NO.match(text):
        return False
    return True if _YES.match(text) else None


def is_met(row: Measured, actual: str) -> bool | None:
    """Whether a row's target was met by `actual`; None where it has no target, does not apply, or cannot be told."""
    if row.not_applicable or not row.target.strip():
        return None
    if not actual.strip():
        return False
    if row.rule == Rule.BANDS:
        found = band(actual)
        return None if found is None else found is Band.MET
    if row.rule == Rule.YES_NO:
        return is_yes(actual)
    try:
        target, value = read_quantity(row.target, row.unit), read_quantity(actual, row.unit)
    except InputError:
        return _is_met_in_words(row.target, actual)
    if not target.is_comparable(value):
        return None
    return _is_met_in_numbers(row.rule, target, value)


def _is_met_in_words(target: str, actual: str) -> bool | None:
    if target.strip() == actual.strip():
        return True
    if any(character.isdigit() for character in actual):
        return None
    found = band(actual)
    return None if found is None else found is Band.MET


def _is_met_in_numbers(rule: str, target: Quantity, actual: Quantity) -> bool:
    """A number reaches its target from the side its sign or its rule names; without either, more is better."""
    match target.relation:
        case ">":
            return actual.value > target.value
        case "<":
            return actual.value < target.value
        case "≤":
            return actual.value <= target.value
        case "≥":
            return actual.value >= target.value
    if rule in {Rule.AT_MOST, Rule.AT_MOST_RATIO, Rule.NO_EXCESS}:
        return actual.value <= target.value
    if rule == Rule.EQUAL and target.value <= 0:
        return actual.value == target.value
    return actual.value >= target.value
