"""A line for each thing of a list, under headings: what all models share whose lines are read and not typed into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")


class LineModel(QAbstractTableModel, Generic[T]):
    """What the cells of a line say is the subclass's."""

    def __init__(self, headings: Sequence[str], lines: Sequence[T] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = headings
        self.lines = lines

    def _reset(self, lines: Sequence[T]) -> None:
        """Lists other things."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_heading = orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._headings)
        return self._headings[section] if is_heading and role == Qt.ItemDataRole.DisplayRole else None
