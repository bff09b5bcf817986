"""What differs between two versions of a report, a line for each field or row."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from app.model.comparison import Difference, Fate
from ui import theme
from ui.models.line_model import Index, LineModel

Role = Qt.ItemDataRole

HEADINGS = ("变化", "位置", "内容", "改前", "改后")
DIFFERENCE_ROLE = Role.UserRole + 1
_COLOURS = {Fate.CHANGED: "accent", Fate.ADDED: "good", Fate.REMOVED: "error"}
_LONGEST = 2000  # characters of a value shown as a tip
_NONE = "（空）"


class Heading(IntEnum):
    """The columns."""

    FATE = 0
    PLACE = 1
    LABEL = 2
    BEFORE = 3
    AFTER = 4


class DifferencesModel(LineModel[Difference]):
    """The differences last shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HEADINGS, (), parent)

    def show(self, found: Sequence[Difference]) -> None:
        """Shows these differences in place of the ones before."""
        if tuple(found) != tuple(self.lines):
            self._reset(found)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        found = self.lines[index.row()]
        if role == Role.DisplayRole:
            return _text(found, index.column()).replace("\n", "；")
        if role == Role.ToolTipRole:
            return _text(found, index.column())[:_LONGEST] or None
        if role == Role.ForegroundRole and index.column() == Heading.FATE:
            return theme.color(_COLOURS[found.fate])
        if role == DIFFERENCE_ROLE:
            return found
        return None


def _text(found: Difference, column: int) -> str:
    match column:
        case Heading.FATE:
            return found.fate.value
        case Heading.PLACE:
            return found.place
        case Heading.LABEL:
            return found.label or "整行"
        case Heading.BEFORE:
            return found.before or ("" if found.fate is Fate.ADDED else _NONE)
        case _:
            return found.after or ("" if found.fate is Fate.REMOVED else _NONE)
