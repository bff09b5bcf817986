"""Copies a library whole: temporary name, check, flush, rename; so that a copy either is sound or is not there."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from contextlib import closing
from typing import TYPE_CHECKING

from app.errors import StorageError
from app.storage import integrity
from app.storage.connection import connect, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)  # seconds: a virus scanner lets go of a new file within two

_TAKEN = "“{}”已经存在，请换一个文件名。"


def copy(source: Path, target: Path, *, overwrite: bool) -> None:
    """Writes a verified copy of the SQLite file `source` to `target`.

    Raises StorageError when the source is damaged, when `target` is there and may not be overwritten, and when the
    file system refuses; what stood at `target` is then as it was.
    """
    if not overwrite and target.exists():
        raise StorageError(_TAKEN.format(target))
    with told(target), temporary(target) as made:
        with told(source), closing(connect(source, "ro")) as original:
            # A read transaction first: the backup call itself waits for a busy source without end.
            original.execute("BEGIN")
            integrity.identify(original, source)
            with told(target), closing(connect(made, "rwc")) as duplicate:
                original.backup(duplicate)
        verify(made, source)
        publish(made, target, overwrite=overwrite)


def verify(path: Path, source: Path) -> None:
    """Raises StorageError, naming `source`, when the file at `path` is damaged."""
    with told(source), closing(connect(path, "ro")) as connection:
        found = integrity.faults(connection)
    if found:
        raise StorageError(f"台账库“{source}”已损坏（{found[0].rstrip('。')}），没有生成副本；请从以前的备份恢复。")


@contextlib.contextmanager
def temporary(target: Path) -> Iterator[Path]:
    """A name beside `target` for a file in the making; whatever is left under it goes at the end."""
    made = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        yield made
    finally:
        for left in (made, made.with_name(f"{made.name}-journal")):
            left.unlink(missing_ok=True)


def unfinished(folder: Path) -> list[Path]:
    """Files that are in the making in a folder, or were when the program was killed."""
    return [*folder.glob(".*.part"), *folder.glob(".*.part-journal")]


def publish(made: Path, target: Path, *, overwrite: bool) -> None:
    """Gives a finished file its name, on the disk and not only in memory."""
    _flush(made)
    if overwrite:
        _replace(made, target)
    else:
        _place(made, target)
    if os.name == "posix":
        _flush(target.parent)


def _place(made: Path, target: Path) -> None:
    # Both take the name only where it is free and give it the whole file at once, so that a kill leaves no empty one.
    try:
        if os.name == "nt":
            made.rename(target)
        else:
            target.hardlink_to(made)
    except FileExistsError:
        raise StorageError(_TAKEN.format(target)) from None
    except OSError:  # no links on this file system, or a virus scanner is looking at the file
        _reserve(made, target)


def _reserve(made: Path, target: Path) -> None:
    # Creating the name exclusively reserves it, so that a file that appears meanwhile is not written over.
    try:
        target.open("xb").close()
    except FileExistsError:
        raise StorageError(_TAKEN.format(target)) from None
    try:
        _replace(made, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _replace(made: Path, target: Path) -> None:
    for pause in _PAUSES:
        try:
            made.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    made.replace(target)


def _flush(path: Path) -> None:
    # Windows flushes only files opened for writing; POSIX opens folders only for reading.
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
