"""Figures that are nearly the same: a digit mistyped, or two that changed places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from app.checks import texts
from app.checks.figures import Figure, Reading, Role

_LONG = 5  # digits from which on two figures are hardly alike by chance
_FOUR = 4  # … where what they count is much alike as well
_ALIKE = 0.5  # likeness of two nouns that is much
_LONG_NAME = 6  # characters of a name that stands within another
_ROW_BY_ROW = 3  # figures under one name beyond which it is told row by row
_KEPT = 4  # figures remembered of one pattern


def slips(reading: Reading, told: set[frozenset[Decimal]]) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of figures of like things in different fields that differ by a slip of the hand; `told` are pairs of
    values that were told already, to which the new ones are added.
    """
    names = Counter(figure.key for figure in reading.figures)
    seen: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if figure.is_approximate or figure.role is not Role.ACTUAL or (figure.noun and names[figure.key] > _ROW_BY_ROW):
            continue
        digits = _digits(figure)
        if len(digits) < _FOUR and figure.unit != "%":
            continue
        patterns = [f"{digits[:place]}*{digits[place + 1 :]}" for place in range(len(digits))]
        for pattern in (*patterns, "".join(sorted(digits))):
            known = seen[figure.unit, pattern]
            for other in known:
                values = frozenset({figure.value, other.value})
                if len(values) > 1 and values not in told and _may_be_one(figure, other, len(digits)):
                    told.add(values)
                    yield other, figure
            if len(known) < _KEPT:
                known.append(figure)


def _digits(figure: Figure) -> str:
    return "".join(sign for sign in figure.written if sign.isdigit())


def _may_be_one(first: Figure, second: Figure, digits: int) -> bool:
    """Whether two figures may be meant as one: the fewer digits they have, the more their words must say so."""
    places = {(item.passage.table, item.passage.row_id, item.passage.field) for item in (first, second)}
    are_projects = first.passage.table == second.passage.table == "project"
    if len(places) == 1 or are_projects or first.places != second.places:
        return False
    if first.unit == "%" or digits < _FOUR:
        return min(len(first.noun), len(second.noun)) >= _LONG_NAME and is_within(first.noun, second.noun)
    if digits < _LONG:
        return min(len(first.noun), len(second.noun)) >= _FOUR and texts.likeness(first.noun, second.noun) >= _ALIKE
    words = [texts.pairs(f"{item.noun}{item.after}") for item in (first, second)]
    return bool(words[0] & words[1])


def is_within(first: str, second: str) -> bool:
    """Whether the characters of the shorter name stand in the longer one in their order."""
    short, long = sorted((first, second), key=len)
    letters = iter(long)
    return all(letter in letters for letter in short)
