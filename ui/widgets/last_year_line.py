"""What stood in a field last year, quietly beside this year's: a line under short fields, a fold under long ones."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from app.model.fields import FieldSpec
from ui import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.long_editor import LongEditor


class LastYearLine(QPushButton):
    """One line that ends in … where there is no room; a click takes the value over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = self._short = ""
        self.setProperty("role", "quiet")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # else Tab would stop at every field twice; the key is Alt+L
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def words(self) -> str:
        """The whole line."""
        return self._words

    def say(self, words: str, tip: str, short: str = "") -> None:
        """Shows a line, `short` where there is no room for it; empty takes it away."""
        self._words, self._short = words, short or words
        self.setToolTip(f"{words}\n{tip}" if words else "")
        self.setAccessibleName(words)
        self.setAccessibleDescription(tip)
        self.setVisible(bool(words))
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.S6, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        fitting = self._words if metrics.horizontalAdvance(self._words) <= self.width() else self._short
        shown = metrics.elidedText(fitting, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)


class LastYearText(QFrame):
    """Last year's text, to be read and copied from, with the button that takes the whole of it."""

    taken = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quote")
        self.heading = label("", "secondary")
        self.take_button = button("沿用上年文字", role="link", tip="用上年的文字替换现在的内容，可以撤销")
        self.take_button.setProperty("small", "true")
        self.take_button.clicked.connect(self.taken)
        self.text = LongEditor(spec, lines=1, most=8)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        whole = column(self, spacing=theme.S1)
        whole.setContentsMargins(theme.S3, theme.S1, theme.S1, theme.S1)
        whole.addLayout(row(self.heading, None, self.take_button))
        whole.addWidget(self.text)
        self.hide()

    def say(self, year: int, text: str, label_text: str) -> None:
        """Shows a text of a year."""
        self.heading.setText(f"{year} 年度，{len(text)} 字")
        self.text.show_text(text)
        self.text.setAccessibleName(f"{year} 年度的{label_text}")
        self.take_button.setAccessibleName(f"沿用上年的{label_text}")
