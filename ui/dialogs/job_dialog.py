"""A dialog that does long work off the window's thread: it shows how far it is and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QProgressBar, QWidget

from ui.dialogs.dialog import Dialog
from ui.waiting import MANY, waiting
from ui.widgets.basics import ElidedLabel
from ui.workers import Job, Progress

T = TypeVar("T")


class JobDialog(Dialog):
    """While a job runs, the button that closes the dialog stops it, and nothing else in it can be used."""

    def __init__(self, title: str, parent: QWidget | None, *, done: str, cancel: str = "关闭") -> None:
        super().__init__(title, parent, done=done, cancel=cancel)
        self._cancel_word = cancel
        self._job: Job[Any] | None = None
        self.step = ElidedLabel("", "secondary")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("进度")
        self._held: list[QWidget] = [self.done_button]
        self._usable: list[QWidget] = []  # those that could be used before the job began
        self._focused: QWidget | None = None  # where the keyboard was then

        self.step.hide()
        self.progress.hide()

    def add_progress(self) -> None:
        """Puts the bar and its word at the end of the body."""
        self.body.addWidget(self.step)
        self.body.addWidget(self.progress)

    def hold(self, *widgets: QWidget) -> None:
        """Has these widgets disabled while a job runs."""
        self._held += widgets

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def run(
        self,
        work: Callable[[Progress], T],
        on_finished: Callable[[T], None],
        on_stopped: Callable[[], None] | None = None,
        *,
        is_preparing: bool = False,
    ) -> None:
        """Begins the work. What goes wrong is told above the buttons; `on_stopped` follows the officer's stop.

        Work that only prepares what `on_finished` writes is stopped also when it was done in that very moment.
        """
        job = Job(work, self)
        self._job = job
        stopped = on_stopped or (lambda: self.tell_error("已停止，没有写入任何内容。"))

        def finish(result: T) -> None:
            self._end(stopped if is_preparing and job.stop.is_set() else lambda: on_finished(result))

        job.progressed.connect(self._on_progressed)
        job.finished.connect(finish)
        job.failed.connect(lambda sentence: self._end(lambda: self.on_failed(sentence)))
        job.cancelled.connect(lambda: self._end(stopped))
        self.tell_error("")
        self.step.setText("")
        self._show_running(is_running=True)
        job.start()

    def write(self, action: Callable[[], bool], rows: int) -> bool:
        """Writes rows in the window's own thread, after saying so where they are many: nothing answers meanwhile."""
        if rows < MANY:
            return action()
        self._show_running(is_running=True)
        self.cancel_button.setEnabled(False)
        self.step.setText(f"正在写入 {rows:,} 条…")
        if (layout := self.layout()) is not None:
            layout.activate()
        self.repaint()
        try:
            with waiting(rows):
                return action()
        finally:
            self.cancel_button.setEnabled(True)
            self._show_running(is_running=False)

    def on_failed(self, sentence: str) -> None:
        """What becomes of a job that failed."""
        self.tell_error(sentence)

    def fit(self) -> None:
        """Gives what came or went the height it needs."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), max(layout.heightForWidth(self.width()), self.minimumHeight()))

    def _show_running(self, *, is_running: bool) -> None:
        self.step.setVisible(is_running)
        self.progress.setVisible(is_running)
        self.progress.setRange(0, 0)
        if is_running:
            self._usable = [widget for widget in self._held if widget.isEnabled()]
            self._focused = self.focusWidget()
        for widget in self._usable:
            widget.setEnabled(not is_running)
        if not is_running and self._focused is not None:
            self._focused.setFocus()  # which a widget that cannot be used gave to the button that stops
        self.cancel_button.setText("停止" if is_running else self._cancel_word)

    def _on_progressed(self, done: int, total: int, what: str) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.step.setText(what)

    def _end(self, go_on: Callable[[], None]) -> None:
        self._job = None
        self._show_running(is_running=False)
        go_on()

    def reject(self) -> None:
        """Stops the job while one runs; else closes. Qt closes by this too."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()
