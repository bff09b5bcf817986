"""Text selected with the mouse: where it stands on the pages, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ui.printing.pages import Box, Page, PlacedLine
from ui.printing.stops import Stop, stops


class Caret(NamedTuple):
    """A place between two characters; in reading order by comparison."""

    page: int  # index
    line: int  # of the page's
    cluster: int  # the one it stands before


class _ReadLine(NamedTuple):
    """A line with what it belongs to."""

    stop: Stop
    cell: int  # among the stop's
    placed: PlacedLine


def caret(pages: Sequence[Page], page: int, x: float, y: float) -> Caret | None:
    """The place nearest to a point; None on a page without text."""
    lines = _lines(pages[page])
    if not lines:
        return None
    number = min(range(len(lines)), key=lambda number: _distance(lines[number].placed.box, x, y))
    placed = lines[number].placed
    places = list(accumulate(placed.line.advances, initial=placed.x))
    return Caret(page, number, min(range(len(places)), key=lambda cluster: abs(places[cluster] - x)))


def boxes(page: Page, index: int, first: Caret, last: Caret) -> Iterator[Box]:
    """The rectangles of what is selected on a page."""
    for number, line in enumerate(_lines(page)):
        start, end = _range(line.placed, index, number, first, last)
        if start < end:
            places = list(accumulate(line.placed.line.advances, initial=line.placed.x))
            yield Box(places[start], line.placed.top, places[end], line.placed.bottom)


def text(pages: Sequence[Page], first: Caret, last: Caret) -> str:
    """What is selected: lines of a paragraph joined, rows and paragraphs on lines of their own, tabs between cells."""
    pieces: list[str] = []
    before: _ReadLine | None = None
    for index in range(first.page, last.page + 1):
        for number, line in enumerate(_lines(pages[index])):
            start, end = _range(line.placed, index, number, first, last)
            if start < end:
                pieces += [_joint(before, line), *line.placed.line.clusters[start:end]]
                before = line
    return "".join(pieces)


def _lines(page: Page) -> list[_ReadLine]:
    return [
        _ReadLine(stop, number, placed)
        for stop in stops(page)
        for number, cell in enumerate(stop.cells)
        for placed in cell.lines
    ]


def _range(placed: PlacedLine, page: int, number: int, first: Caret, last: Caret) -> tuple[int, int]:
    """From which cluster to which one a line is selected."""
    count = len(placed.line.clusters)
    here = (page, number)
    if not first[:2] <= here <= last[:2]:
        return 0, 0
    return first.cluster if here == first[:2] else 0, last.cluster if here == last[:2] else count


def _joint(before: _ReadLine | None, line: _ReadLine) -> str:
    if before is None or (line.stop.paragraph is not None and before.stop.paragraph is line.stop.paragraph):
        return ""
    if before.stop is not line.stop:
        return "\n"
    return "" if before.cell == line.cell else "\t"


def _distance(box: Box, x: float, y: float) -> tuple[float, float]:
    return max(box.top - y, y - box.bottom, 0.0), max(box.left - x, x - box.right, 0.0)
