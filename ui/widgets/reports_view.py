"""The list of reports: whole lines, opened by double click or Enter, sorted by a click on a heading."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.library import ReportSummary
from ui import theme
from ui.models.reports_model import REPORT_ROLE, Heading, ReportsModel, ReportsOrder
from ui.widgets.line_table import LineTable

ROW = theme.ROW + theme.S3
_WIDTHS = {Heading.YEAR: 84, Heading.STATUS: 84, Heading.SCORE: 88, Heading.SHARE: 132, Heading.EDITED: 136}


class ReportsView(LineTable):
    """Knows which report is the current one, and keeps it while the list changes."""

    chosen = Signal(int)  # report id
    current_changed = Signal()

    def __init__(self, model: ReportsModel, parent: QWidget | None = None) -> None:
        super().__init__("报告列表", parent, is_single=True)
        self._reports = model
        self.order = ReportsOrder(model, self)
        self.setModel(self.order)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.lay_out(_WIDTHS, stretched=Heading.DEPARTMENT)
        self.setSortingEnabled(True)
        self.sortByColumn(Heading.YEAR, Qt.SortOrder.DescendingOrder)
        self.doubleClicked.connect(self._on_chosen)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit())

    def current(self) -> ReportSummary | None:
        """The selected report; None when there is none."""
        index = self.currentIndex()
        found: ReportSummary | None = index.data(REPORT_ROLE) if index.isValid() else None
        return found

    def make_current(self, report_id: int) -> None:
        """Selects a report; the first line when it is not shown."""
        source = self._reports.index(self._reports.line_of(report_id), 0)
        index = self.order.mapFromSource(source) if source.isValid() else QModelIndex()
        index = index if index.isValid() else self.order.index(0, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self.current_changed.emit()

    def _on_chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(REPORT_ROLE).id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._on_chosen(self.currentIndex())
        else:
            super().keyPressEvent(event)
