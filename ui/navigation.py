"""Back and forward through the places visited, and F8 through the report's issues."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.model.issues import MISSING, Issue, issues
from app.model.reading_order import ReadingOrder
from app.model.report_data import ReportData
from app.model.results import Checked
from ui import actions
from ui.models.goto_model import Place
from ui.models.outline_model import HISTORY, OVERVIEW, OutlineModel
from ui.session import Session
from ui.titles import title
from ui.visited import Visited


class Journey(QObject):
    """Follows the officer through the report; its two actions lead back and forth."""

    def __init__(self, session: Session, outline: OutlineModel, go_to: Callable[[Place], None], owner: QWidget) -> None:
        super().__init__(owner)
        self.session, self._outline, self._go_to = session, outline, go_to
        self.visited = Visited(self._is_there)
        self._is_travelling = False
        self.back: QAction = actions.make(actions.BACK, owner, lambda: self._step(-1))
        self.forward: QAction = actions.make(actions.FORWARD, owner, lambda: self._step(1))
        session.focused.connect(self._on_focused)
        session.changed.connect(self._on_changed)
        self._show()

    def start(self, key: str) -> None:
        """Forgets every place, with a page of another report in front."""
        self.visited.clear()
        self.note_page(key)

    def note_page(self, key: str) -> None:
        """Says that a page came to the front."""
        table, row_id, field = self.session.focus
        is_here = bool(table) and self._outline.page_of(table, field) == key
        self._note(Place(key, table, row_id, field) if is_here else Place(key))

    def note_leap(self) -> None:
        """Says that the officer is about to jump, so that the place left is one to come back to."""
        if not self._is_travelling:
            self.visited.settle()

    def _on_focused(self, table: str, row_id: int, field: str) -> None:
        page = self._outline.page_of(table, field)
        if page:
            self._note(Place(page, table, row_id, field))

    def _note(self, place: Place) -> None:
        if not self._is_travelling:
            self.visited.note(place)
            self._show()

    def _on_changed(self) -> None:
        self.visited.settle()
        self._show()

    def _step(self, direction: int) -> None:
        self.session.commit_pending()
        place = self.visited.step(direction)
        if place is not None:
            self._is_travelling = True
            self._go_to(place)
            self._is_travelling = False
        self._show()

    def _is_there(self, place: Place) -> bool:
        if place.page not in {OVERVIEW, HISTORY} and self._outline.page(place.page) is None:
            return False
        return not place.row_id or self.session.find(place.table, place.row_id) is not None

    def _show(self) -> None:
        for action, direction in ((self.back, -1), (self.forward, 1)):
            is_possible = self.visited.can_step(direction)
            action.setEnabled(is_possible)
            action.setStatusTip("" if is_possible else f"没有可以{action.text()}的位置")


class IssueWalk(QObject):
    """What is missing and what 校核 found, and the way from one to the next."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._known: tuple[ReportData, Checked | None, ReadingOrder, tuple[Issue, ...]] | None = None
        self._told: Issue | None = None
        self._arrived = Place("")

    def all(self) -> tuple[Issue, ...]:
        """Every issue of the open report in reading order."""
        return self._read()[1]

    def _read(self) -> tuple[ReadingOrder, tuple[Issue, ...]]:
        data = self.session.data
        checked = self.session.read(self.session.checker.at_hand)
        if self._known is None or self._known[0] is not data or self._known[1] is not checked:
            order = ReadingOrder(self.session.pack.outline, data)
            findings = checked.open if checked is not None else ()
            self._known = data, checked, order, issues(order, self.session.completeness(), findings)
        return self._known[2], self._known[3]

    def step(self, direction: int, here: Place, *, only_missing: bool = False) -> str:
        """The sentence on the next issue (1) or the one before (-1) as seen from `here`; empty when there is none.

        The first and the last follow each other. `current` is then that issue.
        """
        order, every = self._read()
        found = [issue for issue in every if issue.mark == MISSING] if only_missing else list(every)
        if not found:
            self._told = None
            return ""
        number = self._number(order, found, here, direction)
        self._told = found[number]
        return f"{self._told.mark} {number + 1}/{len(found)}：{self._sentence(self._told)}"

    @property
    def told(self) -> Issue | None:
        """The issue told last, as long as it is one; while a check is under way it counts as one."""
        if self._told is None or not self.session.checker.is_current:
            return self._told
        return self._told if self._told in self.all() else None

    @property
    def current(self) -> Place | None:
        """Where the issue told last is; None where no page shows it."""
        return Place(*self._told.place) if self._told is not None and self._told.page else None

    def arrive(self, place: Place) -> None:
        """Says where the issue told last has led, so that the next one is looked for after it."""
        self._arrived = place

    def _number(self, order: ReadingOrder, found: list[Issue], here: Place, direction: int) -> int:
        """Which issue comes next. One the officer is at, but has not been told, is the next."""
        if self._told in found and here == self._arrived:
            return (found.index(self._told) + direction) % len(found)
        at = order.position(here.page, here.table, here.row_id, here.field)
        places = [order.position(*issue.place) for issue in found]
        if direction > 0:
            return next((number for number, place in enumerate(places) if place >= at), 0)
        return next((number for number in reversed(range(len(places))) if places[number] <= at), len(places) - 1)

    def _sentence(self, issue: Issue) -> str:
        row = self.session.find(issue.table, issue.row_id) if issue.mark == MISSING and issue.row_id else None
        name = title(row) if row is not None and issue.table in self.session.data.tables else ""
        return f"{name}，{issue.message}" if name else issue.message
