"""What was read of a published report, each entry beside the passage it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from app.exchange.report_reader import Confidence, ReadReport, Understood
from app.model.fields import Kind, specs
from app.model.naming import title
from app.model.quantities import show_value
from ui import theme
from ui.models.line_model import Index, LineModel

Role = Qt.ItemDataRole

HEADINGS = ("把握", "填入", "读出的内容", "原文")
_COLOURS = {Confidence.CERTAIN: "good", Confidence.LIKELY: "accent", Confidence.DOUBTFUL: "warning"}
_LONGEST, _LONGEST_TIP = 300, 2000


class Heading(IntEnum):
    """The columns."""

    CONFIDENCE = 0
    TABLE = 1
    CONTENT = 2
    PASSAGE = 3


class UnderstoodModel(LineModel[Understood]):
    """The entries in the document's order, or the doubtful ones only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HEADINGS, (), parent)
        self._names: dict[tuple[str, int], str] = {}

    def show(self, read: ReadReport, found: Sequence[Understood]) -> None:
        """Shows some of what was read."""
        self._names = {(row.TABLE, row.id): title(row) for rows in read.rows.values() for row in rows}
        self._reset(found)

    def texts(self, number: int) -> tuple[str, str]:
        """What was read and its passage, whole; empty beyond the last line."""
        if not 0 <= number < len(self.lines):
            return "", ""
        found = self.lines[number]
        return "\n".join(self._told(found)), found.passage

    def _told(self, found: Understood) -> Sequence[str]:
        declared = specs(type(found.row))
        lines = []
        for name in found.fields:
            spec = declared.get(name)
            value = getattr(found.row, name)
            if spec is None:
                lines.append(f"年度：{value}")
            elif spec.kind is Kind.REFERENCE:
                lines.append(f"{spec.label}：{self._names.get((spec.target, value), '')}")
            elif text := show_value(spec, value):
                lines.append(f"{spec.label}：{text}")
        return lines

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Role.DisplayRole:
            return self._text(index.row(), index.column())[:_LONGEST].replace("\n", "；")
        if role == Role.ToolTipRole:
            return self._text(index.row(), index.column())[:_LONGEST_TIP] or None
        found = self.lines[index.row()]
        if role == Role.ForegroundRole and index.column() == Heading.CONFIDENCE:
            return theme.color(_COLOURS[found.confidence])
        return None

    def _text(self, number: int, column: int) -> str:
        found = self.lines[number]
        if column in {Heading.CONTENT, Heading.PASSAGE}:
            return self.texts(number)[column == Heading.PASSAGE]
        return found.confidence.value if column == Heading.CONFIDENCE else found.row.LABEL
