"""In which unit the amounts of a table in a sheet are: as it states, as known figures show, or as their size tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from enum import StrEnum
from statistics import median

from app.errors import InputError
from app.exchange.workbooks.regions import Region
from app.model import headings
from app.model.quantities import MONEY_UNITS, parse_money, to_wan

UNITS = (*MONEY_UNITS, "亿元")
"""The units an officer can choose, the most usual first."""

_LARGE = Decimal(100_000)  # 万元 are ten 亿元, more than the middle row of a department's table has
_ENOUGH = 4  # amounts in a report from which on their size tells something
_FINE = 3  # decimals that amounts in 元 never have


class UnitSource(StrEnum):
    """How the unit is known."""

    HEADING = "标题中写明"
    SHEET = "表中写明"
    KNOWN = "与报告中的数一致"
    SIZE = "按数值大小推断，请核对"
    DEFAULT = "没有写明，请核对"
    CHOSEN = "您的选择"


def unit_of(region: Region, places: Collection[int], known: Collection[int]) -> tuple[str, UnitSource]:
    """The unit of the amounts in some columns. `known` are the amounts of the report, 分."""
    own = [next(filter(None, map(headings.unit_in, region.paths[place])), "") for place in places]
    if own and all(own):
        return own[0], UnitSource.HEADING
    for text in (*reversed(region.above), region.sheet.name):
        if unit := headings.stated_unit(text):
            return unit, UnitSource.SHEET
    if len(stated := {unit for unit in own if unit}) == 1:
        return stated.pop(), UnitSource.HEADING
    texts = [
        text for number in region.body for place in places if (text := region.sheet.lines[number].text(place))
    ][:5000]  # fmt: skip
    figures = list(_figures(texts))
    if not figures:
        return UNITS[0], UnitSource.DEFAULT
    return _by_known(texts, known) or _by_size(figures, known)


def _by_known(texts: Collection[str], known: Collection[int]) -> tuple[str, UnitSource] | None:
    """The unit in which more of the amounts are those of the report."""
    amounts = frozenset(known) - {0}
    hits = {unit: sum(_in_fen(text, unit) in amounts for text in texts) for unit in MONEY_UNITS}
    best = max(MONEY_UNITS, key=lambda unit: hits[unit])
    is_clear = hits[best] >= 2 and list(hits.values()).count(hits[best]) == 1
    return (best, UnitSource.KNOWN) if is_clear else None


def _by_size(figures: list[Decimal], known: Collection[int]) -> tuple[str, UnitSource]:
    """The unit in which the amounts are nearest to those of the report; by their size alone where it has none."""
    if any(-int(figure.as_tuple().exponent) >= _FINE for figure in figures):
        return "万元", UnitSource.SIZE
    middle = median(abs(figure) for figure in figures)
    if len(known) >= _ENOUGH:
        usual = to_wan(int(median(known)))
        # Of two scales that are 10,000 apart, the one within a factor of a hundred is meant.
        return ("元" if middle > usual * 100 else "万元"), UnitSource.SIZE
    return ("元", UnitSource.SIZE) if middle >= _LARGE else ("万元", UnitSource.DEFAULT)


def _figures(texts: Iterable[str]) -> Iterable[Decimal]:
    for text in texts:
        fen = _in_fen(text, "元")
        fen = fen if fen is not None else _in_fen(text, "万元")
        if fen:
            number = text.replace(",", "").strip()
            yield Decimal(number) if number.replace(".", "", 1).isdigit() else Decimal(fen) / 100


def _in_fen(text: str, unit: str) -> int | None:
    try:
        return parse_money(text, unit)
    except InputError:
        return None
