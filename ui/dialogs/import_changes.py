"""What reading a file in would change, each line to be ticked, and what of it is not taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from app.model.offers import Refusal
from app.model.proposals import Fate, Proposal
from ui import theme
from ui.models.proposals_model import Heading, ProposalsModel
from ui.models.refusals_model import RefusalsModel
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_tabs import FilterTabs
from ui.widgets.line_details import text_box, with_details
from ui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from app.model.report_data import ReportData

_WIDTHS = {Heading.FATE: 76, Heading.NAME: 224, Heading.LABEL: 104, Heading.BEFORE: 172, Heading.AFTER: 172}
REFUSAL_WIDTHS = 168, 112, 224
_TABS: tuple[tuple[Fate | None, str], ...] = (
    (None, "改动"), (Fate.NEW, "新增"), (Fate.CHANGED, "修改"), (Fate.SAME, "相同"), (Fate.MISSING, "文件中没有"),
)  # fmt: skip
_NOTES = {
    Fate.MISSING: "报告中有、文件中没有的条目。默认保留；勾选后导入时删除，可以撤销。",
    Fate.SAME: "文件与报告一致，不用改动。",
}
_NOTHING = ("没有需要导入的改动", "文件中的内容与报告完全一致，或者都没有采用。")


class TickTable(LineTable):
    """A list of lines that Space ticks, several at once."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.horizontalHeader().setStretchLastSection(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        lines = self.selectionModel().selectedRows() if self.selectionModel() is not None else []
        if event.key() != Qt.Key.Key_Space or not lines:
            super().keyPressEvent(event)
            return
        model = self.model()
        is_on = self.currentIndex().siblingAtColumn(0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        wanted = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
        for line in lines:
            model.setData(line, wanted, Qt.ItemDataRole.CheckStateRole)


class ChangesPage(QWidget):
    """Tabs by fate over one list; below it the whole of what the current line says."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ProposalsModel(self)
        self.refusals = RefusalsModel(self)
        self.tabs = FilterTabs("按变化查看")
        self.view, self.refused = TickTable("要导入的改动"), TickTable("没有采用的内容")
        self.before, self.after = text_box("现有"), text_box("文件中")
        self.all_button, self.none_button = button("全选", role="link"), button("全不选", role="link")
        self._note = label("", "secondary")
        self._stack = QStackedWidget()
        self._empty = EmptyState(*_NOTHING)
        self._build()
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.model.ticked.connect(self.chosen_changed)
        self.model.modelReset.connect(self._on_reset)
        self.all_button.clicked.connect(lambda: self.model.tick_shown(is_on=True))
        self.none_button.clicked.connect(lambda: self.model.tick_shown(is_on=False))
        self.view.selectionModel().currentRowChanged.connect(self._on_line_changed)

    def _build(self) -> None:
        for _, text in _TABS:
            self.tabs.addTab(text)
        self.tabs.addTab("没有采用")
        self.view.setModel(self.model)
        for heading, width in _WIDTHS.items():
            self.view.setColumnWidth(heading, width)
        self.refused.setModel(self.refusals)
        for number, width in enumerate(REFUSAL_WIDTHS):
            self.refused.setColumnWidth(number, width)
        for widget in (with_details(self.view, (self.before, self.after), share=1), self.refused, self._empty):
            self._stack.addWidget(widget)
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        inside = column(sheet, spacing=0)
        inside.setContentsMargins(1, 1, 1, theme.S2)
        inside.addLayout(row(self.tabs, None, self.all_button, self.none_button, margins=(theme.S1, 0, theme.S3, 0)))
        inside.addWidget(self._stack, 1)
        whole = column(self, spacing=theme.S1)
        whole.addWidget(sheet, 1)
        whole.addWidget(self._note)
        self._note.setMinimumHeight(self._note.fontMetrics().lineSpacing())

    def show_proposals(self, data: ReportData, proposals: Sequence[Proposal], refused: Sequence[Refusal]) -> None:
        """Shows what a file would do, and what of it is not taken."""
        self.refusals.show(refused)
        self.model.show(data, proposals)
        counts = {fate: self.model.count(fate) for fate in Fate}
        for place, (fate, text) in enumerate(_TABS):
            number = counts[fate] if fate is not None else counts[Fate.NEW] + counts[Fate.CHANGED]
            self.tabs.setTabText(place, f"{text} {number:,}")
            self.tabs.setTabVisible(place, fate is None or number > 0)
        self.tabs.setTabText(len(_TABS), f"没有采用 {len(refused):,}")
        self.tabs.setTabVisible(len(_TABS), bool(refused))
        self.tabs.setCurrentIndex(0)
        self._on_tab_changed(0)

    def _on_tab_changed(self, place: int) -> None:
        is_refused = place >= len(_TABS)
        fate = None if is_refused else _TABS[place][0]
        if not is_refused:
            self.model.show_only(fate)
        has_lines = bool(self.model.rowCount())
        self._stack.setCurrentIndex(1 if is_refused else 0 if has_lines else 2)
        may_tick = not is_refused and has_lines and fate is not Fate.SAME
        for each in (self.all_button, self.none_button):
            each.setVisible(may_tick)
        self._note.setText(_NOTES.get(fate, "") if fate is not None else "")

    def _on_reset(self) -> None:
        first = self.model.index(0, 0)
        if first.isValid():
            self.view.setCurrentIndex(first)
        else:
            self._show_texts("", "")

    def _on_line_changed(self, current: QModelIndex) -> None:
        line = self.model.line_at(current.row())
        self._show_texts(*(self.model.texts(line) if line is not None else ("", "")))

    def _show_texts(self, before: str, after: str) -> None:
        self.before.setPlainText(before or "（空）")
        self.after.setPlainText(after or "（空）")
