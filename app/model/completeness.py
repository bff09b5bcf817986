"""What is filled in and what is missing, page by page of the outline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from app.model import carry_over, project_forms
from app.model.deductions import unanswered
from app.model.entities import (
    BY_TABLE,
    Carried,
    Department,
    Entity,
    Indicator,
    Measure,
    Project,
    ProjectIndicator,
    ReportRow,
)
from app.model.fields import FieldSpec, Kind, specs
from app.model.pack import OutlineChapter, OutlinePage
from app.model.report_data import ReportData
from app.model.results import Scores

_MAY_BE_EMPTY = frozenset(
    {"unit", "adjustment", "evidence", "evidence_link", "project_fund", "project_indicator", "supplement"}
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that should be filled in; `row_id` 0 where a whole table is empty."""

    table: str
    row_id: int
    field: str
    label: str


@dataclass(frozen=True, slots=True)
class PageState:
    """How far one page is."""

    filled: int
    total: int
    missing: tuple[Missing, ...]
    carried: int = 0  # fields that last year's report filled and nobody has confirmed yet

    @property
    def share(self) -> Decimal:
        """Filled of all required fields, %; 100 where none is required."""
        return Decimal(100) if not self.total else Decimal(100 * self.filled) / Decimal(self.total)


def _together(states: Iterable[PageState]) -> PageState:
    found = tuple(states)
    missing = tuple(item for state in found for item in state.missing)
    return PageState(sum(state.filled for state in found), sum(state.total for state in found), missing)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far a report is. Pages by their key."""

    by_page: Mapping[str, PageState]

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Everything that is missing, in the outline's order."""
        return tuple(item for state in self.by_page.values() for item in state.missing)

    @property
    def carried(self) -> int:
        """How many fields last year's report filled that nobody has confirmed yet."""
        return sum(state.carried for state in self.by_page.values())

    @property
    def share(self) -> Decimal:
        """Filled of all required fields, %."""
        return _together(self.by_page.values()).share

    def of_chapter(self, chapter: OutlineChapter) -> PageState:
        """How far the pages of a chapter are together."""
        return _together(self.by_page[page.key] for page in chapter.pages)


def measure(data: ReportData, scores: Scores, outline: Iterable[OutlineChapter]) -> Completeness:
    """Counts the required fields of every page, and which of them are empty."""
    pages = [page for chapter in outline for page in chapter.pages]
    return Completeness({page.key: _page(data, scores, page) for page in pages})


_Count: TypeAlias = tuple[int, Sequence[Missing]]
"""How many fields should be filled in, and those of them that are not."""


def _page(data: ReportData, scores: Scores, page: OutlinePage) -> PageState:
    counts = [_fields(data, page), *(_table(data, scores, table) for table in page.tables)]
    total = sum(count for count, _ in counts)
    missing = tuple(item for _, found in counts for item in found)
    carried = carry_over.count_on(page, data.tables[Carried.TABLE])
    return PageState(total - len(missing), total, missing, carried)


def _fields(data: ReportData, page: OutlinePage) -> _Count:
    total, missing = 0, list[Missing]()
    for name in page.fields:
        table, _, field = name.partition(".")
        for entity in _owners(data, table):
            wanted = [spec for spec in _required(type(entity)) if spec.name == field]
            total += len(wanted)
            missing += _empty(entity, wanted)
    return total, missing


def _owners(data: ReportData, table: str) -> Sequence[Entity]:
    """The rows that have the fields of a page: the department, the report, or the projects whose form is begun."""
    if table == Project.TABLE:
        begun = project_forms.with_forms(data)
        return [row for row in data.projects if row.id in begun]
    return (data.department if table == Department.TABLE else data.report,)


def missing_in_form(found: PageState, data: ReportData, project_id: int) -> int:
    """How many fields of a project's form are empty, of all that its page wants."""
    return sum(project_forms.project_of(data, item.table, item.row_id) == project_id for item in found.missing)


def _table(data: ReportData, scores: Scores, table: str) -> _Count:
    rows = data.tables[table]
    if not rows:
        missing = [] if table in _MAY_BE_EMPTY else [Missing(table, 0, "", BY_TABLE[table].LABEL)]
        return len(missing), missing
    if table in {Indicator.TABLE, ProjectIndicator.TABLE}:
        return _indicators(table, rows, scores)
    required = [spec for spec in _required(BY_TABLE[table]) if not spec.is_apart]
    missing = [item for row in rows for item in _empty(row, required)]
    open_ones = unanswered(data) if table == Measure.TABLE else ()
    missing += [Missing(table, 0, "", f"针对“{problem.title}”的措施") for problem in open_ones]
    return len(rows) * len(required) + len(open_ones), missing


def _indicators(table: str, rows: Sequence[ReportRow], scores: Scores) -> _Count:
    """The score, and the reason where points were lost; what the pack fills in counts only while it is empty."""
    required = _required(BY_TABLE[table])
    total, missing = 0, list[Missing]()
    for row in rows:
        score = scores.row(table, row.id)
        found = _empty(row, required)
        total += len(found)
        if score is not None:
            total += 1 + bool(score.lost)
            if score.score is None:
                found.append(Missing(table, row.id, "score", "得分"))
            if score.lost and not getattr(row, "reason", ""):
                found.append(Missing(table, row.id, "reason", "扣分原因"))
        missing += found
    return total, missing


def _required(entity: type[Entity]) -> tuple[FieldSpec, ...]:
    """The fields that should be filled in and have no default to start from."""
    found = specs(entity).values()
    return tuple(spec for spec in found if spec.required and spec.kind not in {Kind.CHOICE, Kind.FLAG})


def _empty(row: Entity, required: Iterable[FieldSpec]) -> list[Missing]:
    values = ((spec, getattr(row, spec.name)) for spec in required)
    return [Missing(row.TABLE, row.id, spec.name, spec.label) for spec, value in values if value is None or value == ""]
