"""How the weight of a part of the score table is given out to its rows, to the cent and without a remainder."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from app.model.quantities import round_half_up

_CENT = Decimal("0.01")


def evenly(total: Decimal, number: int) -> list[Decimal]:
    """`total` 分 in `number` equal parts, half-up to two decimals; the last takes what is left."""
    return in_proportion(total, [1] * number)


def in_proportion(total: Decimal, shares: Sequence[int | Decimal]) -> list[Decimal]:
    """`total` 分 by shares that are not negative, half-up to two decimals; the last takes what is left.

    Where rounding up would leave the last less than nothing, all are rounded down. ValueError when nothing has a share.
    """
    whole = sum(shares, Decimal(0))
    if whole <= 0 or any(share < 0 for share in shares):
        raise ValueError("nothing to divide by")
    exact = [total * share / whole for share in shares[:-1]]
    parts = [round_half_up(part, 2) for part in exact]
    if sum(parts, Decimal(0)) > total:
        parts = [part.quantize(_CENT, ROUND_FLOOR) for part in exact]
    return [*parts, total - sum(parts, Decimal(0))]
