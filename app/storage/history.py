"""Who changed what, when and from what: the journal read for people."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from itertools import groupby
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

HISTORY_CHUNK = 200  # entries read at a time, so that the longest journal never keeps a window waiting

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


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """Everything one step, undo or redo did: a paste of 200 cells is one of these."""

    id: int
    time: str  # ISO 8601 with the zone
    user: str
    label: str
    undone: bool
    entries: tuple[HistoryEntry, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a history is asked for; what is empty or 0 asks for all."""

    table: str = ""
    row_id: int = 0  # that row in whatever scope
    field: str = ""
    user: str = ""
    day: str = ""  # ISO date of the journal's own clock
    before: int = 0  # the id of a step: only older ones


ALL = Wanted()


def read(database: Database, report_id: int | None, wanted: Wanted = ALL) -> Iterator[HistoryEntry]:
    """The entries of a report, the newest first."""
    where, parameters = _condition(report_id, wanted.table, wanted.row_id)
    for condition, value in (
        ("step.user = ?", wanted.user), ("substr(step.time, 1, 10) = ?", wanted.day), ("step.id < ?", wanted.before),
    ):  # fmt: skip
        if value:
            where, parameters = f"{where} AND {condition}", [*parameters, value]
    for entry, (name, number), pair in Records(database).stream(where, parameters):
        label, undone = _PREFIXES[entry.kind] + entry.label, entry.state != "done"
        for changed, old, new in _fields(name, pair if entry.kind != "undo" else pair[::-1], wanted.field):
            yield HistoryEntry(entry.id, entry.time, entry.user, label, name, number, changed, old, new, undone)


def steps(found: Iterator[HistoryEntry], limit: int) -> list[HistoryStep]:
    """The first steps of a reading, whole, as many as have `limit` entries together."""
    made: list[HistoryStep] = []
    read_so_far = 0
    for _, group in groupby(found, key=lambda entry: entry.step_id):
        entries = tuple(group)
        first = entries[0]
        made.append(HistoryStep(first.step_id, first.time, first.user, first.label, first.undone, entries))
        read_so_far += len(entries)
        if read_so_far >= limit:
            break
    return made


def facets(database: Database, report_id: int) -> tuple[list[str], list[str]]:
    """The days, newest first, on which a report was changed, and the names of those who changed it."""
    days = database.rows(
        "SELECT DISTINCT substr(time, 1, 10) FROM step WHERE report_id IS ? ORDER BY 1 DESC", (report_id,)
    )
    users = database.rows("SELECT DISTINCT user FROM step WHERE report_id IS ? AND user <> '' ORDER BY 1", (report_id,))
    return [str(day) for (day,) in days], [str(user) for (user,) in users]


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
