"""Rows become entities and entities rows, here and nowhere else; and the queries that read whole reports."""

from __future__ import annotations

import dataclasses
import typing
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from app.errors import StorageError
from app.model.entities import BY_TABLE, ROWS, Department, Entity, Report, ReportRow, columns
from app.model.report_data import ReportData
from app.storage.integrity import digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.model.fields import Value
    from app.storage.connection import SqlValue
    from app.storage.database import Database

_DIGITS = 40  # more than any figure has; keeps 1E+999999 from becoming a million characters

_PLAIN = frozenset({str, int, type(None)})  # kept as they are
_KEPT: dict[type, type] = {Decimal: str, bool: int}


@dataclasses.dataclass(frozen=True, slots=True)
class Codec:
    """How the rows of one table are read and written."""

    entity: type[Entity]
    names: tuple[str, ...]  # the columns in the entity's order, id first
    types: Mapping[str, frozenset[type]]
    plain: Mapping[str, frozenset[type]]  # those of them that are kept as they are
    kept: Mapping[str, frozenset[type]]  # the types SQLite keeps them as
    columns: str  # the same for SQL

    @property
    def table(self) -> str:
        return self.entity.TABLE

    def stored(self, name: str, value: Value) -> SqlValue:
        """A value as SQLite keeps it: Decimal as TEXT, bool as INTEGER. TypeError for one the field cannot hold."""
        if type(value) in self.plain[name]:
            return cast("SqlValue", value)
        kind = str if isinstance(value, str) else type(value)  # the words of a choice are a kind of str
        if kind not in self.types[name]:
            raise TypeError(f"{self.table}.{name} cannot hold {value!r}")
        if isinstance(value, Decimal):
            return _decimal_text(value)
        return value if value is None else str(value) if kind is str else int(value)

    def value(self, name: str, stored: SqlValue) -> Value:
        """The value of a field from what SQLite keeps; ValueError when it was not written by `stored`."""
        kinds = self.types[name]
        if stored is None and type(None) in kinds:
            return None
        if Decimal in kinds and isinstance(stored, str):
            return _decimal(stored)
        if bool in kinds and isinstance(stored, int):
            return bool(stored)
        if type(stored) in kinds:
            return cast("Value", stored)
        raise ValueError(f"{self.table}.{name} holds {stored!r}")

    def image(self, entity: Entity) -> dict[str, SqlValue]:
        """The whole row of an entity as SQLite keeps it, column → value."""
        return {
            # A call for each value would take half the time of storing a large report.
            name: value if type(value := getattr(entity, name)) in plain else self.stored(name, value)
            for name, plain in self.plain.items()
        }

    def restored(self, image: Mapping[str, SqlValue]) -> Entity:
        """The entity of an image; columns that came later have their defaults."""
        values: dict[str, Any] = {name: self.value(name, image[name]) for name in self.names if name in image}
        return self.entity(**values)

    def entities(self, rows: Sequence[Sequence[SqlValue]]) -> list[Entity]:
        """The entities of rows with `columns`; ValueError when a value is damaged."""
        names, entity = self.names, self.entity
        self._demand_types(rows)
        converted = [
            (index, self._reader(name))
            for index, name in enumerate(names)
            if Decimal in self.types[name] or bool in self.types[name]
        ]
        made = []
        for row in rows:
            values: list[Any] = list(row)
            for index, read in converted:
                values[index] = read(values[index])
            made.append(entity(**dict(zip(names, values, strict=True))))
        return made

    def _demand_types(self, rows: Sequence[Sequence[SqlValue]]) -> None:
        # By column, because that takes a tenth of the time; a page of another table in the place of ours shows so.
        for name, column in zip(self.names, zip(*rows, strict=True), strict=False):
            if not self.kept[name].issuperset(map(type, column)):
                raise ValueError(f"{self.table}.{name}")

    def _reader(self, name: str) -> Any:
        return bool if bool in self.types[name] else _decimal_or_none


@cache
def codec(table: str) -> Codec:
    """The codec of a table of `entities.BY_TABLE`; KeyError for any other."""
    entity = BY_TABLE[table]
    names = columns(entity)
    hints = typing.get_type_hints(entity)
    types = {name: frozenset(typing.get_args(hints[name]) or (hints[name],)) for name in names}
    plain = {name: kinds & _PLAIN for name, kinds in types.items()}
    kept = {name: frozenset(_KEPT.get(kind, kind) for kind in kinds) for name, kinds in types.items()}
    return Codec(entity, names, types, plain, kept, ", ".join(f'"{name}"' for name in names))


def read(database: Database, table: str, where: str = "", parameters: Sequence[SqlValue] = ()) -> list[Entity]:
    """The entities of one table; `where` is SQL of this package's own, such as WHERE and ORDER BY."""
    found = codec(table)
    rows = database.rows(f'SELECT {found.columns} FROM "{table}" {where}', parameters)
    return _entities(database, found, rows)


def read_checked(database: Database, table: str, where: str, parameters: Sequence[SqlValue]) -> list[Entity]:
    """The same rows before they are written: StorageError when a content hash is wrong.

    A damaged row that was written again would get a right hash for its wrong content.
    """
    found = codec(table)
    rows = database.rows(f'SELECT {found.columns}, digest FROM "{table}" {where}', parameters)
    for row in rows:
        if digest(table, dict(zip(found.names, row[:-1], strict=True))) != row[-1]:
            raise database.damaged()
    return _entities(database, found, [row[:-1] for row in rows])


def _entities(database: Database, found: Codec, rows: list[tuple[Any, ...]]) -> list[Entity]:
    try:
        return found.entities(rows)
    except ValueError as error:
        raise database.damaged() from error


def find(database: Database, table: str, row_id: int) -> Entity | None:
    """One row, or None when there is none with that id."""
    found = read(database, table, "WHERE id = ?", (row_id,))
    return found[0] if found else None


def find_checked(database: Database, table: str, row_id: int) -> Entity | None:
    """One row before it is written, or None; StorageError when its content hash is wrong."""
    found = read_checked(database, table, "WHERE id = ?", (row_id,))
    return found[0] if found else None


def load_report(database: Database, report_id: int) -> ReportData:
    """A report with everything that belongs to it, in one state; StorageError when there is none with that id."""
    with database.reading():
        report = find(database, Report.TABLE, report_id)
        if not isinstance(report, Report):
            raise StorageError(f"没有编号为 {report_id} 的报告，请用 ziping list 查看。")
        department = find(database, Department.TABLE, report.department_id)
        if not isinstance(department, Department):
            raise database.damaged()
        tables = [read(database, entity.TABLE, "WHERE report_id = ?", (report_id,)) for entity in ROWS]
    return ReportData.of(department, report, (cast("ReportRow", row) for found in tables for row in found))


def load_reports(database: Database) -> list[tuple[Report, Department]]:
    """All reports with their departments, the latest year first, then by department."""
    with database.reading():
        departments = {department.id: department for department in load_departments(database)}
        reports = cast("list[Report]", read(database, Report.TABLE, "ORDER BY year DESC, department_id, id"))
    try:
        return [(report, departments[report.department_id]) for report in reports]
    except KeyError as error:
        raise database.damaged() from error


def load_departments(database: Database) -> list[Department]:
    """All departments, the oldest first."""
    return cast("list[Department]", read(database, Department.TABLE, "ORDER BY id"))


def last_edit(database: Database, report_id: int) -> str | None:
    """When a report was last changed, ISO 8601 with the zone; None when it never was."""
    found = database.row("SELECT time FROM step WHERE report_id = ? ORDER BY id DESC LIMIT 1", (report_id,))
    if found is None:
        found = database.row(
            "SELECT step.time FROM journal JOIN step ON step.id = journal.step_id"
            " WHERE journal.table_name = ? AND journal.row_id = ? ORDER BY step.id DESC LIMIT 1",
            (Report.TABLE, report_id),
        )
    return None if found is None else str(found[0])


def _decimal_text(value: Decimal) -> str:
    """One text for one number, 2.50 as 2.5: journal and content hash compare texts."""
    if not value.is_finite() or abs(value.adjusted()) > _DIGITS:
        raise ValueError(f"no figure of a report: {value}")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _decimal(stored: str) -> Decimal:
    try:
        return Decimal(stored)
    except InvalidOperation as error:
        raise ValueError(stored) from error


def _decimal_or_none(stored: str | None) -> Decimal | None:
    return None if stored is None else _decimal(stored)
