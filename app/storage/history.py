"""Who changed what, when and from what: the journal read for people."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.model.entities import BY_TABLE
from app.model.fields import Kind
from app.storage.records import Records
from app.storage.rows import codec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.model.fields import Value
    from app.storage.connection import SqlValue
    from app.storage.database import Database
    from app.storage.images import Image

_PREFIXES = {"edit": "", "undo": "撤销：", "redo": "重做："}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One changed field, or one row that came or went."""

    step_id: int
    time: str  # ISO 8601 with the zone
    user: str
    label: str
    table: str
    row_id: int
    field: str  # empty for a row that came or went; `before` or `after` is then what the row says first
    before: Value
    after: Value
    undone: bool  # the edit is not in force now


def read(database: Database, report_id: int | None, *, table: str, row_id: int, field: str) -> Iterator[HistoryEntry]:
    """The entries of a report or, when a row is named, of that row in whatever scope; the newest first."""
    where, parameters = _condition(report_id, table, row_id)
    for entry, (name, number), pair in Records(database).stream(where, parameters):
        label, undone = _PREFIXES[entry.kind] + entry.label, entry.state != "done"
        for changed, old, new in _fields(name, pair if entry.kind != "undo" else pair[::-1], field):
            yield HistoryEntry(entry.id, entry.time, entry.user, label, name, number, changed, old, new, undone)


def _condition(report_id: int | None, table: str, row_id: int) -> tuple[str, list[SqlValue]]:
    if row_id:
        return "journal.table_name = ? AND journal.row_id = ?", [table, row_id]
    if table:
        return "step.report_id IS ? AND journal.table_name = ?", [report_id, table]
    return "step.report_id IS ?", [report_id]


def _fields(table: str, pair: tuple[Image | None, Image | None], wanted: str) -> Iterator[tuple[str, Value, Value]]:
    before, after = pair
    if not wanted and (before is None or after is None):
        yield "", _summary(table, before), _summary(table, after)
        return
    names = before if after is None else after
    row = codec(table)
    for name in names or ():
        if name in row.names and wanted in ("", name):
            old, new = (None if image is None else row.value(name, image[name]) for image in pair)
            if old != new:
                yield name, old, new


def _summary(table: str, image: Image | None) -> Value:
    """What tells a row from its like: its name or title, else its text."""
    if image is None:
        return None
    specs = {
        item.name: item.metadata["spec"] for item in dataclasses.fields(BY_TABLE[table]) if "spec" in item.metadata
    }
    named = [name for name, spec in specs.items() if spec.kind is Kind.TEXT and spec.required]
    told = [name for name, spec in specs.items() if spec.kind is Kind.LONG]
    texts = (image.get(name) for name in (*reversed(named), *told))
    return next((text for text in texts if isinstance(text, str) and text), "")
