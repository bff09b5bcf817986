"""The reports of the library as an item model, and the order and choice in which the start page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QObject,
    QSortFilterProxyModel,
    Qt,
)

from app.library import ReportSummary
from app.model.entities import Status
from app.model.quantities import MISSING, format_score
from ui.models.history_model import when
from ui.models.line_model import Index, LineModel

Role = Qt.ItemDataRole

HEADINGS = ("部门", "年度", "状态", "自评得分", "完成度", "上次编辑")
REPORT_ROLE = Role.UserRole + 1  # the ReportSummary of a line
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STAGES = tuple(Status)


class Heading(IntEnum):
    """The columns."""

    DEPARTMENT = 0
    YEAR = 1
    STATUS = 2
    SCORE = 3
    SHARE = 4
    EDITED = 5


class ReportsModel(LineModel[ReportSummary]):
    """A line for each report, in the library's order: the latest year first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HEADINGS, (), parent)

    def show(self, reports: Sequence[ReportSummary]) -> None:
        """Shows these reports in place of the ones before."""
        if list(reports) != list(self.lines):
            self._reset(list(reports))

    def line_of(self, report_id: int) -> int:
        """The line of a report; -1 when it is not here."""
        return next((line for line, report in enumerate(self.lines) if report.id == report_id), -1)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        report = self.lines[index.row()]
        if role == Role.DisplayRole:
            return _text(report, index.column())
        if role == Role.ToolTipRole and index.column() == Heading.DEPARTMENT:
            return f"{report.department}\n{report.remark}".strip()
        if role == Role.TextAlignmentRole:
            return _LEFT if index.column() == Heading.DEPARTMENT else Qt.AlignmentFlag.AlignCenter
        if role == REPORT_ROLE:
            return report
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return _LEFT if section == Heading.DEPARTMENT else Qt.AlignmentFlag.AlignCenter
        return super().headerData(section, orientation, role)


def _text(report: ReportSummary, column: int) -> str:
    match column:
        case Heading.DEPARTMENT:
            return report.department
        case Heading.YEAR:
            return f"{report.year}年度"
        case Heading.STATUS:
            return report.status
        case Heading.SCORE:
            return format_score(report.score)
        case Heading.SHARE:
            return MISSING if report.share is None else f"{int(report.share)}%"
        case _:
            return when(report.edited) if report.edited else ""


def sort_key(report: ReportSummary, column: int) -> tuple[Any, ...]:
    """What a column is sorted by. Reports alike in it stand by department, the latest year first."""
    rest = (report.department, -report.year, report.id)
    match column:
        case Heading.DEPARTMENT:
            return rest
        case Heading.YEAR:
            return report.year, *rest
        case Heading.STATUS:
            return _STAGES.index(Status(report.status)), *rest
        case Heading.SCORE:
            return Decimal(-1) if report.score is None else report.score, *rest
        case Heading.SHARE:
            return Decimal(-1) if report.share is None else report.share, *rest
        case _:
            return report.edited, *rest


class ReportsOrder(QSortFilterProxyModel):
    """The reports in the order of a column, and only those in which every word of the filter occurs."""

    def __init__(self, model: ReportsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.setSourceModel(model)

    def filter_by(self, text: str) -> None:
        """Shows reports whose department, year, status or remark have every word of `text`."""
        self._words = tuple(text.casefold().split())
        self.invalidateRowsFilter()

    def filterAcceptsRow(self, line: int, _parent: Index) -> bool:
        report: ReportSummary = self.sourceModel().index(line, 0).data(REPORT_ROLE)
        said = f"{report.department} {report.year}年度 {report.status} {report.remark}".casefold()
        return all(word in said for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        column = left.column()
        (first, *rest), (second, *other) = (sort_key(index.data(REPORT_ROLE), column) for index in (left, right))
        if self.sortOrder() == Qt.SortOrder.DescendingOrder:
            # What is alike in the column keeps its order whichever way the column is sorted.
            rest, other = other, rest
        return bool((first, rest) < (second, other))
