"""Content hashes and the full check of a library, because SQLite's own check sees few flipped bytes."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from functools import cache
from typing import TYPE_CHECKING

from app.errors import StorageError
from app.model.entities import BY_TABLE
from app.storage import schema
from app.storage.connection import SQL_ERRORS, is_damage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from app.storage.connection import SqlValue

_SHOWN = 20  # faults of one kind that are listed; a damaged file has thousands

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)

_LABELS = {cls.TABLE: cls.LABEL for cls in BY_TABLE.values()} | {
    "step": "操作记录",
    "journal": "修改记录",
    "snapshot": "存档",
    "setting": "设置",
    "content": "佐证材料内容",
    "row_key": "数据包标识",
    "shared_state": "数据包存根",
    "form": "采集表",
}


def canonical(image: object) -> str:
    """JSON that is the same for the same content, whatever the order of keys.

    Bytes, which only a damaged file has where text should be, become some text and so another hash.
    """
    return _CANONICAL.encode(image)


def digest(table: str, image: Mapping[str, SqlValue]) -> str:
    """SHA-256, hexadecimal, of a row with its table, id and every column but the digest."""
    return digest_of(table, canonical(image))


def digest_of(table: str, text: str) -> str:
    """The same of a row whose canonical text is there already."""
    return hashlib.sha256(f"[{canonical(table)},{text}]".encode()).hexdigest()


def identify(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of a library; StorageError for any other file."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != schema.APPLICATION_ID or version < 1:
        raise StorageError(f"“{path}”是其他程序的数据库，不是台账库。")
    return int(version)


def faults(connection: sqlite3.Connection) -> list[str]:
    """Everything wrong with a library file, a Chinese sentence each; empty when it is sound."""
    found: list[str] = []
    for check in (_structure, _tables, _references, _contents, _attachments):
        try:
            found += check(connection)
        except SQL_ERRORS as error:
            if not is_damage(error):
                raise
            found.append(f"文件损坏，检查没有完成：{error}。")
            break
    return found


def _structure(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(f"PRAGMA integrity_check({_SHOWN})").fetchall()
    return [f"文件结构损坏：{message}。" for (message,) in rows if message != "ok"]


def _tables(connection: sqlite3.Connection) -> list[str]:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != len(schema.MIGRATIONS):
        return []
    expected, found = _blueprint(schema.MIGRATIONS), _objects(connection)
    missing = sorted(name for _, name in expected - found)
    foreign = sorted(name for _, name in found - expected)
    return [f"缺少“{name}”。" for name in missing] + [f"多出“{name}”。" for name in foreign]


def _objects(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Every table, index, view, trigger and column by kind and name, but for SQLite's own such as statistics."""
    own = r"SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'"
    found = {tuple(row) for row in connection.execute(own)}
    for kind, name in tuple(found):
        if kind == "table":
            columns = connection.execute("SELECT name FROM pragma_table_xinfo(?)", (name,))
            found.update(("column", f"{name}.{column}") for (column,) in columns)
    return frozenset(found)


@cache
def _blueprint(migrations: tuple[schema.Migration, ...]) -> frozenset[tuple[str, str]]:
    """Every table, index and column that these migrations make."""
    connection = sqlite3.connect(":memory:")
    try:
        for migration in migrations:
            for statement in migration:
                connection.execute(statement)
        return _objects(connection)
    finally:
        connection.close()


def is_altered(connection: sqlite3.Connection) -> bool:
    """Whether a library of the present version lacks a table or column, or would run what this program did not make."""
    foreign = _objects(connection) - _blueprint(schema.MIGRATIONS)
    return not is_readable(connection) or any(kind in ("trigger", "view") for kind, _ in foreign)


def is_readable(connection: sqlite3.Connection) -> bool:
    """Whether a library, perhaps of a newer version, has every table and column this program reads."""
    missing = _blueprint(schema.MIGRATIONS) - _objects(connection)
    return all(kind == "index" for kind, _ in missing)


def _references(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute('SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT ?', (_SHOWN,))
    return [
        f"{_LABELS.get(table, table)}第 {row_id} 号指向不存在的{_LABELS.get(parent, parent)}。"
        for table, row_id, parent in rows
    ]


def _contents(connection: sqlite3.Connection) -> list[str]:
    found: list[str] = []
    for table in hashed_tables(connection):
        label = _LABELS.get(table, table)
        wrong = [_name(image) for image, expected in images(connection, table) if digest(table, image) != expected]
        found += [f"{label}{name}的内容与校验码不符。" for name in wrong[:_SHOWN]]
        if len(wrong) > _SHOWN:
            found.append(f"{label}另有 {len(wrong) - _SHOWN} 条的内容与校验码不符。")
    return found


def _name(image: Mapping[str, SqlValue]) -> str:
    return f"第 {image['id']!r} 号" if "id" in image else f"“{image.get('key')!r}”"


def _attachments(connection: sqlite3.Connection) -> list[str]:
    found = [
        f"佐证材料的内容 {str(name)[:12]} 与校验码不符。"
        for name, data in connection.execute("SELECT hash, data FROM content")
        if not isinstance(data, bytes) or hashlib.sha256(data).hexdigest() != name
    ]
    lost = connection.execute(
        "SELECT id FROM evidence WHERE content_hash <> '' AND content_hash NOT IN (SELECT hash FROM content)"
    )
    return found + [f"佐证材料第 {row_id} 号的文件内容丢失。" for (row_id,) in lost]


def hashed_tables(connection: sqlite3.Connection) -> list[str]:
    """The tables whose rows carry a digest."""
    rows = connection.execute(
        "SELECT t.name FROM sqlite_schema t, pragma_table_xinfo(t.name) c"
        " WHERE t.type = 'table' AND c.name = 'digest' ORDER BY t.name"
    )
    return [name for (name,) in rows]


def images(connection: sqlite3.Connection, table: str) -> Iterator[tuple[dict[str, SqlValue], str]]:
    """Each row of a table as column → value, with its stored digest; columns as the file has them, of any version."""
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    for row in cursor:
        image = dict(zip(names, row, strict=True))
        yield image, image.pop("digest")
