"""Backups made without asking: half an hour after the first change since the last, and when the window closes."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from app.errors import AppError
from ui.session import Session
from ui.settings import Settings
from ui.workers import Job

EVERY_MS = 30 * 60 * 1000
FOLDER = "backups"  # beside the library, where none was chosen

_log = logging.getLogger(__name__)


class Backups(QObject):
    """Works in a thread of its own. What goes wrong without being asked for is told once, then only logged."""

    made = Signal(object)  # Path of the new backup; None when nothing had changed since the last one
    failed = Signal(str)  # one Chinese sentence, of a backup that was asked for
    troubled = Signal(str)  # the same, of one that was not, at its first time only

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._is_told = False
        self._has_changes = False
        self._job: Job[Path | None] | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._timer = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._timer.timeout.connect(self._on_due)
        session.changed.connect(self._on_changed)

    @property
    def folder(self) -> Path:
        """Where backups go."""
        chosen = self._settings.backup_folder
        return Path(chosen) if chosen else self._session.library.path.parent / FOLDER

    @property
    def is_running(self) -> bool:
        """Whether a backup is being made."""
        return self._job is not None

    @property
    def is_due(self) -> bool:
        """Whether a backup will be made in a while."""
        return self._timer.isActive()

    def found(self) -> list[tuple[datetime, Path]]:
        """The backups there are with their times, the newest first; none, after `failed`, when they cannot be read."""
        try:
            return self._session.library.backups.found_in(self.folder)
        except AppError as error:
            self.failed.emit(str(error))
            return []

    def start(self) -> None:
        """Makes a backup now, if anything changed since the last one."""
        self._start(is_asked=True)

    def _on_changed(self) -> None:
        self._has_changes = True
        if self._settings.is_backing_up and not self._timer.isActive():
            self._timer.start()

    def _on_due(self) -> None:
        if self._settings.is_backing_up:
            self._start(is_asked=False)

    def _start(self, *, is_asked: bool) -> None:
        if self._job is not None:
            return
        self._timer.stop()
        self._has_changes = False
        library, folder = self._session.library, self.folder
        self._job = Job(lambda _progress: library.backups.add_to(folder), self)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(lambda sentence: self._on_failed(sentence, is_asked=is_asked))
        self._job.start(self._pool)

    def _on_finished(self, made: Path | None) -> None:
        self._job = None
        self._is_told = False
        self.made.emit(made)

    def _on_failed(self, sentence: str, *, is_asked: bool) -> None:
        self._job = None
        self._has_changes = True
        if is_asked:
            self.failed.emit(sentence)
        elif not self._is_told:
            self._is_told = True
            self.troubled.emit(sentence)
        else:
            _log.warning("an automatic backup failed again")

    def close(self) -> None:
        """Waits for a backup under way, then backs up what changed since; the next start tells if it cannot."""
        self._timer.stop()
        self._pool.waitForDone()
        if not (self._has_changes and self._settings.is_backing_up):
            return
        try:
            self._session.library.backups.add_to(self.folder)
        except AppError as error:
            self._settings.backup_trouble = str(error)
        self._has_changes = False
