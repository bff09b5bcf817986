"""Rows added, moved and changed within a step; those of a table keep gaps between their positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
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


def insert_each(
    step: Step,
    pack: TemplatePack,
    data: ReportData,
    table: str,
    rows: Sequence[Mapping[str, Value]],
    places: Sequence[int | None],
) -> list[ReportRow]:
    """Adds rows, each before the row whose id stands at its place or at the end; those of one place in their order.

    The answer has them in the order given.
    """
    waiting: dict[int | None, list[int]] = {}
    for number, place in enumerate(places):
        waiting.setdefault(place, []).append(number)
    order: list[ReportRow | int] = []
    for row in data.tables[table]:
        order += [*waiting.pop(row.id, []), row]
    order += [number for numbers in waiting.values() for number in numbers]
    make = cast("Callable[..., ReportRow]", BY_TABLE[table])
    made: dict[int, ReportRow] = {}
    for each, position in zip(order, _positions(order), strict=True):
        if isinstance(each, int):
            made[each] = step.insert(pack.filled(make(report_id=data.report.id, position=position, **rows[each])))
        elif each.position != position:
            step.update(table, each.id, {"position": position})
    return [made[number] for number in range(len(rows))]


def _positions(order: Sequence[ReportRow | int]) -> list[int]:
    """Positions in that order: rows keep theirs as long as there is room between them for those that come new."""
    found: list[int] = []
    for is_new, run in groupby(order, key=lambda each: isinstance(each, int)):
        members = list(run)
        if not is_new:
            found += [each.position for each in members if not isinstance(each, int)]
            continue
        low = found[-1] if found else 0
        after = next((each for each in order[len(found) + len(members) :] if not isinstance(each, int)), None)
        spacing = GAP if after is None else (after.position - low) // (len(members) + 1)
        if not spacing:
            return [GAP * (number + 1) for number in range(len(order))]
        found += [low + spacing * (count + 1) for count in range(len(members))]
    return found


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
