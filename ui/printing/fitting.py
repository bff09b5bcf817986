"""The size at which tables fit the width of their page: one size for all tables of a section."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

from app.model.layout import TableStyle, TextSize
from app.render.blocks import Grid, Row, Table
from ui.printing.cells import column_edges, is_bare_number
from ui.printing.fonts import Face, FontSet

_STEP = 0.5  # pt

_LABEL, _PROSE = 2, 4
"""How many characters a line holds at least where a size fits, of a label and of a longer text."""

_LONGEST_LABEL = 12  # characters

_ROWS = 100  # looked at between two pauses

Span = tuple[int, int]
"""The first column of a cell, and the one after its last."""


def fitted(
    style: TableStyle, size: TextSize, tables: Sequence[Table], fonts: FontSet, width: float
) -> Generator[None, None, TableStyle]:
    """The style with the largest size at which no number is wider than its column and no text too narrow to be read.

    What does not even fit at the least size is not waited for: numbers are then made smaller one by one. `width` is
    that of the text area, pt.
    """
    steps = int((size.wanted - size.least) / _STEP + 0.001)
    sizes = [size.wanted - number * _STEP for number in range(max(steps, 0) + 1)]
    if len(sizes) > 1:
        needs = yield from _needs(tables, fonts.face(style.body_font, size.wanted))
        hopeless = _misfits(needs, style, sizes[-1], width)
        best = next(each for each in sizes if _misfits(needs, style, each, width) <= hopeless)
    else:
        best = sizes[0]
    return replace(style, size=best, header_size=best)


Needs = Sequence[tuple[Table, Mapping[Span, float]]]
"""For the columns of each table the width, in characters, that the widest of their cells needs."""


def _needs(tables: Sequence[Table], face: Face) -> Generator[None, None, Needs]:
    found: list[tuple[Table, Mapping[Span, float]]] = []
    for table in tables:
        needs: dict[Span, float] = {}
        for rows in (table.head, *table.bodies):
            grid = Grid(len(table.widths))
            for number, row in enumerate(rows):
                _add(row, grid, face, needs)
                if number % _ROWS == 0:
                    yield
        found.append((table, needs))
    return found


def _add(row: Row, grid: Grid, face: Face, needs: dict[Span, float]) -> None:
    line = grid.place(row.form)
    assert line is not None  # the markup was checked
    texts = row.texts if row.texts is not None else [cell.text for cell in row.cells]
    for column, number in line.places:
        if number is not None and (text := texts[number]):
            form = row.form.cells[number]
            span = column, column + form.colspan
            need = _need(text, face, is_label=form.header or form.align != "text" or form.rowspan > 1)
            if need > needs.get(span, 0.0):
                needs[span] = need


def _need(text: str, face: Face, *, is_label: bool) -> float:
    if is_bare_number(text):
        return sum(map(face.advances.__getitem__, text)) / face.size
    return min(len(text), _LABEL if is_label or len(text) <= _LONGEST_LABEL else _PROSE)


def _misfits(needs: Needs, style: TableStyle, size: float, width: float) -> set[tuple[int, Span]]:
    """The columns, with the number of their table, that are too narrow for a size."""
    found: set[tuple[int, Span]] = set()
    for number, (table, spans) in enumerate(needs):
        edges = column_edges(table.widths, width, size + 2 * style.padding)
        for (first, end), need in spans.items():
            if need * size > edges[end] - edges[first] - 2 * style.padding + 0.01:
                found.add((number, (first, end)))
    return found
