"""News that need no answer, floating over the lower edge of the window so that nothing has to move for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from ui import theme
from ui.widgets.basics import button, label, row

SHOWN_MS = 5000
_ABOVE = 4  # pixels over the window's lower edge: over the status bar and the margin of the page, hiding no field


class Toast(QFrame):
    """One sentence, and at most one link, for a few seconds."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("role", "toast")
        self.text = label("")
        self.action = button("", role="toast-link")
        self.action.clicked.connect(self._on_action)
        self._answer: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.setLayout(row(self.text, self.action, spacing=theme.S3, margins=(theme.S4, theme.S2, theme.S4, theme.S2)))
        window.installEventFilter(self)
        self.hide()

    def tell(self, text: str, link: str = "", answer: Callable[[], object] | None = None) -> None:
        """Shows a sentence in place of the one before; `answer` is what the link does."""
        self.text.setText(text)
        self.setAccessibleName(text)
        self.action.setText(link)
        self.action.setVisible(bool(link))
        self._answer = answer
        self.show()
        self.raise_()
        self._place()
        self._timer.start()

    def _on_action(self) -> None:
        self.hide()
        if self._answer is not None:
            self._answer()

    def _place(self) -> None:
        room = self._window.size()
        self._wrap_within(room.width() - 2 * theme.S6)
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - _ABOVE)

    def _wrap_within(self, width: int) -> None:
        """One line as long as there is room for it, else as many as it takes."""
        self.text.setWordWrap(False)
        self.text.setMinimumSize(0, 0)
        self.adjustSize()
        if self.width() > width:
            self.text.setWordWrap(True)
            text_width = width - (self.width() - self.text.width())
            self.text.setMinimumSize(text_width, self.text.heightForWidth(text_width))
            self.resize(width, self.text.minimumHeight() + 2 * theme.S2)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
