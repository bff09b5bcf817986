"""How what was read from a file goes into a report that is there: it fills gaps and adds rows, takes nothing away.

The rule: a field of the report that has something in it stays; an empty one takes what was read. A row that was read
and is called as one of the report's fills that row's empty fields; any other is added at the end of its table. Choices
are never empty, so those of known rows stay.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.model.entities import Department, Entity, FundLine, Indicator, ReportRow
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.naming import naming_field
from app.model.report_data import ReportData

Told: TypeAlias = tuple[Entity, tuple[str, ...]]
"""A row that was read and the names of the fields that were told of it."""

_IGNORED = re.compile(r"[\s。；]")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    report_id: int
    added: Mapping[str, int]  # new rows by table
    filled: int = 0  # fields of the report and its rows that were empty
    kept: int = 0  # fields that say something else than the file and stayed as they were


@dataclass(slots=True)
class Merge:
    """What is to be done to a report."""

    changes: list[tuple[str, int, str, Value]] = field(default_factory=list)  # table, row id, field, value
    additions: list[ReportRow] = field(default_factory=list)  # with the ids of the reading
    known: dict[tuple[str, int], int] = field(default_factory=dict)  # table and id of the reading → id in the report
    kept: int = 0


def merge(data: ReportData, told: Iterable[Told]) -> Merge:
    """How a reading goes into a report. References among the additions are those of the reading."""
    result = Merge()
    rows = {_key(row): row for table in data.tables.values() for row in table}
    for told_row, names in told:
        row = told_row
        if isinstance(row, ReportRow):
            target: Entity | None = rows.get(_key(row)) if _key(row)[-1] else None
            if target is None:
                result.additions.append(row)
                continue
            result.known[row.TABLE, row.id] = target.id
            if isinstance(row, Indicator) and isinstance(target, Indicator):
                row = _in_units_of(target, row)
        else:
            target = data.department if isinstance(row, Department) else data.report
        _fill(result, target, row, names)
    return result


def _fill(result: Merge, target: Entity, row: Entity, names: Iterable[str]) -> None:
    declared = specs(type(row))
    for name in names:
        spec = declared.get(name)
        if spec is None or spec.target:  # the year is no field, and references are the report's own
            continue
        value, present = getattr(row, name), getattr(target, name)
        if spec.kind is not Kind.CHOICE and present == spec.empty:
            result.changes.append((row.TABLE, target.id, name, value))
        elif not _is_same(spec, present, value):
            result.kept += 1


def _is_same(spec: FieldSpec, present: Value, value: Value) -> bool:
    if spec.kind in {Kind.TEXT, Kind.LONG}:
        return _bare(str(present)) == _bare(str(value))
    return present == value


def _key(row: ReportRow) -> tuple[str, ...]:
    """By what a row is known: the last part is empty where it has no name."""
    if isinstance(row, FundLine):
        return row.TABLE, row.axis, _bare(row.category)
    if isinstance(row, Indicator):
        return row.TABLE, row.block, _bare(row.level3)
    name = naming_field(type(row))
    return row.TABLE, _bare(str(getattr(row, name))) if name else ""


def _bare(text: str) -> str:
    return _IGNORED.sub("", text)


def with_presets(told: Iterable[Told], presets: Sequence[Indicator]) -> list[ReportRow]:
    """The rows of a new report: those that were read, its indicators completed from a pack's.

    What was told holds; rule, parameters and the like come from the preset of the same name. Where no row of the score
    table itself was read, every preset is there, in the pack's order.
    """
    rows: list[ReportRow] = []
    read: list[tuple[Indicator, tuple[str, ...]]] = []
    for row, names in told:
        if isinstance(row, Indicator):
            read.append((row, names))
        elif isinstance(row, ReportRow):
            rows.append(row)
    by_key = {_key(preset): preset for preset in presets}
    whole = {row.block for row, names in read if "weight" in names}
    if whole:
        done = [_completed(row, names, by_key.get(_key(row))) for row, names in read]
        return [*rows, *done, *(preset for preset in presets if preset.block not in whole)]
    by_name = {_key(row): (row, names) for row, names in read}
    merged = [
        _completed(*by_name.pop(_key(preset)), preset) if _key(preset) in by_name else preset for preset in presets
    ]
    return [*rows, *merged, *(row for row, _ in by_name.values())]


def _completed(row: Indicator, names: Iterable[str], preset: Indicator | None) -> Indicator:
    """A row that was read, with the fields of its preset where nothing was told."""
    if preset is None:
        return row
    row = _in_units_of(preset, row)
    told: dict[str, Any] = {name: getattr(row, name) for name in names}
    return dataclasses.replace(preset, id=row.id, **told)


def _in_units_of(known: Indicator, row: Indicator) -> Indicator:
    """A row that was read, its values parted into number and unit as those of a row that prints the same target."""
    if _printed(row.target, row.unit) != _printed(known.target, known.unit):
        return row
    actual = row.actual if row.unit == known.unit else _printed(row.actual, row.unit)
    return dataclasses.replace(row, target=known.target, unit=known.unit, actual=actual)


def _printed(value: str, unit: str) -> str:
    """A target or actual value as the annex prints it."""
    return value + unit if re.fullmatch(r"[0-9][0-9,]*(?:\.[0-9]+)?", value) else value


def numbered(rows: Iterable[ReportRow]) -> dict[str, tuple[ReportRow, ...]]:
    """Rows by table, each with an id of its own; rows that came with one keep it."""
    tables: dict[str, list[ReportRow]] = {}
    for row in rows:
        tables.setdefault(row.TABLE, []).append(row)
    for table in tables.values():
        highest = max((row.id for row in table), default=0)
        for index, row in enumerate(table):
            if not row.id:
                highest += 1
                table[index] = dataclasses.replace(row, id=highest)
    return {name: tuple(table) for name, table in tables.items()}


def own_values(row: ReportRow, ids: Mapping[tuple[str, int], int]) -> dict[str, Value]:
    """The declared fields of an addition, its references turned to the ids of the report."""
    values: dict[str, Value] = {}
    for name, spec in specs(type(row)).items():
        value = getattr(row, name)
        values[name] = ids.get((spec.target, value)) if spec.target and value is not None else value
    return values
