"""One step of the journal while it is being made: what it may do to rows, and what it has done so far."""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from app.errors import StaleEditError, StorageError
from app.model import carry_over
from app.model.entities import BY_TABLE, ROWS, Carried, Department, Entity, Report
from app.model.fields import specs
from app.model.report_data import children
from app.storage import images, rows, writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.model.fields import Value
    from app.storage.database import Database
    from app.storage.images import Texts

E = TypeVar("E", bound=Entity)

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """What one step, undo or redo did, for everything that shows the rows."""

    step_id: int
    report_id: int | None  # whose history it belongs to; None: the library's
    label: str
    rows: Mapping[Key, tuple[Entity | None, Entity | None]]  # (table, id) → before, after; None is "not there"


class Step:
    """Inserts, changes and deletes rows within one transaction. Made by `Journal.step`."""

    def __init__(self, database: Database) -> None:
        self.change: Change | None = None  # set after the commit; None while open and when nothing changed
        self._database = database
        self._rows: dict[Key, tuple[Entity | None, Entity | None]] = {}
        self._past: list[tuple[Key, tuple[Entity | None, Entity | None] | None]] = []
        self._texts: dict[Key, tuple[Entity, str]] = {}  # rows as they were inserted, and as the journal writes them
        self._last_ids: dict[str, int] = {}
        self._is_open = True

    def insert(self, entity: E) -> E:
        """Stores a new entity (id 0) and returns it with the id it got, which is never given again."""
        self._demand_open()
        if entity.id:
            raise ValueError(f"{entity.TABLE} {entity.id} is stored already")
        made = dataclasses.replace(entity, id=self._next_id(entity.TABLE))
        self._texts[made.TABLE, made.id] = made, writing.insert(self._database, made)
        self._record(made.TABLE, made.id, None, made)
        return made

    def revive(self, entity: E) -> E:
        """Stores a deleted row again under the id it had, so that its history goes on."""
        self._demand_open()
        if not entity.id or rows.find_checked(self._database, entity.TABLE, entity.id) is not None:
            raise ValueError(f"{entity.TABLE} {entity.id} is no deleted row")
        writing.insert(self._database, entity)
        self._record(entity.TABLE, entity.id, None, entity)
        return entity

    def update(
        self, table: str, row_id: int, values: Mapping[str, Value], *, expected: Mapping[str, Value] | None = None
    ) -> Entity:
        """Changes fields of a row and returns its new state.

        `expected` are values the officer saw: StaleEditError when the row no longer has them, or is gone.
        TypeError for a value the field cannot hold; KeyError for a field that is none.
        """
        self._demand_open()
        codec = rows.codec(table)
        if "id" in values:
            raise ValueError("an id is for ever")
        for name, value in values.items():
            codec.stored(name, value)
        before = self._current(table, row_id)
        if any(getattr(before, name) != value for name, value in (expected or {}).items()):
            raise StaleEditError(f"{before.LABEL}的内容刚在别处改过，与您看到的不一致；没有作任何改动，请核对后再改。")
        changed: dict[str, Any] = dict(values)
        after = dataclasses.replace(before, **changed)
        if after != before:
            writing.update(self._database, before, after)
            self._record(table, row_id, before, after)
            self._confirm_changed(before, after)
        return after

    def confirm(self, table: str, row_id: int, fields: Iterable[str]) -> None:
        """Takes the mark 沿用 off fields of a row; fields without one are passed over."""
        self._demand_open()
        for mark in self._marks(table, row_id):
            left = carry_over.confirmed(mark, fields)
            if left:
                self.update(Carried.TABLE, mark.id, {"fields": left})
            else:
                self._delete_all([mark])

    def delete(self, table: str, row_id: int) -> None:
        """Removes a row, with all that belongs to it; rows that only mention it lose the mention.

        A report takes its rows along, and any row those that a reference declares its own (`is_owner`). StorageError
        for a department that still has reports; StaleEditError when the row is gone.
        """
        self._demand_open()
        row = self._current(table, row_id)
        if isinstance(row, Department):
            self._demand_no_reports(row)
        if isinstance(row, Report):
            self._delete_rows_of(row)
        for child, column in children(type(row)):
            self._unlink(child, column, row_id)
        for mark in self._marks(table, row_id):
            self._delete_all([mark])
        self._delete_all([row])

    def changes(self) -> dict[Key, tuple[Entity | None, Entity | None]]:
        """What has become of the rows so far, without those that are as they were."""
        return {key: states for key, states in self._rows.items() if states[0] != states[1]}

    def texts(self) -> dict[Key, Texts]:
        """The same changes as the journal writes them."""
        return {key: self._written(key, before, after) for key, (before, after) in self.changes().items()}

    def _written(self, key: Key, before: Entity | None, after: Entity | None) -> Texts:
        inserted, text = self._texts.get(key, (None, ""))
        if before is None and after is inserted:
            return None, text
        return images.texts(images.pair(rows.codec(key[0]), before, after))

    def close(self) -> None:
        """Forbids further writing through this step."""
        self._is_open = False

    @contextmanager
    def part(self) -> Iterator[None]:
        """A step within the step: an exception that leaves the block takes back the block only."""
        mark = len(self._past)
        try:
            with self._database.savepoint():
                yield
        except BaseException:
            self._forget_since(mark)
            raise

    def _demand_open(self) -> None:
        if not self._is_open:
            raise RuntimeError("the step is over")

    def _next_id(self, table: str) -> int:
        last = self._last_ids.get(table)
        self._last_ids[table] = self._database.next_id(table) if last is None else last + 1
        return self._last_ids[table]

    def _current(self, table: str, row_id: int) -> Entity:
        known = self._rows.get((table, row_id))
        row = rows.find_checked(self._database, table, row_id) if known is None else known[1]
        if row is None:
            raise StaleEditError(f"这条{BY_TABLE[table].LABEL}已被删除，没有作任何改动；请刷新后再改。")
        return row

    def _record(self, table: str, row_id: int, before: Entity | None, after: Entity | None) -> None:
        key = (table, row_id)
        known = self._rows.get(key)
        self._past.append((key, known))
        self._rows[key] = (before if known is None else known[0], after)

    def _forget_since(self, mark: int) -> None:
        while len(self._past) > mark:
            key, known = self._past.pop()
            if known is None:
                del self._rows[key]
            else:
                self._rows[key] = known

    def _confirm_changed(self, before: Entity, after: Entity) -> None:
        """What the officer changed is no longer last year's."""
        names = (name for name, spec in specs(type(after)).items() if spec.carried)
        changed = [name for name in names if getattr(before, name) != getattr(after, name)]
        if changed:
            self.confirm(after.TABLE, after.id, changed)

    def _marks(self, table: str, row_id: int) -> list[Carried]:
        found = rows.read_checked(self._database, Carried.TABLE, "WHERE table_name = ? AND row_id = ?", (table, row_id))
        return [mark for mark in found if isinstance(mark, Carried)]

    def _demand_no_reports(self, department: Department) -> None:
        found = self._database.row("SELECT count(*) FROM report WHERE department_id = ?", (department.id,))
        if found is not None and found[0]:
            raise StorageError(f"部门“{department.name}”还有 {found[0]} 份自评报告，请先删除这些报告，再删除部门。")

    def _delete_rows_of(self, report: Report) -> None:
        for entity in reversed(ROWS):
            self._delete_all(rows.read_checked(self._database, entity.TABLE, "WHERE report_id = ?", (report.id,)))
        for other in rows.read_checked(self._database, Report.TABLE, "WHERE previous_id = ?", (report.id,)):
            self.update(Report.TABLE, other.id, {"previous_id": None})

    def _unlink(self, child: type[Entity], column: str, row_id: int) -> None:
        found = rows.read_checked(self._database, child.TABLE, f'WHERE "{column}" = ?', (row_id,))
        for row in found:
            if specs(child)[column].is_owner:
                self.delete(child.TABLE, row.id)
            else:
                self.update(child.TABLE, row.id, {column: None})

    def _delete_all(self, found: list[Entity]) -> None:
        if found:
            writing.delete(self._database, found[0].TABLE, [row.id for row in found])
        for row in found:
            self._record(row.TABLE, row.id, row, None)
