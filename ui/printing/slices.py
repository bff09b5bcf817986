"""Long work on pages done a little at a time in the window's own thread, to which Qt's fonts belong."""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import AppError

_SLICE = 0.02  # s


class Slices(QObject):
    """Runs a generator of pages between the events of the window."""

    progressed = Signal(int)  # pages done
    finished = Signal()
    failed = Signal(str)  # one Chinese sentence
    stopped = Signal()

    def __init__(self, steps: Generator[int, None, None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._advance)

    def start(self) -> None:
        """Begins, with the next turn of the event loop."""
        self._next.start()

    def stop(self) -> None:
        """Leaves the rest undone."""
        self._next.stop()
        self._steps.close()
        self.stopped.emit()

    def _advance(self) -> None:
        until = perf_counter() + _SLICE
        try:
            for done in self._steps:
                self.progressed.emit(done)
                if perf_counter() >= until:
                    return
        except AppError as error:
            self._next.stop()
            self.failed.emit(str(error))
            return
        self._next.stop()
        self.finished.emit()
