"""What is wrong, in a bar that stays until it is read but never stands in the way of the work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui import icons, theme
from ui.widgets.basics import button, label, restyle, row, tool_button

_HEIGHT = 36  # of one line, with a button to close it or without

_MARKS = {"info": ("info", "accent"), "warning": ("warning", "warning"), "error": ("error", "error"),
          "good": ("check", "good"), "locked": ("lock", "accent")}  # fmt: skip


class MessageBar(QFrame):
    """One sentence with a mark, and a button that closes it."""

    def __init__(self, parent: QWidget | None = None, *, can_close: bool = True) -> None:
        super().__init__(parent)
        self._kind = "info"
        self._mark = QLabel()
        self.text = label("", wrap=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.close_button = tool_button("close", "关闭提示")
        if not can_close:
            self.close_button.hide()
        self.close_button.clicked.connect(self.hide)
        self.action = button("", role="link")
        self.action.hide()
        self.action.clicked.connect(self._on_action)
        self._answer: Callable[[], object] | None = None
        self.setLayout(
            row(self._mark, self.text, self.action, self.close_button, margins=(theme.S4, theme.S1, theme.S2, theme.S1))
        )
        self.setMinimumHeight(_HEIGHT)
        self.hide()

    @property
    def kind(self) -> str:
        """info, good, warning, error or locked."""
        return self._kind

    def tell(self, text: str, kind: str = "info", link: str = "", answer: Callable[[], object] | None = None) -> None:
        """Shows a sentence in place of the one before; `answer` is what the link does."""
        self.action.setText(link)
        self.action.setVisible(bool(link))
        self._answer = answer
        self._kind = kind
        self.setProperty("notice", kind)
        restyle(self)
        self.text.setText(text)
        self.setAccessibleName(text)
        self.refresh_mark()
        self.show()

    def _on_action(self) -> None:
        if self._answer is not None:
            self._answer()

    def refresh_mark(self) -> None:
        """Draws the mark in the theme in use."""
        name, role = _MARKS[self._kind]
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        self._mark.setPixmap(icons.pixmap(name, role, theme.S4, ratio))
