"""How a library file becomes an open one: recognised, locked, made or brought to the present version."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from app.errors import StorageError
from app.storage import copying, integrity, schema
from app.storage.connection import DAMAGED, SQL_ERRORS, connect

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

BACKUPS = "backups"  # the folder beside the library

_ELSEWHERE = "台账库正在另一个窗口中使用，现在只能查看。"
_NO_PERMISSION = "台账库文件或所在文件夹不能写入，现在只能查看。"
_NEWER = "台账库由更新版本的程序保存，现在只能查看；请升级程序后再编辑。"


def refuse_what_is_no_library(path: Path) -> None:
    """Raises StorageError for what is plainly no library, before anything is made beside it."""
    if not path.exists():
        raise StorageError(f"找不到台账库“{path}”，请检查位置，或新建一个台账库。")
    if not path.is_file():
        raise StorageError(f"“{path}”不是文件，不能作为台账库打开。")
    if path.stat().st_size == 0:
        raise StorageError(f"台账库“{path}”是空文件（0 字节），文件保持原样；请从备份恢复。")
    try:
        with closing(connect(path, "ro&immutable=1")) as connection:
            integrity.identify(connection, path)
    except SQL_ERRORS as error:
        # Looked at so, a library in the middle of a write may seem damaged; opening it in earnest will tell.
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise


def lock_for_writing(path: Path, *, make_folder: bool) -> tuple[FileLock | None, str]:
    """The writer's lock, or None and why it is not to be had."""
    if make_folder:
        path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_name(f"{path.name}.lock"), blocking=False, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        return None, _ELSEWHERE
    except OSError:
        log.info("no writer lock", exc_info=True)
        return None, _NO_PERMISSION
    return lock, ""


def release(lock: FileLock | None) -> None:
    """Lets other windows write."""
    if lock is not None:
        lock.release(force=True)


def connect_to_library(path: Path, reason: str, *, create: bool) -> tuple[sqlite3.Connection, str]:
    """A connection to a library of the present version, and why it is read-only."""
    if create and not reason and not path.exists():
        _create(path)
    connection = connect(path, "ro" if reason else "rw")
    try:
        version = integrity.identify(connection, path)
        if not reason:
            reason = _probe(connection)
        if version > len(schema.MIGRATIONS):
            if not integrity.is_readable(connection):
                raise StorageError(f"台账库“{path}”由更新版本的程序保存，本程序读不了；请升级程序。")
            reason = _NEWER
        elif version < len(schema.MIGRATIONS):
            if reason:
                raise StorageError(f"台账库“{path}”由旧版本程序保存，需要先在可写的位置用本程序打开一次完成升级。")
            _upgrade(connection, path, version)
        elif integrity.is_altered(connection):
            raise StorageError(DAMAGED.format(path))
    except BaseException:
        connection.close()
        raise
    return connection, reason


def _probe(connection: sqlite3.Connection) -> str:
    """Why the file cannot be written although it was opened for it; SQLite falls back to reading in silence."""
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
            raise
        return _NO_PERMISSION
    return ""


def _create(path: Path) -> None:
    with copying.temporary(path) as made:
        connection = connect(made, "rwc")
        try:
            _migrate(connection, 0)
        finally:
            connection.close()
        copying.publish(made, path, overwrite=False)


def _upgrade(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Backs up a library of an older version, then brings it to the present one."""
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    copying.copy(path, folder / f"{path.stem}-v{version}-{stamp}{path.suffix}", overwrite=False)
    _migrate(connection, version)


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    """Runs the migrations after `version` in one transaction and hashes the rows anew, whose columns may differ."""
    # SQLite ignores this within a transaction; a table that is rebuilt is dropped while others point at it.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for migration in schema.MIGRATIONS[version:]:
            for statement in migration:
                connection.execute(statement)
        _hash_again(connection)
        connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={len(schema.MIGRATIONS)}")
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError("a migration broke a reference")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys=ON")


def _hash_again(connection: sqlite3.Connection) -> None:
    for table in integrity.hashed_tables(connection):
        (key,) = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk = 1", (table,)).fetchone()
        found = [(integrity.digest(table, image), image[key]) for image, _ in integrity.images(connection, table)]
        connection.executemany(f'UPDATE "{table}" SET digest = ? WHERE "{key}" = ?', found)
