"""A value as templates see it: it knows which field it comes from."""

from __future__ import annotations

import re

from markupsafe import escape

from app.model.entities import BY_TABLE
from app.model.fields import Kind, specs

MARKUP_CHARACTERS = re.compile("[&<>\"']")


class Figure:
    """A value of a template, printed inside the markup that names its source; without a `ref` as bare text.

    `shown` is its text; an empty required field shows a gap to be filled in, so that no sentence hides it.
    """

    __slots__ = ("gap", "ref", "shown", "value")

    def __init__(self, value: object, ref: str, shown: str, gap: str = "") -> None:
        self.value = value
        self.ref = ref
        self.shown = shown
        self.gap = gap

    def __html__(self) -> str:
        text = self.shown or self.gap
        if MARKUP_CHARACTERS.search(text):
            text = escape(text)
        return f'<f ref="{self.ref}">{text}</f>' if text and self.ref else text

    def __str__(self) -> str:
        return self.shown

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Figure) else other))

    def __hash__(self) -> int:
        return hash(self.value)

    def showing(self, shown: str) -> Figure:
        """The same value written another way."""
        return Figure(self.value, self.ref, shown, self.gap)


_PROSE = frozenset({Kind.TEXT, Kind.LONG, Kind.CHOICE})


def is_number(ref: str) -> bool:
    """Whether a reference is of a number, typed or computed, rather than of words the officer wrote."""
    table, _, rest = ref.partition("/")
    spec = specs(BY_TABLE[table]).get(rest.rpartition("/")[2]) if table in BY_TABLE else None
    return bool(ref) and (spec is None or spec.kind not in _PROSE)
