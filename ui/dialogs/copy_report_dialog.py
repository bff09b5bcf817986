"""For which year a report is carried over or duplicated."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from app import packs
from app.library import ReportSummary
from ui.dialogs.dialog import Dialog
from ui.dialogs.new_report_dialog import CARRIED
from ui.session import Session
from ui.widgets.basics import label

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LEAST = 392  # logical pixels of a field; of the dialog it would not count when lines are broken
_DUPLICATED = "全部内容原样复制，包括手工改写的段落和佐证材料；状态为草稿。"


class CopyReportDialog(Dialog):
    """Makes the report itself, so that what is wrong can be put right in place. `report_id` is 0 until then."""

    def __init__(
        self, session: Session, source: ReportSummary, parent: QWidget | None = None, *, carries_over: bool
    ) -> None:
        title, done = ("从上年结转", "结转") if carries_over else ("复制报告", "复制")
        super().__init__(title, parent, done=done)
        self.session, self.source = session, source
        self.report_id = 0
        self.year = QSpinBox()
        self.year.setRange(source.year + 1 if carries_over else _FIRST_YEAR, _LAST_YEAR)
        self.year.setSuffix(" 年度")
        self.year.setValue(self._next_free())
        self.pack: QComboBox | None = None
        self.body.addWidget(label(f"{source.department} {source.year}年度", wrap=True))
        self.add_field("复制到" if not carries_over else "结转到", self.year)
        if carries_over:
            self.pack = QComboBox()
            self._fill_packs(self.pack)
            self.add_field("模板", self.pack)
        self.body.addWidget(label(CARRIED if carries_over else _DUPLICATED, "secondary", wrap=True))
        self.year.setMinimumWidth(_LEAST)
        self.year.setFocus()
        self.year.selectAll()

    def _next_free(self) -> int:
        """The first year after the source's that the department has no report for."""
        reports = self.session.read(self.session.library.reports.all) or []
        taken = {report.year for report in reports if report.department == self.source.department}
        return next(year for year in range(self.source.year + 1, _LAST_YEAR + 2) if year not in taken)

    def _fill_packs(self, box: QComboBox) -> None:
        for key, pack in packs.loaded()[0].items():
            box.addItem(pack.label, key)
        box.setCurrentIndex(max(box.findData(self.source.pack), 0))

    def on_done(self) -> None:
        self.report_id = self.session.read(self._made, self.tell_error) or 0
        if self.report_id:
            self.accept()

    def _made(self) -> int:
        library, source, year = self.session.library, self.source, self.year.value()
        if self.pack is None:
            return library.reports.duplicate(source.id, year)
        pack = str(self.pack.currentData() or "")
        return library.reports.new(source.department, year, from_id=source.id, pack=pack)
