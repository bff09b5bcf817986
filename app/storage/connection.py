"""The one way to open a SQLite file, and the one place that tells the officer's troubles from bugs of ours."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote

from app.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SqlValue: TypeAlias = str | int | bytes | None

# The module also fails to decode the message of an error that quotes a damaged schema.
SqlError: TypeAlias = sqlite3.Error | UnicodeDecodeError
SQL_ERRORS = (sqlite3.Error, UnicodeDecodeError)

BUSY_SECONDS = 2.0  # how long a window may stand still while a virus scanner or another window reads the file

# Extended codes come before the primary ones they belong to.
_SENTENCES: tuple[tuple[int, str], ...] = (
    (sqlite3.SQLITE_READONLY_ROLLBACK, "台账库“{}”上次没有正常关闭，请关闭所有窗口后在可写的位置重新打开。"),
    (sqlite3.SQLITE_READONLY_DBMOVED, "台账库“{}”已被移动或删除，请把文件放回原处后重新打开程序。"),
    (sqlite3.SQLITE_BUSY, "台账库“{}”正被其他程序占用，请稍后再试。"),
    (sqlite3.SQLITE_LOCKED, "台账库“{}”正被其他程序占用，请稍后再试。"),
    (sqlite3.SQLITE_FULL, "磁盘空间不足，没有写入台账库“{}”；请腾出空间后重试。"),
    (sqlite3.SQLITE_IOERR, "读写台账库“{}”时出错，可能是磁盘已满或磁盘有故障；这一步没有保存，请检查后重试。"),
    (sqlite3.SQLITE_READONLY, "台账库“{}”是只读的，不能修改；请检查文件和文件夹的权限。"),
    (sqlite3.SQLITE_CORRUPT, "台账库“{}”已损坏，文件保持原样；请从备份恢复。"),
    (sqlite3.SQLITE_NOTADB, "“{}”不是台账库文件，或者已经损坏。"),
    (sqlite3.SQLITE_CANTOPEN, "打不开台账库“{}”，请检查文件是否存在以及文件夹的权限和剩余空间。"),
    (sqlite3.SQLITE_PERM, "没有权限读写台账库“{}”，请检查文件和文件夹的权限。"),
    (sqlite3.SQLITE_TOOBIG, "台账库“{}”已损坏，文件保持原样；请从备份恢复。"),
)

# SQLITE_ERROR is a wrong statement of ours or a schema that is not as we made it.
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_ERROR)

DAMAGED = "台账库“{}”已损坏，文件保持原样；请从备份恢复。"


def connect(path: Path, mode: Literal["ro", "rw", "rwc", "ro&immutable=1"]) -> sqlite3.Connection:
    """A connection in autocommit with every safety setting on; only `rwc` makes a missing file.

    `immutable` looks at the bytes of the file alone, without locks, journals or a new file beside it.
    Raises sqlite3.Error; call it within `told`.
    """
    posix = path.as_posix()
    uri = "file://" + quote(posix if posix.startswith("/") else f"/{posix}") + f"?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        for pragma in ("foreign_keys=ON", "synchronous=EXTRA", "trusted_schema=OFF", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def is_damage(error: SqlError) -> bool:
    """Whether an error of a statement that is known to be right can only come from a damaged file."""
    if isinstance(error, UnicodeDecodeError):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # The module's own error for text that is not UTF-8, which no statement of ours writes.
        return str(error).startswith("Could not decode")
    return code & 0xFF in _DAMAGE


def sentence(error: SqlError, path: Path) -> str | None:
    """What to tell the officer about an error of SQLite; None when it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return DAMAGED.format(path) if is_damage(error) else None
    for known, text in _SENTENCES:
        if known in (code, code & 0xFF):
            return text.format(path)
    return None


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what SQLite and the file system raise in the block into StorageError; bugs of ours pass through.

    For statements that do not vary, so that one SQLite does not understand is the file's fault.
    """
    try:
        yield
    except SQL_ERRORS as error:
        text = sentence(error, path) or (DAMAGED.format(path) if is_damage(error) else None)
        if text is None:
            raise
        raise StorageError(text) from error
    except OSError as error:
        raise StorageError(_system_sentence(error, path)) from error


def _system_sentence(error: OSError, path: Path) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"磁盘空间不足，没有写入“{path}”；请腾出空间后重试。"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"没有权限读写“{path}”，请检查文件和文件夹的权限，或换一个位置。"
        case errno.ENOENT | errno.ENOTDIR:
            return f"找不到“{path}”所在的文件夹，请检查位置。"
        case _:
            return f"读写“{path}”时出错（{error.strerror}），请检查磁盘后重试。"
