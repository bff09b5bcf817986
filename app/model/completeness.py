"""What is filled in and what is missing, page by page of the outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from app.model import carry_over, project_forms
from app.model.entities import BY_TABLE, Carried, Entity, Indicator, Project, ProjectIndicator
from app.model.fields import Kind, specs
from app.model.pack import OutlineChapter, OutlinePage
from app.model.report_data import ReportData
from app.model.results import RowScore, Scores

_MAY_BE_EMPTY = frozenset({"unit", "adjustment", "evidence", "evidence_link", "project_fund", "project_indicator"})


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


_Wanted: TypeAlias = tuple[Missing, bool]
"""A field that should be filled in, and whether it is."""


def measure(data: ReportData, scores: Scores, outline: Iterable[OutlineChapter]) -> Completeness:
    """Counts the required fields of every page, and which of them are empty."""
    pages = [page for chapter in outline for page in chapter.pages]
    return Completeness({page.key: _page(data, scores, page) for page in pages})


def _page(data: ReportData, scores: Scores, page: OutlinePage) -> PageState:
    wanted = [*_fields(data, page), *(item for table in page.tables for item in _table(data, scores, table))]
    missing = tuple(item for item, is_filled in wanted if not is_filled)
    carried = carry_over.count_on(page, data.tables[Carried.TABLE])
    return PageState(len(wanted) - len(missing), len(wanted), missing, carried)


def _fields(data: ReportData, page: OutlinePage) -> Iterator[_Wanted]:
    for name in page.fields:
        table, _, field = name.partition(".")
        for entity in _owners(data, table):
            yield from _field(entity, field)


def _owners(data: ReportData, table: str) -> Sequence[Entity]:
    """The rows that have the fields of a page: the department, the report, or the projects whose form is begun."""
    if table == Project.TABLE:
        begun = project_forms.with_forms(data)
        return [row for row in data.projects if row.id in begun]
    return (data.department if table == "department" else data.report,)


def missing_in_form(found: PageState, data: ReportData, project_id: int) -> int:
    """How many fields of a project's form are empty, of all that its page wants."""
    return sum(project_forms.project_of(data, item.table, item.row_id) == project_id for item in found.missing)


def _table(data: ReportData, scores: Scores, table: str) -> Iterator[_Wanted]:
    rows = data.tables[table]
    if not rows and table not in _MAY_BE_EMPTY:
        yield Missing(table, 0, "", BY_TABLE[table].LABEL), False
    for row in rows:
        found = (item for spec in specs(type(row)).values() if not spec.is_apart for item in _field(row, spec.name))
        if isinstance(row, Indicator | ProjectIndicator) and (score := scores.row(table, row.id)) is not None:
            yield from _indicator(row, score, found)
        else:
            yield from found


def _indicator(row: Indicator | ProjectIndicator, score: RowScore, fields: Iterable[_Wanted]) -> Iterator[_Wanted]:
    """The score, and the reason where points were lost; what the pack fills in counts only while it is empty."""
    yield from (item for item in fields if not item[1])
    yield Missing(row.TABLE, row.id, "score", "得分"), score.score is not None
    if score.lost:
        yield Missing(row.TABLE, row.id, "reason", "扣分原因"), bool(row.reason)


def _field(entity: Entity, field: str) -> Iterator[_Wanted]:
    spec = specs(type(entity))[field]
    if spec.required and spec.kind not in {Kind.CHOICE, Kind.FLAG}:
        value = getattr(entity, field)
        yield Missing(entity.TABLE, entity.id, field, spec.label), value is not None and value != ""
