"""Where the figures of an entry stand on a page, and the sentences around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

from ui.printing.pages import Box, Page, Part, PlacedLine, TextPart

_SENTENCE_ENDS = frozenset("。！？；\n")


_SHORT = 40  # characters


class Mark(NamedTuple):
    """A stretch of text to be marked."""

    box: Box
    baseline: float
    is_figure: bool  # the figure itself, not the sentence around it
    is_short: bool = False  # a figure or name rather than prose


def matches(prefix: str) -> Callable[[str], bool]:
    """Whether a ref is the one asked for, or belongs to the row or field that is."""
    below = prefix.rstrip("/") + "/"
    return lambda ref: bool(prefix) and (ref == prefix or ref.startswith(below))


def marks(page: Page, is_marked: Callable[[str], bool]) -> Iterator[Mark]:
    """The marked figures of a page, each after the sentence (in a table: nothing) around it."""
    for part in page.parts:
        if has_marks(part, is_marked):
            lines = list(part.lines())
            if isinstance(part, TextPart):
                yield from _sentences(lines, is_marked)
            for placed in lines:
                for box, run in placed.stretches():
                    if is_marked(run.ref):
                        yield Mark(box, placed.baseline, is_figure=True, is_short=len(run.text) <= _SHORT)


def has_marks(part: Part, is_marked: Callable[[str], bool]) -> bool:
    """Whether any figure of a part is marked."""
    return any(is_marked(run.ref) for run in part.runs())


def _sentences(lines: list[PlacedLine], is_marked: Callable[[str], bool]) -> Iterator[Mark]:
    """The sentences with marked figures, line by line, of what a page shows of a paragraph."""
    text = [cluster for placed in lines for cluster in placed.line.clusters]
    inside = [False] * len(text)
    offset = 0
    for placed in lines:
        for span, start, end in placed.line.stretches():
            if is_marked(placed.runs[span.run].ref):
                first, last = _sentence(text, offset + start, offset + end)
                inside[first:last] = [True] * (last - first)
        offset += len(placed.line.clusters)
    offset = 0
    for placed in lines:
        yield from _stretches(placed, inside[offset : offset + len(placed.line.clusters)])
        offset += len(placed.line.clusters)


def _sentence(text: list[str], start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1] not in _SENTENCE_ENDS:
        start -= 1
    while end < len(text) and text[end - 1] not in _SENTENCE_ENDS:
        end += 1
    return start, end


def _stretches(placed: PlacedLine, inside: list[bool]) -> Iterator[Mark]:
    places = list(accumulate(placed.line.advances, initial=placed.x))
    start = None
    for place, is_inside in enumerate([*inside, False]):
        if is_inside and start is None:
            start = place
        elif not is_inside and start is not None:
            box = Box(places[start], placed.top, places[place], placed.bottom)
            yield Mark(box, placed.baseline, is_figure=False)
            start = None
