"""Writes rows together with their content hash; used by steps, undo and redo."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from app.storage.integrity import canonical, digest, digest_of
from app.storage.rows import codec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.model.entities import Entity
    from app.storage.database import Database


def insert(database: Database, entity: Entity) -> str:
    """Stores an entity under the id it has; its image as the journal writes it."""
    image = codec(entity.TABLE).image(entity)
    text = canonical(image)
    database.write(_insertion(entity.TABLE), (*image.values(), digest_of(entity.TABLE, text)))
    return text


@cache
def _insertion(table: str) -> str:
    names = (*codec(table).names, "digest")
    columns = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'


def update(database: Database, before: Entity, after: Entity) -> None:
    """Writes the columns in which two states of a row differ."""
    row = codec(after.TABLE)
    known, image = row.image(before), row.image(after)
    changed = [name for name in row.names if known[name] != image[name]]
    assignments = ", ".join(f'"{name}" = ?' for name in (*changed, "digest"))
    statement = f'UPDATE "{after.TABLE}" SET {assignments} WHERE id = ?'
    values = [image[name] for name in changed]
    database.write(statement, (*values, digest(after.TABLE, image), after.id))


def delete(database: Database, table: str, row_ids: Iterable[int]) -> None:
    """Removes rows of one table; nothing may point at them any more."""
    statement = f'DELETE FROM "{table}" WHERE id = ?'
    database.write_all(statement, [(row_id,) for row_id in row_ids])
