"""The only writer of entities: a step is one transaction, one undo step and one entry of the history."""

from __future__ import annotations

import dataclasses
import getpass
import sqlite3
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Literal

from app.errors import StaleEditError
from app.model.entities import BY_TABLE
from app.storage import history, images, restoring, rows, writing
from app.storage.history import ALL, HISTORY_CHUNK, HistoryEntry, HistoryStep, Wanted
from app.storage.records import Entry, Records
from app.storage.step import Change, Key, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.model.entities import Entity
    from app.storage.database import Database
    from app.storage.images import Image, Pair

__all__ = ["Change", "HistoryEntry", "HistoryStep", "Journal", "PastStep", "Step"]

MERGE_SECONDS = 60  # how long typing in one field goes on being one step

_ORDER = {table: place for place, table in enumerate(BY_TABLE)}  # parents before children
_DONE = "WHERE report_id IS ? AND kind = 'edit' AND state = 'done'"
_UNDONE = "WHERE report_id IS ? AND state = 'undone'"
_WORDS = {"undo": "撤销", "redo": "重做"}
_STALE = "“{}”之后相关内容又有改动，不能{}；没有作任何改动。"


@dataclasses.dataclass(frozen=True, slots=True)
class PastStep:
    """A step that can be undone or redone, for a list to choose from."""

    id: int
    label: str
    time: str  # ISO 8601 with the zone


def _now() -> datetime:
    return datetime.now().astimezone()


class Journal:
    """Steps, undo, redo and history of one open library."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._records = Records(database)
        self._clock = clock
        self._user = _user()
        self._open: Step | None = None

    @contextmanager
    def step(self, label: str, report_id: int | None, *, merge: str = "") -> Iterator[Step]:
        """A step in which rows are written; all of it is kept when the block ends, none when it raises.

        `report_id` names whose undo it belongs to, None the library's. A step with the `merge` key of the step
        before it, begun less than 60 s earlier, becomes part of that one. A step within a step joins it.
        Raises StorageError when the library is read-only or cannot be written.
        """
        if self._open is not None:
            with self._open.part():
                yield self._open
            return
        with self._database.transaction():
            step = self._open = Step(self._database)
            try:
                yield step
                change = self._keep(step, label, report_id, merge)
            finally:
                step.close()
                self._open = None
        step.change = change

    def undo(self, report_id: int | None) -> Change | None:
        """Takes back the newest step of a scope; None when there is none.

        Raises StaleEditError, and changes nothing, when a row is no longer as that step left it.
        """
        return self._swing(self._newest_done(report_id), "undo")

    def redo(self, report_id: int | None) -> Change | None:
        """Does again what was undone last in a scope; None when there is nothing. Raises like `undo`."""
        return self._swing(self._last_undone(report_id), "redo")

    def undo_to(self, report_id: int | None, step_id: int) -> list[Change]:
        """Takes back the newest steps of a scope down to the one with that id, all or none; raises like `undo`."""
        return self._swing_all("undo", lambda: self._newest_done(report_id), lambda target: target.id >= step_id)

    def redo_to(self, report_id: int | None, step_id: int) -> list[Change]:
        """Does again what was undone, up to the step with that id, all or nothing; raises like `undo`."""
        return self._swing_all("redo", lambda: self._last_undone(report_id), lambda target: target.id <= step_id)

    def undoable(self, report_id: int | None, limit: int) -> list[PastStep]:
        """The steps `undo` would take back one after another, at most `limit`."""
        return self._past(f"{_DONE} ORDER BY id DESC LIMIT ?", report_id, limit)

    def redoable(self, report_id: int | None, limit: int) -> list[PastStep]:
        """The steps `redo` would do again one after another, at most `limit`."""
        return self._past(f"{_UNDONE} ORDER BY id LIMIT ?", report_id, limit)

    def _past(self, where: str, report_id: int | None, limit: int) -> list[PastStep]:
        found = self._records.entries(where, (report_id, limit))
        return [PastStep(entry.id, entry.label, entry.time) for entry in found]

    def undo_label(self, report_id: int | None) -> str | None:
        """The label of the step `undo` would take back."""
        found = self._newest_done(report_id)
        return None if found is None else found.label

    def redo_label(self, report_id: int | None) -> str | None:
        """The label of the step `redo` would do again."""
        found = self._last_undone(report_id)
        return None if found is None else found.label

    def history(self, report_id: int | None, wanted: Wanted = ALL, *, limit: int = 200) -> list[HistoryEntry]:
        """At most `limit` entries, the newest first."""
        with self._database.reading():
            return list(islice(history.read(self._database, report_id, wanted), limit))

    def steps(self, report_id: int, wanted: Wanted = ALL) -> list[HistoryStep]:
        """The next steps, the newest first and whole, some 200 entries; empty at the end."""
        with self._database.reading():
            return history.steps(history.read(self._database, report_id, wanted), HISTORY_CHUNK)

    def changed_row(self, step_id: int, table: str, row_id: int) -> tuple[Entity | None, Entity | None]:
        """A row before it went or after it came in a step; (None, None) when the step only changed it."""
        with self._database.reading():
            return restoring.changed_row(self._records, step_id, (table, row_id))

    def facets(self, report_id: int) -> tuple[list[str], list[str]]:
        """The days, newest first, on which a report was changed, and the names of those who changed it."""
        with self._database.reading():
            return history.facets(self._database, report_id)

    def deleted_row(self, table: str, row_id: int) -> Entity | None:
        """A row as it was when it was deleted; None while it is there, or when there never was one."""
        with self._database.reading():
            found = restoring.removal(self._records, (table, row_id))
        return None if found is None else found.row

    def restore_row(self, step: Step, table: str, row_id: int) -> Entity:
        """Puts a deleted row back as part of `step`: with its fields, evidence links, and mentions that still are free.

        StaleEditError when the row is there; StorageError when the journal does not know it.
        """
        return restoring.restore(self._database, self._records, step, (table, row_id))

    def _keep(self, step: Step, label: str, report_id: int | None, merge: str) -> Change | None:
        changes = step.changes()
        if not changes:
            return None
        time = self._time()
        last = self._records.entry("ORDER BY id DESC")
        if last is not None and _is_continued(last, report_id, merge, time):
            self._merge(last, changes, time)
            return Change(last.id, report_id, last.label, changes)
        self._drop_undone(report_id)
        entry = self._records.add(
            Entry(
                report_id=report_id, label=label, merge_key=merge, kind="edit", started=time, time=time, user=self._user
            )
        )
        self._records.add_pairs(entry.id, step.texts())
        return Change(entry.id, report_id, label, changes)

    def _merge(self, last: Entry, changes: dict[Key, tuple[Entity | None, Entity | None]], time: str) -> None:
        pairs = {key: images.pair(rows.codec(key[0]), before, after) for key, (before, after) in changes.items()}
        known = self._records.pairs(last.id)
        together = {key: images.merged(known[key], made) if key in known else made for key, made in pairs.items()}
        kept = {key: made for key, made in together.items() if made is not None}
        self._records.remove_pairs(last.id, pairs)
        self._records.add_pairs(last.id, {key: images.texts(made) for key, made in kept.items()})
        if kept or known.keys() - pairs.keys():
            self._records.change(dataclasses.replace(last, time=time))
        else:
            self._records.remove(last)

    def _swing(self, target: Entry | None, kind: Literal["undo", "redo"]) -> Change | None:
        """Moves the rows of a step from one side of their images to the other."""
        if target is None:
            return None
        if self._open is not None:
            raise RuntimeError("undo within a step")
        stale = StaleEditError(_STALE.format(target.label, _WORDS[kind]))
        try:
            with self._database.writing():
                pairs = self._records.pairs(target.id)
                if kind == "undo":
                    pairs = {key: (after, before) for key, (before, after) in pairs.items()}
                changes = {key: self._states(key, made, stale) for key, made in pairs.items()}
                self._apply(changes)
                self._records.change(dataclasses.replace(target, state="undone" if kind == "undo" else "done"))
                entry = self._records.add(self._swung(target, kind))
        except sqlite3.IntegrityError as error:
            raise stale from error
        return Change(entry.id, target.report_id, target.label, changes)

    def _swing_all(
        self, kind: Literal["undo", "redo"], next_one: Callable[[], Entry | None], is_wanted: Callable[[Entry], bool]
    ) -> list[Change]:
        changes = []
        label = ""
        try:
            with self._database.transaction():
                while (target := next_one()) is not None and is_wanted(target):
                    label = label or target.label
                    change = self._swing(target, kind)
                    assert change is not None
                    changes.append(change)
        except sqlite3.IntegrityError as error:  # what a row points at is only looked at when all is written
            raise StaleEditError(_STALE.format(label, _WORDS[kind])) from error
        return changes

    def _swung(self, target: Entry, kind: Literal["undo", "redo"]) -> Entry:
        time = self._time()
        return Entry(
            report_id=target.report_id, label=target.label, kind=kind, target_id=target.id,
            started=time, time=time, user=self._user,
        )  # fmt: skip

    def _states(self, key: Key, made: Pair, stale: StaleEditError) -> tuple[Entity | None, Entity | None]:
        """The row as it is and as it is to be; raises `stale` unless it is as the first image says."""
        (table, row_id), (expected, wanted) = key, made
        codec = rows.codec(table)
        current = rows.find_checked(self._database, table, row_id)
        if expected is None or current is None:
            if (expected is None) != (current is None):
                raise stale
            return current, codec.restored(wanted or {})
        image: Image = codec.image(current)
        if any(image[name] != value for name, value in expected.items() if name in image):
            raise stale
        return current, None if wanted is None else codec.restored(image | wanted)

    def _apply(self, changes: dict[Key, tuple[Entity | None, Entity | None]]) -> None:
        # Parents come first and go last; changed rows may let go of what is about to go.
        ordered = sorted(changes.items(), key=lambda item: _ORDER[item[0][0]])
        for _, (before, after) in ordered:
            if before is None and after is not None:
                writing.insert(self._database, after)
        for _, (before, after) in ordered:
            if before is not None and after is not None:
                writing.update(self._database, before, after)
        for (table, row_id), (_, after) in reversed(ordered):
            if after is None:
                writing.delete(self._database, table, [row_id])

    def _newest_done(self, report_id: int | None) -> Entry | None:
        return self._records.entry(f"{_DONE} ORDER BY id DESC", (report_id,))

    def _last_undone(self, report_id: int | None) -> Entry | None:
        # Steps are undone from the newest backwards, so the one undone last is the oldest.
        return self._records.entry(f"{_UNDONE} ORDER BY id", (report_id,))

    def _drop_undone(self, report_id: int | None) -> None:
        for entry in self._records.entries(_UNDONE, (report_id,)):
            self._records.change(dataclasses.replace(entry, state="dropped"))

    def _time(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")


def _is_continued(last: Entry, report_id: int | None, merge: str, time: str) -> bool:
    """Whether a step is part of the one before it: the same field, typed on within the time."""
    if not merge or (last.kind, last.state, last.report_id, last.merge_key) != ("edit", "done", report_id, merge):
        return False
    passed = datetime.fromisoformat(time) - datetime.fromisoformat(last.started)
    return 0 <= passed.total_seconds() < MERGE_SECONDS


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""
