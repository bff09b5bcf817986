"""The officer's 规则参数, such as “扣分=0.5；每满=10%”, read in one place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.errors import InputError
from app.model.quantities import half_width, parse_decimal

NOT_APPLICABLE = "不适用"
"""The parameter any rule may have: 不适用=满分 (default) or 不适用=折算."""

DEDUCTIONS = ("扣分", "扣分比例")
"""The two ways to say what is lost each time: in 分, or as a share of the weight."""

_SIDES = {"以上": 1, "≥": 1, ">=": 1, ">": 1, "以下": -1, "以内": -1, "≤": -1, "<=": -1, "<": -1}
_BOUND = r"([0-9.]+)(?:%|[^\W0-9以]{1,4}(?=[(以]))?(?:\((不?含)\))?"
_ONE_BOUND = re.compile(rf"(≥|>=|>|≤|<=|<)?{_BOUND}(以上|以下|以内)?")
_TWO_BOUNDS = re.compile(rf"{_BOUND}(?:至|到|-|~|—)+{_BOUND}(?:以下|以内)?")
_OTHERS = frozenset({"其他", "其余"})


@dataclass(frozen=True, slots=True)
class Tier:
    """A range of the actual value and the share of the weight it earns."""

    label: str
    share: Decimal
    lowest: Decimal | None = None
    highest: Decimal | None = None
    with_lowest: bool = True  # 含
    with_highest: bool = True

    def holds(self, actual: Decimal) -> bool:
        """Whether a value falls into the range."""
        if self.lowest is not None and (actual < self.lowest or (actual == self.lowest and not self.with_lowest)):
            return False
        return self.highest is None or actual < self.highest or (actual == self.highest and self.with_highest)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Named values of one row, in order."""

    values: Mapping[str, str]

    def only(self, *names: str) -> Parameters:
        """These parameters, after making sure that a rule knows them all. InputError else."""
        for name in self.values:
            if name not in names and name != NOT_APPLICABLE:
                known = f"可用的有：{'、'.join(names)}" if names else "这种评分规则不需要参数"
                raise InputError(f"规则参数中没有“{name}”，{known}。")
        return self

    def word(self, name: str, choices: Collection[str], default: str) -> str:
        """One of some words. InputError for any other."""
        value = self.values.get(name, default)
        if value not in choices:
            raise InputError(f"规则参数“{name}”只能是{'、'.join(choices)}，不能是“{value}”。")
        return value

    def share(self, name: str, default: Decimal) -> Decimal:
        """A share of the weight, 0 to 1. InputError when it is none."""
        return share(name, self.values[name]) if name in self.values else default

    def deduction(self, weight: Decimal) -> Decimal | None:
        """分 lost each time: 扣分 is an amount, 扣分比例 a share of the weight; None when neither is given.

        InputError for one that is no such figure.
        """
        if "扣分" in self.values:
            return _amount("扣分", self.values["扣分"])
        return share("扣分比例", self.values["扣分比例"]) * weight if "扣分比例" in self.values else None

    def required_deduction(self, weight: Decimal) -> Decimal:
        """`deduction`; InputError when neither is given."""
        found = self.deduction(weight)
        if found is None:
            raise InputError("规则参数缺少每次扣分的数额，请填写“扣分比例=10%”或“扣分=0.2”这样的参数。")
        return found

    def step(self) -> Decimal:
        """The 每满, percentage points, above 0. InputError when there is none."""
        if "每满" not in self.values:
            raise InputError("规则参数缺少“每满”，请填写几个百分点为一档，例如“每满=10%”。")
        value = _amount("每满", self.values["每满"].removesuffix("%"))
        if value == 0:
            raise InputError("规则参数“每满”应大于 0，例如“每满=10%”。")
        return value

    def items(self, weight: Decimal) -> dict[str, Decimal]:
        """Named items with their 分, given as such or as a share of the weight; 扣分 and 扣分比例 are none.

        InputError for a value that is neither.
        """
        return {
            name: share(name, value) * weight if value.endswith("%") else _amount(name, value)
            for name, value in self.values.items()
            if name not in {NOT_APPLICABLE, *DEDUCTIONS}
        }

    def tiers(self) -> tuple[Tier, ...]:
        """Ranges such as 90%(含)以上=1, in order. InputError when there are none, or one cannot be read."""
        found = tuple(_tier(name, value) for name, value in self.values.items() if name != NOT_APPLICABLE)
        if not found:
            raise InputError("规则参数没有分档，请填写“90%(含)以上=1；75%(含)以上=0.7”这样的参数。")
        return found

    @property
    def is_in_percent(self) -> bool:
        """Whether the ranges are given in %."""
        return any("%" in name for name in self.values)


@lru_cache(1024)
def parse(text: str) -> Parameters:
    """Reads “名称=值；名称=值”. InputError when a part is not of that form or a name comes twice."""
    values: dict[str, str] = {}
    for name, value in _pairs(half_width(text)):
        if name in values:
            raise InputError(f"规则参数“{name}”写了两次，请只留一个。")
        values[name] = value
    return Parameters(values)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        name, sign, value = (piece.strip() for piece in part.rpartition("="))
        if not (name and sign and value):
            raise InputError(f"规则参数“{part.strip()}”应写作“名称=值”，多项之间用分号隔开。")
        yield name, value


def share(name: str, text: str) -> Decimal:
    """A share between 0 and 1, from 10%, 0.7 or 2/3. InputError else."""
    try:
        upper, _, lower = text.removesuffix("%").partition("/")
        value = parse_decimal(upper) / (parse_decimal(lower) if lower else 1) / (100 if text.endswith("%") else 1)
    except (InputError, ArithmeticError):
        value = Decimal(-1)
    if not 0 <= value <= 1:
        raise InputError(f"规则参数“{name}={text}”的值应在 0 到 1（100%）之间。")
    return value


def _amount(name: str, text: str) -> Decimal:
    """An amount that is not negative."""
    try:
        value = parse_decimal(text, "分")
    except InputError:
        value = Decimal(-1)
    if value < 0:
        raise InputError(f"规则参数“{name}”应是不小于 0 的数，现为“{text}”。")
    return value


def _tier(name: str, value: str) -> Tier:
    """以上, 以下 and 以内 include their number where nothing else is said (民法典 第一千二百五十九条)."""
    earned = share(name, value)
    if name in _OTHERS:
        return Tier(name, earned)
    if found := _TWO_BOUNDS.fullmatch(name):
        lowest, highest = parse_decimal(found[1]), parse_decimal(found[3])
        if lowest > highest:
            raise InputError(f"分档“{name}”的下限大于上限，请把小的数写在前面。")
        return Tier(name, earned, lowest, highest, found[2] != "不含", found[4] == "含")
    found = _ONE_BOUND.fullmatch(name)
    if found is None or not (found[1] or found[4]):
        raise InputError(f"看不懂分档“{name}”，请写作“90%(含)以上=1”或“60%(不含)以下=0”。")
    is_inclusive = found[1] not in {">", "<"} and found[3] != "不含"
    bound = parse_decimal(found[2])
    if _SIDES[found[1] or found[4]] > 0:
        return Tier(name, earned, lowest=bound, with_lowest=is_inclusive)
    return Tier(name, earned, highest=bound, with_highest=is_inclusive)
