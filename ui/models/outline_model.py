"""The report's outline as the window's navigation: chapters, pages, and how far each page is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from app.model.pack import OutlineChapter, OutlinePage
from app.model.results import Checked, Severity
from ui.session import Session

OVERVIEW, HISTORY, VERSIONS = "overview", "history", "versions"

KEY_ROLE = Qt.ItemDataRole.UserRole + 1  # page key; empty for a chapter that is only a heading
MISSING_ROLE = Qt.ItemDataRole.UserRole + 2  # number of missing fields; -1 where none is required
FINDINGS_ROLE = Qt.ItemDataRole.UserRole + 4  # number of 错 and 警 of 校核 on a page that are no missing fields
ROWS_ROLE = Qt.ItemDataRole.UserRole + 3  # number of rows of a list page, as text; empty elsewhere
CARRIED_ROLE = Qt.ItemDataRole.UserRole + 5  # number of fields marked 沿用


class OutlineModel(QStandardItemModel):
    """概览, the pack's chapters with their pages, 修改记录. A chapter of one page is that page."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._pages: dict[str, tuple[OutlinePage, QStandardItem]] = {}
        self._items: dict[str, QStandardItem] = {}
        self._findings: Sequence[tuple[str, int, str]] = ()  # where 错 and 警 are
        self.is_changing = False  # its lines come and go: which of them is the current one means nothing
        session.report_opened.connect(self._on_report_opened)
        session.settled.connect(self.refresh)
        session.checker.checked.connect(self._on_checked)
        self._on_report_opened(session.report_id)

    def index_of(self, key: str) -> QModelIndex:
        """The place of a page; invalid for an unknown key."""
        item = self._items.get(key)
        return item.index() if item is not None else QModelIndex()

    def page(self, key: str) -> OutlinePage | None:
        """The page of that key; None for 概览, 修改记录 and unknown keys."""
        found = self._pages.get(key)
        return found[0] if found is not None else None

    def pages(self) -> Iterator[OutlinePage]:
        """The pages in order."""
        return (page for page, _ in self._pages.values())

    def page_of(self, table: str, field: str = "") -> str:
        """The key of the page where a field, or a table's rows, are edited; empty when none shows them."""
        own = (page.key for page in self.pages() if field and f"{table}.{field}" in page.fields)
        return next(own, "") or next((page.key for page in self.pages() if table in page.tables), "")

    def refresh(self) -> None:
        """Counts anew what is missing."""
        if not self.session.report_id:
            return
        found = self.session.completeness()
        tables = self.session.data.tables
        missing_ones = {(item.table, item.row_id, item.field) for item in found.missing}
        fields = Counter((place[0], place[2]) for place in self._findings if place not in missing_ones)
        findings = Counter[str]()
        for field, count in fields.items():
            findings[self.page_of(*field)] += count
        for key, (page, item) in self._pages.items():
            state = found.by_page.get(key)
            missing = len(state.missing) if state is not None and state.total else -1
            listed = page.of or (page.tables[0] if len(page.tables) == 1 and not page.fields else "")
            rows = str(len(tables[listed])) if listed else ""
            _set(item, MISSING_ROLE, missing)
            _set(item, ROWS_ROLE, rows)
            carried = state.carried if state is not None else 0
            words = _words(missing, findings[key], carried)
            _set(item, FINDINGS_ROLE, findings[key])
            _set(item, CARRIED_ROLE, carried)
            _set(item, Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}，{words}")
            _set(item, Qt.ItemDataRole.ToolTipRole, f"{page.section} {page.title}：{words}".strip())

    def _on_checked(self, checked: Checked | None) -> None:
        """Counts what asks for something to be done; hints do not."""
        found = checked.open if checked is not None else ()
        self._findings = [
            (each.entity, each.entity_id, each.field) for each in found if each.severity is not Severity.HINT
        ]
        self.refresh()

    def _on_report_opened(self, report_id: int) -> None:
        self.is_changing = True
        self.clear()
        self._pages.clear()
        self._items.clear()
        if report_id:
            self._fill()
        self.is_changing = False

    def _fill(self) -> None:
        self.appendRow(self._item(OVERVIEW, "概览"))
        for chapter in self.session.pack.outline:
            self.appendRow(self._chapter(chapter))
        self.appendRow(self._item(HISTORY, "修改记录"))
        self.appendRow(self._item(VERSIONS, "快照与对比"))
        self.refresh()

    def _chapter(self, chapter: OutlineChapter) -> QStandardItem:
        if len(chapter.pages) == 1:
            return self._page_item(chapter.pages[0], chapter.title)
        item = self._item("", chapter.title)
        item.setSelectable(False)
        for page in chapter.pages:
            item.appendRow(self._page_item(page, page.title))
        return item

    def _page_item(self, page: OutlinePage, title: str) -> QStandardItem:
        item = self._item(page.key, title)
        self._pages[page.key] = (page, item)
        return item

    def _item(self, key: str, title: str) -> QStandardItem:
        item = QStandardItem(title)
        item.setEditable(False)
        item.setData(key, KEY_ROLE)
        item.setData(-1, MISSING_ROLE)
        item.setData(0, FINDINGS_ROLE)
        item.setData("", ROWS_ROLE)
        if key:
            self._items[key] = item
        return item


def _words(missing: int, findings: int, carried: int) -> str:
    parts = ["没有必填内容" if missing < 0 else f"还有 {missing} 项未填" if missing else "已填全"]
    parts += [f"{findings} 条校核意见"] if findings else []
    parts += [f"{carried} 处沿用内容未确认"] if carried else []
    return "，".join(parts)


def _set(item: QStandardItem, role: int, value: object) -> None:
    """Sets data only where it changed, so that nothing is drawn for nothing."""
    if item.data(role) != value:
        item.setData(value, role)
