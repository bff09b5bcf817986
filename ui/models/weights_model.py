"""The weights of rows as they are and as they would be, to look at before they are given out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.entities import Indicator
from app.model.quantities import MISSING, format_money, format_plain
from ui import theme
from ui.titles import title

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_HEADINGS = ("三级指标", "预算（万元）", "现分值", "新分值")


class WeightsModel(QAbstractTableModel):
    """Name, budget, present and new weight of each row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Indicator] = ()
        self._weights: Sequence[Decimal | None] = ()
        self._budgets: dict[int, Decimal] = {}

    def show(self, rows: Sequence[Indicator], weights: Sequence[Decimal | None], budgets: dict[int, Decimal]) -> None:
        """Shows other rows, each with its new weight."""
        self.beginResetModel()
        self._rows, self._weights, self._budgets = rows, weights, budgets
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in {Role.DisplayRole, Role.ToolTipRole}:
            return self._texts(index.row())[index.column()]
        if role == Role.TextAlignmentRole:
            return _alignment(index.column())
        if role == Role.ForegroundRole and index.column() == len(_HEADINGS) - 1:
            row = index.row()
            return theme.color("accent") if self._weights[row] != self._rows[row].weight else None
        return None

    def _texts(self, line: int) -> tuple[str, ...]:
        row, budget = self._rows[line], self._budgets.get(self._rows[line].id)
        money = MISSING if budget is None else format_money(int(budget))
        return title(row), money, format_plain(row.weight), format_plain(self._weights[line])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole and 0 <= section < len(_HEADINGS):
            return _HEADINGS[section]
        return _alignment(section) if role == Role.TextAlignmentRole else None


def _alignment(section: int) -> Qt.AlignmentFlag:
    across = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter
