"""A report as it travels: rows called by keys that every machine agrees on, values as plain JSON has them.

A key never changes and never stands for another row, so that two copies of a report can be told apart row by row
wherever they were edited. Ids are the library's own and stay at home.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias, cast

from app.model.entities import BY_TABLE, ROWS, Department, Entity, Report, ReportRow, columns
from app.model.fields import Kind, specs
from app.model.quantities import format_plain
from app.model.report_data import ReportData

Plain: TypeAlias = str | int | bool | None
Row: TypeAlias = Mapping[str, Plain]
Keys: TypeAlias = Mapping[tuple[str, int], str]
"""Table and id → key."""

OWN = "row_key"
"""The name under which a row says what it is called: `key` is a field of some."""
_AT_HOME = frozenset({"id", "report_id", "position", "department_id", "previous_id"})
_TARGET, _TARGET_TABLE = "row_id", "table_name"  # the pair that points at a row of any table


@dataclass(frozen=True, slots=True)
class Portable:
    """Department, report and rows, each in the officer's order."""

    department: Row
    report: Row
    rows: Mapping[str, tuple[Row, ...]]

    @property
    def key(self) -> str:
        """What the report is called everywhere."""
        return str(self.report[OWN])

    def written(self) -> bytes:
        """Canonical JSON: the same for the same content."""
        content = {"department": self.department, "report": self.report, "rows": self.rows}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def hash(self) -> str:
        """SHA-256 of what is written, hexadecimal: two copies with the same are the same."""
        return hashlib.sha256(self.written()).hexdigest()


def read(content: bytes) -> Portable:
    """What `written` gave; only for what this program keeps itself."""
    found = json.loads(content)
    rows = {table: tuple(rows) for table, rows in found["rows"].items() if table in BY_TABLE}
    return Portable(found["department"], found["report"], rows)


def travelling(entity: type[Entity]) -> tuple[str, ...]:
    """The columns of an entity that leave the library."""
    return _TRAVELLING[entity]


def _is_any(entity: type[Entity], name: str) -> bool:
    return name == _TARGET and _TARGET_TABLE in columns(entity)


_TRAVELLING = {
    entity: tuple(name for name in columns(entity) if name not in _AT_HOME or _is_any(entity, name))
    for entity in BY_TABLE.values()
}


def portable(data: ReportData, keys: Keys) -> Portable:
    """A report in the form that travels. KeyError where a row, or one it points at, has no key."""
    return Portable(
        _plain(data.department, keys),
        {OWN: keys[Report.TABLE, data.report.id]} | _plain(data.report, keys),
        {
            entity.TABLE: tuple({OWN: keys[row.TABLE, row.id]} | _plain(row, keys) for row in data.rows(entity))
            for entity in ROWS
        },
    )


def _plain(row: Entity, keys: Keys) -> dict[str, Plain]:
    declared = specs(type(row))
    found: dict[str, Plain] = {}
    for name in travelling(type(row)):
        value = getattr(row, name)
        spec = declared.get(name)
        if spec is not None and spec.target:
            found[name] = None if value is None else keys[spec.target, value]
        elif _is_any(type(row), name):
            found[name] = keys[getattr(row, _TARGET_TABLE), value]
        elif isinstance(value, Decimal):
            found[name] = format_plain(value)
        else:
            found[name] = str(value) if isinstance(value, str) else value
    return found


class Ids:
    """The library's ids of rows by their keys; a row it does not have gets a negative one, the same at each asking."""

    def __init__(self, keys: Keys) -> None:
        self._known = {(table, key): row_id for (table, row_id), key in keys.items()}
        self._made: dict[tuple[str, str], int] = {}

    def of(self, table: str, key: str) -> int:
        """The id of a row."""
        known = self._known.get((table, key))
        return known if known is not None else self._made.setdefault((table, key), -1 - len(self._made))

    def take(self, table: str, key: str, row_id: int) -> None:
        """Has a key that the library does not know mean one of its rows."""
        if (table, key) not in self._known:
            self._known[table, key] = row_id

    @property
    def made(self) -> dict[tuple[str, int], str]:
        """The keys of the rows that the library does not have, by table and negative id."""
        return {(table, row_id): key for (table, key), row_id in self._made.items()}


def localized(found: Portable, ids: Ids, report: Report, department: Department) -> ReportData:
    """A report that travelled, by the ids of this library, as a state of `report`."""
    place = {"id": report.id, "department_id": department.id, "previous_id": report.previous_id}
    rows: list[ReportRow] = []
    for entity in ROWS:
        for number, row in enumerate(found.rows.get(entity.TABLE, ()), 1):
            own = {"id": ids.of(entity.TABLE, str(row[OWN])), "report_id": report.id, "position": number}
            rows.append(cast("ReportRow", _entity(entity, row, ids, own)))
    return ReportData.of(
        cast("Department", _entity(Department, found.department, ids, {"id": department.id})),
        cast("Report", _entity(Report, found.report, ids, place)),
        rows,
    )


def _entity(entity: type[Entity], row: Row, ids: Ids, own: Mapping[str, Any]) -> Entity:
    declared = specs(entity)
    values: dict[str, Any] = dict(own)
    for name in travelling(entity):
        if name not in row:
            continue
        value, spec = row[name], declared.get(name)
        if spec is not None and spec.target:
            values[name] = None if value is None else ids.of(spec.target, str(value))
        elif _is_any(entity, name):
            values[name] = ids.of(str(row[_TARGET_TABLE]), str(value))
        elif spec is not None and spec.kind is Kind.DECIMAL:
            values[name] = None if value is None else Decimal(str(value))
        else:
            values[name] = value
    return entity(**values)


def align(found: Portable, ids: Ids, mine: ReportData) -> None:
    """Has what both sides made anew mean one row: paragraphs taken over under one key, files with one content."""
    there = {
        "override": {row.key: row.id for row in mine.overrides},
        "evidence": {row.content_hash: row.id for row in mine.evidence if row.content_hash},
    }
    for table, column in (("override", "key"), ("evidence", "content_hash")):
        for row in found.rows.get(table, ()):
            known = there[table].get(str(row.get(column, "")))
            if known is not None:
                ids.take(table, str(row[OWN]), known)


def without(found: Portable, hashes: frozenset[str], kept: Mapping[str, tuple[str, str]]) -> Portable:
    """The same where the evidence files of these hashes did not come along: what is known of them by key, or nothing.

    `kept` are file name and content hash by the key of the evidence.
    """
    rows = []
    for row in found.rows.get("evidence", ()):
        if row["content_hash"] in hashes:
            name, content = kept.get(str(row[OWN]), (row["file_name"], ""))
            rows.append({**row, "file_name": name, "content_hash": content})
        else:
            rows.append(dict(row))
    return dataclasses.replace(found, rows={**found.rows, "evidence": tuple(rows)})
