"""Where a page can be pointed at: its paragraphs and table rows, and the field that each place of them comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from app.render.blocks import Paragraph
from ui.printing.pages import Box, Page, PlacedLine, TextPart
from ui.printing.table import PlacedCell, TablePart

_MARGIN = 28.0  # pt beside a paragraph that still belong to it; its marks stand there


class Figure(NamedTuple):
    """A stretch of text with a source, as far as one line shows it."""

    ref: str
    box: Box


class Target(NamedTuple):
    """Where a place on a page leads to."""

    ref: str  # of a figure, `table/id/field`; empty where there is none near
    key: str  # under which the paragraph can be taken over; empty where it cannot
    is_exact: bool  # whether the place is the figure itself, not the words around it


NOWHERE = Target("", "", is_exact=False)


@dataclass(frozen=True)
class Stop:
    """What a page shows of a paragraph, or a table row."""

    box: Box
    cells: Sequence[PlacedCell]  # a paragraph is one
    paragraph: Paragraph | None  # None: a table row

    @property
    def key(self) -> str:
        """Under which the paragraph can be taken over."""
        return self.paragraph.key if self.paragraph else ""

    @property
    def text(self) -> str:
        """All of a paragraph, or of what is shown of a row, with tabs between the cells."""
        if self.paragraph is not None:
            return self.paragraph.text
        return "\t".join("".join(line.line.text for line in cell.lines) for cell in self.cells)

    @cached_property
    def figures(self) -> Sequence[Figure]:
        """Its figures in reading order; one that goes over several lines stands once, by its first stretch."""
        found: list[Figure] = []
        for figure in _figures(line for cell in self.cells for line in cell.lines):
            if not found or found[-1].ref != figure.ref:
                found.append(figure)
        return found

    def cell(self, x: float, y: float) -> PlacedCell | None:
        """What lies under a point; None when nothing of it does."""
        left = _MARGIN if self.paragraph is not None else 0.0
        return next((cell for cell in self.cells if cell.box.contains(x, y) or cell.box.contains(x + left, y)), None)


def stops(page: Page) -> list[Stop]:
    """The paragraphs and rows of a page in reading order."""
    found: list[Stop] = []
    for part in page.parts:
        if isinstance(part, TextPart):
            found.append(Stop(part.box, [PlacedCell((True, 0), part.box, list(part.lines()))], part.paragraph))
        elif isinstance(part, TablePart):
            ordered = sorted(part.cells(), key=lambda cell: cell.row)
            found += [_row(list(cells)) for _, cells in groupby(ordered, key=lambda cell: cell.row)]
    return found


def _row(cells: Sequence[PlacedCell]) -> Stop:
    lowest = min(cell.box.bottom for cell in cells)  # merged cells reach down over the rows that follow
    return Stop(Box(cells[0].box.left, cells[0].box.top, max(cell.box.right for cell in cells), lowest), cells, None)


def target(found: Sequence[Stop], x: float, y: float) -> Target:
    """Where a point leads to: the figure under it, else the nearest of its cell, paragraph or row, else of the next."""
    for index, stop in enumerate(found):
        cell = stop.cell(x, y)
        if cell is not None:
            exact = next((figure.ref for figure in _figures(cell.lines) if figure.box.contains(x, y)), "")
            near = exact or _nearest(_figures(cell.lines), x, y) or _nearest(stop.figures, x, y)
            return Target(near or _neighbour(found, index), stop.key, is_exact=bool(exact))
    return NOWHERE


def source(found: Sequence[Stop], index: int) -> Target:
    """Where a stop as a whole leads to."""
    stop = found[index]
    return Target(stop.figures[0].ref if stop.figures else _neighbour(found, index), stop.key, is_exact=False)


def page_text(found: Iterable[Stop]) -> str:
    """The text a page shows, a paragraph or row a line."""
    return "\n".join(_shown(stop) for stop in found)


def _shown(stop: Stop) -> str:
    if stop.paragraph is None:
        return stop.text
    return "".join(line.line.text for line in stop.cells[0].lines)


def _figures(lines: Iterable[PlacedLine]) -> Iterator[Figure]:
    for placed in lines:
        yield from (Figure(run.ref, box) for box, run in placed.stretches() if run.ref)


def _nearest(figures: Iterable[Figure], x: float, y: float) -> str:
    """The figure nearest to a point, one on its line before any other; empty when there is none."""
    return min(figures, key=lambda figure: _distance(figure.box, x, y), default=Figure("", Box(0, 0, 0, 0))).ref


def _distance(box: Box, x: float, y: float) -> tuple[float, float]:
    return max(box.top - y, y - box.bottom, 0.0), max(box.left - x, x - box.right, 0.0)


def _neighbour(found: Sequence[Stop], index: int) -> str:
    """A heading belongs to what follows it; the last words of a page to what comes before them."""
    others = [*found[index + 1 :], *reversed(found[:index])]
    return next((stop.figures[0].ref for stop in others if stop.figures), "")
