"""Tables as WordprocessingML text, written row by row with every string that repeats made once."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from operator import gt
from typing import cast

from app.model.layout import Layout
from app.render.blocks import Grid, Line, Row, Table
from app.render.widths import em_width
from app.render.word.oxml import PLAIN_RUN, PLAIN_RUN_END, Proven
from app.render.word.rare import plain_test
from app.render.word.runs import RunWriter
from app.render.word.styles import CELL_STYLES

MOST_ROWS = 1000
"""Longer tables are split: LibreOffice needs 886 s for one table of 6,000 rows and 29 s for twenty of 300."""

_MOST_LINES = 20  # a row with more may break across pages
_LAST = 2  # rows that stay together at the end
_STYLE_END, _KEPT = "</w:pPr>", "<w:keepNext/></w:pPr>"
_CELL_END = "</w:p></w:tc>"
_NO_BORDERS = (
    '<w:tcBorders><w:left w:val="nil"/><w:bottom w:val="nil"/><w:right w:val="nil"/></w:tcBorders>'
    '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'
)
_WHOLE_ROW = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
_TALL_ROW = "<w:tr>"
_HEAD_ROW = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What cells of one column, span and class have in common."""

    opening: str
    chars: float  # in a line
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

    def write(self, table: Table, between: str, signature: str = "") -> Iterator[str]:
        """The table in slices of text; `between` comes between the parts of one that is split.

        The last row, mostly the total, stays with the one before and with the paragraphs of the `signature`. These are
        a last row without borders: LibreOffice keeps rows together, but no table with the paragraph below it.
        """
        edges = column_edges(table.widths, self._text_width)
        rows = _Rows(self._layout, self._ids, edges, repeats_labels=self._repeats_labels)
        head = "".join(rows.write(table.head, is_head=True))
        parts = _parts(table.bodies) or [[]]
        for number, groups in enumerate(parts):
            if not head and not groups:
                return
            yield (between if number else "") + self._opening(edges) + head
            written = chain.from_iterable(map(rows.write, groups))
            yield from _kept(written, is_signed=bool(signature)) if number == len(parts) - 1 else written
            if signature and number == len(parts) - 1:
                yield _signed(edges, signature)
            yield "</w:tbl>"

    def _opening(self, edges: Sequence[int]) -> str:
        columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._ids["table"]}"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0600"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        )


def _kept(rows: Iterator[str], *, is_signed: bool) -> Iterator[str]:
    """The rows of a table with its last two kept on one page."""
    held: deque[str] = deque()
    for row in rows:
        held.append(row)
        if len(held) > _LAST:
            yield held.popleft()
    for number, row in enumerate(held, 1):
        is_kept = (is_signed or number < len(held)) and row.startswith(_WHOLE_ROW)
        yield row.replace(_STYLE_END, _KEPT) if is_kept else row


def _signed(edges: Sequence[int], signature: str) -> str:
    """A row across the table that looks like paragraphs below it."""
    span = f'<w:gridSpan w:val="{len(edges) - 1}"/>' if len(edges) > 2 else ""
    cell = f'<w:tcPr><w:tcW w:w="{edges[-1]}" w:type="dxa"/>{span}{_NO_BORDERS}</w:tcPr>{signature}'
    return f"{_WHOLE_ROW}<w:tc>{cell}</w:tc></w:tr>"


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
        covered = max(covered, number + max((cell.rowspan for cell in row.form.cells), default=1))
    if start < len(body):
        yield body[start:]


@dataclass(slots=True)
class _Form:
    """How rows of one form are written at one place on the grid, as format strings that take what each cell holds."""

    shapes: tuple[_Shape, ...]  # of the cells
    rows: tuple[int, ...]  # that each of them spans
    any: str  # takes runs
    plain: str  # takes texts that need no more than to be put in place; for rows that hold nothing else
    short: tuple[float, ...]  # the longest text that cannot have too many lines, per cell
    is_proven: bool = False  # whether a plain row of it was written to be parsed


class _Rows:
    """Writes the rows of one table."""

    def __init__(self, layout: Layout, ids: Mapping[str, str], edges: Sequence[int], *, repeats_labels: bool) -> None:
        self._repeats_labels = repeats_labels
        self._labels: dict[int, str] = {}  # the cell last begun in a column, to be repeated
        self._layout = layout
        self._ids = ids
        self._edges = edges
        self._shapes: dict[tuple[int, int, bool, str, bool], _Shape] = {}
        self._forms: dict[Line, _Form] = {}
        self._are_plain = plain_test(
            *(layout.fonts[role] for role in (layout.table.header_font, layout.table.body_font))
        )

    def write(self, rows: Sequence[Row], *, is_head: bool = False) -> Iterator[str]:
        """The rows one by one; no span may leave them. Plain rows are proven once one of their form was parsed."""
        grid = Grid(len(self._edges) - 1)
        may_break_until = 0
        for number, row in enumerate(rows):
            line = grid.place(row.form)
            assert line is not None  # the markup was checked
            form = self._forms.get(line) or self._form(line, row)
            is_plain = row.texts is not None and not self._repeats_labels and self._are_plain(row.texts)
            cells, tall = self._plain(form, row) if is_plain else self._any(form, row, line)
            may_break_until = max(may_break_until, number + tall)
            opening = _HEAD_ROW if is_head else _TALL_ROW if number < may_break_until else _WHOLE_ROW
            written = f"{opening}{cells}</w:tr>"
            if is_plain and form.is_proven:
                yield Proven(written)
            else:
                form.is_proven |= is_plain
                yield written

    def _plain(self, form: _Form, row: Row) -> tuple[str, int]:
        """The cells of a row, and over how many rows from this one reaches a cell too tall to be kept whole."""
        texts = cast("tuple[str, ...]", row.texts)
        is_short = not any(map(gt, map(len, texts), form.short))
        return form.plain % texts, 0 if is_short else _tall(form, texts)

    def _any(self, form: _Form, row: Row, line: Line) -> tuple[str, int]:
        contents = tuple(shape.runs.write(cell.runs) for shape, cell in zip(form.shapes, row.cells, strict=True))
        written = self._repeated(form, contents, line) if self._repeats_labels else form.any % contents
        return written, _tall(form, [cell.text for cell in row.cells])

    def _repeated(self, form: _Form, contents: Sequence[str], line: Line) -> str:
        """The cells of a row with those that reach into it from above once more."""
        for column, number in line.places:
            if number is not None:
                self._labels[column] = f"{form.shapes[number].opening}{contents[number]}{_CELL_END}"
        return "".join(self._labels[column] for column, _ in line.places)

    def _form(self, line: Line, row: Row) -> _Form:
        cells = row.form.cells
        ends = [column for column, _ in line.places[1:]] + [len(self._edges) - 1]
        shapes: list[_Shape] = []
        runs: list[str] = []
        texts: list[str] = []
        for (column, number), end in zip(line.places, ends, strict=True):
            if number is None:
                covered = self._covered(column, end)
                runs.append(covered)
                texts.append(covered)
                continue
            cell = cells[number]
            shapes.append(self._shape((column, cell.colspan, cell.rowspan > 1, cell.align, cell.header)))
            opening = shapes[-1].opening.replace("%", "%%")
            runs.append(f"{opening}%s{_CELL_END}")
            # An empty text leaves no run behind; %.0s takes it and writes nothing.
            text = f"{PLAIN_RUN}%s{PLAIN_RUN_END}" if row.texts and row.texts[number] else "%.0s"
            texts.append(f"{opening}{text}{_CELL_END}")
        short = tuple(_MOST_LINES * shape.chars for shape in shapes)
        rows = tuple(cell.rowspan for cell in cells)
        self._forms[line] = _Form(tuple(shapes), rows, "".join(runs), "".join(texts), short)
        return self._forms[line]

    def _shape(self, key: tuple[int, int, bool, str, bool]) -> _Shape:
        if key in self._shapes:
            return self._shapes[key]
        column, span, is_merged, align, is_header = key
        table = self._layout.table
        style = self._ids["cell-head" if is_header else CELL_STYLES[align]]
        merge = '<w:vMerge w:val="restart"/>' if is_merged and not self._repeats_labels else ""
        opening = self._opening(column, column + span, merge) + f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        width = (self._edges[column + span] - self._edges[column]) / 20 - 2 * table.padding
        font = table.header_font if is_header or align == "strong" else table.body_font
        chars = max(1.0, width / (table.header_size if is_header else table.size))
        self._shapes[key] = _Shape(opening, chars, RunWriter(self._layout.fonts[font]))
        return self._shapes[key]

    def _covered(self, column: int, end: int) -> str:
        """A grid position under a cell that reaches down into this row, for a format string."""
        opening = self._opening(column, end, "<w:vMerge/>")
        covered = f'{opening}<w:p><w:pPr><w:pStyle w:val="{self._ids["cell-text"]}"/></w:pPr>{_CELL_END}'
        return covered.replace("%", "%%")

    def _opening(self, column: int, end: int, merge: str) -> str:
        width = self._edges[end] - self._edges[column]
        span = f'<w:gridSpan w:val="{end - column}"/>' if end - column > 1 else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'


def _tall(form: _Form, texts: Sequence[str]) -> int:
    """Over how many rows from its own reaches a cell with too many lines; 0 when none has."""
    tall = (
        rows
        for rows, shape, text in zip(form.rows, form.shapes, texts, strict=True)
        if _lines(text, shape.chars) > _MOST_LINES
    )
    return max(tall, default=0)


def _lines(text: str, chars: float) -> float:
    """How many lines a cell's text takes, `chars` characters in each; never too few."""
    return sum(math.ceil(em_width(line) / chars) or 1 for line in text.split("\n"))
