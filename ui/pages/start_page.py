"""The first thing the officer sees: the reports of the library, and how to begin one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QWidget

from app.library import ReportSummary
from app.model.quantities import format_score
from ui import icons, theme
from ui.models.history_model import when
from ui.session import Session
from ui.widgets.basics import Card, ElidedLabel, button, column, label, row
from ui.widgets.choice_card import ChoiceCard

_HEADINGS = ("部门", "年度", "状态", "自评得分", "上次编辑")
_WIDTHS = (0, 90, 80, 90, 150)
_WIDTH = 860
_ROW = theme.ROW + theme.S3
_AROUND = 104  # what the card has above and below its rows
_ID_ROLE = Qt.ItemDataRole.UserRole + 1


class StartPage(QWidget):
    """All reports of the library. Nothing is open while it is shown."""

    report_wanted = Signal(int)  # report id
    sample_wanted = Signal()
    new_wanted = Signal()
    delete_wanted = Signal(int)  # report id

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("role", "page")
        self.model = QStandardItemModel(0, len(_HEADINGS), self)
        self.model.setHorizontalHeaderLabels(_HEADINGS)
        self.view = _ReportsView(self.model)
        self.view.chosen.connect(self._on_chosen)
        self.new_button = button("新建报告", "plus", "filled")
        self.sample_button = button("查看样例", "document", tip="添加一份公布过的 2021 年度自评报告，用来熟悉程序")
        self.package_button = button("打开数据包", "package", tip="数据包的收发将在后续版本提供")
        self.package_button.setEnabled(False)
        self.delete_button = button("删除报告", "trash", "flat", "删除选中的报告")
        self.open_button = button("打开报告", "folder", tip="也可以双击一行")
        self.path = ElidedLabel("", "secondary", Qt.TextElideMode.ElideMiddle)
        self._build()
        self.new_button.clicked.connect(self.new_wanted)
        self.sample_button.clicked.connect(self.sample_wanted)
        self.open_button.clicked.connect(lambda: self.report_wanted.emit(self.current_id()))
        self.delete_button.clicked.connect(lambda: self.delete_wanted.emit(self.current_id()))
        session.changed.connect(self._on_changed)
        session.report_opened.connect(self._on_changed)
        self.refresh()

    def _build(self) -> None:
        mark = QLabel()
        mark.setPixmap(icons.application_icon().pixmap(QSize(36, 36)))
        heading = label("部门整体支出绩效自评", "title")
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        whole = column(inner, spacing=theme.S4)
        whole.setContentsMargins(theme.S6, theme.S6 + theme.S4, theme.S6, theme.S4)
        whole.addLayout(
            row(mark, heading, None, self.sample_button, self.package_button, self.new_button, spacing=theme.S2)
        )
        self._card = Card("全部报告")
        self._card.body.addWidget(self.view, 1)
        self._card.body.addLayout(row(self.open_button, None, self.delete_button))
        self.first_sample = ChoiceCard(
            "document", "查看样例", "打开一份公布过的 2021 年度自评报告，熟悉各页怎么填。", is_first=True
        )
        self.first_new = ChoiceCard("plus", "新建报告", "为本单位新建一份报告，管理效能指标按模板预置。")
        later = ChoiceCard("package", "打开数据包", "把别的电脑上的报告接着做下去。后续版本提供。")
        later.setEnabled(False)
        self.first_sample.clicked.connect(self.sample_wanted)
        self.first_new.clicked.connect(self.new_wanted)
        for each in (self.first_sample, self.first_new, self.new_button, self.sample_button):
            each.setEnabled(not self.session.is_read_only)
        self._first = QWidget()
        inside = column(self._first, spacing=theme.S4)
        inside.addWidget(label("第一次使用，从这里开始。数据只保存在本机，程序不联网。", "secondary"))
        inside.addLayout(row(self.first_sample, self.first_new, later, spacing=theme.S3))
        whole.addWidget(self._card, 1000)
        whole.addWidget(self._first)
        whole.addStretch(1)
        whole.addLayout(row(label("台账库", "secondary"), self.path, None))
        outer = row(None, inner, None, spacing=0)
        outer.setStretch(1, 100)
        self.setLayout(outer)

    def refresh(self) -> None:
        """Reads the list of reports anew."""
        found: Sequence[ReportSummary] = self.session.read(self.session.library.reports) or ()
        self.model.removeRows(0, self.model.rowCount())
        for report in found:
            self.model.appendRow(_items(report))
        self._card.setVisible(bool(found))
        self._first.setVisible(not found)
        self.package_button.setVisible(bool(found))
        head = self.view.horizontalHeader().sizeHint().height()
        self._card.setMaximumHeight(_AROUND + head + len(found) * _ROW)
        self.sample_button.setVisible(bool(found))
        self.new_button.setVisible(bool(found))
        self.delete_button.setEnabled(bool(found) and not self.session.is_read_only)
        self.path.setText(str(self.session.library.path))
        if found:
            self.view.selectRow(0)

    def current_id(self) -> int:
        """The id of the selected report; 0 when there is none."""
        index = self.view.currentIndex()
        return int(index.siblingAtColumn(0).data(_ID_ROLE) or 0) if index.isValid() else 0

    def _on_changed(self) -> None:
        if not self.session.report_id:
            self.refresh()

    def _on_chosen(self, index: QModelIndex) -> None:
        self.report_wanted.emit(int(index.siblingAtColumn(0).data(_ID_ROLE)))


def _items(report: ReportSummary) -> list[QStandardItem]:
    edited = when(report.edited) if report.edited else ""
    texts = (report.department, f"{report.year}年度", report.status, format_score(report.score), edited)
    result = []
    for number, text in enumerate(texts):
        item = QStandardItem(text)
        item.setEditable(False)
        item.setData(report.id, _ID_ROLE)
        item.setTextAlignment(
            Qt.AlignmentFlag.AlignVCenter
            | (Qt.AlignmentFlag.AlignLeft if number == 0 else Qt.AlignmentFlag.AlignHCenter)
        )
        result.append(item)
    return result


class _ReportsView(QTableView):
    """Whole lines, opened by double click or Enter."""

    chosen = Signal(QModelIndex)

    def __init__(self, model: QStandardItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("报告列表")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(number, width)
        self.doubleClicked.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
