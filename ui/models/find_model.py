"""The hits of a search by page, which of them are to be replaced, and the one the officer is at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model import replacing, search
from app.model.entities import BY_TABLE
from app.model.fields import specs
from app.model.reading_order import ReadingOrder
from app.model.replacing import Plan
from app.model.report_data import ReportData
from app.model.search import WHOLE_REPORT, Found, Hit, Printed, Query, Scope
from app.render.printed import figures
from ui.models.goto_model import Place
from ui.models.outline_model import OutlineModel
from ui.models.refs import place_of
from ui.session import Session
from ui.titles import title

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

HIT_ROLE = Role.UserRole + 1  # Hit; None on a heading
WHERE_ROLE = Role.UserRole + 2  # row and field of a hit, or how many hits a heading stands over

_ELSEWHERE = "手工段落和其他"


@dataclass(frozen=True, slots=True)
class _Heading:
    page: str
    count: int


class FindModel(QAbstractListModel):
    """Headings and hits, line by line. Searches anew when asked; keeps its place where it can."""

    def __init__(self, session: Session, outline: OutlineModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.outline = session, outline
        self.query, self.scope = Query(""), WHOLE_REPORT
        self.hits: tuple[Hit, ...] = ()
        self.current: Hit | None = None
        self._lines: Sequence[_Heading | Hit] = ()
        self._line_of: dict[Hit, int] = {}
        self._number_of: dict[Hit, int] = {}
        self._left_out: set[tuple[str, int, str, int, str]] = set()
        self._is_replacing = False
        self._data: ReportData | None = None
        self._order: ReadingOrder | None = None
        self._printed: tuple[ReportData, tuple[Printed, ...]] | None = None

    # Searching

    def search(self, query: Query, scope: Scope) -> None:
        """Looks for something else, or elsewhere."""
        if (query, scope) != (self.query, self.scope):
            self._left_out.clear()
            self.current = None
        self.query, self.scope = query, scope
        self._fill()

    def refresh(self) -> bool:
        """Searches anew where the report has changed since; whether it has."""
        is_changed = self._data is not (self.session.data if self.session.report_id else None)
        if is_changed:
            self._fill()
        return is_changed

    def _fill(self) -> None:
        found: tuple[Hit, ...] = ()
        self._data = self.session.data if self.session.report_id else None
        if self._data is not None:
            self._order = ReadingOrder(self.session.pack.outline, self._data)
            printed = self._printed_figures(self._data) if search.is_number(self.query.text) else ()
            found = search.find(self._data, self._order, self.query, self.scope, printed)
        self.beginResetModel()
        self.hits = found
        self._lines = list(_by_page(found))
        self._line_of = {line: number for number, line in enumerate(self._lines) if isinstance(line, Hit)}
        self._number_of = {hit: number for number, hit in enumerate(found)}
        by_key = {hit.key: hit for hit in found}
        self._left_out &= set(by_key)
        self.current = by_key.get(self.current.key) if self.current is not None else None
        self.endResetModel()

    def _printed_figures(self, data: ReportData) -> tuple[Printed, ...]:
        """The figures the report computes, rendered once for each state of it and only when a number is looked for."""
        if self._printed is None or self._printed[0] is not data:
            document = self.session.read(lambda: self.session.library.documents.draw(self.session.report_id))
            found = figures(document) if document is not None else ()
            self._printed = (
                data,
                tuple(
                    Printed(place.page, place.table, place.row_id, text, start, end)
                    for ref, text, start, end in found
                    if not _is_entry(ref) and (place := place_of(ref, self.outline)) is not None
                ),
            )
        return self._printed[1]

    # The way through the hits

    def step(self, direction: int, here: Place) -> Hit | None:
        """The hit after (1) or before (-1) the current one; without a current one, as seen from `here`."""
        if not self.hits:
            return None
        if self.current is not None:
            number = self._number_of[self.current] + direction
        else:
            number = self._nearest(direction, here)
        return self.make_current(self.hits[number % len(self.hits)])

    def _nearest(self, direction: int, here: Place) -> int:
        order = self._order
        if order is None:
            return 0
        at = order.position(here.page, here.table, here.row_id, here.field)
        places = [order.position(hit.page, hit.table, hit.row_id, hit.field) for hit in self.hits]
        if direction > 0:
            return next((number for number, place in enumerate(places) if place >= at), 0)
        return next((number for number in reversed(range(len(places))) if places[number] < at), -1)

    def make_current(self, hit: Hit) -> Hit:
        """Says which hit the officer is at; one of `hits`."""
        self.current = hit
        return hit

    @property
    def number(self) -> int:
        """Which hit the officer is at, from 1; 0 for none."""
        return self._number_of[self.current] + 1 if self.current is not None else 0

    def line_of(self, hit: Hit) -> int:
        """The line of a hit; -1 when it is not among them."""
        return self._line_of.get(hit, -1)

    def place(self, hit: Hit) -> Place:
        """Where a hit leads, with the characters to select."""
        if hit.kind in {Found.TEXT, Found.WRITTEN}:
            return Place(hit.page, hit.table, hit.row_id, hit.field, hit.start, hit.end)
        return Place(hit.page, hit.table, hit.row_id, hit.field)

    # Replacing

    @property
    def is_replacing(self) -> bool:
        """Whether hits can be ticked."""
        return self._is_replacing

    def set_replacing(self, on: bool) -> None:
        """Shows ticks, or takes them away."""
        if on != self._is_replacing:
            self._is_replacing = on
            self._tell_all()

    def _tell_all(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0))

    def lock(self) -> str:
        """Why nothing can be replaced now; empty when it can."""
        if self.session.library.read_only:
            return "台账库以只读方式打开，不能替换。"
        return "报告已定稿，不能替换；要修改请先重新打开。" if self.session.is_read_only else ""

    def ticked(self) -> list[Hit]:
        """The hits that replacing all of them replaces."""
        return [hit for hit in self.hits if hit.is_replaceable and hit.key not in self._left_out]

    def replace(self, hits: Sequence[Hit], text: str) -> Plan | None:
        """Replaces hits in one undo step; None when it was refused as a whole, after `failed` has told why."""
        plan = replacing.replace(self.session.data, hits, text)
        label = f"替换“{_short(self.query.text)}”为“{_short(text)}”"
        library, report_id = self.session.library, self.session.report_id
        if plan.changes and not self.session.edit(lambda: library.set_fields(report_id, plan.changes, label)):
            return None
        self.refresh()
        return plan

    def replace_current(self, text: str) -> Plan | None:
        """Replaces the hit the officer is at and makes the next one current; None when it was refused as a whole."""
        hit = self.current
        if hit is None:
            return None
        number = self._number_of[hit]
        plan = self.replace([hit], text)
        if plan is not None and plan.hits:
            place, end = (hit.table, hit.row_id, hit.field), hit.start + len(text)
            following = (
                each
                for each in self.hits[number:]
                if (each.table, each.row_id, each.field) != place or each.start >= end
            )
            self.current = next(following, self.hits[0] if self.hits else None)
        return plan

    # What Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self._lines[index.row()] if index.isValid() else None
        if not isinstance(line, Hit):
            return Qt.ItemFlag.NoItemFlags
        result = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return result | Qt.ItemFlag.ItemIsUserCheckable if self._can_tick(line) else result

    def _can_tick(self, hit: Hit) -> bool:
        return self._is_replacing and hit.is_replaceable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if isinstance(line, _Heading):
            return {Role.DisplayRole: self._page_title(line.page), WHERE_ROLE: f"{line.count} 处"}.get(Role(role))
        if role == Role.DisplayRole:
            return line.text[line.start : line.end].replace("\n", " ")
        if role == HIT_ROLE:
            return line
        if role == WHERE_ROLE:
            return self._where(line)
        if role == Role.CheckStateRole and self._can_tick(line):
            return Qt.CheckState.Unchecked if line.key in self._left_out else Qt.CheckState.Checked
        if role == Role.AccessibleTextRole:
            return f"{self._page_title(line.page)}，{self._where(line)}：{line.text[line.start - 20 : line.end + 20]}"
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        line = self._lines[index.row()] if index.isValid() else None
        if role != Role.CheckStateRole or not isinstance(line, Hit) or not self._can_tick(line):
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._left_out.discard(line.key)
        else:
            self._left_out.add(line.key)
        self.dataChanged.emit(index, index, [Role.CheckStateRole])
        return True

    def _page_title(self, key: str) -> str:
        page = self.outline.page(key)
        return page.title if page is not None else _ELSEWHERE

    def _where(self, hit: Hit) -> str:
        row = self.session.find(hit.table, hit.row_id) if hit.row_id else None
        entity = BY_TABLE.get(hit.table)
        is_row = row is not None and hit.table in self.session.data.tables
        spec = specs(entity).get(hit.field) if entity is not None else None
        name = title(row) if is_row and row is not None else entity.LABEL if entity is not None and not spec else ""
        kind = "" if hit.kind is Found.TEXT else f"{hit.kind.value}，不替换" if self._is_replacing else hit.kind.value
        return " · ".join(part for part in (spec.label if spec else "", name, kind) if part)


def _by_page(hits: Sequence[Hit]) -> Iterator[_Heading | Hit]:
    counts = Counter(hit.page for hit in hits)
    page: str | None = None
    for hit in hits:
        if hit.page != page:
            page = hit.page
            yield _Heading(page, counts[page])
        yield hit


def _is_entry(ref: str) -> bool:
    """Whether a reference names a field that is searched itself."""
    table, _, rest = ref.partition("/")
    return table in BY_TABLE and rest.partition("/")[2] in specs(BY_TABLE[table])


def _short(text: str) -> str:
    shown = text.replace("\n", " ")
    return shown if len(shown) <= 20 else f"{shown[:19]}…"
