"""Writes rows together with their content hash; used by steps, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.storage.integrity import digest
from app.storage.rows import codec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.model.entities import Entity
    from app.storage.database import Database


def insert(database: Database, entity: Entity) -> None:
    """Stores an entity under the id it has."""
    image = codec(entity.TABLE).image(entity)
    names = ", ".join(f'"{name}"' for name in (*image, "digest"))
    marks = ", ".join("?" * (len(image) + 1))
    statement = f'INSERT INTO "{entity.TABLE}" ({names}) VALUES ({marks})'
    database.write(statement, (*image.values(), digest(entity.TABLE, image)))


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
