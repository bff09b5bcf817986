"""What a new year's report keeps of last year's, and which of its fields are still to be confirmed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from app.model.entities import ROWS, Carried, Entity, Indicator, Report, ReportRow
from app.model.fields import FieldSpec, Kind, specs
from app.model.pack import OutlinePage
from app.model.report_data import ReportData

FieldKey: TypeAlias = tuple[str, int, str]
"""Table, row id and field."""


def carry_over(source: ReportData, year: int, pack: str, *, without: Iterable[str] = ()) -> ReportData:
    """The report of another year that starts from `source`: fields declared `carried` are kept, all others empty.

    Nothing is stored yet, so the rows have the ids they have in `source`. `without` names the blocks of the score
    table whose rows another pack brings instead. Every field that has something in it and is shown somewhere, so that
    it can be confirmed, is marked.
    """
    report = Report(
        id=source.report.id,
        department_id=source.department.id,
        year=year,
        pack=pack,
        layout=source.report.layout if pack == source.report.pack else "",
        previous_id=source.report.id,
        **_kept(source.report),
    )
    left_out = frozenset(without)
    rows = [
        type(row)(id=row.id, report_id=report.id, position=row.position, **_kept(row))
        for entity in ROWS
        if is_carried(entity)
        for row in source.rows(entity)
        if not (isinstance(row, Indicator) and row.block in left_out)
    ]
    found = (mark(report.id, row) for row in (report, *rows))
    marks = [dataclasses.replace(mark, id=number) for number, mark in enumerate(found, 1) if mark.fields]
    return ReportData.of(source.department, report, (*rows, *marks))


def is_carried(entity: type[Entity]) -> bool:
    """Whether a new year keeps rows of this kind."""
    return any(spec.carried for spec in specs(entity).values())


def _kept(row: Entity) -> dict[str, Any]:
    return {name: getattr(row, name) for name, spec in specs(type(row)).items() if spec.carried}


def kept_fields(entity: type[Entity]) -> Sequence[FieldSpec]:
    """What a row takes from the one of last year: what a new year keeps of its kind, else all."""
    declared = specs(entity).values()
    return [spec for spec in declared if spec.carried] or list(declared)


def mark(report_id: int, row: Entity) -> Carried:
    """The mark of a row that has all of it from last year; without fields where nothing of that is shown."""
    shown = (spec for spec in kept_fields(type(row)) if spec.in_form or spec.in_table)
    names = (spec.name for spec in shown if _is_filled(spec, row))
    return Carried(report_id=report_id, table_name=row.TABLE, row_id=row.id, fields=",".join(names))


def _is_filled(spec: FieldSpec, row: Entity) -> bool:
    return spec.kind is Kind.CHOICE or getattr(row, spec.name) != spec.empty


def marks(rows: Iterable[ReportRow]) -> frozenset[FieldKey]:
    """The fields that the rows of the table `carried` mark."""
    return frozenset(key for row in rows if isinstance(row, Carried) for key in _keys(row))


def marked_rows(rows: Iterable[ReportRow]) -> dict[tuple[str, int], Carried]:
    """The marks by table and row id: cheap also where thousands of rows are marked."""
    return {(mark.table_name, mark.row_id): mark for mark in rows if isinstance(mark, Carried)}


def is_marked(mark: Carried | None, field: str) -> bool:
    """Whether a row's mark, where it has one, names a field."""
    return mark is not None and field in mark.fields.split(",")


def count_on(page: OutlinePage, rows: Iterable[ReportRow]) -> int:
    """How many fields of a page are marked."""
    found = 0
    for mark in rows:
        if isinstance(mark, Carried) and mark.table_name in page.tables:
            found += mark.fields.count(",") + 1
        elif isinstance(mark, Carried):
            found += sum(f"{table}.{field}" in page.fields for table, _, field in _keys(mark))
    return found


def places_on(page: OutlinePage, marked: Iterable[FieldKey]) -> frozenset[FieldKey]:
    """The marked fields that a page shows."""
    return frozenset(key for key in marked if key[0] in page.tables or f"{key[0]}.{key[2]}" in page.fields)


def _keys(mark: Carried) -> Iterator[FieldKey]:
    return ((mark.table_name, mark.row_id, field) for field in mark.fields.split(","))


def confirmed(mark: Carried, fields: Iterable[str]) -> str:
    """What is left of a mark's fields once some are confirmed; empty when nothing is."""
    done = frozenset(fields)
    return ",".join(field for field in mark.fields.split(",") if field not in done)
