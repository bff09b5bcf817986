"""Rows added, moved and changed within a step; those of a table keep gaps between their positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from app.model.entities import BY_TABLE, ReportRow
from app.model.fields import Value
from app.model.pack import TemplatePack
from app.model.report_data import ReportData
from app.storage.journal import Step
from app.storage.reports import GAP


def insert(
    step: Step,
    pack: TemplatePack,
    data: ReportData,
    table: str,
    rows: Sequence[Mapping[str, Value]],
    before: int | None = None,
) -> list[ReportRow]:
    """Adds rows with these values before the row with the id `before`, or at the end."""
    make = cast("Callable[..., ReportRow]", BY_TABLE[table])
    positions = room(step, data.tables[table], before, len(rows))
    return [
        step.insert(pack.filled(make(report_id=data.report.id, position=position, **values)))
        for position, values in zip(positions, rows, strict=True)
    ]


def update(step: Step, changes: Iterable[tuple[str, int, str, Value]]) -> None:
    """Writes changed fields, each (table, row id, field, value), row by row."""
    by_row: dict[tuple[str, int], dict[str, Value]] = {}
    for table, row_id, field, value in changes:
        by_row.setdefault((table, row_id), {})[field] = value
    for (table, row_id), values in by_row.items():
        step.update(table, row_id, values)


def room(
    step: Step,
    rows: Iterable[ReportRow],
    before: int | None,
    number: int,
    *,
    moving: frozenset[int] = frozenset(),
) -> list[int]:
    """Positions for `number` rows before the row `before`; makes room by renumbering where the gap is used up.

    `rows` are those of the table in their order; where `moving` stand does not count.
    """
    staying = [row for row in rows if row.id not in moving]
    index = next((index for index, row in enumerate(staying) if row.id == before), len(staying))
    low = staying[index - 1].position if index else 0
    if index == len(staying):
        return [low + GAP * (count + 1) for count in range(number)]
    spacing = (staying[index].position - low) // (number + 1)
    if spacing:
        return [low + spacing * (count + 1) for count in range(number)]
    for count, row in enumerate(staying):
        place = GAP * (count + 1 + (number if count >= index else 0))
        if row.position != place:
            step.update(row.TABLE, row.id, {"position": place})
    return [GAP * (index + 1 + count) for count in range(number)]
