"""Long work off the window's thread, with progress, cancelling and one boundary for what goes wrong in it."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid

from app.errors import AppError

T = TypeVar("T")

_log = logging.getLogger(__name__)

BROKEN = "程序内部出错，这项工作没有做完；已有的文件和数据没有改动。请重试，仍不行请把日志交给维护人员。"


class Cancelled(Exception):  # noqa: N818  # not an error: the officer asked for it
    """Ends a job at its next report of progress."""


class Progress:
    """What a job tells of itself. Belongs to the job's thread."""

    def __init__(self, stop: threading.Event, report: Callable[[int, int, str], None]) -> None:
        self._stop = stop
        self._report = report

    def report(self, done: int, total: int, what: str) -> None:
        """`done` of `total` steps are done, now comes `what`; raises Cancelled when the officer has asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self._report(done, total, what)


class Job(QObject, Generic[T]):
    """One piece of work in the thread pool, a child of who wants it. Its signals arrive in the window's thread."""

    progressed = Signal(int, int, str)  # done, total, what comes now
    finished = Signal(object)  # what the work returned
    failed = Signal(str)  # one Chinese sentence
    cancelled = Signal()

    def __init__(self, work: Callable[[Progress], T], parent: QObject) -> None:
        super().__init__(parent)
        self.work = work
        self.stop = threading.Event()

    def start(self, pool: QThreadPool | None = None) -> None:
        """Begins the work."""
        _desk().begin(self, pool or QThreadPool.globalInstance())

    def cancel(self) -> None:
        """Asks the work to end at its next report of progress."""
        self.stop.set()


class _Desk(QObject):
    """Stands between jobs and their threads, since who wants a job may be deleted while it is done.

    Looking from a job's thread whether it still is there and then telling by it would leave a moment between in which
    it goes. So a thread only knows a number; whether there is anybody to be told is looked up in the window's thread.
    """

    told = Signal(int, str, object)  # number of the job, name of its signal, a tuple of what it carries

    def __init__(self) -> None:
        super().__init__()
        self._jobs: dict[int, Job[Any]] = {}
        self._numbers = itertools.count()
        self.told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def begin(self, job: Job[Any], pool: QThreadPool) -> None:
        """Has a job done."""
        number = next(self._numbers)
        self._jobs[number] = job
        pool.start(_Runnable(lambda: self._do(number)))

    def _do(self, number: int) -> None:
        """Does a job, in its thread, and tells how it ended."""
        try:
            result = self._jobs[number].work(
                Progress(self._jobs[number].stop, lambda *step: self.told.emit(number, "progressed", step))
            )
        except Cancelled:
            self.told.emit(number, "cancelled", ())
        except AppError as error:
            self.told.emit(number, "failed", (str(error),))
        except Exception as error:  # noqa: BLE001  # the boundary: a bug in a thread must not end the program
            log_without_content(_log, error)
            self.told.emit(number, "failed", (BROKEN,))
        else:
            self.told.emit(number, "finished", (result,))

    def _on_told(self, number: int, name: str, what: tuple[object, ...]) -> None:
        job = self._jobs[number]
        if name != "progressed":
            del self._jobs[number]
        if isValid(job):  # else who wanted it is gone
            getattr(job, name).emit(*what)


@cache
def _desk() -> _Desk:
    return _Desk()


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
