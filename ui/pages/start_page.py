"""The first thing the officer sees: the reports of the library, and how to begin one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from app.library import ReportSummary
from ui import actions, icons, theme
from ui.delegates.report_delegate import ReportDelegate
from ui.models.reports_model import ReportsModel
from ui.session import Session
from ui.widgets.basics import Card, ElidedLabel, button, column, label, row
from ui.widgets.choice_card import ChoiceCard
from ui.widgets.report_commands import ReportCommands
from ui.widgets.reports_view import ROW, ReportsView

_WIDTH = 980  # logical pixels
_AROUND = 112  # what the card has above and below its rows
_MANY = 8  # reports from which on a filter is worth its room
_FILTER_WIDTH = 240


class StartPage(QWidget):
    """All reports of the library. Nothing is open while it is shown."""

    report_wanted = Signal(int)  # report id
    sample_wanted = Signal()
    new_wanted = Signal()
    package_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("role", "page")
        self.model = ReportsModel(self)
        self.view = ReportsView(self.model)
        self.view.setItemDelegate(ReportDelegate(self.view))
        self.commands = ReportCommands(session, self.view)
        self.filter = QLineEdit()
        self.new_button = button("新建报告", "plus", "filled", actions.REPORT_NEW.hint)
        self.sample_button = button("查看样例", "document", tip="添加一份公布过的 2021 年度自评报告，用来熟悉程序")
        self.package_button = button("打开数据包", "package", tip=actions.PACKAGE_OPEN.hint)
        self.import_button = button("从已有报告导入…", "import", tip="读入一份已有的自评报告（Word、PDF、文本）")
        self.import_button.clicked.connect(self.import_wanted)
        self.open_button = _of_action(self.commands.open)
        self.carry_over_button = _of_action(self.commands.carry_over)
        self.duplicate_button = _of_action(self.commands.duplicate)
        self.status_button = _of_action(self.commands.status.menuAction())
        self.status_button.setMenu(self.commands.status)
        self.delete_button = _of_action(self.commands.delete, role="flat")
        self.path = ElidedLabel("", "secondary", Qt.TextElideMode.ElideMiddle)
        self._build()
        actions.make(actions.REPORT_NEW, self, self._on_new, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.new_button.clicked.connect(self.new_wanted)
        self.sample_button.clicked.connect(self.sample_wanted)
        self.package_button.clicked.connect(self.package_wanted)
        self.view.chosen.connect(self.report_wanted)
        self.commands.open_wanted.connect(self.report_wanted)
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)
        session.report_opened.connect(self._on_report_opened)
        self._is_due = True  # every report of the library is scored for the list: not before somebody sees it

    def _build(self) -> None:
        mark = QLabel()
        mark.setPixmap(icons.application_icon().pixmap(QSize(36, 36)))
        heading = label("部门整体支出绩效自评", "title")
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        whole = column(inner, spacing=theme.S4)
        whole.setContentsMargins(theme.S6, theme.S6 + theme.S4, theme.S6, theme.S4)
        whole.addStretch(1)  # what is short stands somewhat above the middle of a large screen
        whole.addLayout(
            row(
                mark,
                heading,
                None,
                self.sample_button,
                self.import_button,
                self.package_button,
                self.new_button,
                spacing=theme.S2,
            )
        )
        self._build_list()
        self._build_first()
        whole.addWidget(self._card, 1000)
        whole.addWidget(self._first)
        whole.addStretch(3)
        whole.addLayout(row(label("台账库", "secondary"), self.path, None))
        outer = row(None, inner, None, spacing=0)
        outer.setStretch(1, 100)
        self.setLayout(outer)

    def _build_list(self) -> None:
        self._card = Card()
        self._count = label("", "secondary")
        self.filter.setPlaceholderText("按部门、年度或状态筛选")
        self.filter.setAccessibleName("筛选报告")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(_FILTER_WIDTH)
        self.filter.textChanged.connect(self._on_filter_changed)
        head: QHBoxLayout = row(label("全部报告", "card"), self._count, None, self.filter)
        holder = QWidget()
        holder.setFixedHeight(theme.CONTROL)
        holder.setLayout(head)
        self._none = label("没有符合条件的报告。", "secondary")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._card.body.addWidget(holder)
        self._card.body.addWidget(self.view, 1)
        self._card.body.addWidget(self._none, 1)
        self._card.body.addLayout(
            row(
                self.open_button, self.carry_over_button, self.duplicate_button, self.status_button, None,
                self.delete_button,
            )
        )  # fmt: skip

    def _build_first(self) -> None:
        self.first_sample = ChoiceCard(
            "document", "查看样例", "打开一份公布过的 2021 年度自评报告，熟悉各页怎么填。", is_first=True
        )
        self.first_new = ChoiceCard("plus", "新建报告", "为本单位新建一份报告，自评表的指标按模板预置。")
        self.first_package = ChoiceCard("package", "打开数据包", "把别的电脑上的报告接着做下去。")
        self.first_package.clicked.connect(self.package_wanted)
        self.first_import = ChoiceCard("import", "从已有报告导入", "读入往年或别处写好的报告（Word、PDF、文本）。")
        self.first_import.clicked.connect(self.import_wanted)
        self.first_sample.clicked.connect(self.sample_wanted)
        self.first_new.clicked.connect(self.new_wanted)
        firsts = (self.first_sample, self.first_new, self.first_import, self.first_package)
        for each in (*firsts, self.new_button, self.sample_button, self.import_button, self.package_button):
            each.setEnabled(not self.session.library.read_only)
        self._first = QWidget()
        inside = column(self._first, spacing=theme.S4)
        inside.addWidget(label("第一次使用，从这里开始。数据只保存在本机，程序不联网。", "secondary"))
        inside.addLayout(row(*firsts, spacing=theme.S3))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self.refresh()
        self.focus_list()

    def focus_list(self) -> None:
        """Gives the list the keys, or what to begin with while it is empty."""
        (self.view if self.model.rowCount() else self.first_sample).setFocus()

    def refresh(self) -> None:
        """Reads the list of reports anew; the selected one stays selected."""
        self._is_due = False
        current = self.view.current()
        found: Sequence[ReportSummary] = self.session.read(self.session.library.reports.all) or ()
        self.model.show(found)
        for part in (self._card, self.package_button, self.sample_button, self.import_button, self.new_button):
            part.setVisible(bool(found))
        self._first.setVisible(not found)
        self.filter.setVisible(len(found) >= _MANY)
        if len(found) < _MANY:
            self.filter.clear()
        self._count.setText(f"{len(found)} 份" if len(found) > 1 else "")
        head = self.view.horizontalHeader().sizeHint().height()
        self._card.setMaximumHeight(_AROUND + head + len(found) * ROW)
        self.path.setText(str(self.session.library.path))
        self.view.make_current(current.id if current is not None else 0)
        self._show_none()

    def show_report(self, report_id: int) -> None:
        """Selects a report, whatever the list is filtered by."""
        if self._is_due:
            self.refresh()
        self.filter.clear()
        self.view.make_current(report_id)

    def _on_new(self) -> None:
        if not self.session.library.read_only:
            self.new_wanted.emit()

    def focus_filter(self) -> None:
        """Puts the keys into the filter, where there is one."""
        if self.filter.isVisible():
            self.filter.setFocus()
            self.filter.selectAll()

    def _on_filter_changed(self, text: str) -> None:
        current = self.view.current()
        self.view.order.filter_by(text)
        self.view.make_current(current.id if current is not None else 0)
        self._show_none()

    def _show_none(self) -> None:
        shown = self.view.order.rowCount()
        self.view.setVisible(shown > 0)
        self._none.setVisible(shown == 0)
        total = self.model.rowCount()
        if total > 1:
            self._count.setText(f"{total} 份" if shown == total else f"{shown} / {total} 份")

    def _on_changed(self) -> None:
        self._is_due = True

    def _on_settled(self) -> None:
        if self._is_due and self.isVisible():  # else when it is shown
            self.refresh()

    def _on_report_opened(self, report_id: int) -> None:
        if not report_id:
            self.refresh()


def _of_action(action: QAction, role: str = "") -> QPushButton:
    """A button that is the action: its word, drawing and tip, and enabled while the action is."""
    result = button(action.text(), str(action.property("iconName")), role, action.toolTip())
    result.clicked.connect(action.trigger)
    result.setEnabled(action.isEnabled())
    action.enabledChanged.connect(result.setEnabled)
    return result
