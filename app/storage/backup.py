"""Backups that are checked before they count, thinned as they age, and restored only as copies."""

from __future__ import annotations

import hashlib
import logging
import os
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
    from sqlite3 import Connection

    from app.storage.database import Database

log = logging.getLogger(__name__)

ALL_FOR = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 9  # how many backups one a day, a week and a month are kept beyond that

_STAMP = "%Y%m%d-%H%M%S"
_TAG = 6  # hexadecimal digits


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
    place, name = database.path, f"{database.path.stem}-{now.strftime(_STAMP)}-{_tag(database.path)}"
    target = folder / f"{name}{place.suffix}"
    backup(database, target)
    thin(database, folder, now)
    return target


def backups(database: Database, folder: Path) -> list[tuple[datetime, Path]]:
    """The automatic backups of a library with their times, the newest first.

    They are told from those of another library of the same name by the tag of the place it lies in. Backups of before
    it was moved, and of before there were tags, are its own when it grew out of the state they hold.
    """
    return [(time, path) for time, path, _ in _found(database, folder)]


def _found(database: Database, folder: Path) -> list[tuple[datetime, Path, bool]]:
    """The same, and whether a backup is this library's alone to remove: not where it is tagged for another place."""
    stem, suffix = (re.escape(part) for part in (database.path.stem, database.path.suffix))
    pattern = re.compile(rf"{stem}-(\d{{8}}-\d{{6}})(?:-([0-9a-f]{{{_TAG}}}))?{suffix}")
    with told(folder):
        names = list(folder.iterdir()) if folder.is_dir() else []
    matches = [(match, path) for path in names if (match := pattern.fullmatch(path.name))]
    tag = _tag(database.path)
    if any(match[2] != tag for match, _ in matches):
        with told(database.path), closing(connect(database.path, "ro")) as own:
            matches = [(match, path) for match, path in matches if match[2] == tag or _grew_out_of(own, path)]
    times = (
        (datetime.strptime(match[1], _STAMP).astimezone(), path, match[2] in {tag, None}) for match, path in matches
    )
    return sorted(times, reverse=True)


def _tag(path: Path) -> str:
    """What tells the backups of the library at `path` from those of one of the same name elsewhere."""
    return hashlib.sha256(os.path.normcase(path).encode()).hexdigest()[:_TAG]


def _grew_out_of(own: Connection, path: Path) -> bool:
    """Whether the last step of a backup is one of the library's: steps are only ever added."""
    try:
        with closing(connect(path, "ro")) as connection:
            last = connection.execute("SELECT id, started, user FROM step ORDER BY id DESC LIMIT 1").fetchone()
    except SQL_ERRORS:
        log.info("a backup that cannot be read is nobody's", exc_info=True)
        return False
    same = "SELECT EXISTS (SELECT 1 FROM step WHERE id = ? AND started = ? AND user = ?)"
    return last is not None and bool(own.execute(same, last).fetchone()[0])


def thin(database: Database, folder: Path, now: datetime) -> None:
    """Removes the automatic backups that `kept` does not keep, and what a crash left half-made a day ago."""
    found = [(time, path) for time, path, is_own in _found(database, folder) if is_own]
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
