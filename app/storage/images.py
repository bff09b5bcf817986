"""Before and after images of rows as the journal keeps them: pure functions on plain data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from app.storage.integrity import canonical

if TYPE_CHECKING:
    from app.model.entities import Entity
    from app.storage.connection import SqlValue
    from app.storage.rows import Codec

Image: TypeAlias = "dict[str, SqlValue]"
Pair: TypeAlias = "tuple[Image | None, Image | None]"
"""Before and after. None is a row that is not there; of a changed row both sides hold the changed columns only, which
keeps a journal of long texts small and lets an undo leave alone what it did not change."""

Texts: TypeAlias = "tuple[str | None, str | None]"
"""A pair as the journal stores it."""


def pair(codec: Codec, before: Entity | None, after: Entity | None) -> Pair:
    """The images of a change from one state of a row to another."""
    first = None if before is None else codec.image(before)
    second = None if after is None else codec.image(after)
    return narrowed(first, second)


def narrowed(before: Image | None, after: Image | None) -> Pair:
    """Only the columns that differ, where both sides are there."""
    if before is None or after is None:
        return before, after
    changed = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def merged(first: Pair, second: Pair) -> Pair | None:
    """The one change that two changes of a row, one after the other, amount to; None when they cancel out."""
    (before, between), (again, after) = first, second
    if before is not None:
        before = (again or {}) | before
    if after is not None:
        after = (between or {}) | after
    if before is None and after is None:
        return None
    before, after = narrowed(before, after)
    return None if before == after else (before, after)


def texts(pair: Pair) -> Texts:
    """A pair as the journal stores it."""
    before, after = (None if image is None else canonical(image) for image in pair)
    return before, after


def read(text: str | None) -> Image | None:
    """The image that `written` gave."""
    if text is None:
        return None
    image: Image = json.loads(text)
    return image
