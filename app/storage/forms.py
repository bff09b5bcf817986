"""Which 采集表 went out for a report and what came back; a reading counts only while its step is done."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.model.collection import Collector
from app.storage.integrity import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.storage.connection import SqlValue
    from app.storage.database import Database

_COLUMNS = "id, report_id, key, table_name, row_id, name, made, asked, answered, read, step_id"


@dataclass(frozen=True, slots=True)
class Issued:
    """A form that was made. `answered` and `read` are None until it is read."""

    key: str
    collector: Collector
    made: str  # ISO 8601 with the zone
    asked: int  # fields
    answered: int | None = None
    read: str | None = None  # ISO 8601 with the zone


def now() -> str:
    """The present time as it is kept."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def note_made(database: Database, report_id: int, made: Iterable[Issued]) -> None:
    """Notes forms that were written."""
    with database.writing():
        for form in made:
            _insert(database, report_id, form, None)


def note_read(database: Database, report_id: int, form: Issued, step_id: int | None) -> None:
    """Notes that a form came back, also one made on another machine."""
    with database.writing():
        database.write("DELETE FROM form WHERE report_id = ? AND key = ?", (report_id, form.key))
        _insert(database, report_id, dataclasses.replace(form, read=now()), step_id)


def _insert(database: Database, report_id: int, form: Issued, step_id: int | None) -> None:
    image: dict[str, SqlValue] = {
        "id": database.next_id("form"), "report_id": report_id, "key": form.key, "table_name": form.collector.table,
        "row_id": form.collector.row_id, "name": form.collector.name, "made": form.made, "asked": form.asked,
        "answered": form.answered, "read": form.read, "step_id": step_id,
    }  # fmt: skip
    marks = ", ".join("?" * (len(image) + 1))
    database.write(f"INSERT INTO form ({_COLUMNS}, digest) VALUES ({marks})", (*image.values(), digest("form", image)))


def issued(database: Database, report_id: int) -> list[Issued]:
    """The forms of a report, the newest first."""
    found = database.rows(
        "SELECT form.key, table_name, row_id, name, made, asked, answered, read,"
        " form.step_id IS NULL OR step.state = 'done'"
        " FROM form LEFT JOIN step ON step.id = form.step_id WHERE form.report_id = ? ORDER BY made DESC, form.id DESC",
        (report_id,),
    )
    return [
        Issued(key, Collector(table, row_id, name), made, asked, answered if counts else None, read if counts else None)
        for key, table, row_id, name, made, asked, answered, read, counts in found
    ]


def newest(database: Database, report_id: int) -> dict[tuple[str, int], Issued]:
    """The newest form of everybody who was asked, by table and id."""
    found: dict[tuple[str, int], Issued] = {}
    for form in issued(database, report_id):
        found.setdefault((form.collector.table, form.collector.row_id), form)
    return found
