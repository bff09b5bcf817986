"""What rows are called in packages, and the states of a report that other machines have too.

A row is called by how it came into the library it was made in: its table, its id and the step that inserted it. Two
libraries that are copies of one file therefore still give different keys to what is added to each. Rows that came in a
package keep the key they came with. Nothing here is undone: a key outlives its row, and a state counts only while the
step that brought it in is done.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from app.model.entities import ROWS, Report
from app.model.portable import Portable, read
from app.storage.integrity import canonical, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.model.report_data import ReportData
    from app.storage.connection import SqlValue
    from app.storage.database import Database

_KEPT = 40  # states of one report; each is some ten kilobytes

_FOREIGN = "SELECT key FROM row_key WHERE table_name = ? AND row_id = ?"
_MADE = (
    "SELECT step.started, step.user FROM journal JOIN step ON step.id = journal.step_id"
    " WHERE journal.table_name = ? AND journal.row_id = ? AND journal.before IS NULL ORDER BY step.id LIMIT 1"
)


def key(database: Database, table: str, row_id: int) -> str:
    """What a row is called everywhere, 24 hexadecimal digits; the same for ever, also once it is deleted."""
    foreign = database.row(_FOREIGN, (table, row_id))
    if foreign is not None:
        return str(foreign[0])
    return _own(table, row_id, database.row(_MADE, (table, row_id)) or ("", ""))


def _own(table: str, row_id: int, made: tuple[str, str]) -> str:
    """The key of a row that came into this library by a step begun at that time by that user."""
    return hashlib.sha256(canonical([table, row_id, *made]).encode()).hexdigest()[:24]


def _stored(database: Database, table: str, report_id: int) -> dict[int, str]:
    """The keys of all stored rows of a report's table at once."""
    there = f'SELECT id FROM "{table}" WHERE report_id = ?'
    made = database.rows(
        "SELECT journal.row_id, step.started, step.user FROM journal JOIN step ON step.id = journal.step_id"
        f" WHERE journal.table_name = ? AND journal.before IS NULL AND journal.row_id IN ({there})"
        " ORDER BY step.id DESC",
        (table, report_id),
    )
    first = {row_id: (started, user) for row_id, started, user in made}
    foreign = database.rows(
        f"SELECT row_id, key FROM row_key WHERE table_name = ? AND row_id IN ({there})", (table, report_id)
    )
    return {row_id: _own(table, row_id, found) for row_id, found in first.items()} | dict(foreign)


def keys(database: Database, data: ReportData) -> dict[tuple[str, int], str]:
    """The keys of a report and all its rows, by table and id."""
    with database.reading():
        found = {(Report.TABLE, data.report.id): key(database, Report.TABLE, data.report.id)}
        for entity in ROWS:
            given: set[str] = set()
            stored = _stored(database, entity.TABLE, data.report.id)
            for row in data.rows(entity):
                own = stored.get(row.id) or key(database, row.TABLE, row.id)
                if own in given:  # deleted here, brought back by a package, and then by undo as well
                    own = hashlib.sha256(f"{own}/{row.id}".encode()).hexdigest()[:24]
                given.add(own)
                found[row.TABLE, row.id] = own
        return found


def report_of(database: Database, wanted: str) -> int | None:
    """The id of the report with that key; None when the library does not have it."""
    with database.reading():
        ids = [row_id for (row_id,) in database.rows("SELECT id FROM report ORDER BY id")]
        return next((row_id for row_id in ids if key(database, Report.TABLE, row_id) == wanted), None)


def remember(database: Database, made: Mapping[tuple[str, int], str]) -> None:
    """Notes the keys of rows that came in a package, by table and their id here."""
    rows = []
    number = database.next_id("row_key")
    for (table, row_id), name in made.items():
        image: dict[str, SqlValue] = {"id": number, "table_name": table, "row_id": row_id, "key": name}
        rows.append((*image.values(), digest("row_key", image)))
        number += 1
    with database.writing():
        database.write_all("INSERT INTO row_key (id, table_name, row_id, key, digest) VALUES (?, ?, ?, ?, ?)", rows)


def share(
    database: Database, report_id: int, state: Portable, *, came_as: str = "", step_id: int | None = None
) -> None:
    """Keeps a state that leaves in a package, or that came in one under that hash by the step with that id.

    An older version of the program wrote fewer fields, so that what came may hash otherwise here.
    """
    image: dict[str, SqlValue] = {
        "id": database.next_id("shared_state"), "report_id": report_id, "hash": came_as or state.hash(),
        "step_id": step_id, "data": zlib.compress(state.written(), 6),
    }  # fmt: skip
    with database.writing():
        database.write(
            "DELETE FROM shared_state WHERE report_id = ? AND id NOT IN"
            " (SELECT id FROM shared_state WHERE report_id = ? ORDER BY id DESC LIMIT ?)",
            (report_id, report_id, _KEPT - 1),
        )
        database.write(
            "INSERT INTO shared_state (id, report_id, hash, step_id, data, digest) VALUES (?, ?, ?, ?, ?, ?)",
            (*image.values(), digest("shared_state", image)),
        )


def shared(database: Database, report_id: int) -> list[str]:
    """The hashes of the states that count, the newest first."""
    found = database.rows(
        "SELECT hash FROM shared_state LEFT JOIN step ON step.id = shared_state.step_id"
        " WHERE shared_state.report_id = ? AND (shared_state.step_id IS NULL OR step.state = 'done')"
        " ORDER BY shared_state.id DESC",
        (report_id,),
    )
    return list(dict.fromkeys(name for (name,) in found))


def common(database: Database, report_id: int, ancestors: Iterable[str]) -> Portable | None:
    """The newest of these states that this library has shared too; None when there is none."""
    known = frozenset(shared(database, report_id))
    wanted = next((name for name in ancestors if name in known), None)
    if wanted is None:
        return None
    found = database.row(
        "SELECT data FROM shared_state WHERE report_id = ? AND hash = ? ORDER BY id DESC", (report_id, wanted)
    )
    assert found is not None
    try:
        return read(zlib.decompress(found[0]))
    except (zlib.error, ValueError, KeyError) as error:
        raise database.damaged() from error


def next_step(database: Database) -> int:
    """The id of the step that is being made."""
    return database.next_id("step")
