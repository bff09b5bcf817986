"""Where in the report every field stands, so that search and 校核 lead through it from front to back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.model.entities import BY_TABLE
from app.model.fields import specs
from app.model.pack import OutlineChapter, OutlinePage
from app.model.report_data import ReportData

Position = tuple[int, int, int, int]
"""Page, part of the page, line and field; compares as one reads."""


class ReadingOrder:
    """The order of pages, rows and fields of one snapshot of a report."""

    def __init__(self, outline: Iterable[OutlineChapter], data: ReportData) -> None:
        self.pages: tuple[OutlinePage, ...] = tuple(page for chapter in outline for page in chapter.pages)
        self._numbers = {page.key: number for number, page in enumerate(self.pages)}
        self._rows = {(table, row.id): number for table, rows in data.tables.items() for number, row in enumerate(rows)}

    def parts(self) -> Iterator[tuple[str, str, str]]:
        """Page, table and field of each single field, and page and table of each list of rows, field empty."""
        for page in self.pages:
            for name in page.fields:
                table, _, field = name.partition(".")
                yield page.key, table, field
            yield from ((page.key, table, "") for table in page.tables)

    def page_of(self, table: str, field: str = "") -> str:
        """The key of the page where a field, or a table's rows, are edited; empty when none shows them."""
        own = (page.key for page in self.pages if field and f"{table}.{field}" in page.fields)
        return next(own, "") or next((page.key for page in self.pages if table in page.tables), "")

    def page_of_section(self, section: str) -> str:
        """The key of the first page that fills a section of the report; empty when none does."""
        return next((page.key for page in self.pages if page.section == section), "")

    def position(self, page: str, table: str = "", row_id: int = 0, field: str = "") -> Position:
        """Where a place stands: pages outside the report before its first, what no page shows after its last."""
        number = self._numbers.get(page)
        if number is None:
            return (-1 if page else len(self.pages), -1, self._rows.get((table, row_id), -1), _field(table, field))
        found = self.pages[number]
        if f"{table}.{field}" in found.fields:
            return number, 0, found.fields.index(f"{table}.{field}"), 0
        if table not in found.tables:
            return number, -1, -1, -1
        return number, 1 + found.tables.index(table), self._rows.get((table, row_id), -1), _field(table, field)


def _field(table: str, field: str) -> int:
    declared = specs(BY_TABLE[table]) if table in BY_TABLE else {}
    return list(declared).index(field) if field in declared else -1
