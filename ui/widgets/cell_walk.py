"""Where the keys of a spreadsheet lead from a cell."""

from __future__ import annotations

from collections.abc import Callable

from ui.models.entity_table_model import EntityTableModel
from ui.widgets.selection import Range

Cell = tuple[int, int]
"""Line and column."""


def across(model: EntityTableModel, cell: Cell, step: int) -> Cell | None:
    """The next cell that can be filled in, line after line; None beyond the table's ends."""
    line, place = cell
    while True:
        place += step
        if not 0 <= place < len(model.columns):
            line += step
            place = 0 if step > 0 else len(model.columns) - 1
        if not 0 <= line < len(model.rows):
            return None
        if model.columns[place].spec is not None and model.row_at(line) is not None:
            return line, place


def below(model: EntityTableModel, line: int, step: int) -> int:
    """The next line of a row, up (-1) or down (1); beyond the ends where there is none."""
    line += step
    while 0 <= line < len(model.rows) and model.row_at(line) is None:
        line += step
    return line


def within(part: Range, cell: Cell, right: int, down: int) -> Cell:
    """The next cell of a selected rectangle: by line for Tab, by column for Enter, round and round."""
    line, place = cell[0] - part.top, cell[1] - part.left
    if right:
        number = (line * part.width + place + right) % part.cells
        return part.top + number // part.width, part.left + number % part.width
    number = (place * part.height + line + down) % part.cells
    return part.top + number % part.height, part.left + number // part.height


def edge(model: EntityTableModel, cell: Cell, right: int, down: int) -> Cell:
    """Where Ctrl and an arrow lead: to the end of the filled cells, or over the empty ones to the next filled one."""
    line, place = cell
    size = len(model.rows) if down else len(model.columns)
    step = right or down

    def is_filled(at: int) -> bool:
        index = model.index(at, place) if down else model.index(line, at)
        return bool(index.data())

    found = _edge(line if down else place, step, size, is_filled)
    return (found, place) if down else (line, found)


def _edge(at: int, step: int, size: int, is_filled: Callable[[int], bool]) -> int:
    following = at + step
    if not 0 <= following < size:
        return at
    if is_filled(at) and is_filled(following):
        while 0 <= following + step < size and is_filled(following + step):
            following += step
        return following
    while 0 <= following + step < size and not is_filled(following):
        following += step
    return following
