"""The weights of rows as they are and as they would be, to look at before they are given out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Qt

from app.model.entities import Indicator
from app.model.quantities import MISSING, format_money, format_plain
from ui import theme
from ui.models.line_model import Index, LineModel
from ui.titles import title

Role = Qt.ItemDataRole

_HEADINGS = ("三级指标", "预算（万元）", "现分值", "新分值")


class WeightsModel(LineModel[Indicator]):
    """Name, budget, present and new weight of each row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADINGS, (), parent)
        self._weights: Sequence[Decimal | None] = ()
        self._budgets: dict[int, Decimal] = {}

    def show(self, rows: Sequence[Indicator], weights: Sequence[Decimal | None], budgets: dict[int, Decimal]) -> None:
        """Shows other rows, each with its new weight."""
        self._weights, self._budgets = weights, budgets
        self._reset(rows)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in {Role.DisplayRole, Role.ToolTipRole}:
            return self._texts(index.row())[index.column()]
        if role == Role.TextAlignmentRole:
            return _alignment(index.column())
        if role == Role.ForegroundRole and index.column() == len(_HEADINGS) - 1:
            row = index.row()
            return theme.color("accent") if self._weights[row] != self.lines[row].weight else None
        return None

    def _texts(self, line: int) -> tuple[str, ...]:
        row, budget = self.lines[line], self._budgets.get(self.lines[line].id)
        money = MISSING if budget is None else format_money(int(budget))
        return title(row), money, format_plain(row.weight), format_plain(self._weights[line])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        return _alignment(section) if role == Role.TextAlignmentRole else super().headerData(section, orientation, role)


def _alignment(section: int) -> Qt.AlignmentFlag:
    across = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter
