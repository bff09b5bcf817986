"""What of a file cannot be taken or was not understood, as a list to look through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from app.model.offers import Refusal
from ui.models.line_model import Index, LineModel

Role = Qt.ItemDataRole

_HEADINGS = ("位置", "填报项", "内容", "原因")
_LONGEST, _LONGEST_TIP = 200, 2000


class RefusalsModel(LineModel[Refusal]):
    """Place, field, text and reason of each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADINGS, (), parent)

    def show(self, found: Sequence[Refusal]) -> None:
        """Shows these in place of the ones before."""
        self._reset(found)

    def as_text(self) -> str:
        """All of them, whole, as tab-separated lines under the headings, for a workbook or a mail."""
        lines = [_HEADINGS, *((each.source, each.label, each.text, each.reason) for each in self.lines)]
        return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or role not in {Role.DisplayRole, Role.ToolTipRole}:
            return None
        found = self.lines[index.row()]
        text = (found.source, found.label, found.text, found.reason)[index.column()]
        return text[:_LONGEST].replace("\n", " ") if role == Role.DisplayRole else text[:_LONGEST_TIP] or None
