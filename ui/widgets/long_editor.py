"""The input widget of a long text: paragraphs, pasted without another program's layout, as tall as they are."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QResizeEvent, QTextCursor, QTextDocumentFragment, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QSizePolicy, QWidget

from app.model.fields import FieldSpec
from app.model.text import pasted, utf16_length
from ui import theme
from ui.widgets.basics import restyle
from ui.widgets.preedit import Preedit


class LongEditor(QPlainTextEdit):
    """Paragraphs of text; as tall as they are, up to a bound, so that a page scrolls and not a box within it.

    One that is `is_filling` takes the room there is beyond that.
    """

    typed = Signal()

    def __init__(
        self,
        spec: FieldSpec,
        parent: QWidget | None = None,
        *,
        lines: int = 3,
        most: int = 30,
        is_filling: bool = False,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._lines, self._most, self._is_filling = lines, most, is_filling
        self._is_showing = False
        self.preedit = Preedit(self, partial(QPlainTextEdit.inputMethodEvent, self))
        self.setTabChangesFocus(True)
        if is_filling:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.cursorPositionChanged.connect(self._keep_cursor_in_sight)
        self._fit()

    def typed_text(self) -> str:
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        if self.toPlainText() == text:
            return
        self._is_showing = True
        self.setPlainText(text)
        self._is_showing = False
        if self.hasFocus():
            self.moveCursor(QTextCursor.MoveOperation.End)

    def select(self, start: int, end: int) -> None:
        """Selects characters, counted as Python does, and brings them in sight."""
        text, cursor = self.toPlainText(), self.textCursor()
        cursor.setPosition(utf16_length(text[:start]))
        cursor.setPosition(utf16_length(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def retype(self, text: str) -> None:
        """Replaces what stands in it as typing would, so that it can be taken back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def can_undo(self) -> bool:
        return self.document().isUndoAvailable()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.preedit.handle(event)

    def take_preedit(self) -> None:
        self.preedit.take()

    def is_composing(self) -> bool:
        return bool(self.preedit)

    def set_locked(self, locked: bool) -> None:
        self.setReadOnly(locked)
        restyle(self)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pastes paragraphs without what another program formats and indents them with."""
        text = source.text() if source.hasText() else QTextDocumentFragment.fromHtml(source.html()).toPlainText()
        cursor = self.textCursor()
        start = self.document().findBlock(cursor.selectionStart())
        before = start.text()[: cursor.selectionStart() - start.position()]
        cursor.insertText(pasted(text, is_at_start=not before.strip()))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_text_changed(self) -> None:
        if not self._is_showing:
            self.typed.emit()

    def _fit(self) -> None:
        # The plain text layout measures its height in lines, not in pixels.
        lines = int(self.document().documentLayout().documentSize().height())
        shown = max(self._lines, min(lines, self._most))
        frame = self.height() - self.viewport().height()
        margin = round(2 * self.document().documentMargin())
        height = shown * self.fontMetrics().lineSpacing() + margin + max(frame, 2) + theme.S1
        if self._is_filling:
            self.setMinimumHeight(height)
        else:
            self.setFixedHeight(height)

    def _keep_cursor_in_sight(self) -> None:
        parent = self.parentWidget() if self.hasFocus() else None
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        inner = parent.widget() if isinstance(parent, QScrollArea) else None
        if isinstance(parent, QScrollArea) and inner is not None:
            place = self.viewport().mapTo(inner, self.cursorRect().center())
            parent.ensureVisible(place.x(), place.y(), 0, theme.S6)
