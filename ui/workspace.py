"""The open report: outline at the left, a page in the middle, preview and history at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSplitter, QStackedWidget, QWidget

from app.model.entities import BY_TABLE, Evidence, Indicator
from app.model.fields import specs
from app.model.pack import OutlinePage
from ui import theme
from ui.delegates.outline_delegate import OutlineDelegate
from ui.models.goto_model import Place
from ui.models.outline_model import HISTORY, OVERVIEW, VERSIONS, OutlineModel
from ui.models.refs import place_of
from ui.pages.overview_page import OverviewPage
from ui.pages.page import Page
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import column
from ui.widgets.find_panel import FindPanel, Surroundings
from ui.widgets.outline_view import OutlineView
from ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from app.storage.journal import Change, HistoryEntry

_ANNEX = "附件"
_LEAST, _ROOM_FOR_PANEL = 660, 1000  # logical pixels
_LONGEST = 100  # characters of a selection that is looked for
_NO_ROOM = "窗口太窄，放不下预览；请放大窗口，或在“更多—设置”中调小显示比例。"


class Workspace(QWidget):
    """Makes pages when they are first asked for and keeps them while the report's pack stays the same."""

    told = Signal(str, str)  # a sentence for the message bar, and its kind
    page_shown = Signal(str)  # page key
    forms_export_wanted = Signal()  # the forms of the projects are to be exported
    leapt = Signal()  # about to go to another place than the caret's next

    def __init__(
        self, session: Session, settings: Settings, outline: OutlineModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self._settings, self.outline = session, settings, outline
        self._pages: dict[str, Page] = {}
        self._kept_for = ("", False)  # pack and read-only: pages are made for one of each
        self.view = OutlineView(outline)
        self.view.setItemDelegate(OutlineDelegate(self.view))
        self.stack = QStackedWidget()
        self.panel = SidePanel(session, outline)
        self.finder = FindPanel(session, outline, self.surroundings)
        self.panel.add_tab("查找", self.finder)
        self._tab_before: QWidget = self.panel.preview
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
        self.panel.findings.place_wanted.connect(self.go_to)
        self.panel.history.details.commands.only_wanted.connect(self._on_only_wanted)
        session.history_wanted.connect(self.show_history)
        self.panel.tab_wanted.connect(self._on_tab_wanted)
        self.panel.tabs.currentChanged.connect(self._show_panel)
        self.finder.place_wanted.connect(self._on_found)
        self.finder.closed.connect(self.close_find)
        session.report_opened.connect(self._on_report_opened)
        session.locked.connect(self._on_locked)
        session.swung.connect(self._on_swung)
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
            return OverviewPage(self.session, self.outline)
        # Here, since with all they show they take half as long to load as the window to open
        from ui.pages.entity_page import EntityPage
        from ui.pages.evidence_page import EvidencePage
        from ui.pages.history_page import HistoryPage
        from ui.pages.score.score_page import ScorePage
        from ui.pages.versions_page import VersionsPage

        if key == HISTORY:
            return HistoryPage(self.session, self.outline)
        if key == VERSIONS:
            return VersionsPage(self.session, self.outline)
        found = self.outline.page(key)
        if found is not None and found.tables == (Indicator.TABLE,):
            return ScorePage(self.session, self._settings, found)
        if found is not None and found.tables == (Evidence.TABLE,):
            return EvidencePage(self.session, self._settings, found)
        if found is not None and found.of:
            return self._make_forms(found)
        return EntityPage(self.session, self._settings, found) if found is not None else None

    def _make_forms(self, outline: OutlinePage) -> Page:
        from ui.pages.project_forms_page import ProjectFormsPage

        page = ProjectFormsPage(self.session, self._settings, outline)
        page.export_wanted.connect(self.forms_export_wanted)
        page.part_changed.connect(lambda part: self._show_form(page, part))
        return page

    @property
    def form(self) -> str:
        """The form of a project that the officer is at, as a part of the report; empty where there is none."""
        page = self.stack.currentWidget()
        return page.part if isinstance(page, Page) else ""

    def _show_form(self, page: Page, part: str) -> None:
        if self.stack.currentWidget() is page:
            self.panel.preview.show_part(part or "annex")

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
        self.panel.preview.show_part(
            self.form or ("annex" if found is not None and found.section == _ANNEX else "report")
        )
        self.page_shown.emit(key)

    def go_to(self, place: Place) -> None:
        """Goes to a page, and on it to a row or field."""
        self.leapt.emit()
        self.show_page(place.page)
        page = self.page(place.page)
        if page is not None and place.table:
            page.show_place(place)

    def _on_field_wanted(self, ref: str) -> None:
        place = place_of(ref, self.outline)
        if place is not None:
            self.go_to(place)

    @property
    def place(self) -> Place:
        """Where the officer is: the page in front, and on it the row and field the caret is at."""
        key = self.page_key
        table, row_id, field = self.session.focus
        is_here = bool(table) and self.outline.page_of(table, field) == key
        return Place(key, table, row_id, field) if is_here else Place(key)

    def go_to_next_draft(self) -> bool:
        """Goes to the next field whose text is not stored, after the one the officer is at; False when none is left."""
        self.session.commit_pending()
        places = [
            Place(self.outline.page_of(table, field), table, row_id, field)
            for table, row_id, field in self.session.drafts.fields
        ]
        found = sorted((place for place in places if place.page), key=self._order)
        here = next((number for number, place in enumerate(found) if self._is_here(place)), -1)
        if found:
            self.go_to(found[(here + 1) % len(found)])
        return bool(found)

    def _order(self, place: Place) -> int:
        return next((number for number, page in enumerate(self.outline.pages()) if page.key == place.page), 0)

    def _on_swung(self, change: Change) -> None:
        """Shows what undo or redo changed, where it is; the history shows it itself."""
        if self.page_key == HISTORY:
            return
        for (table, row_id), (before, after) in change.rows.items():
            field = next(
                (name for name in specs(BY_TABLE[table]) if getattr(before, name, None) != getattr(after, name, None)),
                "",
            )
            key = self.outline.page_of(table, field)
            if key:
                if key != self.page_key:
                    self.show_page(key)
                page = self.page(key)
                if page is not None and after is not None:
                    page.show_change(Place(key, table, row_id, field if before is not None else ""))
                return

    def _is_here(self, place: Place) -> bool:
        return (place.table, place.row_id, place.field) == self.session.focus

    def _on_report_opened(self, report_id: int) -> None:
        if not report_id:
            return
        if self._kept_for != (self.session.pack.key, self.session.is_read_only):
            self._drop_pages()
        self.panel.show_tab(self.panel.preview)
        self.show_page(OVERVIEW)
        self.view.setFocus()

    def _on_locked(self) -> None:
        """Makes the pages anew for a report that may only be read from now on, or may be edited again."""
        key = self.page_key
        self.view.setFocus()
        self._drop_pages()
        self.show_page(key or OVERVIEW)

    def _drop_pages(self) -> None:
        self._kept_for = (self.session.pack.key, self.session.is_read_only)
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()

    # Finding

    def surroundings(self) -> Surroundings:
        """What a search can be limited to."""
        place, page = self.place, self._pages.get(self.page_key)
        return Surroundings(place, page.selected_rows(place.table) if page is not None else ())

    def open_find(self, *, is_replacing: bool = False) -> None:
        """Shows the search beside the page, with what is selected there."""
        text = _selected_text(QApplication.focusWidget())
        self.session.commit_pending()
        if self.panel.shown is not self.finder:
            self._tab_before = self.panel.shown
        self.panel.show_tab(self.finder)
        self._show_panel()
        self.finder.open(text, is_replacing=is_replacing)

    def close_find(self) -> None:
        """Takes the search away and gives the keyboard to the hit that was shown last, or back to the page."""
        hit = self.finder.model.current
        self.panel.show_tab(self._tab_before)
        self._show_panel()
        if hit is not None and hit.page == self.page_key:
            self.go_to(self.finder.model.place(hit))
        else:
            self.return_focus()

    def find_next(self, direction: int) -> None:
        """To the next hit; opens the search where there is nothing to look for."""
        if self.finder.model.query.text:
            self.finder.step(direction)
        else:
            self.open_find()

    def _on_found(self, place: Place, takes_focus: bool) -> None:
        before = QApplication.focusWidget()
        self.go_to(place)
        page = self.page(place.page)
        if not takes_focus and before is not None and self.panel.isAncestorOf(before) and page is not None:
            before.setFocus()
            page.show_selection(place)

    def return_focus(self) -> None:
        """Gives the keyboard to what the officer was editing on the page in front, else to the outline."""
        place, page = self.place, self.page(self.page_key)
        if page is not None and place.table:
            page.show_place(place)
        else:
            self.view.setFocus()

    # The panel

    def toggle_panel(self) -> None:
        """Folds the panel away or brings it back."""
        if self.width() < _ROOM_FOR_PANEL:
            self.told.emit(_NO_ROOM, "info")
            return
        self._settings.is_panel_open = self.panel.isHidden()
        if not self._settings.is_panel_open and self.panel.shown is self.finder:
            self.close_find()
        self._show_panel()

    def show_findings(self) -> None:
        """Brings what 校核 found to the front of the panel, on a page that has one."""
        self._bring_forward(self.panel.findings)

    def show_history(self) -> None:
        """Shows the history of what is being edited: beside it, or on its own page where there is no room."""
        if self.outline.page(self.page_key) is None or self.width() < _ROOM_FOR_PANEL:
            self.go_to(Place(HISTORY, *self.session.focus))
            return
        self.panel.show_tab(self.panel.history)
        if self.panel.isHidden():
            self.toggle_panel()

    def show_paragraph(self, key: str) -> None:
        """Shows a generated paragraph, or one by hand, where it is printed."""
        self._bring_forward(self.panel.preview)
        self.panel.preview.seek_paragraph(key)

    def _bring_forward(self, tab: QWidget) -> None:
        """Shows a tab of the panel, on a page that has one."""
        self._settings.is_panel_open = True
        if self.outline.page(self.page_key) is None:
            self.show_page(next(self.outline.pages()).key)
        self._show_panel()
        self.panel.show_tab(tab)

    def _on_only_wanted(self, entry: HistoryEntry) -> None:
        self.go_to(Place(HISTORY, entry.table, entry.row_id, entry.field))

    def _on_tab_wanted(self, widget: QWidget) -> None:
        """Opens a tab of the panel, also where the panel was folded away."""
        if widget is self.finder:
            self.open_find()
            return
        self._settings.is_panel_open = True
        self.panel.show_tab(widget)
        self._show_panel()
        if self.panel.isHidden():
            is_page = self.outline.page(self.page_key) is not None
            self.told.emit(_NO_ROOM if is_page else "这里没有右侧面板；转到报告的任意一页即可看到。", "info")

    def _show_panel(self) -> None:
        """Pages of the report have the panel beside them, where it is wanted and there is room; a search always has.

        Where there is no room, the search stands in the outline's.
        """
        has_room, is_finding = self.width() >= _ROOM_FOR_PANEL, self.panel.shown is self.finder
        is_wanted = self._settings.is_panel_open and self.outline.page(self.page_key) is not None
        self.panel.setVisible(is_finding or (is_wanted and has_room))
        self.view.setVisible(has_room or not is_finding)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_panel()

    def save_layout(self) -> None:
        """Remembers how the window is divided."""
        self._settings.set_layout("workspace", self.splitter.saveState())


def _selected_text(widget: QWidget | None) -> str:
    """What is selected in an editor, where it is a part of one line."""
    text = ""
    if isinstance(widget, QLineEdit):
        text = widget.selectedText()
    elif isinstance(widget, QPlainTextEdit):
        text = widget.textCursor().selectedText()
    return text if len(text) <= _LONGEST and "\u2029" not in text else ""
