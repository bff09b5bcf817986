"""What is missing and what 校核 found, as one list from the front of the report to its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.model.completeness import Completeness
from app.model.reading_order import ReadingOrder
from app.model.results import Finding

MISSING = "待填"
"""The mark of what is not filled in; a finding has its severity's."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to look at, and where. `page` is empty where no page shows it."""

    mark: str  # 待填, 错, 警 or 示
    message: str
    page: str
    table: str = ""
    row_id: int = 0
    field: str = ""

    @property
    def place(self) -> tuple[str, str, int, str]:
        """Page, table, row and field."""
        return self.page, self.table, self.row_id, self.field


def issues(order: ReadingOrder, filled: Completeness, findings: Iterable[Finding]) -> tuple[Issue, ...]:
    """All issues in reading order. A field that is missing and found fault with is said once, as 校核 says it."""
    found = [_of_finding(order, finding) for finding in findings]
    told = {issue.place for issue in found}
    missing = [issue for issue in _missing(filled) if issue.place not in told]
    return tuple(sorted([*missing, *found], key=lambda issue: order.position(*issue.place)))


def _missing(filled: Completeness) -> Iterator[Issue]:
    for page, state in filled.by_page.items():
        for item in state.missing:
            message = f"“{item.label}”还没有填写。" if item.field else f"还没有{item.label}。"
            yield Issue(MISSING, message, page, item.table, item.row_id, item.field)


def _of_finding(order: ReadingOrder, finding: Finding) -> Issue:
    page = order.page_of(finding.entity, finding.field) or order.page_of_section(finding.section)
    return Issue(finding.severity.value, finding.message, page, finding.entity, finding.entity_id, finding.field)
