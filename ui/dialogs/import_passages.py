"""What was read of a published report: entries beside their passages, what was left over, and where it all goes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSpinBox, QStackedWidget, QWidget

from app.exchange.kept_text import Keeping
from app.exchange.report_reader import Confidence, ReadReport, Understood
from app.model.entities import Department, Report
from ui import theme
from ui.dialogs.import_changes import TickTable
from ui.dialogs.import_parts import Choice
from ui.models import leftovers_model
from ui.models.leftovers_model import LeftoversModel
from ui.models.understood_model import Heading, UnderstoodModel
from ui.widgets.basics import column, label, row
from ui.widgets.filter_tabs import FilterTabs
from ui.widgets.line_details import text_box, with_details

_WIDTHS = {Heading.CONFIDENCE: 64, Heading.TABLE: 96, Heading.CONTENT: 360}
_NEW, _INTO = "新建一份报告", "并入当前打开的报告"
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LEFT_WIDTHS = {leftovers_model.Heading.KEPT: 232, leftovers_model.Heading.PLACE: 232}
_LEFT = 2  # the tab of what was not understood

Keep = Callable[[ReadReport, bool], Sequence[Keeping]]
"""Where what was not understood would be kept: in the open report, or in a new one."""


class PassagesPage(QWidget):
    """Department and year can be put right here; `is_into` says that the open report takes it all in."""

    changed = Signal()

    def __init__(self, keep: Keep, *, may_go_into: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep = keep
        self._read: ReadReport | None = None
        self.target = Choice("导入到")
        self.target.setMinimumContentsLength(14)
        self.target.addItem(_NEW)
        if may_go_into:
            self.target.addItem(_INTO)
        self.department = QLineEdit()
        self.department.setAccessibleName("部门全称")
        self.department.setPlaceholderText("文件中没有读到，请填写与公章一致的全称")
        self.department.setMaxLength(200)
        self.year = QSpinBox()
        self.year.setAccessibleName("评价年度")
        self.year.setRange(_FIRST_YEAR, _LAST_YEAR)
        self.year.setSuffix(" 年度")
        self.tabs = FilterTabs("按把握查看")
        self.model = UnderstoodModel(self)
        self.view = TickTable("读出的条目")
        self.content, self.passage = text_box("读出的内容"), text_box("原文")
        self.leftovers = LeftoversModel(self)
        self.left_view, self.left_text = TickTable("没有识别的文字"), text_box("原文")
        self._stack = QStackedWidget()
        self._own = QWidget()
        self._build()
        self.tabs.currentChanged.connect(self._show_lines)
        self.view.selectionModel().currentRowChanged.connect(self._on_line_changed)
        self.left_view.selectionModel().currentRowChanged.connect(
            lambda current: self.left_text.setPlainText(self.leftovers.text(current.row()))
        )
        self.leftovers.ticked.connect(self._name_left)
        self.target.activated.connect(lambda _index: self._on_target_changed())
        self.department.textChanged.connect(lambda _text: self.changed.emit())

    def _build(self) -> None:
        self._own.setLayout(
            row(label("部门全称", "secondary"), self.department, theme.S2, label("评价年度", "secondary"), self.year)
        )
        head = row(label("导入到", "secondary"), self.target, theme.S3, self._own, None)
        head.setStretchFactor(self._own, 100)
        for text in ("全部", "存疑", "没有识别"):
            self.tabs.addTab(text)
        self.view.setModel(self.model)
        for heading, width in _WIDTHS.items():
            self.view.setColumnWidth(heading, width)
        self.left_view.setModel(self.leftovers)
        for place, width in _LEFT_WIDTHS.items():
            self.left_view.setColumnWidth(place, width)
        self._stack.addWidget(with_details(self.view, (self.content, self.passage), share=2))
        self._stack.addWidget(with_details(self.left_view, (self.left_text,), share=1))
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        inside = column(sheet, spacing=0)
        inside.setContentsMargins(1, 1, 1, theme.S2)
        inside.addLayout(row(self.tabs, None, margins=(theme.S1, 0, 0, 0)))
        inside.addWidget(self._stack, 1)
        whole = column(self, spacing=theme.S3)
        whole.addLayout(head)
        whole.addWidget(sheet, 1)

    def show_report(self, read: ReadReport, *, into: bool) -> None:
        """Shows what was read; `into` proposes the open report as the place it goes to."""
        self._read = read
        self.target.setCurrentText(_INTO if into else _NEW)
        self.department.setText(read.department.name)
        self.year.setValue(read.report.year or datetime.now().astimezone().year - 1)
        self.tabs.setTabText(0, f"全部 {len(read.understood):,}")
        self.tabs.setTabText(1, f"存疑 {len(self._doubtful()):,}")
        self.tabs.setTabVisible(1, bool(self._doubtful()))
        self.tabs.setTabVisible(2, bool(read.leftovers))
        self._show_lines()
        self._on_target_changed()

    def _doubtful(self) -> Sequence[Understood]:
        found = self._read.understood if self._read is not None else ()
        return [item for item in found if item.confidence is Confidence.DOUBTFUL]

    def _show_lines(self, _place: int = 0) -> None:
        place = max(0, self.tabs.currentIndex())
        self._stack.setCurrentIndex(place == _LEFT)
        if self._read is None or place == _LEFT:
            return
        self.model.show(self._read, (self._read.understood, self._doubtful())[place])
        first = self.model.index(0, 0)
        if first.isValid():
            self.view.setCurrentIndex(first)

    def _show_left(self) -> None:
        if self._read is None:
            return
        self.leftovers.show(self._read.leftovers, self._keep(self._read, self.is_into))
        first = self.leftovers.index(0, 0)
        if first.isValid():
            self.left_view.setCurrentIndex(first)

    def _name_left(self) -> None:
        """Says on the tab how much of what was not understood is kept all the same."""
        kept = self.leftovers.kept_count
        self.tabs.setTabText(_LEFT, f"没有识别 {len(self.leftovers.lines):,}" + (f"（留下 {kept:,}）" if kept else ""))

    def _on_line_changed(self, current: QModelIndex) -> None:
        content, passage = self.model.texts(current.row())
        self.content.setPlainText(content)
        self.passage.setPlainText(passage)

    def _on_target_changed(self) -> None:
        self._own.setVisible(not self.is_into)
        self._show_left()
        self.changed.emit()

    @property
    def is_into(self) -> bool:
        """Whether the open report takes it in."""
        return self.target.currentText() == _INTO

    @property
    def is_complete(self) -> bool:
        """Whether it is known where it goes."""
        return self.is_into or bool(self.department.text().strip())

    @property
    def read(self) -> ReadReport:
        """What was read, with what is ticked of that which was not understood."""
        assert self._read is not None
        return dataclasses.replace(self._read, leftovers=self.leftovers.chosen())

    def chosen(self) -> ReadReport:
        """The same for a new report, with department and year as they stand here."""
        own = (
            Understood(Department(name=self.department.text().strip()), "", Confidence.CERTAIN, ("name",)),
            Understood(Report(year=self.year.value()), "", Confidence.CERTAIN, ("year",)),
        )
        read = self.read
        return dataclasses.replace(read, understood=(*read.understood, *own))
