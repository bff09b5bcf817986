"""修改记录: every step of the report, the latest first, with what it changed in full and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSplitter, QTreeView, QWidget

from ui import theme
from ui.models.goto_model import Place
from ui.models.history_model import ENTRY_ROLE, HEADINGS
from ui.models.history_tree import STEP_ROLE, HistoryTree
from ui.models.outline_model import OutlineModel
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.basics import column
from ui.widgets.empty_state import EmptyState
from ui.widgets.entry_details import EntryDetails
from ui.widgets.history_filters import HistoryFilters

_WIDTHS = (128, 180, 250, 170, 170, 80)
_NARROW_WIDTHS = (116, 130, 190, 90, 90, 0)
_NARROW = 900  # logical pixels of the page; below, columns are narrow and the person is left to the details
_ROWS_SHOWN, _DETAILS = 380, 220  # heights to begin with


class HistoryPage(Page):
    """The journal as a tree above, the selected entry below. Double click goes to the field."""

    def __init__(self, session: Session, outline: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(session, "修改记录", parent)
        self._outline = outline
        self.model = HistoryTree(session, self)
        self.filters = HistoryFilters(session, outline)
        self.view = QTreeView()
        self.details = EntryDetails(session)
        self._empty = EmptyState("还没有修改记录", "每一次修改都会记在这里：什么时候、谁、改了什么、改前改后是什么。")
        self._nothing = EmptyState("没有符合条件的记录", "换一个页面、日期、操作人或查找的内容。")
        self._nothing.add_button("清除筛选").clicked.connect(self.filters.clear)
        self._build_view()
        self._build()
        self._connect()

    def _build_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setIndentation(theme.S5)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a place ends in the field, which tells most
        view.setAccessibleName("修改记录表")
        view.setProperty("role", "rows")
        head = view.header()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setStretchLastSection(False)
        self._set_widths(_WIDTHS)
        head.setSectionResizeMode(HEADINGS.index("位置"), QHeaderView.ResizeMode.Stretch)

    def _set_widths(self, widths: Sequence[int]) -> None:
        for number, width in enumerate(widths):
            self.view.setColumnHidden(number, not width)
            if width:
                self.view.setColumnWidth(number, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        was, now = event.oldSize().width() < _NARROW, event.size().width() < _NARROW
        if was != now or not event.oldSize().isValid():
            self._set_widths(_NARROW_WIDTHS if now else _WIDTHS)

    def _build(self) -> None:
        self.list = _sheet(self.view)
        self._details_card = _sheet(self.details, theme.S4, theme.S3)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setHandleWidth(theme.S3)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.list)
        self._split.addWidget(self._details_card)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([_ROWS_SHOWN, _DETAILS])
        self.body.addWidget(self.filters)
        self.body.addWidget(self._split, 1)
        for empty in (self._empty, self._nothing):
            self.body.addWidget(empty, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._load)
        self.model.searched.connect(self._on_searched)
        self.view.activated.connect(self._on_activated)
        self.view.customContextMenuRequested.connect(self._on_menu_wanted)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.details.commands.go_wanted.connect(self._go)
        self.details.commands.only_wanted.connect(
            lambda entry: self.filters.show_only(entry.table, entry.row_id, entry.field)
        )
        self.session.settled.connect(self._on_settled)

    def refresh(self) -> None:
        self.filters.refresh()
        self._load()

    def show_place(self, place: Place) -> None:
        """The history of one row or field."""
        self.filters.show_only(place.table, place.row_id, place.field)

    def _load(self) -> None:
        """Reads anew, keeping the step that was selected and those that were unfolded where they still are."""
        chosen = self.view.currentIndex().data(STEP_ROLE)
        lines = [self.model.index(line, 0) for line in range(self.model.rowCount())]
        unfolded = {index.data(STEP_ROLE) for index in lines if self.view.isExpanded(index)}
        self.model.load(self.filters.wanted())
        found = self.model.index(0, 0)
        for line in range(self.model.rowCount()):
            index = self.model.index(line, 0)
            step_id = index.data(STEP_ROLE)
            found = index if step_id == chosen else found
            if step_id in unfolded:
                self.view.expand(index)
        self.view.setCurrentIndex(found)
        self._show_current()

    def _on_searched(self) -> None:
        count, is_filtered = self.model.rowCount(), not self.model.filter.is_empty
        is_empty = not count and not self.model.is_searching
        self._split.setVisible(not is_empty)
        self._empty.setVisible(is_empty and not is_filtered)
        self._nothing.setVisible(is_empty and is_filtered)
        self.filters.setVisible(bool(count) or is_filtered)
        more = "" if self.model.is_whole else "以上"
        words = "正在查找…" if self.model.is_searching and not count else f"{count} 步{more}，双击转到该处"
        self.remark.setText("" if is_empty else words)

    def _on_settled(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_current()

    def _show_current(self) -> None:
        index = self.view.currentIndex()
        entry = index.data(ENTRY_ROLE)
        self.details.show_entry(entry, _step_words(index) if entry is None and index.isValid() else "")

    def _on_activated(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if entry is not None:
            self._go(entry)

    def _go(self, entry: object) -> None:
        table, row_id, field = (getattr(entry, name) for name in ("table", "row_id", "field"))
        page = self._outline.page_of(table, field)
        if page:
            self.place_wanted.emit(Place(page, table, row_id, field))

    def _on_menu_wanted(self, at: QPoint) -> None:
        if self.view.indexAt(at).data(ENTRY_ROLE) is None and self.view.currentIndex().data(ENTRY_ROLE) is None:
            return
        menu = self.details.commands.menu(self.view)
        menu.popup(self.view.viewport().mapToGlobal(at))
        menu.aboutToHide.connect(menu.deleteLater)


def _step_words(index: QModelIndex) -> str:
    """What a step of several changes says of itself."""
    action, place = (str(index.siblingAtColumn(HEADINGS.index(heading)).data()) for heading in ("操作", "位置"))
    return f"{action}：{place}。展开后选中其中一处，这里显示改前改后的全文"


def _sheet(widget: QWidget, left: int = 1, top: int = 1) -> QFrame:
    result = QFrame()
    result.setProperty("role", "sheet")
    inside = column(result)
    inside.setContentsMargins(left, top, left, top)
    inside.addWidget(widget)
    return result
