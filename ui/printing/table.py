"""Tables on pages: where they are cut, and the lines and rules of each stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.render.blocks import Run
from ui.printing.fonts import ASCENT
from ui.printing.grid import Bands, Cut, Grid, Label, Slot
from ui.printing.lines import Line
from ui.printing.pages import Box, PlacedLine, Rule


def cuts(grid: Grid, room: float, full: float, tail: float) -> Iterator[tuple[bool, Cut] | None]:
    """The stretches of a table, each with whether it begins a page: the first may stand in the `room` that is left.

    None comes in between wherever a pause can be made: the table is measured as far as the next stretch needs. Lengths
    in pt; `full` is the height of an empty page, `tail` what must follow the last row on the same page. The last row
    never stands alone: it takes the one before it along.
    """
    head = grid.head.cut(0, full).height
    room, full = room - head, full - head
    is_fresh = room >= full - 0.01
    breaks = False
    start = 0
    while True:
        yield from _measuring(grid, start, room)
        if start == len(grid.body):
            return
        cut = grid.body.cut(start, room)
        end = _end(grid.body, cut, room, tail)
        if end == start and is_fresh:
            # Two rows that do not fit together, or one without room for its signatures: a new page gains nothing.
            end = max(cut.end, start + 1)
        if end > start:
            yield breaks, cut if end == cut.end else grid.body.cut(start, float("inf"), end)
            start = end
        room, is_fresh, breaks = full, True, True


def _measuring(grid: Grid, start: int, room: float) -> Iterator[None]:
    """Measures on until two bands more are known than fit, so that the end of the table can be told from a cut."""
    while start >= len(grid.body) - 2 or grid.body.cut(start, room).end >= len(grid.body) - 1:
        known = len(grid.body)
        while len(grid.body) == known:
            if not grid.grow():
                return
            yield None


def _end(body: Bands, cut: Cut, room: float, tail: float) -> int:
    """Where to end instead of at the cut so that the end of the table keeps together; may leave nothing."""
    total = len(body)
    is_torn = (cut.end == total and cut.height + tail > room + 0.01) or (cut.end == total - 1 and cut.end > cut.start)
    return max(total - 2, cut.start) if is_torn else cut.end


class PlacedCell(NamedTuple):
    """What a page shows of a cell."""

    row: tuple[bool, int]  # whether it is of the body, and the band
    box: Box
    lines: Sequence[PlacedLine]


@dataclass(frozen=True)
class TablePart:
    """A stretch of a table on a page."""

    grid: Grid
    cut: Cut
    left: float
    top: float

    @cached_property
    def head(self) -> Cut:
        """The repeated rows."""
        return self.grid.head.cut(0, float("inf"))

    @cached_property
    def box(self) -> Box:
        """The rectangle it takes."""
        right = self.left + self.grid.edges[-1]
        return Box(self.left, self.top, right, self.top + self.head.height + self.cut.height)

    def lines(self) -> Iterator[PlacedLine]:
        """The cells' lines, row by row."""
        for bands, cut, top in self._stretches:
            yield from self._lines(bands, cut, top)

    def cells(self) -> Iterator[PlacedCell]:
        """The cells, row by row, each with its rectangle on the page."""
        for bands, cut, top in self._stretches:
            for piece, first, end in bands.pieces(cut):
                above, below = (top + cut.tops[index - cut.start] for index in (first, end))
                box = Box(self.left + piece.left, above, self.left + piece.right, below)
                yield PlacedCell(
                    (bands is self.grid.body, first), box, list(self._cell(piece, above, below, bands.padding))
                )

    def runs(self) -> Iterator[Run]:
        """The runs of the cells it shows, in no particular order."""
        for bands, cut, _ in self._stretches:
            for band in bands.bands[cut.start : cut.end]:
                for slot in band.slots:
                    yield from slot.cell.runs
            for label in bands.labels:
                if label.first < cut.end and cut.start <= label.last:
                    yield from label.cell.runs

    @property
    def _stretches(self) -> Iterator[tuple[Bands, Cut, float]]:
        """The repeated rows and the others, with where they begin."""
        yield self.grid.head, self.head, self.top
        yield self.grid.body, self.cut, self.top + self.head.height

    def rules(self) -> Sequence[Rule]:
        """The grid lines, those that continue each other as one."""
        across: dict[float, list[tuple[float, float]]] = {}
        down: dict[float, list[tuple[float, float]]] = {}
        for bands, cut, top in self._stretches:
            self._edges(bands, cut, top, across, down)
        rules = [Rule(x1, y, x2, y) for y, spans in across.items() for x1, x2 in _joined(spans)]
        return rules + [Rule(x, y1, x, y2) for x, spans in down.items() for y1, y2 in _joined(spans)]

    def _lines(self, bands: Bands, cut: Cut, top: float) -> Iterator[PlacedLine]:
        for piece, first, end in bands.pieces(cut):
            above, below = (top + cut.tops[index - cut.start] for index in (first, end))
            yield from self._cell(piece, above, below, bands.padding)

    def _cell(self, piece: Slot | Label, above: float, below: float, padding: float) -> Iterator[PlacedLine]:
        text = piece.text
        if isinstance(piece, Label) or (piece.opens and piece.closes):
            lines: Sequence[Line] = text.lines
            y = (above + below - len(lines) * text.pitch) / 2
        else:
            lines = piece.lines
            y = above + (padding if piece.opens else 0.0)
        x = self.left + piece.left + self.grid.style.padding
        baseline = (text.pitch - text.size) / 2 + ASCENT * text.size
        for number, line in enumerate(lines):
            line_top = y + number * text.pitch
            yield PlacedLine(x + line.left, line_top + baseline, line_top, line_top + text.pitch, line, piece.cell.runs)

    def _edges(
        self,
        bands: Bands,
        cut: Cut,
        top: float,
        across: dict[float, list[tuple[float, float]]],
        down: dict[float, list[tuple[float, float]]],
    ) -> None:
        for piece, first, end in bands.pieces(cut):
            above, below = (round(top + cut.tops[index - cut.start], 3) for index in (first, end))
            left, right = (round(self.left + edge, 3) for edge in (piece.left, piece.right))
            if isinstance(piece, Label) or piece.opens or first == cut.start:
                across.setdefault(above, []).append((left, right))
            if isinstance(piece, Label) or piece.closes or end == cut.end:
                across.setdefault(below, []).append((left, right))
            down.setdefault(left, []).append((above, below))
            down.setdefault(right, []).append((above, below))


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans on one straight line, those that touch made into one."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 0.01:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
