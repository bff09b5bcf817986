"""The text of a published report that was not understood: each paragraph can be ticked to be kept in its chapter."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from app.exchange.kept_text import Keeping
from app.exchange.report_reader import Leftover
from ui import theme
from ui.models.line_model import Index, LineModel

Role = Qt.ItemDataRole

HEADINGS = ("留作补充段落", "文件中的位置", "原文")
_LONGEST, _LONGEST_TIP = 300, 2000
_KNOWN = "报告中已有"


class Heading(IntEnum):
    """The columns."""

    KEPT = 0
    PLACE = 1
    TEXT = 2


class LeftoversModel(LineModel[Leftover]):
    """What the officer ticks or unticks holds as long as the same text is shown, whatever report it is to go into."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HEADINGS, (), parent)
        self._keepings: Sequence[Keeping] = ()  # of each line; shorter where no report can keep it
        self._chosen: dict[int, bool] = {}

    def show(self, found: Sequence[Leftover], keepings: Sequence[Keeping]) -> None:
        """Shows text that was left over, ticked as advised."""
        if found is not self.lines:
            self._chosen = {}
        self._keepings = [each for each in keepings for _ in each.leftovers]
        self._reset(found)
        self.ticked.emit()

    def chosen(self) -> tuple[Leftover, ...]:
        """The text, with what the officer decided of it."""
        return tuple(
            dataclasses.replace(each, is_kept=self._chosen.get(number)) for number, each in enumerate(self.lines)
        )

    @property
    def kept_count(self) -> int:
        """How many paragraphs are ticked."""
        return sum(self._is_on(number) for number in range(len(self.lines)))

    def text(self, number: int) -> str:
        """A paragraph, whole; empty beyond the last."""
        return self.lines[number].text if 0 <= number < len(self.lines) else ""

    def _keeping(self, number: int) -> Keeping | None:
        return self._keepings[number] if number < len(self._keepings) else None

    def _is_on(self, number: int) -> bool:
        found = self._keeping(number)
        return found is not None and not found.is_known and self._chosen.get(number, found.is_advised)

    def _is_open(self, number: int) -> bool:
        """Whether the line can be ticked."""
        found = self._keeping(number)
        return found is not None and bool(found.chapter) and not found.is_known

    # What Qt asks

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in {Role.DisplayRole, Role.ToolTipRole}:
            text = self._text(index.row(), index.column())
            return text[:_LONGEST].replace("\n", "；") if role == Role.DisplayRole else text[:_LONGEST_TIP] or None
        if index.column() != Heading.KEPT:
            return theme.color("secondary") if role == Role.ForegroundRole and index.column() == Heading.PLACE else None
        if role == Role.CheckStateRole and self._is_open(index.row()):
            return Qt.CheckState.Checked if self._is_on(index.row()) else Qt.CheckState.Unchecked
        if role == Role.ForegroundRole and not self._is_on(index.row()):
            return theme.color("secondary")
        return None

    def _text(self, number: int, column: int) -> str:
        found, keeping = self.lines[number], self._keeping(number)
        match column:
            case Heading.PLACE:
                return found.place
            case Heading.TEXT:
                return found.text
            case _ if keeping is None:
                return ""
            case _:
                return _KNOWN if keeping.is_known else keeping.chapter

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        self._chosen[index.row()] = Qt.CheckState(value) == Qt.CheckState.Checked
        self.dataChanged.emit(index, index, [Role.CheckStateRole, Role.ForegroundRole])
        self.ticked.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        result = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.column() == Heading.KEPT and self._is_open(index.row()):
            result |= Qt.ItemFlag.ItemIsUserCheckable
        return result
