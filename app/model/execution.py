"""How the projects spent their money, in the orders and bands in which reviewers ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.model.entities import Project
from app.model.quantities import rate

_FULL = Decimal(100)


class Order(StrEnum):
    """What projects are sorted by: what a reviewer asks about first stands first."""

    RATE = "完成率"  # lowest first
    UNSPENT = "未执行金额"  # most first
    BUDGET = "预算"  # most first


class Band(StrEnum):
    """How far a project got with its budget. A rate on a border belongs to the band above it."""

    NOTHING = "未执行"
    BELOW_50 = "50%以下"
    BELOW_80 = "50–80%"
    BELOW_90 = "80–90%"
    BELOW_95 = "90–95%"
    BELOW_100 = "95–100%"
    FULL = "100%"
    ABOVE = "超100%"
    UNKNOWN = "无完成率"

    @classmethod
    def of(cls, done: Decimal | None) -> Band:
        """The band of a completion rate in %, unrounded: 99.99 is not 100. None where there is no rate."""
        if done is None:
            return cls.UNKNOWN
        if done <= 0:
            return cls.NOTHING
        if done >= _FULL:
            return cls.FULL if done == _FULL else cls.ABOVE
        return next(band for border, band in _BORDERS if done < border)


_BORDERS = (
    (Decimal(50), Band.BELOW_50),
    (Decimal(80), Band.BELOW_80),
    (Decimal(90), Band.BELOW_90),
    (Decimal(95), Band.BELOW_95),
    (_FULL, Band.BELOW_100),
)

LOW = frozenset({Band.NOTHING, Band.BELOW_50, Band.BELOW_80})
"""The bands below 80 %, where the report has to give the reason."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What one project was given, and what became of it."""

    project: Project
    rate: Decimal | None  # %, unrounded; None while a figure is missing or without a budget above zero
    unspent: int | None  # 分, below zero where more was spent than budgeted; None while a figure is missing

    @classmethod
    def of(cls, project: Project) -> Spending:
        """The spending of a project."""
        budget, executed = project.budget, project.executed
        unspent = None if budget is None or executed is None else budget - executed
        return cls(project, rate(executed, budget), unspent)

    @property
    def band(self) -> Band:
        return Band.of(self.rate)


def in_order(found: Iterable[Spending], order: Order) -> list[Spending]:
    """The projects sorted; those without the figure come last, equals stay in the officer's order."""
    rows = list(found)
    keys = [_key(row, order) for row in rows]
    known = sorted((key, place) for place, key in enumerate(keys) if key is not None)
    return [rows[place] for _, place in known] + [row for row, key in zip(rows, keys, strict=True) if key is None]


def _key(row: Spending, order: Order) -> Decimal | int | None:
    if order is Order.RATE:
        return row.rate
    amount = row.unspent if order is Order.UNSPENT else row.project.budget
    return None if amount is None else -amount


def bands(found: Iterable[Spending]) -> Mapping[Band, int]:
    """How many projects are in each band, in the order of Band; all bands are there."""
    counts = dict.fromkeys(Band, 0)
    for row in found:
        counts[row.band] += 1
    return counts


def left_over(found: Iterable[Spending]) -> int:
    """What all projects with money left have left together, 分; what others overspent makes it no smaller."""
    return sum(max(0, row.unspent or 0) for row in found)


def share_of_most(found: Sequence[Spending], number: int) -> Decimal | None:
    """What share of the money left lies with the `number` projects that have most of it, %; None where none is."""
    most = in_order(found, Order.UNSPENT)[:number]
    return rate(left_over(most), left_over(found))
