"""What is kept beside the rows and never undone: evidence files by hash, named snapshots, settings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.errors import StorageError
from app.storage.connection import told
from app.storage.integrity import digest

if TYPE_CHECKING:
    from app.storage.connection import SqlValue
    from app.storage.database import Database

_GONE = "这个快照已经不在台账库中，请刷新列表。"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A named state of a report, such as 送审稿; its content is read with `snapshot_content`."""

    id: int
    report_id: int
    name: str
    time: str  # ISO 8601 with the zone


def attach(database: Database, data: bytes) -> str:
    """Keeps the bytes of an evidence file once; returns their SHA-256, hexadecimal, for `Evidence.content_hash`."""
    name = hashlib.sha256(data).hexdigest()
    with database.writing(), told(database.path):
        database.table("content").insert({"hash": name, "data": data}, pk="hash", ignore=True)
    return name


def attachment(database: Database, content_hash: str) -> bytes:
    """The bytes kept under a hash; StorageError when there are none, or others."""
    found = database.row("SELECT data FROM content WHERE hash = ?", (content_hash,))
    if found is None:
        raise StorageError("这份佐证材料的文件内容不在台账库中，请重新添加文件。")
    data = found[0]
    if not isinstance(data, bytes) or hashlib.sha256(data).hexdigest() != content_hash:
        raise database.damaged()
    return data


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
