"""修改记录: every edit of the report, the latest first, each leading to its place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui import theme
from ui.models.goto_model import Place
from ui.models.history_model import ENTRY_ROLE, HEADINGS, HistoryModel
from ui.models.outline_model import OutlineModel
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.basics import column
from ui.widgets.empty_state import EmptyState

_WIDTHS = (108, 150, 250, 180, 180, 80)
_LIMIT = 500


class HistoryPage(Page):
    """The journal as a table. Double click goes to the field."""

    def __init__(self, session: Session, outline: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(session, "修改记录", parent)
        self._outline = outline
        self.model = HistoryModel(session, self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setAccessibleName("修改记录表")
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme.ROW)
        head = self.view.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        for number, width in enumerate(_WIDTHS):
            self.view.setColumnWidth(number, width)
        head.setSectionResizeMode(HEADINGS.index("位置"), QHeaderView.ResizeMode.Stretch)
        self.view.activated.connect(self._on_activated)
        self._card = QFrame()
        self._card.setProperty("role", "sheet")
        inside = column(self._card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        self._empty = EmptyState("还没有修改记录", "每一次修改都会记在这里：什么时候、谁、改了什么、改前改后是什么。")
        self.body.addWidget(self._card, 1)
        self.body.addWidget(self._empty, 1)
        session.settled.connect(self._on_settled)
        self.refresh()

    def refresh(self) -> None:
        self.model.load(limit=_LIMIT)
        count = self.model.rowCount()
        self._card.setVisible(count > 0)
        self._empty.setVisible(count == 0)
        self.remark.setText(f"最近 {count} 处，双击转到该处" if count else "")

    def _on_settled(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_activated(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        page = self._outline.page_of(entry.table, entry.field)
        if page:
            self.place_wanted.emit(Place(page, entry.table, entry.row_id, entry.field))
