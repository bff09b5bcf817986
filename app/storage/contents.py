"""What is kept beside the rows and never undone: evidence files by hash, named snapshots, settings."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.errors import StorageError
from app.model.entities import Evidence
from app.storage.connection import connect, told
from app.storage.integrity import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.storage.connection import SqlValue
    from app.storage.database import Database

_GONE = "这个快照已经不在台账库中，请刷新列表。"
_LOST = "这份佐证材料的文件内容不在台账库中，请重新添加文件。"
_AT_ONCE = 500  # hashes of one query


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A named state of a report, such as 送审稿; its content is read with `snapshot_content`."""

    id: int
    report_id: int
    name: str
    time: str  # ISO 8601 with the zone


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of an evidence file without reading it."""

    hash: str  # SHA-256, hexadecimal
    size: int  # bytes
    added: str  # ISO 8601 with the zone; empty when it was kept before this was noted


def attach(database: Database, data: bytes) -> str:
    """Keeps the bytes of an evidence file once; returns their SHA-256, hexadecimal, for `Evidence.content_hash`."""
    name = hashlib.sha256(data).hexdigest()
    added = datetime.now().astimezone().isoformat(timespec="seconds")
    with database.writing(), told(database.path):
        database.table("content").insert({"hash": name, "data": data, "added": added}, pk="hash", ignore=True)
    return name


def attachment_apart(path: Path, content_hash: str) -> bytes:
    """The bytes kept under a hash; StorageError when there are none, or others.

    They are read from the library's file by a connection of its own, so that any thread can.
    """
    with told(path), closing(connect(path, "ro")) as connection:
        found = connection.execute("SELECT data FROM content WHERE hash = ?", (content_hash,)).fetchone()
    if found is None:
        raise StorageError(_LOST)
    if not isinstance(found[0], bytes) or hashlib.sha256(found[0]).hexdigest() != content_hash:
        raise StorageError("这份佐证材料的文件内容与校验码不符，已经损坏；请重新添加文件，或从备份恢复。")
    return found[0]


def describe(database: Database, hashes: Iterable[str]) -> dict[str, Content]:
    """Size and time of the contents with these hashes; those that are not there are left out."""
    wanted = [name for name in dict.fromkeys(hashes) if name]
    found: dict[str, Content] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        rows = database.rows(f"SELECT hash, length(data), added FROM content WHERE hash IN ({marks})", part)
        found |= {name: Content(name, size, added) for name, size, added in rows}
    return found


def sweep(database: Database) -> int:
    """Removes the contents that no row, image of the journal or snapshot names; how many these were.

    An undo or a restored row brings back a hash only, so whatever the journal still names has to stay.
    """
    candidates = database.rows("SELECT hash FROM content WHERE hash NOT IN (SELECT content_hash FROM evidence)")
    unneeded = [(name,) for (name,) in candidates if not _is_named(database, name)]
    if unneeded:
        with database.writing():
            database.write_all("DELETE FROM content WHERE hash = ?", unneeded)
    return len(unneeded)


def _is_named(database: Database, content_hash: str) -> bool:
    found = database.row(
        "SELECT EXISTS (SELECT 1 FROM journal WHERE table_name = ?1 AND (instr(before, ?2) OR instr(after, ?2)))"
        " OR EXISTS (SELECT 1 FROM snapshot WHERE instr(content, ?2))",
        (Evidence.TABLE, content_hash),
    )
    return found is not None and bool(found[0])


def keep_snapshot(database: Database, report_id: int, name: str, content: str) -> Snapshot:
    """Keeps a state of a report, already written as JSON, under a name that need not be new."""
    time = datetime.now().astimezone().isoformat(timespec="milliseconds")
    with database.writing():
        snapshot = Snapshot(database.next_id("snapshot"), report_id, name, time)
        put_back_snapshot(database, snapshot, content)
    return snapshot


def put_back_snapshot(database: Database, snapshot: Snapshot, content: str) -> None:
    """Keeps a named state again, as it was before it was removed."""
    row: dict[str, SqlValue] = {
        "id": snapshot.id, "report_id": snapshot.report_id, "name": snapshot.name, "time": snapshot.time,
        "content": content,
    }  # fmt: skip
    with database.writing(), told(database.path):
        database.table("snapshot").insert(row | {"digest": digest("snapshot", row)}, pk="id")


def find_snapshot(database: Database, snapshot_id: int) -> Snapshot:
    """A named state by its id; StorageError when there is none."""
    found = database.row("SELECT id, report_id, name, time FROM snapshot WHERE id = ?", (snapshot_id,))
    if found is None:
        raise StorageError(_GONE)
    return Snapshot(*found)


def snapshots(database: Database, report_id: int) -> list[Snapshot]:
    """The named states of a report, the newest first."""
    found = database.rows(
        "SELECT id, report_id, name, time FROM snapshot WHERE report_id = ? ORDER BY id DESC", (report_id,)
    )
    return [Snapshot(*row) for row in found]


def snapshot_content(database: Database, snapshot_id: int) -> str:
    """The JSON of a named state; StorageError when there is none with that id."""
    found = database.row("SELECT content FROM snapshot WHERE id = ?", (snapshot_id,))
    if found is None:
        raise StorageError(_GONE)
    return str(found[0])


def delete_snapshot(database: Database, snapshot_id: int) -> None:
    """Removes a named state; nothing happens when it is gone already."""
    with database.writing():
        database.write("DELETE FROM snapshot WHERE id = ?", (snapshot_id,))


def setting(database: Database, key: str, default: str = "") -> str:
    """A setting of the library, or `default` while it was never set."""
    found = database.row("SELECT value FROM setting WHERE key = ?", (key,))
    return default if found is None else str(found[0])


def set_setting(database: Database, key: str, value: str) -> None:
    """Keeps a setting of the library."""
    row: dict[str, SqlValue] = {"key": key, "value": value}
    with database.writing(), told(database.path):
        database.table("setting").upsert(row | {"digest": digest("setting", row)}, pk="key")
