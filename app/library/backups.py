"""Copies of the library file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.storage.backup import automatic, backup, backups, restore_copy
from app.storage.database import Database


class Backups:
    """The backups of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, target: Path) -> None:
        """Writes a verified copy of the library."""
        backup(self._database, target)

    def add_to(self, folder: Path) -> Path | None:
        """Adds a backup to a folder when the library changed since the last one there; usable from any thread.

        None when there was nothing to do; StorageError when the library is damaged or the folder cannot be written.
        """
        return automatic(self._database, folder)

    def found_in(self, folder: Path) -> list[tuple[datetime, Path]]:
        """The backups of this library in a folder with their times, the newest first."""
        return backups(self._database, folder)

    @staticmethod
    def copy(source: Path, target: Path) -> None:
        """Makes a library at `target` out of a backup, checked; never writes over anything."""
        restore_copy(source, target)
