"""Long work off the window's thread, with progress, cancelling and one boundary for what goes wrong in it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance
from shiboken6 import isValid

from app.errors import AppError

T = TypeVar("T")

_log = logging.getLogger(__name__)

BROKEN = "程序内部出错，这项工作没有做完；已有的文件和数据没有改动。请重试，仍不行请把日志交给维护人员。"


class Cancelled(Exception):  # noqa: N818  # not an error: the officer asked for it
    """Ends a job at its next report of progress."""


class Progress:
    """What a job tells of itself. Belongs to the job's thread."""

    def __init__(self, job: Job[Any], stop: threading.Event) -> None:
        self._job = job
        self._stop = stop

    def report(self, done: int, total: int, what: str) -> None:
        """`done` of `total` steps are done, now comes `what`; raises Cancelled when the officer has asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self._job.progressed.emit(done, total, what)


class Job(QObject, Generic[T]):
    """One piece of work in the thread pool. Its signals arrive in the thread that made it.

    A child of who wants it: the last that knows of it may be the pool's thread, which must not delete it.
    """

    progressed = Signal(int, int, str)  # done, total, what comes now
    finished = Signal(object)  # what the work returned
    failed = Signal(str)  # one Chinese sentence
    cancelled = Signal()

    def __init__(self, work: Callable[[Progress], T], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()

    def start(self, pool: QThreadPool | None = None) -> None:
        """Begins the work."""
        (pool or QThreadPool.globalInstance()).start(_Runnable(self._run))

    def cancel(self) -> None:
        """Asks the work to end at its next report of progress."""
        self._stop.set()

    def _run(self) -> None:
        try:
            result = self._work(Progress(self, self._stop))
        except Cancelled:
            self._tell(self.cancelled)
        except AppError as error:
            self._tell(self.failed, str(error))
        except Exception as error:  # noqa: BLE001  # the boundary: a bug in a thread must not end the program
            log_without_content(_log, error)
            self._tell(self.failed, BROKEN)
        else:
            self._tell(self.finished, result)

    def _tell(self, signal: SignalInstance, *what: object) -> None:
        """Emits, unless the program ended meanwhile and took this object with it."""
        if isValid(self):
            signal.emit(*what)


class _Runnable(QRunnable):
    def __init__(self, run: Callable[[], None]) -> None:
        super().__init__()
        self._run = run

    def run(self) -> None:
        self._run()


def log_without_content(log: logging.Logger, error: BaseException) -> None:
    """Logs where an exception came from, without its message: that may quote a report."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    log.error("%s at %s", type(error).__name__, " < ".join(reversed(places)))
