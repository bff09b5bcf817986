"""What the window says of itself: what went wrong stays in a bar, what was done passes by in a toast."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.session import Session
from ui.widgets.message_bar import MessageBar
from ui.widgets.toast import Toast


class Notices(QObject):
    """Tells what the session reports, in the bar and the toast of one window."""

    def __init__(self, session: Session, bar: MessageBar, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._bar, self.toast = session, bar, toast
        self._refused = ""  # why what is typed could not be saved
        session.failed.connect(self._on_failed)
        session.informed.connect(toast.tell)
        session.offered.connect(toast.tell)
        session.drafts.changed.connect(self._on_drafts_changed)

    def tell(self, sentence: str, kind: str) -> None:
        """Says a sentence; of the kinds that are no trouble in passing."""
        if kind in {"info", "good"}:
            self.toast.tell(sentence)
        else:
            self._bar.tell(sentence, kind)

    def tell_backup_trouble(self, sentence: str) -> None:
        """Says that a backup nobody asked for could not be made."""
        words = f"没有自动备份成功：{sentence.rstrip('。')}。备份的文件夹可以在“设置—备份”中更改。"
        self._bar.tell(words, "warning")

    def _on_failed(self, sentence: str) -> None:
        self._bar.tell(sentence, "error")

    def _on_drafts_changed(self) -> None:
        """Takes away what the bar says could not be saved, once it is."""
        refused = self._session.drafts.refused()
        if refused:
            self._refused = refused[0][1].reason
        elif self._refused:
            if self._bar.text.text() == self._refused:
                self._bar.hide()
            self._refused = ""
