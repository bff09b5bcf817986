"""Two versions of a text in one: what went struck through, what came underlined, what stayed folded away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from app.model.text_comparison import TextChange
from ui import theme
from ui.widgets.difference_text import format_of

_CONTEXT = 1  # paragraphs shown before and after a change
_LINE = 150.0  # % of the font's height


class TextChanges(QTextEdit):
    """Read-only. Changes are told by lines through and under the words, and by colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changes: Sequence[TextChange] = ()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("正文对比")
        self.document().setDocumentMargin(theme.S4)

    def show_changes(self, changes: Sequence[TextChange]) -> None:
        """Shows another comparison."""
        self._changes = changes
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        is_first = True
        for is_same, group in groupby(self._changes, key=lambda change: change.is_same):
            run = list(group)
            folded = _folded(run, is_first=is_first, is_last=run[-1] is self._changes[-1]) if is_same else run
            for change in folded:
                self._add(cursor, change)
            is_first = False
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _add(self, cursor: QTextCursor, change: TextChange | int) -> None:
        block = QTextBlockFormat()
        block.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(theme.S1)
        if self.document().isEmpty():
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        if isinstance(change, int):
            cursor.insertText(f"⋯ {change} 段没有变化 ⋯", _quiet())
            return
        for part in change.parts:
            cursor.insertText(part.text, format_of(part.kind))


def _folded(run: list[TextChange], *, is_first: bool, is_last: bool) -> list[TextChange | int]:
    """The paragraphs next to a change, and how many lie between; a number stands for those that are folded away."""
    head, tail = 0 if is_first else _CONTEXT, 0 if is_last else _CONTEXT
    hidden = len(run) - head - tail
    return [*run[:head], hidden, *run[len(run) - tail :]] if hidden > 1 else list(run)


def _quiet() -> QTextCharFormat:
    result = QTextCharFormat()
    result.setForeground(theme.color("secondary"))
    return result
