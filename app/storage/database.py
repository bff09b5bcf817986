"""The open library file: one writer, every write in a transaction, and a sentence for whatever goes wrong."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

from app.errors import StorageError
from app.storage import integrity, opening
from app.storage.connection import DAMAGED, SQL_ERRORS, sentence, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from filelock import FileLock
    from sqlite_utils.db import Table

    from app.storage.connection import SqlError, SqlValue

log = logging.getLogger(__name__)

_AS_ASKED = "台账库以只读方式打开，不能修改。"


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
                opening.refuse_what_is_no_library(path)
            lock, reason = (None, _AS_ASKED) if read_only else opening.lock_for_writing(path, make_folder=create)
            try:
                connection, reason = opening.connect_to_library(path, reason, create=create)
            except BaseException:
                opening.release(lock)
                raise
        if reason:
            opening.release(lock)
        return cls(path, connection, None if reason else lock, reason)

    @property
    def read_only(self) -> bool:
        return bool(self.reason)

    def close(self) -> None:
        """Closes the file and lets other windows write; closing twice does nothing."""
        self._connection.close()
        opening.release(self._lock)
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
            f'SELECT (SELECT seq FROM sqlite_sequence WHERE name = ?), (SELECT max(id) FROM "{table}")',
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
