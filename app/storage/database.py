"""The open library file: one writer, every write in a transaction, and a sentence for whatever goes wrong."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

from filelock import FileLock, Timeout

from app.errors import StorageError
from app.storage import copying, integrity, schema
from app.storage.connection import DAMAGED, SQL_ERRORS, connect, sentence, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from sqlite_utils.db import Table

    from app.storage.connection import SqlError, SqlValue

log = logging.getLogger(__name__)

BACKUPS = "backups"  # the folder beside the library

_AS_ASKED = "台账库以只读方式打开，不能修改。"
_ELSEWHERE = "台账库正在另一个窗口中使用，现在只能查看。"
_NO_PERMISSION = "台账库文件或所在文件夹不能写入，现在只能查看。"
_NEWER = "台账库由更新版本的程序保存，现在只能查看；请升级程序后再编辑。"


class Database:
    """An open library. Made by `open`; belongs to the thread that opened it."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: FileLock | None, reason: str) -> None:
        self.path = path
        self.reason = reason  # why it is read-only, a Chinese sentence; empty when it may be written
        self._connection = connection
        self._lock = lock
        connection.execute("PRAGMA query_only=ON")

    @classmethod
    def open(cls, path: Path, *, create: bool = False, read_only: bool = False) -> Database:
        """Opens the library at `path`, for writing where that is possible; `reason` says why it is not.

        A missing file is made only with `create`. A library of an older version is backed up, then migrated.
        Raises StorageError when there is no library, when it is none of ours, damaged, or busy.
        """
        path = Path(os.path.realpath(path))
        with told(path):
            if not (create and not read_only and not path.exists()):
                _refuse_what_is_no_library(path)
            lock, reason = (None, _AS_ASKED) if read_only else _lock(path, make_folder=create)
            try:
                connection, reason = _connect(path, reason, create=create)
            except BaseException:
                _release(lock)
                raise
        if reason:
            _release(lock)
        return cls(path, connection, None if reason else lock, reason)

    @property
    def read_only(self) -> bool:
        return bool(self.reason)

    def close(self) -> None:
        """Closes the file and lets other windows write; closing twice does nothing."""
        self._connection.close()
        _release(self._lock)
        self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def verify(self) -> list[str]:
        """Every fault of the file (structure, references, content hashes), a Chinese sentence each; [] when sound."""
        with told(self.path), self.reading():
            return integrity.faults(self._connection)

    @property
    def is_writing(self) -> bool:
        """Whether a transaction for writing is under way."""
        return self._connection.in_transaction and not self._is_query_only()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction for everything written in the block; none of it stays when an exception leaves it.

        Raises StorageError when the library is read-only, busy, or its disk is full; RuntimeError when nested.
        """
        if self.read_only:
            raise StorageError(self.reason)
        if self._connection.in_transaction:
            raise RuntimeError("a transaction within a transaction")
        self._run("PRAGMA query_only=OFF")
        try:
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._commit()
            except BaseException as error:
                self._roll_back()
                if isinstance(error, sqlite3.Error) and self.verify():
                    raise self.damaged() from error
                raise
        finally:
            self._run("PRAGMA query_only=ON")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction, or the one that is already under way."""
        if self.is_writing:
            yield
        else:
            with self.transaction():
                yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state of the library for all queries of the block, whatever another window writes meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self._run("BEGIN")
        try:
            yield
        finally:
            self._roll_back()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Takes back what was written in the block when an exception leaves it, and keeps the transaction."""
        self._run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._run("ROLLBACK TO part")
                self._run("RELEASE part")
            raise
        self._run("RELEASE part")

    def rows(self, sql: str, parameters: Sequence[SqlValue] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except SQL_ERRORS as error:
            self._fail(error)

    def row(self, sql: str, parameters: Sequence[SqlValue] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def stream(self, sql: str, parameters: Sequence[SqlValue] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, for a reader that may stop early."""
        try:
            yield from self._connection.execute(sql, parameters)
        except SQL_ERRORS as error:
            self._fail(error)

    def next_id(self, table: str) -> int:
        """The id for the next row of a table: beyond every id that was ever given."""
        [(known, there)] = self.rows(
            f'SELECT (SELECT seq FROM sqlite_sequence WHERE name = ?), (SELECT max(id) FROM "{table}")',  # noqa: S608
            (table,),
        )
        return max(known or 0, there or 0) + 1

    def write(self, sql: str, parameters: Sequence[SqlValue] = ()) -> int:
        """Runs one INSERT, UPDATE or DELETE; the number of rows it changed. RuntimeError outside a transaction."""
        self._demand_transaction()
        try:
            return self._connection.execute(sql, parameters).rowcount
        except SQL_ERRORS as error:
            self._fail(error)

    def write_all(self, sql: str, rows: Iterable[Sequence[SqlValue]]) -> None:
        """Runs one statement for every row of parameters. RuntimeError outside a transaction."""
        self._demand_transaction()
        try:
            self._connection.executemany(sql, rows)
        except SQL_ERRORS as error:
            self._fail(error)

    def table(self, name: str) -> Table:
        """A table for sqlite-utils, which would make a new one out of a misspelt name: KeyError instead."""
        # Imported here because it takes longer to load than a library to open.
        from sqlite_utils import Database as Tables

        found = Tables(self._connection, recursive_triggers=False, execute_plugins=False).table(name)
        if not found.exists():
            raise KeyError(name)
        return found

    def damaged(self) -> StorageError:
        """What to raise when a stored value is none that this program writes."""
        return StorageError(DAMAGED.format(self.path))

    def _fail(self, error: SqlError) -> NoReturn:
        """Raises what an error of SQLite means: StorageError for the officer, else the error itself, a bug."""
        code = getattr(error, "sqlite_errorcode", 0)
        if code == sqlite3.SQLITE_READONLY and self._is_query_only():
            raise RuntimeError("a write outside a step") from error
        text = sentence(error, self.path)
        if text is None:
            raise error
        raise StorageError(text) from error

    def _is_query_only(self) -> bool:
        return bool(self._connection.execute("PRAGMA query_only").fetchone()[0])

    def _demand_transaction(self) -> None:
        # SQLite ends the transaction by itself when the disk is full; what follows must not be written alone.
        if not self._connection.in_transaction:
            raise RuntimeError("a write outside a step")

    def _run(self, sql: str) -> None:
        try:
            self._connection.execute(sql)
        except SQL_ERRORS as error:
            self._fail(error)

    def _commit(self) -> None:
        if not self._connection.in_transaction:
            raise RuntimeError("the transaction was ended by an error that was passed over")
        self._run("COMMIT")

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except SQL_ERRORS:
                # The first error is the one to tell; SQLite rolls back again from the journal at the next access.
                log.exception("rollback failed")


def _refuse_what_is_no_library(path: Path) -> None:
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


def _lock(path: Path, *, make_folder: bool) -> tuple[FileLock | None, str]:
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


def _release(lock: FileLock | None) -> None:
    if lock is not None:
        lock.release(force=True)


def _connect(path: Path, reason: str, *, create: bool) -> tuple[sqlite3.Connection, str]:
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
        connection.executemany(f'UPDATE "{table}" SET digest = ? WHERE "{key}" = ?', found)  # noqa: S608
