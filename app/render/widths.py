"""How wide text is in characters: what breaks titles, places signatures and tells tall table rows."""

from __future__ import annotations

import unicodedata
from functools import cache

# Wide and full-width ones fill a character's square; ambiguous ones (“ ” — … ·) do so in a Chinese font.
_FULL = frozenset("WFA")
_MARKS = frozenset({"Mn", "Me", "Cf"})


def em_width(text: str) -> float:
    """The width of one line in characters of its font: 1 for a Chinese character, a half for a digit or letter."""
    if text.isascii():
        return len(text) / 2
    return sum(map(_width, text))


@cache
def _width(character: str) -> float:
    if unicodedata.category(character) in _MARKS:
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in _FULL else 0.5


def signature_indents(name: str, date: str) -> tuple[float, float]:
    """Right indents, in characters, of the signing department and of the date beneath it, on a report without a seal.

    The name stands two characters from the right, the date begins two characters after the name does; a date longer
    than the name stands two characters from the right itself and the name moves left (GB/T 9704-2012, 7.3.5.2).
    """
    difference = em_width(name) - em_width(date)
    return (2.0, difference) if difference >= 0 else (4.0 - difference, 2.0)
