"""An immutable snapshot of one report with everything that belongs to it: what all pure code reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar, cast

from app.model.entities import (
    BY_TABLE,
    ROWS,
    Acknowledgement,
    Adjustment,
    Department,
    Duty,
    Entity,
    Evidence,
    EvidenceLink,
    FundLine,
    Indicator,
    KeyWork,
    Measure,
    Office,
    Override,
    Problem,
    Project,
    ProjectFund,
    ProjectIndicator,
    Report,
    ReportRow,
    Supplement,
    Task,
    Unit,
)

T = TypeVar("T", bound=ReportRow)


@dataclass(frozen=True, slots=True)
class ReportData:
    """A department, its report and the report's rows, each table in the officer's order."""

    department: Department
    report: Report
    tables: Mapping[str, tuple[ReportRow, ...]]
    _by_id: dict[str, dict[int, ReportRow]] = field(init=False, repr=False, compare=False, default_factory=dict)

    @classmethod
    def of(cls, department: Department, report: Report, rows: Iterable[ReportRow] = ()) -> ReportData:
        """Builds a snapshot, sorting the rows of each table by position, then id."""
        tables: dict[str, list[ReportRow]] = {entity.TABLE: [] for entity in ROWS}
        for row in rows:
            tables[row.TABLE].append(row)
        return cls(department, report, MappingProxyType({table: _in_order(found) for table, found in tables.items()}))

    def rows(self, entity: type[T]) -> tuple[T, ...]:
        """All rows of one table, in order."""
        return cast("tuple[T, ...]", self.tables[entity.TABLE])

    def find(self, table: str, row_id: int) -> Entity | None:
        """The row of `table` with that id, department and report included; None when there is none."""
        if table == Department.TABLE:
            return self.department if self.department.id == row_id else None
        if table == Report.TABLE:
            return self.report if self.report.id == row_id else None
        if table not in self._by_id:
            self._by_id[table] = {row.id: row for row in self.tables[table]}
        return self._by_id[table].get(row_id)

    def with_changes(self, changes: Mapping[tuple[str, int], Entity | None]) -> ReportData:
        """The snapshot after some rows, named by table and id, became what is given; None removes a row."""
        department, report = self.department, self.report
        by_table: dict[str, dict[int, ReportRow | None]] = {}
        for (table, row_id), entity in changes.items():
            if isinstance(entity, Department):
                department = entity
            elif isinstance(entity, Report):
                report = entity
            elif table in self.tables:
                by_table.setdefault(table, {})[row_id] = cast("ReportRow | None", entity)
        tables = dict(self.tables)
        for table, changed in by_table.items():
            kept = [changed.pop(row.id, row) for row in tables[table]]
            found = [row for row in (*kept, *changed.values()) if row is not None and row.report_id == report.id]
            tables[table] = _in_order(found)
        return ReportData(department, report, MappingProxyType(tables))

    @property
    def offices(self) -> tuple[Office, ...]:
        return self.rows(Office)

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.rows(Unit)

    @property
    def duties(self) -> tuple[Duty, ...]:
        return self.rows(Duty)

    @property
    def key_works(self) -> tuple[KeyWork, ...]:
        return self.rows(KeyWork)

    @property
    def fund_lines(self) -> tuple[FundLine, ...]:
        return self.rows(FundLine)

    @property
    def tasks(self) -> tuple[Task, ...]:
        return self.rows(Task)

    @property
    def projects(self) -> tuple[Project, ...]:
        return self.rows(Project)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return self.rows(Indicator)

    @property
    def project_funds(self) -> tuple[ProjectFund, ...]:
        return self.rows(ProjectFund)

    @property
    def project_indicators(self) -> tuple[ProjectIndicator, ...]:
        return self.rows(ProjectIndicator)

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        return self.rows(Adjustment)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.rows(Problem)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return self.rows(Measure)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.rows(Evidence)

    @property
    def evidence_links(self) -> tuple[EvidenceLink, ...]:
        return self.rows(EvidenceLink)

    @property
    def overrides(self) -> tuple[Override, ...]:
        return self.rows(Override)

    @property
    def acknowledgements(self) -> tuple[Acknowledgement, ...]:
        return self.rows(Acknowledgement)

    @property
    def supplements(self) -> tuple[Supplement, ...]:
        return self.rows(Supplement)


def _in_order(rows: Iterable[ReportRow]) -> tuple[ReportRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.position, row.id)))


def children(entity: type[Entity]) -> tuple[tuple[type[Entity], str], ...]:
    """The tables whose rows point at `entity`, each with the column that does."""
    found: list[tuple[type[Entity], str]] = []
    for other in BY_TABLE.values():
        for item in dataclasses.fields(other):
            spec = item.metadata.get("spec")
            if spec is not None and spec.target == entity.TABLE:
                found.append((other, item.name))
    return tuple(found)
