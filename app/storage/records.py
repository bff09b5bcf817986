"""The rows of the tables step and journal, each believed only as long as its content hash is right."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

from app.storage import images
from app.storage.integrity import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.storage.connection import SqlValue
    from app.storage.database import Database
    from app.storage.images import Pair, Texts
    from app.storage.step import Key


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the table step: an edit, or the undo or redo of one."""

    id: int = 0
    report_id: int | None
    label: str
    merge_key: str = ""
    kind: Literal["edit", "undo", "redo"]
    state: Literal["done", "undone", "dropped"] = "done"
    target_id: int | None = None  # the edit that was undone or redone
    started: str  # ISO 8601 with the zone; a merged step has begun before its `time`
    time: str
    user: str


_ENTRY = tuple(item.name for item in dataclasses.fields(Entry))
_IMAGES = ("id", "step_id", "table_name", "row_id", "before", "after")


class Records:
    """Reads and writes the steps of one library and the images of their rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, where: str, parameters: tuple[SqlValue, ...] = ()) -> list[Entry]:
        """The steps that a condition of this package picks."""
        names = ", ".join(_ENTRY)
        found = self._database.rows(f"SELECT {names}, digest FROM step {where}", parameters)
        return [self._entry(row) for row in found]

    def entry(self, where: str, parameters: tuple[SqlValue, ...] = ()) -> Entry | None:
        """The first of them, or None."""
        found = self.entries(f"{where} LIMIT 1", parameters)
        return found[0] if found else None

    def pairs(self, step_id: int) -> dict[Key, Pair]:
        """What a step did to its rows."""
        names = ", ".join(_IMAGES)
        found = self._database.rows(
            f"SELECT {names}, digest FROM journal WHERE step_id = ? ORDER BY id",
            (step_id,),
        )
        return dict(self._pair(row) for row in found)

    def stream(self, where: str, parameters: Iterable[SqlValue]) -> Iterator[tuple[Entry, Key, Pair]]:
        """Every image of the steps that a condition picks, the newest step first, images of an undone edit included."""
        entry = ", ".join(f"step.{name}" for name in (*_ENTRY, "digest"))
        image = ", ".join(f"journal.{name}" for name in (*_IMAGES, "digest"))
        found = self._database.stream(
            f"SELECT {entry}, {image}"
            # An undo or redo has no images of its own; said so, SQLite finds either way by an index.
            " FROM step JOIN journal ON journal.step_id = step.id OR journal.step_id = step.target_id"
            f" WHERE {where} ORDER BY step.id DESC, journal.id",
            tuple(parameters),
        )
        for row in found:
            key, pair = self._pair(row[len(_ENTRY) + 1 :])
            yield self._entry(row[: len(_ENTRY) + 1]), key, pair

    def add(self, entry: Entry) -> Entry:
        """Stores a new step; returns it with the id it got."""
        made = dataclasses.replace(entry, id=self._database.next_id("step"))
        row = dataclasses.asdict(made)
        self._database.write(
            "INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row.values(), digest("step", row))
        )
        return made

    def change(self, entry: Entry) -> None:
        """Stores the state and the time of a known step."""
        self._database.write(
            "UPDATE step SET state = ?, time = ?, digest = ? WHERE id = ?",
            (entry.state, entry.time, digest("step", dataclasses.asdict(entry)), entry.id),
        )

    def remove(self, entry: Entry) -> None:
        """Removes a step that has come to nothing."""
        self._database.write("DELETE FROM step WHERE id = ?", (entry.id,))

    def add_pairs(self, step_id: int, pairs: Mapping[Key, Texts]) -> None:
        """Stores what a step did to rows."""
        made = []
        first = self._database.next_id("journal")
        for row_id, ((table, number), (before, after)) in enumerate(pairs.items(), first):
            values = (row_id, step_id, table, number, before, after)
            made.append((*values, digest("journal", dict(zip(_IMAGES, values, strict=True)))))
        self._database.write_all("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)", made)

    def remove_pairs(self, step_id: int, keys: Iterable[Key]) -> None:
        """Removes what a step did to some rows."""
        self._database.write_all(
            "DELETE FROM journal WHERE step_id = ? AND table_name = ? AND row_id = ?",
            [(step_id, *key) for key in keys],
        )

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        image = dict(zip(_ENTRY, row[:-1], strict=True))
        if digest("step", image) != row[-1]:
            raise self._database.damaged()
        return Entry(**image)

    def _pair(self, row: tuple[Any, ...]) -> tuple[Key, Pair]:
        image = dict(zip(_IMAGES, row[:-1], strict=True))
        if digest("journal", image) != row[-1]:
            raise self._database.damaged()
        return (image["table_name"], image["row_id"]), (images.read(image["before"]), images.read(image["after"]))
