"""What stood at the top of a view, found again after the pages were laid out anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ui.printing.pages import Page
from ui.printing.pagination import row_of
from ui.printing.stops import Stop, stops

_MOST_PAGES = 12  # looked through on either side
_MOST_STOPS = 4  # tried one after another, since the first may be what was edited


class Spot(NamedTuple):
    """A height on a page, pt."""

    page: int  # index
    y: float


class _Trace(NamedTuple):
    """By what a paragraph or row is known again."""

    words: str
    row: str
    key: str


class Anchor:
    """The paragraphs or rows from a height of a page on."""

    def __init__(self, pages: Sequence[Page], at: Spot) -> None:
        self.page = at.page
        seen = [stop for stop in stops(pages[at.page]) if stop.box.bottom > at.y][:_MOST_STOPS]
        self._seen = [(_trace(stop), stop.box.top) for stop in seen]

    def shift(self, pages: Sequence[Page]) -> Spot | None:
        """The page where one of them stands now, and how far from its old height; None when none is found nearby."""
        for index in sorted(self._nearby(len(pages)), key=lambda index: abs(index - self.page)):
            here = [(stop.box.top, _trace(stop)) for stop in stops(pages[index])]
            for known, top in self._seen:
                for is_same in (_same_words, _same_source):
                    alike = [now - top for now, trace in here if is_same(known, trace)]
                    if alike:
                        return Spot(index, min(alike, key=abs))
        return None

    def _nearby(self, count: int) -> range:
        return range(max(self.page - _MOST_PAGES, 0), min(self.page + _MOST_PAGES + 1, count))


def _trace(stop: Stop) -> _Trace:
    words = stop.cells[0].lines[0].line.text if stop.paragraph is not None else stop.text
    return _Trace(words, row_of(stop.figures[0].ref) if stop.figures else "", stop.key)


def _same_words(known: _Trace, other: _Trace) -> bool:
    return known == other


def _same_source(known: _Trace, other: _Trace) -> bool:
    return bool(known.key or known.row) and known[1:] == other[1:]
