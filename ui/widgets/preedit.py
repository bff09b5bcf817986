"""What an input method has proposed in an editor and the officer has not accepted yet; it must not get lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QWidget


class Preedit:
    """Follows the input method's events of one editor."""

    def __init__(self, editor: QWidget, deliver: Callable[[QInputMethodEvent], None]) -> None:
        """`deliver` is the editor's own handling of such an event."""
        self._editor, self._deliver = editor, deliver
        self._text = ""
        self._is_committed = False

    def __bool__(self) -> bool:
        return bool(self._text)

    def handle(self, event: QInputMethodEvent) -> None:
        """Lets the editor handle an event and keeps what it proposes."""
        self._is_committed = bool(event.commitString())
        self._deliver(event)
        self._text = event.preeditString()

    def take(self) -> None:
        """Makes text of the proposal.

        The input method is asked first, so that it does not send it a second time: some commit when told to (Windows,
        ibus), some only when reset (fcitx), and some do neither.
        """
        if not self._text:
            return
        proposed, self._is_committed = self._text, False
        if QGuiApplication.focusObject() is self._editor:
            QGuiApplication.inputMethod().commit()
            if self._text and not self._is_committed:
                QGuiApplication.inputMethod().reset()
        if not self._is_committed:
            event = QInputMethodEvent()
            event.setCommitString(proposed)
            self._deliver(event)
        self._text, self._is_committed = "", False
