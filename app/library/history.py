"""What was changed in a report, by whom and when, and how something of it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from app.errors import InputError
from app.model.entities import BY_TABLE, Entity
from app.model.fields import Value, specs
from app.storage.history import ALL, Wanted
from app.storage.journal import HistoryEntry, HistoryStep, Journal, PastStep

if TYPE_CHECKING:
    from app.library.library import Library


class History:
    """The journal of a library's reports as it is read; undo and redo are the library's own."""

    def __init__(self, library: Library, journal: Journal) -> None:
        self._library, self._journal = library, journal

    def entries(self, report_id: int, wanted: Wanted = ALL, *, limit: int = 200) -> list[HistoryEntry]:
        """Who changed what, when, from what to what; the latest first."""
        return self._journal.history(report_id, wanted, limit=limit)

    def steps(self, report_id: int, wanted: Wanted = ALL) -> list[HistoryStep]:
        """The next steps, the newest first and whole, some 200 entries; empty at the end."""
        return self._journal.steps(report_id, wanted)

    def facets(self, report_id: int) -> tuple[list[str], list[str]]:
        """The days, newest first, on which the report was changed, and the names of those who changed it."""
        return self._journal.facets(report_id)

    def undoable(self, report_id: int, limit: int = 20) -> list[PastStep]:
        """The steps undo would take back one after another."""
        return self._journal.undoable(report_id, limit)

    def redoable(self, report_id: int, limit: int = 20) -> list[PastStep]:
        """The steps redo would do again one after another."""
        return self._journal.redoable(report_id, limit)

    def changed_row(self, step_id: int, table: str, row_id: int) -> tuple[Entity | None, Entity | None]:
        """A row before it went or after it came in a step; (None, None) when the step only changed it."""
        return self._journal.changed_row(step_id, table, row_id)

    def deleted_row(self, table: str, row_id: int) -> Entity | None:
        """A row as it was when it was deleted; None while it is there, or when there never was one."""
        return self._journal.deleted_row(table, row_id)

    def restore_value(self, report_id: int, table: str, row_id: int, field: str, value: Value) -> None:
        """Gives a field a value it had before, as a step of its own.

        StaleEditError when the row is gone (`restore_row` brings it back); InputError when the value points at a row
        that is gone.
        """
        spec, data = specs(BY_TABLE[table])[field], self._library.data(report_id)
        if spec.target and value is not None and data.find(spec.target, cast("int", value)) is None:
            raise InputError(f"原来的{spec.label}已被删除，不能恢复；请先恢复那一条，再恢复这里。")
        with self._library.step(f"恢复{spec.label}", report_id) as step:
            step.update(table, row_id, {field: value})

    def restore_row(self, report_id: int, table: str, row_id: int) -> Entity:
        """Puts a deleted row of the report back with its fields and evidence links; StorageError when it cannot be."""
        with self._library.step(f"恢复{BY_TABLE[table].LABEL}", report_id) as step:
            return self._journal.restore_row(step, table, row_id)
