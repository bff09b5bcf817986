"""What a column heading of another program's table means: the field it names, the unit its amounts are in."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cache

from app.model.entities import BY_TABLE, FundLine, Indicator, Project
from app.model.fields import FieldSpec, Kind, specs
from app.model.quantities import half_width

_UNIT = re.compile(r"[(\[]\s*(?:(?:金额)?单位[::])?\s*([^()\[\]]*?)\s*[)\]]")
_STATED = re.compile(r"单位[::]?(?:人民币)?(亿元|万元|元)")
_MONEY_UNITS = frozenset({"分", "元", "万元", "亿元"})
_COUNTING = frozenset({"序号", "编号", "序", "项次", "行次", "no", "no."})
_RATES = frozenset({"完成率", "执行率", "预算执行率", "预算完成率", "支出进度", "执行进度"})
_COMPUTED: Mapping[str, frozenset[str]] = {
    FundLine.TABLE: _RATES,
    Project.TABLE: _RATES,
    Indicator.TABLE: frozenset({"计算得分", "完成率", "佐证材料"}),
}
"""Headings of what the program computes or keeps elsewhere."""


@cache
def headings(table: str) -> Mapping[str, FieldSpec]:
    """The fields of a table by every word their column may be headed with, as `plain` gives it; labels go first."""
    declared = [spec for spec in specs(BY_TABLE[table]).values() if spec.in_form]
    aliases = {plain(text): spec for spec in reversed(declared) for text in reversed(spec.aliases)}
    return aliases | {plain(spec.label): spec for spec in declared}


def plain(text: str) -> str:
    """A heading without spaces, stars and full-width forms."""
    return re.sub(r"[\s*]+", "", half_width(text)).casefold()


def bare(text: str) -> str:
    """A plain heading without what stands in brackets, such as its unit."""
    return plain(_UNIT.sub("", half_width(text)))


def named(table: str, text: str) -> FieldSpec | None:
    """The field a heading names in so many words; money in the unit that the heading states."""
    known = headings(table)
    spec = known.get(plain(text)) or known.get(bare(text))
    if spec is None or spec.kind is not Kind.MONEY:
        return spec
    return dataclasses.replace(spec, unit=unit_in(text) or spec.unit)


def unit_in(text: str) -> str:
    """The unit of money in the brackets of a heading; empty when it states none."""
    return next((unit for unit in _UNIT.findall(half_width(text)) if unit in _MONEY_UNITS), "")


def stated_unit(text: str) -> str:
    """The unit of money that a line above a table states, as 单位：万元 does; empty when it states none."""
    found = _STATED.search(re.sub(r"\s+", "", half_width(text)))
    return found[1] if found else ""


def is_idle(table: str, text: str) -> bool:
    """Whether a heading is of what a table counts or computes by itself."""
    return plain(text) in _COUNTING or bare(text) in _COMPUTED.get(table, frozenset())


def is_counting(text: str) -> bool:
    """Whether a heading is that of row numbers."""
    return plain(text) in _COUNTING
