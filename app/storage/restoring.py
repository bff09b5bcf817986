"""Deleted rows brought back from the journal, long after undo could reach them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.errors import StaleEditError, StorageError
from app.model.entities import BY_TABLE
from app.model.fields import specs
from app.model.report_data import children
from app.storage import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.model.entities import Entity
    from app.storage.database import Database
    from app.storage.images import Pair
    from app.storage.records import Records
    from app.storage.step import Key, Step


@dataclass(frozen=True, slots=True)
class Removal:
    """A row as it was before it went, and what else went or changed in the same step."""

    row: Entity
    pairs: Mapping[Key, Pair]


def removal(records: Records, key: Key) -> Removal | None:
    """How a row went; None while it is there, or when the journal has nothing of it."""
    table, row_id = key
    found = records.stream("journal.table_name = ? AND journal.row_id = ?", (table, row_id))
    newest = next(found, None)
    if newest is None:
        return None
    entry, _, pair = newest
    before, after = pair if entry.kind != "undo" else pair[::-1]
    if before is None or after is not None:
        return None
    pairs = records.pairs(entry.target_id or entry.id)
    if entry.kind == "undo":
        pairs = {other: made[::-1] for other, made in pairs.items()}
    return Removal(rows.codec(table).restored(before), pairs)


def changed_row(records: Records, step_id: int, key: Key) -> tuple[Entity | None, Entity | None]:
    """A row before it went or after it came in a step; (None, None) when the step only changed it."""
    entry = records.entry("WHERE id = ?", (step_id,))
    pair = None if entry is None else records.pairs(entry.target_id or entry.id).get(key)
    if entry is None or pair is None or None not in pair:
        return None, None
    codec = rows.codec(key[0])
    before, after = (None if image is None else codec.restored(image) for image in pair)
    return (after, before) if entry.kind == "undo" else (before, after)


def restore(database: Database, records: Records, step: Step, key: Key) -> Entity:
    """Stores a deleted row again under its id, with its evidence links and the mentions that are still free.

    StaleEditError when the row is there; StorageError when the journal does not know how it went.
    """
    label = BY_TABLE[key[0]].LABEL
    if rows.find(database, *key) is not None:
        raise StaleEditError(f"这条{label}还在报告中，不需要恢复。")
    found = removal(records, key)
    if found is None:
        raise StorageError(f"修改记录中没有这条{label}的内容，无法恢复。")
    row = step.revive(_without_dangling(database, found.row))
    for child, column in children(type(row)):
        for (table, row_id), (before, after) in found.pairs.items():
            if table == child.TABLE and (before or {}).get(column) == row.id:
                _reattach(database, step, (table, row_id), column, row.id, before if after is None else None)
    return row


def _without_dangling(database: Database, row: Entity) -> Entity:
    """The row without references to rows that are gone meanwhile."""
    gone: dict[str, Any] = {
        name: None
        for name, spec in specs(type(row)).items()
        if spec.target and (target := getattr(row, name)) is not None and not rows.find(database, spec.target, target)
    }
    return dataclasses.replace(row, **gone) if gone else row


def _reattach(
    database: Database, step: Step, key: Key, column: str, row_id: int, image: Mapping[str, Any] | None
) -> None:
    """Brings back a link that went along (`image` says how it was), or a mention that was cleared and is free still."""
    table, number = key
    present = rows.find(database, table, number)
    if image is not None and present is None and specs(BY_TABLE[table])[column].is_owner:
        link = rows.codec(table).restored(image)
        if _without_dangling(database, link) == link:
            step.revive(link)
    elif image is None and present is not None and getattr(present, column) is None:
        step.update(table, number, {column: row_id})
