"""The reports of other years beside one: the year before it, and the row of years it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import AppError
from app.model.entities import Report
from app.model.last_year import LastYear, earlier
from app.model.report_data import ReportData
from app.model.years import YearFigures
from app.storage import rows as storage_rows
from app.storage.database import Database
from app.storage.journal import Change

if TYPE_CHECKING:
    from app.library.library import Library


class Years:
    """What is known of the reports of one department in other years."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database
        self._last: dict[int, LastYear | None] = {}
        library.subscribe(self._on_change)

    def last(self, report_id: int) -> LastYear | None:
        """The earlier report beside this one as it stands; None when there is none that can be read."""
        data = self._library.data(report_id)
        if report_id not in self._last:
            self._last[report_id] = self._found_last(data)
        known = self._last[report_id]
        if known is not None and known.now is not data:
            known = self._last[report_id] = known.following(data)
        return known

    def _found_last(self, data: ReportData) -> LastYear | None:
        try:
            found = earlier(data.report, [report for report, _ in storage_rows.load_reports(self._database)])
            return None if found is None else LastYear(data, self._library.data(found.id))
        except AppError:  # a damaged earlier report must not keep this one from being edited
            return None

    def same_department(self, report_id: int) -> list[int]:
        """The reports of the same department, this one included, the earliest year first."""
        owner = self._library.data(report_id).report.department_id
        reports = [report for report, _ in storage_rows.load_reports(self._database)]
        return [row.id for row in sorted(reports, key=lambda row: (row.year, row.id)) if row.department_id == owner]

    def figures(self, report_id: int) -> YearFigures | None:
        """What of the report is compared with other years; None where it or its pack cannot be read."""
        try:
            return YearFigures.of(*self._library.computed(report_id))
        except AppError:  # one unreadable year must not hide the others
            return None

    def _on_change(self, change: Change) -> None:
        """Has the earlier reports found anew, except beside the report whose own rows were edited."""
        for report_id in list(self._last):
            if change.report_id != report_id or (Report.TABLE, report_id) in change.rows:
                del self._last[report_id]
