"""A report as plain names and values, the form of `ziping show --json` and of entry files, and back."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, cast

from app.errors import ImportFileError, InputError
from app.model import quantities
from app.model.entities import ROWS, Department, Entity, Report, ReportRow
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.report_data import ReportData

T = TypeVar("T", bound=Entity)

PLURALS: Mapping[str, str] = {
    entity.TABLE: {"duty": "duties", "evidence": "evidence"}.get(entity.TABLE, f"{entity.TABLE}s")
    for entity in ROWS
    if specs(entity)
}
"""The name of each table's list; bookkeeping without declared fields is not told."""


@dataclass(frozen=True, slots=True)
class Entries:
    """A report read from elsewhere, not stored yet. References hold the ids that the file gives its rows."""

    department: Department
    report: Report
    rows: Mapping[str, tuple[ReportRow, ...]]

    def rows_of(self, entity: type[ReportRow]) -> tuple[ReportRow, ...]:
        """The rows of one table, in order."""
        return self.rows.get(entity.TABLE, ())


def read_file(path: Path) -> Entries:
    """Reads an entry file (TOML); ImportFileError names what is wrong with it."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ImportFileError(f"找不到文件“{path.name}”，请检查位置。") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportFileError(f"文件“{path.name}”无法读取：{error}，请换一个文件。") from None
    try:
        return from_mapping(raw)
    except InputError as error:
        raise ImportFileError(f"文件“{path.name}”有误：{error}") from None


def from_mapping(raw: Mapping[str, Any]) -> Entries:
    """The entries of a mapping in the form that `to_mapping` gives; InputError names the field that is wrong."""
    known = {"department", "report", *PLURALS.values()}
    if unknown := sorted(raw.keys() - known):
        raise InputError(f"不认识“{unknown[0]}”这一部分。")
    report_raw = dict(raw.get("report", {}))
    own = {name: report_raw.pop(name) for name in ("year", "pack", "layout") if name in report_raw}
    rows = {
        entity.TABLE: tuple(
            _entity(entity, row, id=row.get("id", number))
            for number, row in enumerate(raw.get(PLURALS[entity.TABLE], ()), 1)
        )
        for entity in ROWS
        if entity.TABLE in PLURALS
    }
    return Entries(_entity(Department, raw.get("department", {})), _entity(Report, report_raw, **own), rows)


def _entity(kind: type[T], raw: Mapping[str, Any], **own: Any) -> T:
    declared = specs(kind)
    values: dict[str, Any] = {name: _value(declared, kind, name, value) for name, value in raw.items() if name != "id"}
    return kind(**values, **own)


def _value(declared: Mapping[str, FieldSpec], kind: type[Entity], name: str, value: object) -> Value:
    spec = declared.get(name)
    if spec is None:
        raise InputError(f"{kind.LABEL}没有“{name}”这个字段。")
    if spec.kind in {Kind.REFERENCE, Kind.COUNT} and (value is None or isinstance(value, int)):
        return value
    if spec.kind is Kind.FLAG and isinstance(value, bool):
        return value
    return quantities.parse_value(spec, "" if value is None else str(value))


def to_mapping(data: ReportData) -> dict[str, Any]:
    """Every entry under the entities' own names: money in 万元 and decimals as strings, references as ids."""
    report = data.report
    own = {"id": report.id, "year": report.year, "status": report.status, "pack": report.pack, "layout": report.layout}
    return {
        "report": own | dict(_fields(report)),
        "department": dict(_fields(data.department)),
        **{
            plural: [{"id": row.id} | dict(_fields(row)) for row in data.tables[table]]
            for table, plural in PLURALS.items()
        },
    }


def _fields(entity: Entity) -> Iterator[tuple[str, Value]]:
    for name, spec in specs(type(entity)).items():
        yield name, _plain(spec, getattr(entity, name))


def _plain(spec: FieldSpec, value: Value) -> Value:
    if value is None:
        return None
    if spec.kind is Kind.MONEY:
        return quantities.money_json(cast(int, value))
    return str(value) if isinstance(value, Decimal) else value


def rate_text(executed: int | None, budget: int | None) -> str | None:
    """A completion rate for JSON, %; None where there is no base."""
    return quantities.rate_json(quantities.rate(executed, budget))


def with_rates(rows: Sequence[dict[str, Any]], entities: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows with budget and executed amounts, each with its rate."""
    return [
        row | {"rate": rate_text(entity.executed, entity.budget)} for row, entity in zip(rows, entities, strict=True)
    ]
