"""The cells of a pasted block that cannot be taken, as a list to look through before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.clipboard import Rejection

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_HEADINGS = ("位置", "列", "内容", "原因")
_LONGEST = 200


class RejectionModel(QAbstractTableModel):
    """Place, column, text and reason of each."""

    def __init__(self, rejected: Sequence[Rejection], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rejected = rejected

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rejected)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or role not in {Role.DisplayRole, Role.ToolTipRole}:
            return None
        found = self._rejected[index.row()]
        text = (found.place, found.label, found.text, found.reason)[index.column()]
        return text[:_LONGEST].replace("\n", " ")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole and 0 <= section < len(_HEADINGS):
            return _HEADINGS[section]
        return None
