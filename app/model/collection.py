"""采集表: which office or unit is asked for what, and what its answers say beside the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.model.entities import BY_TABLE, Indicator, Office, Project, ReportRow, Task, Unit
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.naming import title
from app.model.report_data import ReportData

COLLECTED: tuple[type[Task | Indicator | Project], ...] = (Task, Indicator, Project)
"""The tables whose rows can be asked for, in the order of a form's sheets."""
UNASSIGNED = "未分配"

Answer: TypeAlias = tuple[str, int, str]
"""Table, row id and field."""


@dataclass(frozen=True, slots=True)
class Collector:
    """Who is asked: an office, a unit, or nobody yet (table empty, id 0)."""

    table: str
    row_id: int
    name: str


def collectors(data: ReportData) -> list[Collector]:
    """Everybody who has something to answer, offices first; last whatever nobody was named for."""
    found = [Collector(row.TABLE, row.id, title(row)) for row in (*data.offices, *data.units)]
    found.append(Collector("", 0, UNASSIGNED))
    return [each for each in found if any(rows_for(data, each).values())]


def rows_for(data: ReportData, collector: Collector) -> dict[str, list[ReportRow]]:
    """The rows one is asked for, by table."""
    return {entity.TABLE: [row for row in data.rows(entity) if _is_for(row, collector)] for entity in COLLECTED}


def _is_for(row: Task | Indicator | Project, collector: Collector) -> bool:
    # Of an office and a unit, the unit is the narrower.
    owner = (Unit.TABLE, row.unit_id) if row.unit_id else (Office.TABLE, row.office_id) if row.office_id else ("", 0)
    return owner == (collector.table, collector.row_id)


def asked(table: str) -> list[FieldSpec]:
    """The fields that are asked for."""
    return [spec for spec in specs(BY_TABLE[table]).values() if spec.collected]


def told(table: str) -> list[FieldSpec]:
    """The fields that say what is asked for: known before, and not to be changed by who answers."""
    declared = specs(BY_TABLE[table]).values()
    return [spec for spec in declared if spec.in_table and spec.carried and not spec.collected]


def is_asked(row: ReportRow, field: str) -> bool:
    """Whether a field of a row is asked for: what is computed from the report is not."""
    return not (isinstance(row, Indicator) and field == "actual" and row.fact)


def questions(data: ReportData, collector: Collector) -> list[Answer]:
    """Every field of every row one is asked for."""
    return [
        (table, row.id, spec.name)
        for table, rows in rows_for(data, collector).items()
        for row in rows
        for spec in asked(table)
        if is_asked(row, spec.name)
    ]


def is_answer(spec: FieldSpec, value: Value) -> bool:
    """Whether something was filled in. A box that is not ticked is no answer."""
    return value is not None and value != "" and not (spec.kind is Kind.FLAG and value is False)


def with_answers(data: ReportData, answers: Mapping[Answer, Value]) -> ReportData:
    """The report with these fields as answered; rows that are gone are passed over."""
    by_row: dict[tuple[str, int], dict[str, Any]] = {}
    for (table, row_id, field), value in answers.items():
        by_row.setdefault((table, row_id), {})[field] = value
    changes = {}
    for (table, row_id), values in by_row.items():
        row = data.find(table, row_id)
        if row is not None:
            changes[table, row_id] = dataclasses.replace(row, **values)
    return data.with_changes(changes)


def heads(table: str) -> Sequence[FieldSpec]:
    """Everything a form shows of a row, in order."""
    return [*told(table), *asked(table)]
