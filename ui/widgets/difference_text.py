"""Texts whose differences are marked: what went struck through, what came underlined, never by colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from app.model.differences import Part, Piece
from ui import theme

_LEAST = 44  # height of a text: two lines
_EMPTY = "（空）"


class DifferenceText(QTextEdit):
    """A text to be read, with the pieces marked that the other side does not have."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setMinimumHeight(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._parts: Sequence[Part] = ()
        self._is_showing = False

    def text(self) -> str:
        """What is shown; empty for an empty value, which says so."""
        return "".join(part.text for part in self._parts)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Shows pieces one after another."""
        self._parts = parts
        self._is_showing = True
        self.clear()
        cursor = QTextCursor(self.document())
        for part in parts:
            cursor.insertText(part.text, format_of(part.kind))
        if not parts:
            quiet = QTextCharFormat()
            quiet.setForeground(theme.color("placeholder"))
            cursor.insertText(_EMPTY, quiet)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._is_showing = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self._is_showing:
            self.show_parts(self._parts)  # in the colours of the theme in use now


def format_of(kind: Piece) -> QTextCharFormat:
    """How a piece is set: a line through it or under it, and a colour."""
    result = QTextCharFormat()
    result.setForeground(theme.color("text"))
    if kind is Piece.REMOVED:
        result.setFontStrikeOut(True)
        result.setForeground(theme.color("error"))
        result.setBackground(theme.color("error_ground"))
    elif kind is Piece.ADDED:
        result.setFontUnderline(True)
        result.setForeground(theme.color("good"))
        result.setBackground(theme.color("good_ground"))
    return result
