"""The open report: outline at the left, a page in the middle, preview and history at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QWidget

from ui import theme
from ui.delegates.outline_delegate import OutlineDelegate
from ui.models.goto_model import Place
from ui.models.outline_model import HISTORY, OVERVIEW, OutlineModel
from ui.models.refs import place_of
from ui.pages.entity_page import EntityPage
from ui.pages.history_page import HistoryPage
from ui.pages.overview_page import OverviewPage
from ui.pages.page import Page
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import column
from ui.widgets.outline_view import OutlineView
from ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from app.storage.journal import HistoryEntry

_ANNEX = "附件"
_LEAST, _ROOM_FOR_PANEL = 660, 1000  # logical pixels


class Workspace(QWidget):
    """Makes pages when they are first asked for and keeps them while the report's pack stays the same."""

    told = Signal(str, str)  # a sentence for the message bar, and its kind
    page_shown = Signal(str)  # page key

    def __init__(
        self, session: Session, settings: Settings, outline: OutlineModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self._settings, self.outline = session, settings, outline
        self._pages: dict[str, Page] = {}
        self._pack = ""
        self.view = OutlineView(outline)
        self.view.setItemDelegate(OutlineDelegate(self.view))
        self.stack = QStackedWidget()
        self.panel = SidePanel(session)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setProperty("lined", "true")
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.view, self.stack, self.panel):
            self.splitter.addWidget(widget)
        # Of a wider window a third goes to the panel, so that neither the lines of a form nor the page grow too long.
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setStretchFactor(2, 1)
        self.splitter.setSizes([theme.OUTLINE_WIDTH, 1366 - theme.OUTLINE_WIDTH - theme.PANEL_WIDTH, theme.PANEL_WIDTH])
        self.splitter.restoreState(settings.layout("workspace"))
        self.setMinimumWidth(_LEAST)
        whole = column(self, spacing=0)
        whole.addWidget(self.splitter)
        self.view.page_wanted.connect(self.show_page)
        self.panel.preview.field_wanted.connect(self._on_field_wanted)
        self.panel.history.details.commands.only_wanted.connect(self._on_only_wanted)
        session.history_wanted.connect(self.show_history)
        session.report_opened.connect(self._on_report_opened)
        self._on_report_opened(session.report_id)

    # Pages

    @property
    def page_key(self) -> str:
        """The key of the page in front; empty while there is none."""
        front = self.stack.currentWidget()
        return next((key for key, page in self._pages.items() if page is front), "")

    def page(self, key: str) -> Page | None:
        """The page of that key, made when it is not there yet; None for an unknown key."""
        if key not in self._pages:
            made = self._make(key)
            if made is None:
                return None
            made.place_wanted.connect(self.go_to)
            made.told.connect(self.told)
            self.stack.addWidget(made)
            self._pages[key] = made
        return self._pages[key]

    def _make(self, key: str) -> Page | None:
        if key == OVERVIEW:
            return OverviewPage(self.session)
        if key == HISTORY:
            return HistoryPage(self.session, self.outline)
        found = self.outline.page(key)
        return EntityPage(self.session, self._settings, found) if found is not None else None

    def show_page(self, key: str) -> None:
        """Brings a page to the front, after what is typed on the one before was handed in."""
        self.session.commit_pending()
        page = self.page(key)
        if page is None:
            return
        focused = QApplication.focusWidget()
        if focused is not None and self.stack.isAncestorOf(focused):
            self.view.setFocus()  # else Qt hands the focus of the page that is hidden to whatever comes next
        self.stack.setCurrentWidget(page)
        self.view.show_page(key)
        page.refresh()
        found = self.outline.page(key)
        self._show_panel()
        self.panel.preview.show_part("annex" if found is not None and found.section == _ANNEX else "report")
        self.page_shown.emit(key)

    def go_to(self, place: Place) -> None:
        """Goes to a page, and on it to a row or field."""
        self.show_page(place.page)
        page = self.page(place.page)
        if page is not None and place.table:
            page.show_place(place)

    def _on_field_wanted(self, ref: str) -> None:
        place = place_of(ref, self.outline)
        if place is not None:
            self.go_to(place)

    def go_to_next_missing(self) -> bool:
        """Goes to the next field that is not filled in, after the one the officer is at; False when none is left."""
        found = self.session.completeness()
        places = [
            Place(key, item.table, item.row_id, item.field)
            for key, state in found.by_page.items()
            for item in state.missing
        ]
        if not places:
            return False
        here = next((number for number, place in enumerate(places) if self._is_here(place)), -1)
        self.go_to(places[(here + 1) % len(places)])
        return True

    def _is_here(self, place: Place) -> bool:
        return (place.table, place.row_id, place.field) == self.session.focus

    def _on_report_opened(self, report_id: int) -> None:
        if not report_id:
            return
        pack = self.session.pack.key
        if pack != self._pack:
            self._pack = pack
            for page in self._pages.values():
                self.stack.removeWidget(page)
                page.deleteLater()
            self._pages.clear()
        self.show_page(OVERVIEW)
        self.view.setFocus()

    # The panel

    def toggle_panel(self) -> None:
        """Folds the panel away or brings it back."""
        if self.width() < _ROOM_FOR_PANEL:
            self.told.emit("窗口太窄，放不下预览；请放大窗口，或在“更多—设置”中调小显示比例。", "info")
            return
        self._settings.is_panel_open = self.panel.isHidden()
        self._show_panel()

    def show_history(self) -> None:
        """Shows the history of what is being edited: beside it, or on its own page where there is no room."""
        if self.outline.page(self.page_key) is None or self.width() < _ROOM_FOR_PANEL:
            self.go_to(Place(HISTORY, *self.session.focus))
            return
        self.panel.show_history()
        if self.panel.isHidden():
            self.toggle_panel()

    def _on_only_wanted(self, entry: HistoryEntry) -> None:
        self.go_to(Place(HISTORY, entry.table, entry.row_id, entry.field))

    def _show_panel(self) -> None:
        """Pages of the report have the panel beside them, where it is wanted and there is room."""
        is_wanted = self._settings.is_panel_open and self.outline.page(self.page_key) is not None
        self.panel.setVisible(is_wanted and self.width() >= _ROOM_FOR_PANEL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_panel()

    def save_layout(self) -> None:
        """Remembers how the window is divided."""
        self._settings.set_layout("workspace", self.splitter.saveState())
