"""Parts a table row whose cells were run together: 产业人才发展专项资金4,780.914,744.5899.2%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.errors import InputError
from app.model.quantities import format_percent, parse_money, rate

_RUN = re.compile(r"(?:[0-9]{1,2}[.、]?)?([^0-9，。；：%][^，。；：%]{1,79}?)[ ]?([0-9][0-9,. ]{3,40}?)([0-9.]{1,6}%)?")
_AMOUNT = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|(?:0|[1-9][0-9]*)(?:\.[0-9]{1,2})?")


def split_run(text: str) -> tuple[str, int, int] | None:
    """Name, budget and executed amount, 分; None when the text is no such row or can be parted in several ways.

    The printed rate decides where one amount ends and the next begins; without one both need two decimals.
    """
    found = _RUN.fullmatch(text)
    if found is None:
        return None
    digits = (found[2] + (found[3] or "")).replace(" ", "")
    ways = {(budget, executed) for budget, executed in _ways(digits)}
    return (found[1].strip(), *ways.pop()) if len(ways) == 1 else None


def _ways(digits: str) -> Iterator[tuple[int, int]]:
    """Every way to read two amounts and their rate out of a run of digits."""
    for first in range(1, len(digits)):
        if not _AMOUNT.fullmatch(digits[:first]):
            continue
        ends = range(first + 1, len(digits)) if digits.endswith("%") else (len(digits),)
        for second in ends:
            one, two, share = digits[:first], digits[first:second], digits[second:]
            if not _AMOUNT.fullmatch(two) or not (share or _has_cents(one, two)):
                continue
            try:
                budget, executed = parse_money(one), parse_money(two)
            except InputError:
                continue
            if not share or share in {
                format_percent(rate(executed, budget)),
                format_percent(rate(executed, budget), 2),
            }:
                yield budget, executed


def _has_cents(*amounts: str) -> bool:
    return all(len(amount.partition(".")[2]) == 2 for amount in amounts)
