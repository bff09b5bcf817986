"""The marks 沿用: what a report kept from the year before and nobody has confirmed yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.library import row_edits
from app.model import carry_over
from app.model.carry_over import FieldKey
from app.model.entities import BY_TABLE, Carried, ReportRow
from app.model.fields import Value

if TYPE_CHECKING:
    from app.library.library import Library


class CarriedMarks:
    """The marked fields of the reports."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._marked: dict[int, tuple[tuple[ReportRow, ...], dict[tuple[str, int], Carried]]] = {}

    def marks(self, report_id: int) -> frozenset[FieldKey]:
        """The fields marked 沿用: kept from last year and not confirmed yet."""
        return carry_over.marks(self._library.data(report_id).tables[Carried.TABLE])

    def is_marked(self, report_id: int, table: str, row_id: int, field: str) -> bool:
        """Whether one field is marked; quick enough for every cell of a table."""
        rows = self._library.data(report_id).tables[Carried.TABLE]
        known = self._marked.get(report_id)
        if known is None or known[0] is not rows:
            known = self._marked[report_id] = rows, carry_over.marked_rows(rows)
        return carry_over.is_marked(known[1].get((table, row_id)), field)

    def confirm(self, report_id: int, places: Iterable[FieldKey]) -> None:
        """Takes the mark 沿用 off fields, in one step; those without a mark are passed over."""
        by_row: dict[tuple[str, int], list[str]] = {}
        for table, row_id, field in self.marks(report_id) & frozenset(places):
            by_row.setdefault((table, row_id), []).append(field)
        with self._library.step("确认沿用内容", report_id) as step:
            for (table, row_id), fields in by_row.items():
                step.confirm(table, row_id, fields)

    def take(self, report_id: int, table: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """Adds rows of last year, in one step, marked 沿用 as a report is that was carried over.

        `rows` are as `LastYear.as_of_now` gives them.
        """
        pack, data = self._library.pack(report_id), self._library.data(report_id)
        with self._library.step(f"沿用上年{BY_TABLE[table].LABEL}", report_id) as step:
            for row in row_edits.insert(step, pack, data, table, rows):
                found = carry_over.mark(report_id, row)
                if found.fields:
                    step.insert(found)
