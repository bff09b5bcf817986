"""Tables measured: rows as bands of set cells, so that pages can be cut between any two of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.model.layout import TableStyle
from app.render import blocks
from app.render.blocks import Cell, Row, Table
from ui.printing.cells import CellSetter, CellText, column_edges
from ui.printing.lines import Line

_LABEL_SHARE = 1 / 2
"""A merged cell higher than this share of a page is no label: its text flows from page to page and is not repeated."""

_HEAD_SHARE = 1 / 2
"""A head higher than this share of a page is printed once, not on every page."""


@dataclass(slots=True, eq=False)
class Slot:
    """What one band shows of a cell."""

    cell: Cell
    left: float
    right: float
    text: CellText
    lines: Sequence[Line]
    opens: bool = True  # whether the cell begins, and ends, in this band
    closes: bool = True


@dataclass(slots=True)
class Label:
    """A cell merged over several bands, shown anew on every page it reaches."""

    cell: Cell
    left: float
    right: float
    text: CellText
    first: int  # band
    last: int

    def need(self, padding: float) -> float:
        """The height it takes at least."""
        return self.text.height + 2 * padding


@dataclass(slots=True)
class Band:
    """A table row, or one line of a row that is higher than a page."""

    height: float
    slots: list[Slot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cut:
    """The bands from start to end on one page; `tops` are where they begin, and where the last one ends."""

    start: int
    end: int
    tops: tuple[float, ...]

    @property
    def height(self) -> float:
        """All bands together."""
        return self.tops[-1]


class Bands:
    """The bands of a table's head or of all its bodies."""

    def __init__(self, padding: float) -> None:
        self.padding = padding  # above and below the text of a cell
        self.bands: list[Band] = []
        self.labels: list[Label] = []
        self._starting: dict[int, list[Label]] = {}

    def __len__(self) -> int:
        return len(self.bands)

    def add(self, bands: Sequence[Band], labels: Sequence[Label]) -> None:
        """Appends bands; the labels count from the first of them."""
        offset = len(self.bands)
        self.bands += bands
        for label in labels:
            label.first += offset
            label.last += offset
            self.labels.append(label)
            self._starting.setdefault(label.first, []).append(label)

    def cut(self, start: int, room: float, stop: int | None = None) -> Cut:
        """As many bands from `start` on as fit into `room`, pt; labels get the room they need on this page."""
        stop = len(self.bands) if stop is None else stop
        tops = [0.0]
        least = 0.0
        before = (label for label in self.labels if label.first < start <= label.last)
        still_open = [(label.last, label.need(self.padding)) for label in before]
        for index in range(start, stop):
            top = tops[-1]
            still_open += [(each.last, top + each.need(self.padding)) for each in self._starting.get(index, ())]
            bottom = max([top + self.bands[index].height, *(floor for last, floor in still_open if last == index)])
            still_open = [each for each in still_open if each[0] > index]
            lowest = max([bottom, *(floor for _, floor in still_open)])
            if lowest > room + 0.01:
                break
            least = lowest
            tops.append(bottom)
        tops[-1] = max(tops[-1], least)
        return Cut(start, start + len(tops) - 1, tuple(tops))

    def pieces(self, cut: Cut) -> Iterator[tuple[Slot | Label, int, int]]:
        """What stands in a cut, in reading order, each with its first band and the one after its last."""
        reaching: dict[int, list[Slot | Label]] = {}
        for label in self.labels:
            if label.first < cut.end and cut.start <= label.last:
                reaching.setdefault(max(label.first, cut.start), []).append(label)
        for index in range(cut.start, cut.end):
            here = [*self.bands[index].slots, *reaching.get(index, ())]
            for piece in sorted(here, key=lambda piece: piece.left):
                end = min(piece.last + 1, cut.end) if isinstance(piece, Label) else index + 1
                yield piece, index, end


@dataclass(slots=True)
class Grid:
    """A table, measured as far as it has grown: a long one is measured no further than what is laid out of it."""

    style: TableStyle
    edges: Sequence[float]
    head: Bands  # repeated on every page; without bands when there is none
    body: Bands
    growth: Iterator[None]  # measures a row with each step

    def grow(self) -> bool:
        """Measures a little more; False when all is measured."""
        return next(self.growth, self) is not self


def measure(table: Table, style: TableStyle, setter: CellSetter, width: float, full: float) -> Grid:
    """Begins to set a table's cells in a text area of that width; `full` is the height of an empty page, pt."""
    edges = column_edges(table.widths, width, style.size + 2 * style.padding)
    rows = _Measurer(style, setter, edges, full)
    head, body = Bands(rows.padding), Bands(rows.padding)
    for _ in rows.measuring([table.head], head):
        pass
    if not any(table.bodies) or (head.bands and head.cut(0, full * _HEAD_SHARE).end < len(head)):
        return Grid(style, edges, Bands(rows.padding), body, rows.measuring([table.head, *table.bodies], body))
    rows.full -= head.cut(0, full).height
    return Grid(style, edges, head, body, rows.measuring(table.bodies, body))


class _Measurer:
    """Turns groups of rows into bands no higher than a page."""

    def __init__(self, style: TableStyle, setter: CellSetter, edges: Sequence[float], full: float) -> None:
        self.padding = style.padding / 2
        self.full = full
        self._sides = style.padding
        self._setter = setter
        self._edges = edges

    def measuring(self, groups: Iterable[Sequence[Row]], found: Bands) -> Iterator[None]:
        """Adds groups of rows to the bands, each when it is whole; a step is a row."""
        for rows in groups:
            bands: list[Band] = []
            merged: list[Label] = []
            for number, line in enumerate(blocks.grid(rows, len(self._edges) - 1)):
                band = Band(0.0)
                bands.append(band)
                for column, cell in line:
                    if cell is not None:
                        self._add(cell, column, number, band, merged)
                yield
            found.add(*self._whole(bands, merged))

    def _whole(self, bands: Sequence[Band], merged: Sequence[Label]) -> tuple[list[Band], list[Label]]:
        """A group as it is laid out: merged cells that are no labels flow, and no band is higher than a page."""
        labels = []
        for label in merged:
            if label.need(self.padding) > self.full * _LABEL_SHARE:
                self._let_flow(label, bands)
            else:
                labels.append(label)
        return self._sliced(bands, labels)

    def _add(self, cell: Cell, column: int, number: int, band: Band, merged: list[Label]) -> None:
        left, right = self._edges[column], self._edges[column + cell.colspan]
        text = self._setter.text(cell, max(right - left - 2 * self._sides, 1.0))
        if cell.rowspan > 1:
            merged.append(Label(cell, left, right, text, number, number + cell.rowspan - 1))
            band.height = max(band.height, text.pitch + 2 * self.padding)
        else:
            band.slots.append(Slot(cell, left, right, text, text.lines))
            band.height = max(band.height, text.height + 2 * self.padding)

    def _let_flow(self, label: Label, bands: Sequence[Band]) -> None:
        """Gives each band as many lines of a merged cell as it has room for, and the last one the rest."""
        lines = list(label.text.lines)
        for index in range(label.first, label.last + 1):
            band = bands[index]
            is_last = index == label.last
            count = len(lines) if is_last else int((band.height - 2 * self.padding) / label.text.pitch + 0.01)
            opens = index == label.first
            band.slots.append(Slot(label.cell, label.left, label.right, label.text, lines[:count], opens, is_last))
            if is_last:
                band.height = max(band.height, len(lines) * label.text.pitch + 2 * self.padding)
            lines = lines[count:]

    def _sliced(self, bands: Sequence[Band], labels: list[Label]) -> tuple[list[Band], list[Label]]:
        """The bands with those higher than a page cut into lines; labels move along."""
        if all(band.height <= self.full for band in bands):
            return list(bands), labels
        result: list[Band] = []
        firsts: list[int] = []
        repeated: list[Label] = []
        for band in bands:
            firsts.append(len(result))
            if band.height <= self.full:
                result.append(band)
                continue
            leading = self._leading(band)
            result += self._slices([slot for slot in band.slots if slot not in leading])
            repeated += [
                Label(slot.cell, slot.left, slot.right, slot.text, firsts[-1], len(result) - 1) for slot in leading
            ]
        firsts.append(len(result))
        for label in labels:
            label.first, label.last = firsts[label.first], firsts[label.last + 1] - 1
        return result, labels + repeated

    def _leading(self, band: Band) -> list[Slot]:
        """The cells of a row that goes on over pages which say what it is about: they are repeated as merged ones are.

        These are its headings, and the words in the middle of their cells before the first running text.
        """
        found: list[Slot] = []
        is_leading = True
        for slot in sorted(band.slots, key=lambda slot: slot.left):
            is_leading = is_leading and slot.cell.align != "text"
            is_low = slot.text.height + 2 * self.padding <= self.full * _LABEL_SHARE
            if (is_leading or slot.cell.header) and is_low and slot.opens and slot.closes:
                found.append(slot)
        return found

    def _slices(self, cut: Sequence[Slot]) -> list[Band]:
        count = max(len(slot.lines) for slot in cut)
        pitch = max(slot.text.pitch for slot in cut)
        slices = []
        for number in range(count):
            is_first, is_last = number == 0, number == count - 1
            slots = [
                Slot(
                    slot.cell, slot.left, slot.right, slot.text, slot.lines[number : number + 1],
                    slot.opens and is_first, slot.closes and is_last,
                )
                for slot in cut
            ]  # fmt: skip
            slices.append(Band(pitch + self.padding * (is_first + is_last), slots))
        return slices
