"""What another copy of the report would bring, a line for each change, with what is to be taken ticked."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from app.model.comparison import Fate
from app.model.merging import Change
from ui import theme
from ui.models.line_model import Index, LineModel

Role = Qt.ItemDataRole

CHANGE_ROLE = Role.UserRole + 1
_COLOURS = {Fate.CHANGED: "accent", Fate.ADDED: "good", Fate.REMOVED: "error"}
_LONGEST = 200
_NONE = "（空）"


class Heading(IntEnum):
    """The columns."""

    TAKE = 0
    FATE = 1
    PLACE = 2
    LABEL = 3
    MINE = 4
    THEIRS = 5


class MergeModel(LineModel[Change]):
    """Changes of one kind: conflicts start as they are here, everything else as the other copy has it."""

    def __init__(self, changes: Sequence[Change], *, mine: str, theirs: str, parent: QObject | None = None) -> None:
        super().__init__((f"采用{theirs}", "变化", "位置", "项目", mine, theirs), changes, parent)
        self._takes = [not change.is_conflict for change in changes]

    @property
    def chosen(self) -> list[Change]:
        """The changes that are to be taken over."""
        return [change for change, takes in zip(self.lines, self._takes, strict=True) if takes]

    def take_all(self, *, is_taken: bool) -> None:
        """Ticks all lines, or none."""
        self._takes = [is_taken] * len(self.lines)
        if self.lines:
            top, bottom = self.index(0, Heading.TAKE), self.index(len(self.lines) - 1, Heading.THEIRS)
            self.dataChanged.emit(top, bottom)

    def toggle(self, line: int) -> None:
        """Takes one line's change over, or no longer."""
        self._takes[line] = not self._takes[line]
        self.dataChanged.emit(self.index(line, Heading.TAKE), self.index(line, Heading.THEIRS))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        shown = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return shown | Qt.ItemFlag.ItemIsUserCheckable if index.column() == Heading.TAKE else shown

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        change, takes = self.lines[index.row()], self._takes[index.row()]
        if role == Role.DisplayRole:
            return _text(change, index.column())[:_LONGEST].replace("\n", "；")
        if role == Role.CheckStateRole and index.column() == Heading.TAKE:
            return Qt.CheckState.Checked if takes else Qt.CheckState.Unchecked
        if role == Role.ForegroundRole:
            if index.column() == Heading.FATE:
                return theme.color(_COLOURS[change.fate])
            is_left = index.column() == (Heading.MINE if takes else Heading.THEIRS)
            return theme.color("secondary") if is_left else None
        if role == CHANGE_ROLE:
            return change
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if not index.isValid() or role != Role.CheckStateRole or index.column() != Heading.TAKE:
            return False
        if (Qt.CheckState(value) == Qt.CheckState.Checked) != self._takes[index.row()]:
            self.toggle(index.row())
        return True


def _text(change: Change, column: int) -> str:
    match column:
        case Heading.FATE:
            return change.fate.value
        case Heading.PLACE:
            return change.place
        case Heading.LABEL:
            return change.label or "整行"
        case Heading.MINE:
            return change.mine or ("" if change.fate is Fate.ADDED else _NONE)
        case Heading.THEIRS:
            return change.theirs or ("" if change.fate is Fate.REMOVED else _NONE)
        case _:
            return ""
