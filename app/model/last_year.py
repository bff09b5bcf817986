"""What an earlier report says in the fields of this one; its rows are found by their names, years in them aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from app.model.carry_over import kept_fields
from app.model.entities import (
    BY_TABLE,
    Department,
    Entity,
    FundLine,
    Indicator,
    ProjectFund,
    ProjectIndicator,
    Report,
    ReportRow,
)
from app.model.fields import Kind, Value, specs
from app.model.quantities import format_percent, rate
from app.model.report_data import ReportData

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)(?:年度|年)?|[一二][〇零○九][〇零○一二三四五六七八九]{2}(?:年度|年)")
_DOCUMENT = re.compile(r"[〔\[(【](?:19|20)\d{2}[〕\])】]第?\d+号")
_NO_WORD = re.compile(r"[\W_]+")

Key = tuple[str, ...]
"""What a row is called by; an empty last part for none."""

Tasks = Mapping[int, str]
"""The plain names of what a table's rows belong to by id: tasks, or projects for the rows of their forms."""

KeyOf = Callable[[ReportRow, Tasks], Key]


@lru_cache(maxsize=16_384)  # the names of the largest report, twice
def plain(name: str) -> str:
    """A name without its years, spaces, punctuation and full-width forms: what stays the same from year to year."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return _NO_WORD.sub("", _YEAR.sub("", text)) or _NO_WORD.sub("", text)


def _core(name: str) -> str:
    """A name without the document numbers in it, which are new every year."""
    return plain(_DOCUMENT.sub("", unicodedata.normalize("NFKC", name)))


def _name(row: ReportRow) -> str:
    return next((str(getattr(row, field)) for field in ("name", "title", "text") if hasattr(row, field)), "")


def _by_name(row: ReportRow, _tasks: Tasks) -> Key:
    return (plain(_name(row)),)


def _by_core(row: ReportRow, _tasks: Tasks) -> Key:
    return (_core(_name(row)),)


def _by_axis(row: ReportRow, _tasks: Tasks) -> Key:
    return (row.axis, plain(row.category)) if isinstance(row, FundLine) else ("",)


def _by_task(row: ReportRow, tasks: Tasks) -> Key:
    if not isinstance(row, Indicator):
        return ("",)
    return row.block, tasks.get(row.task_id or 0, ""), plain(row.level2), plain(row.level3)


def _by_block(row: ReportRow, _tasks: Tasks) -> Key:
    return (row.block, plain(row.level3)) if isinstance(row, Indicator) else ("",)


def _by_project(row: ReportRow, projects: Tasks) -> Key:
    if isinstance(row, ProjectFund):
        return row.source, projects.get(row.project_id or 0, "")
    if isinstance(row, ProjectIndicator):
        return projects.get(row.project_id or 0, ""), row.block, plain(row.level2), plain(row.level3)
    return ("",)


_KEYS: dict[str, tuple[KeyOf, ...]] = {
    FundLine.TABLE: (_by_axis,),
    Indicator.TABLE: (_by_task, _by_block),
    ProjectFund.TABLE: (_by_project,),
    ProjectIndicator.TABLE: (_by_project,),
}
"""How the rows of a table are told apart, the strictest way first."""

_OF_PROJECTS = frozenset({ProjectFund.TABLE, ProjectIndicator.TABLE})
_OTHERS: tuple[KeyOf, ...] = (_by_name, _by_core)


def matched(now: ReportData, before: ReportData, table: str) -> dict[int, ReportRow]:
    """The rows of the earlier report by the ids of the rows they stand for.

    Rows of one name are paired in their order where both reports have as many of them. Else they stay alone: a wrong
    figure beside a field is worse than none.
    """
    result: dict[int, ReportRow] = {}
    taken: set[int] = set()
    for key in _KEYS.get(table, _OTHERS):
        wanted = _grouped(now, table, key, result.keys())
        offered = _grouped(before, table, key, taken)
        for name, rows in wanted.items():
            others = offered.get(name, [])
            if len(rows) == len(others):
                result |= {row.id: other for row, other in zip(rows, others, strict=True)}
                taken |= {other.id for other in others}
    return result


def _grouped(data: ReportData, table: str, key: KeyOf, done: Iterable[int]) -> dict[Key, list[ReportRow]]:
    result: dict[Key, list[ReportRow]] = {}
    left_out = frozenset(done)
    owners = data.projects if table in _OF_PROJECTS else data.tasks
    tasks = {owner.id: plain(owner.name) for owner in owners}
    for row in data.tables[table]:
        name = key(row, tasks)
        if row.id not in left_out and name[-1]:
            result.setdefault(name, []).append(row)
    return result


class LastYear:
    """An earlier report beside this one. Rows are matched when they are first asked for."""

    def __init__(self, now: ReportData, before: ReportData) -> None:
        self.now, self.before = now, before
        self._pairs: dict[str, dict[int, ReportRow]] = {}

    def following(self, now: ReportData) -> LastYear:
        """The same beside a later state of this report; tables that did not change keep their matches."""
        result = LastYear(now, self.before)
        # An indicator is told by its task as well, a row of a form by its project.
        if now.tasks is self.now.tasks and now.projects is self.now.projects:
            result._pairs = {
                table: pairs for table, pairs in self._pairs.items() if now.tables[table] is self.now.tables[table]
            }
        return result

    @property
    def year(self) -> int:
        return self.before.report.year

    def row(self, table: str, row_id: int) -> Entity | None:
        """What stands for a row of this report in the earlier one; None when nothing does.

        A department is its own predecessor and has none, unless the earlier report was another department's.
        """
        if table == Report.TABLE:
            return self.before.report if row_id == self.now.report.id else None
        if table == Department.TABLE:
            return self.before.department if self.before.department.id != self.now.department.id else None
        return self._matched(table).get(row_id)

    def value(self, table: str, row_id: int, field: str) -> Value:
        """The earlier value of a field as it can be stored in this report; the field's `empty` when there is none.

        A reference is the id of this report's row that stands for the one meant.
        """
        spec = specs(BY_TABLE[table])[field]
        row = self.row(table, row_id)
        if row is None:
            return spec.empty
        value: Value = getattr(row, field)
        if spec.kind is not Kind.REFERENCE or value is None:
            return value
        return self._of_now(spec.target, value)

    def missing(self, table: str) -> list[ReportRow]:
        """The earlier report's rows of a table that no row of this one stands for."""
        taken = {row.id for row in self._matched(table).values()}
        return [row for row in self.before.tables[table] if row.id not in taken]

    def as_of_now(self, row: ReportRow) -> dict[str, Value]:
        """What a new row of this report takes from an earlier one: what a new year keeps of its kind, else all."""
        declared, kept = specs(type(row)), kept_fields(type(row))
        values: dict[str, Value] = {spec.name: getattr(row, spec.name) for spec in kept}
        for spec in kept:
            if spec.kind is Kind.REFERENCE:
                values[spec.name] = self._of_now(spec.target, values[spec.name])
        return {name: value for name, value in values.items() if value != declared[name].empty}

    def _of_now(self, table: str, row_id: Value) -> int | None:
        """The id of this report's row that stands for an earlier one."""
        return next((found for found, other in self._matched(table).items() if other.id == row_id), None)

    def _matched(self, table: str) -> dict[int, ReportRow]:
        if table not in self._pairs:
            self._pairs[table] = matched(self.now, self.before, table)
        return self._pairs[table]


def earlier(report: Report, reports: Iterable[Report]) -> Report | None:
    """The report to compare with: the one it was carried over from, else its department's latest of an earlier year."""
    older = [other for other in reports if other.year < report.year]
    carried = next((other for other in older if other.id == report.previous_id), None)
    own = (other for other in older if other.department_id == report.department_id)
    return carried or max(own, key=lambda other: (other.year, -other.id), default=None)


def change(now: int | None, before: int | None) -> str:
    """How an amount changed, as ↑5.2%, ↓5.2% or 持平; empty where there is nothing to compare."""
    if now is None or before is None:
        return ""
    if now == before:
        return "持平"
    share = rate(abs(now - before), before)
    return "" if share is None else f"{'↑' if now > before else '↓'}{format_percent(share)}"
