"""A dialog that writes files: it stays open when they are written, so that they can be opened from there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.dialogs.job_dialog import JobDialog
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import button, label


class WritingDialog(JobDialog):
    """Below the progress stands what came of it, and beside the buttons one that opens it."""

    def __init__(
        self, title: str, session: Session, settings: Settings, parent: QWidget | None, *, done: str, opens: str
    ) -> None:
        super().__init__(title, parent, done=done)
        self.session, self._settings = session, settings
        self._written: Path | None = None
        self.outcome = label("", "good", wrap=True)
        self.outcome.hide()
        self.open_button = button(opens)
        self.open_button.hide()
        self.open_button.clicked.connect(self._on_open)
        self.buttons.insertWidget(0, self.open_button)

    def add_progress(self) -> None:
        super().add_progress()
        self.body.addWidget(self.outcome)

    def _show_running(self, *, is_running: bool) -> None:
        super()._show_running(is_running=is_running)
        if is_running:
            self.outcome.hide()

    def tell_written(self, words: str, path: Path) -> None:
        """Says what was written, and has a file or folder opened by the button."""
        self._written = path
        self.outcome.setText(f"✓ {words}")
        self.outcome.show()
        self.open_button.show()

    def _on_open(self) -> None:
        if self._written is not None and not self.session.messages.open_path(self._written):
            self.tell_error(f"系统没有打开“{self._written.name}”，请在文件夹中手工打开。")
