"""Tables as WordprocessingML text, written row by row with every string that repeats made once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from app.model.layout import Layout
from app.render.blocks import Cell, Row, Table, grid
from app.render.widths import em_width
from app.render.word.oxml import Proven
from app.render.word.runs import RunWriter
from app.render.word.styles import CELL_STYLES

MOST_ROWS = 1000
"""Longer tables are split: LibreOffice needs 886 s for one table of 6,000 rows and 29 s for twenty of 300."""

_MOST_LINES = 20  # a row with more may break across pages
_BREAK = 40  # a line break in a run takes more characters than this
_CELL_END = "</w:p></w:tc>"
_WHOLE_ROW = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
_TALL_ROW = "<w:tr>"
_HEAD_ROW = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What cells of one column, span and class have in common."""

    opening: str
    chars: float  # in a line
    short: float  # a text whose runs are no longer than this cannot have too many lines
    runs: RunWriter


class TableWriter:
    """Writes the tables of sections that are as wide as `text_width`, twips.

    `repeats_labels` writes a merged cell again in every row it covers: Word shows a merged one on its first page only.
    """

    def __init__(
        self, layout: Layout, style_ids: Mapping[str, str], text_width: int, *, repeats_labels: bool = False
    ) -> None:
        self._layout = layout
        self._ids = style_ids
        self._text_width = text_width
        self._repeats_labels = repeats_labels

    def write(self, table: Table, between: str) -> Iterator[str]:
        """The table in slices of text; `between` comes between the parts of one that is split."""
        edges = column_edges(table.widths, self._text_width)
        rows = _Rows(self._layout, self._ids, edges, repeats_labels=self._repeats_labels)
        head = "".join(rows.write(table.head, is_head=True))
        for number, groups in enumerate(_parts(table.bodies) or [[]]):
            if not head and not groups:
                return
            yield (between if number else "") + self._opening(edges) + head
            for group in groups:
                yield from rows.write(group)
            yield "</w:tbl>"

    def _opening(self, edges: Sequence[int]) -> str:
        columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._ids["table"]}"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0600"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        )


def column_edges(shares: Sequence[float], width: int) -> list[int]:
    """Where columns begin and end: 0, …, `width`, in proportion to their shares."""
    total = sum(shares)
    return [0, *(round(width * part / total) for part in accumulate(shares))]


def _parts(bodies: Sequence[Sequence[Row]]) -> list[list[Sequence[Row]]]:
    """The bodies dealt out to as few tables as may be long, split within a body only where it alone is too long."""
    parts: list[list[Sequence[Row]]] = []
    count = MOST_ROWS
    for group in (group for body in bodies for group in _groups(body)):
        if count + len(group) > MOST_ROWS:
            parts.append([])
            count = 0
        parts[-1].append(group)
        count += len(group)
    return parts


def _groups(body: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The body, or stretches of one that is too long which no span leaves."""
    start = cut = covered = 0
    for number, row in enumerate(body if len(body) > MOST_ROWS else ()):
        if number >= covered:
            cut = number
        if number - start >= MOST_ROWS and cut > start:
            yield body[start:cut]
            start = cut
        covered = max(covered, number + max((cell.rowspan for cell in row.cells), default=1))
    if start < len(body):
        yield body[start:]


class _Rows:
    """Writes the rows of one table."""

    def __init__(self, layout: Layout, ids: Mapping[str, str], edges: Sequence[int], *, repeats_labels: bool) -> None:
        self._repeats_labels = repeats_labels
        self._labels: dict[int, str] = {}  # the cell last begun in a column, to be repeated
        self._layout = layout
        self._ids = ids
        self._edges = edges
        self._shapes: dict[tuple[int, int, bool, str, bool], _Shape] = {}
        self._covers: dict[tuple[int, int], str] = {}
        self._written: set[tuple[str, ...]] = set()  # the tags of rows that were written to be parsed

    def write(self, rows: Sequence[Row], *, is_head: bool = False) -> Iterator[str]:
        """The rows one by one; no span may leave them. A row is proven when its tags were written before and its
        cells hold plain text.
        """
        may_break_until = 0
        for number, line in enumerate(grid(rows, len(self._edges) - 1)):
            cells, tags, tall = self._cells(line)
            may_break_until = max(may_break_until, number + tall)
            opening = _HEAD_ROW if is_head else _TALL_ROW if number < may_break_until else _WHOLE_ROW
            row = f"{opening}{cells}</w:tr>"
            if tags in self._written:
                yield Proven(row)
                continue
            if tags:
                self._written.add(tags)
            yield row

    def _cells(self, line: Sequence[tuple[int, Cell | None]]) -> tuple[str, tuple[str, ...], int]:
        """The cells of a row, their tags when all their text is plain (else none), and over how many rows from this
        one reaches a cell too tall to be kept whole.
        """
        parts: list[str] = []
        tags: list[str] = []
        is_plain = not self._repeats_labels
        tall = 0
        for position, (column, cell) in enumerate(line):
            if cell is None:
                end = line[position + 1][0] if position + 1 < len(line) else len(self._edges) - 1
                covered = self._labels.get(column) or self._covered(column, end)
                parts.append(covered)
                tags.append(covered)
                continue
            is_merged = cell.rowspan > 1 and not self._repeats_labels
            key = (column, cell.colspan, is_merged, cell.align, cell.header)
            shape = self._shapes.get(key) or self._shape(key)
            content = shape.runs.plain(cell.runs)
            if content is None:
                is_plain = False
                content = shape.runs.write(cell.runs)
            parts += (shape.opening, content, _CELL_END)
            tags.append(shape.opening)
            if self._repeats_labels:
                self._labels[column] = shape.opening + content + _CELL_END
            if len(content) > shape.short and _lines(cell.text, shape.chars) > _MOST_LINES:
                tall = max(tall, cell.rowspan)
        return "".join(parts), tuple(tags) if is_plain else (), tall

    def _shape(self, key: tuple[int, int, bool, str, bool]) -> _Shape:
        column, span, is_merged, align, is_header = key
        table = self._layout.table
        style = self._ids["cell-head" if is_header else CELL_STYLES[align]]
        merge = '<w:vMerge w:val="restart"/>' if is_merged else ""
        opening = self._opening(column, column + span, merge) + f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        width = (self._edges[column + span] - self._edges[column]) / 20 - 2 * table.padding
        font = table.header_font if is_header or align == "strong" else table.body_font
        chars = max(1.0, width / (table.header_size if is_header else table.size))
        short = _MOST_LINES * min(chars, _BREAK)
        self._shapes[key] = _Shape(opening, chars, short, RunWriter(self._layout.fonts[font]))
        return self._shapes[key]

    def _covered(self, column: int, end: int) -> str:
        """A grid position under a cell that reaches down into this row."""
        known = self._covers.get((column, end))
        if known is None:
            opening = self._opening(column, end, "<w:vMerge/>")
            known = f'{opening}<w:p><w:pPr><w:pStyle w:val="{self._ids["cell-text"]}"/></w:pPr>{_CELL_END}'
            self._covers[column, end] = known
        return known

    def _opening(self, column: int, end: int, merge: str) -> str:
        width = self._edges[end] - self._edges[column]
        span = f'<w:gridSpan w:val="{end - column}"/>' if end - column > 1 else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'


def _lines(text: str, chars: float) -> float:
    """How many lines a cell's text takes, `chars` characters in each; never too few."""
    return sum(math.ceil(em_width(line) / chars) or 1 for line in text.split("\n"))
