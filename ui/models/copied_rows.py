"""Whole rows on the clipboard with all their fields, those that the table has no column for included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from app.model.entities import BY_TABLE
from app.model.fields import specs
from ui.models.clipboard import Copied

if TYPE_CHECKING:
    from app.model.entities import ReportRow
    from ui.session import Session

FORMAT = "application/x-ziping-rows"
"""The clipboard's name for them."""


class _Rows(msgspec.Struct, forbid_unknown_fields=True):
    table: str
    fields: list[str]
    lines: list[list[str]]


def written(session: Session, table: str, rows: Sequence[ReportRow]) -> bytes:
    """Rows as texts that are read back as the same values; references by the title of what they point at."""
    names = list(specs(BY_TABLE[table]))
    lines = [[session.show_for_editing(table, name, getattr(row, name)) for name in names] for row in rows]
    return msgspec.json.encode(_Rows(table, names, lines))


def read(table: str, content: bytes) -> Copied | None:
    """The rows, where they are of that table; None where they are of another, or nothing of ours."""
    try:
        found = msgspec.json.decode(content, type=_Rows)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    declared = specs(BY_TABLE[table])
    if found.table != table or not set(found.fields) <= set(declared):
        return None
    return Copied(found.lines, [declared[name] for name in found.fields], is_whole=True)
