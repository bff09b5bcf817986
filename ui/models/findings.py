"""What 校核 says of the open report, computed beside the window so that nobody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.session import Session
from ui.workers import Job

if TYPE_CHECKING:
    from app.model.report_data import ReportData
    from app.model.results import Checked


QUIET_MS = 200
_UNREADABLE = "读不出校核需要的内容。"


class Findings(QObject):
    """The last finished check of the open report. Checks only when asked to, and never one state twice."""

    changed = Signal()  # `checked` or `failure` is another

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.checked: Checked | None = None  # None before the first check of a report is done
        self.failure = ""  # why the last check did not come to an end
        self._seen: ReportData | None = None  # the state `checked` is of
        self._job: Job[Checked] | None = None
        self._running: ReportData | None = None
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self.check_now)
        session.report_opened.connect(self._on_report_opened)

    def refresh(self) -> None:
        """Checks the report as it stands after a moment of quiet: what was asked for first is drawn first."""
        self._quiet.start()

    def check_now(self) -> None:
        """Checks the report as it stands now, unless that is done or under way."""
        if not self._session.report_id or self._job is not None or self._session.data is self._seen:
            return
        library, report_id = self._session.library, self._session.report_id
        check = self._session.read(lambda: library.checking(report_id))
        if check is None:
            self._tell(None, _UNREADABLE)
            return
        self._running = self._session.data
        # Without a parent: a window that closes meanwhile leaves the job to come to its end.
        self._job = Job(lambda _progress: check())
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.start()

    def _on_finished(self, checked: Checked) -> None:
        self._end(checked, "")

    def _on_failed(self, sentence: str) -> None:
        self._end(None, sentence)

    def _end(self, checked: Checked | None, failure: str) -> None:
        seen, self._running, self._job = self._running, None, None
        if not self._session.report_id:
            return
        if self._session.data is not seen:  # edited, or another report opened, while it ran
            self.refresh()
            return
        self._seen = seen
        self._tell(checked, failure)

    def _on_report_opened(self) -> None:
        self._seen = None
        self._tell(None, "")

    def _tell(self, checked: Checked | None, failure: str) -> None:
        if (checked, failure) != (self.checked, self.failure):
            self.checked, self.failure = checked, failure
            self.changed.emit()
