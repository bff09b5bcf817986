"""Backups that are checked before they count, thinned as they age, and restored only as copies."""

from __future__ import annotations

import logging
import re
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.errors import StorageError
from app.storage import copying
from app.storage.connection import SQL_ERRORS, connect, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from app.storage.database import Database

log = logging.getLogger(__name__)

ALL_FOR = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 9  # how many backups one a day, a week and a month are kept beyond that

_STAMP = "%Y%m%d-%H%M%S"


def backup(database: Database, target: Path) -> None:
    """Writes a checked copy of the library to `target`, replacing what is there; usable from any thread.

    Raises StorageError when the library is damaged or the file cannot be written; `target` is then as it was.
    """
    target = target.absolute()
    if target.exists() and target.samefile(database.path):
        raise StorageError(f"“{target}”就是台账库本身，请换一个文件名。")
    copying.copy(database.path, target, overwrite=True)


def automatic(database: Database, folder: Path) -> Path | None:
    """Backs up into `folder` when the library changed since the last backup there, then thins out the old ones.

    Returns the new file, or None when nothing changed or the library is read-only. Raises StorageError when the
    library is damaged; no old backup is then removed, so that bad ones never push out good ones.
    """
    if database.read_only:
        return None
    known = backups(database, folder)
    with told(database.path):
        state = _state(database.path)
    if known and _state_or_none(known[0][1]) == state:
        return None
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now().astimezone()
    target = folder / f"{database.path.stem}-{now.strftime(_STAMP)}{database.path.suffix}"
    backup(database, target)
    thin(database, folder, now)
    return target


def backups(database: Database, folder: Path) -> list[tuple[datetime, Path]]:
    """The automatic backups of a library with their times, the newest first."""
    pattern = re.compile(re.escape(database.path.stem) + r"-(\d{8}-\d{6})" + re.escape(database.path.suffix))
    with told(folder):
        names = list(folder.iterdir()) if folder.is_dir() else []
    matches = ((pattern.fullmatch(path.name), path) for path in names)
    found = ((datetime.strptime(match[1], _STAMP).astimezone(), path) for match, path in matches if match)
    return sorted(found, reverse=True)


def thin(database: Database, folder: Path, now: datetime) -> None:
    """Removes the automatic backups that `kept` does not keep, and what a crash left half-made a day ago."""
    found = backups(database, folder)
    staying = kept((time for time, _ in found), now)
    leaving = [path for time, path in found if time not in staying]
    yesterday = (now - timedelta(days=1)).timestamp()
    try:
        leaving += [path for path in copying.unfinished(folder) if path.stat().st_mtime < yesterday]
        for path in leaving:
            path.unlink()
    except OSError:
        log.warning("an old backup could not be removed", exc_info=True)


def kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which of the backups made at `times` stay: all of two days, then 12 daily, 10 weekly and 9 monthly ones.

    Of a day, week (Monday first) or month the newest stays; the ladder is Anki's.
    """
    ordered = sorted(set(times), reverse=True)
    staying = {time for time in ordered if now - time < ALL_FOR}
    older = [time for time in ordered if time not in staying]
    rungs: tuple[tuple[Callable[[datetime], tuple[int, ...]], int], ...] = (
        (lambda time: (time.year, time.month, time.day), DAYS),
        (lambda time: time.isocalendar()[:2], WEEKS),
        (lambda time: (time.year, time.month), MONTHS),
    )
    for period, count in rungs:
        newest: dict[tuple[int, ...], datetime] = {}
        for time in older:
            newest.setdefault(period(time), time)
        chosen = sorted(newest.values(), reverse=True)[:count]
        staying.update(chosen)
        older = [time for time in older if len(chosen) == count and period(time) < period(chosen[-1])]
    return staying


def restore_copy(source: Path, target: Path) -> None:
    """Makes a library at `target` out of a backup, checked; never writes over anything.

    Raises StorageError when the backup is missing, damaged or none of ours, or when `target` is there already.
    """
    if not source.is_file():
        raise StorageError(f"找不到备份文件“{source}”，请检查位置。")
    copying.copy(source.absolute(), target.absolute(), overwrite=False)


def _state(path: Path) -> tuple[object, ...]:
    """What differs between two states of a library: the last step, and what is kept beside the rows."""
    with closing(connect(path, "ro")) as connection:
        return (
            *connection.execute("SELECT id, digest FROM step ORDER BY id DESC LIMIT 1"),
            *connection.execute("SELECT count(*), max(id) FROM snapshot"),
            *connection.execute("SELECT count(*) FROM content"),
            *connection.execute("SELECT digest FROM setting ORDER BY key"),
        )


def _state_or_none(path: Path) -> tuple[object, ...] | None:
    """The state of an old backup; None when it cannot be read any more, which makes a new one due."""
    try:
        return _state(path)
    except SQL_ERRORS:
        log.warning("the last backup cannot be read", exc_info=True)
        return None
