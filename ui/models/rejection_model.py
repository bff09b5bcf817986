"""The cells of a pasted block that cannot be taken, as a list to look through before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from ui.models.clipboard import Rejection
from ui.models.line_model import Index, LineModel

Role = Qt.ItemDataRole

_HEADINGS = ("位置", "列", "内容", "原因")
_LONGEST = 200


class RejectionModel(LineModel[Rejection]):
    """Place, column, text and reason of each."""

    def __init__(self, rejected: Sequence[Rejection], parent: QObject | None = None) -> None:
        super().__init__(_HEADINGS, rejected, parent)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or role not in {Role.DisplayRole, Role.ToolTipRole}:
            return None
        found = self.lines[index.row()]
        text = (found.place, found.label, found.text, found.reason)[index.column()]
        return text[:_LONGEST].replace("\n", " ")
