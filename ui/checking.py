"""校核 beside the officer's work: the open report is checked again after every edit, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from ui.workers import Job

if TYPE_CHECKING:
    from app.model.report_data import ReportData
    from app.model.results import Checked
    from ui.session import Session

_QUIET_MS = 60  # after the last edit; typing goes first
_AT_ONCE = 0.3  # s of processor time that a check may take between a key and what it does


class Checker(QObject):
    """What 校核 says of the open report. A result that an edit has overtaken is not told."""

    checked = Signal(object)  # Checked, or None while the report that was opened has not been checked yet

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._job: Job[Checked] | None = None
        self._is_closed = False
        self._found: tuple[ReportData, Checked] | None = None
        self._took = 0.0  # s of processor time, of the last check
        self.failure = ""  # why the last check did not come to an end
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._start)
        session.settled.connect(self._on_settled)
        session.report_opened.connect(self._on_report_opened)

    @property
    def result(self) -> Checked | None:
        """The findings of the report as it stood at the last check; None before the first."""
        return self._found[1] if self._found is not None else None

    @property
    def is_current(self) -> bool:
        """Whether nothing was edited since."""
        return bool(self._session.report_id) and self._found is not None and self._found[0] is self._session.data

    def now(self) -> Checked:
        """The findings of the report as it stands, at once; for what cannot go on without them."""
        if not self.is_current:
            check = self._session.library.checks.prepared(self._session.report_id)
            self._keep(self._session.data, self._timed(check))
        assert self._found is not None
        return self._found[1]

    def at_hand(self) -> Checked:
        """The findings of the report as it stands where that takes no longer than a key may wait, else of the last
        check: a report of 5,000 score rows is checked for seconds.
        """
        if self._found is None or self._took < _AT_ONCE:
            return self.now()
        return self._found[1]

    def close(self) -> None:
        """Lets a check under way end, and begins none after it; before the library is closed."""
        self._is_closed = True
        self._quiet.stop()
        self._pool.waitForDone()

    def _on_report_opened(self) -> None:
        self._found, self.failure = None, ""
        self.checked.emit(None)

    def _on_settled(self) -> None:
        if self._session.report_id and not self.is_current:
            self._quiet.start()

    def _start(self) -> None:
        if self._is_closed or not self._session.report_id or self.is_current:
            return
        if self._job is not None:  # one at a time; the next begins when this one has ended
            return
        data = self._session.data
        check = self._session.read(lambda: self._session.library.checks.prepared(self._session.report_id))
        if check is None:
            return
        self._job = Job(lambda _progress: self._timed(check), self)
        self._job.finished.connect(lambda found: self._on_finished(data, found))
        self._job.failed.connect(self._on_failed)
        self._job.start(self._pool)

    def _timed(self, check: Callable[[], Checked]) -> Checked:
        begun = thread_time()
        found = check()
        self._took = thread_time() - begun
        return found

    def _on_finished(self, data: ReportData, found: Checked) -> None:
        self._end()
        if self._session.report_id and self._session.data is data:
            self._keep(data, found)
        else:
            self._start()

    def _on_failed(self, sentence: str) -> None:
        self._end()
        self._found, self.failure = None, sentence
        self.checked.emit(None)

    def _end(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    def _keep(self, data: ReportData, found: Checked) -> None:
        self._found, self.failure = (data, found), ""
        self.checked.emit(found)
