"""What is selected in a table as rectangles, however many cells they hold: one by one they would take too long."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView

Flag = QItemSelectionModel.SelectionFlag


class Range(NamedTuple):
    """Cells from a first to a last line and column, both within."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def cells(self) -> int:
        return self.height * self.width


def ranges(view: QTableView) -> list[Range]:
    """The selected rectangles from top to bottom; the current cell where none is selected, nothing without one."""
    found = view.selectionModel().selection()
    parts = (found.at(number) for number in range(found.count()))
    result = sorted(Range(part.top(), part.left(), part.bottom(), part.right()) for part in parts)
    current = view.currentIndex()
    if not result and current.isValid():
        return [Range(current.row(), current.column(), current.row(), current.column())]
    return result


def lines(view: QTableView) -> list[int]:
    """The lines with a selected cell, in order."""
    return sorted({line for part in ranges(view) for line in range(part.top, part.bottom + 1)})


def places(view: QTableView) -> list[int]:
    """The columns with a selected cell, in order."""
    return sorted({place for part in ranges(view) for place in range(part.left, part.right + 1)})


def count(view: QTableView) -> int:
    """How many cells are selected."""
    return sum(part.cells for part in ranges(view))


def choose(view: QTableView, wanted: Range, flags: Flag = Flag.ClearAndSelect) -> None:
    """Selects a rectangle, as far as there are cells; the current cell stays where it is."""
    model = view.model()
    first = model.index(wanted.top, wanted.left)
    last = model.index(min(wanted.bottom, model.rowCount() - 1), min(wanted.right, model.columnCount() - 1))
    if first.isValid() and last.isValid():
        view.selectionModel().select(QItemSelection(first, last), flags)
