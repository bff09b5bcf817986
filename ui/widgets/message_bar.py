"""Sentences about what happened or is wrong, in a bar that never stands in the way of the work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui import icons, theme
from ui.widgets.basics import button, label, restyle, row, tool_button

BRIEF_MS = 6000  # how long news stay; what is wrong stays until it is closed

_MARKS = {"info": ("info", "accent"), "warning": ("warning", "warning"), "error": ("error", "error"),
          "good": ("check", "good")}  # fmt: skip


class MessageBar(QFrame):
    """One sentence with a mark, an optional link button, and a button that closes it."""

    def __init__(self, parent: QWidget | None = None, *, can_close: bool = True) -> None:
        super().__init__(parent)
        self._kind = "info"
        self._mark = QLabel()
        self.text = label("", wrap=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.action = button("", role="link")
        self.action.hide()
        self.action.clicked.connect(self._on_action)
        self._answer: Callable[[], object] | None = None
        self.close_button = tool_button("close", "关闭提示")
        self.close_button.setVisible(can_close)
        self.close_button.clicked.connect(self.hide)
        self._brief = QTimer(self, singleShot=True, interval=BRIEF_MS)
        self._brief.timeout.connect(self.hide)
        self.setLayout(
            row(self._mark, self.text, self.action, self.close_button, margins=(theme.S4, theme.S1, theme.S2, theme.S1))
        )
        self.hide()

    @property
    def kind(self) -> str:
        """info, good, warning or error."""
        return self._kind

    def tell(self, text: str, kind: str = "info", *, is_brief: bool = False) -> None:
        """Shows a sentence in place of the one before."""
        self._kind = kind
        self.setProperty("notice", kind)
        restyle(self)
        self.text.setText(text)
        self.setAccessibleName(text)
        self.refresh_mark()
        self.show()
        self.action.hide()
        self._answer = None
        self._brief.stop()
        if is_brief:
            self._brief.start()

    def offer(self, text: str, answer: Callable[[], object]) -> None:
        """Adds a link to the sentence shown, until the next one."""
        self.action.setText(text)
        self.action.show()
        self._answer = answer

    def _on_action(self) -> None:
        if self._answer is not None:
            self._answer()

    def refresh_mark(self) -> None:
        """Draws the mark in the theme in use."""
        name, role = _MARKS[self._kind]
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        self._mark.setPixmap(icons.pixmap(name, role, theme.S4, ratio))
