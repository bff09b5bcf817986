"""What of a file cannot be taken or was not understood, as a list to look through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.offers import Refusal

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_HEADINGS = ("位置", "填报项", "内容", "原因")
_LONGEST, _LONGEST_TIP = 200, 2000


class RefusalsModel(QAbstractTableModel):
    """Place, field, text and reason of each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: Sequence[Refusal] = ()

    def show(self, found: Sequence[Refusal]) -> None:
        """Shows these in place of the ones before."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._found)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or role not in {Role.DisplayRole, Role.ToolTipRole}:
            return None
        found = self._found[index.row()]
        text = (found.source, found.label, found.text, found.reason)[index.column()]
        return text[:_LONGEST].replace("\n", " ") if role == Role.DisplayRole else text[:_LONGEST_TIP] or None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole and 0 <= section < len(_HEADINGS):
            return _HEADINGS[section]
        return None
