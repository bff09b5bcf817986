"""The whole history of a report as a tree: a step a line, and under it what it changed where that is more than one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QElapsedTimer,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.model.entities import BY_TABLE
from app.storage.history import Wanted
from ui import theme
from ui.models import entry_words
from ui.models.history_model import ENTRY_ROLE, HEADINGS, UNDONE, entry_texts, when
from ui.session import Session

if TYPE_CHECKING:
    from app.model.pack import OutlinePage
    from app.storage.journal import HistoryEntry, HistoryStep

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

STEP_ROLE = Role.UserRole + 2  # id of the step a line belongs to
_LONGEST = 2000  # characters of a value shown as a tip
_PORTION = 100  # lines added at a time
_BUSY_MS = 25  # how long one reading may keep the window waiting


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What of the history is to be seen; what is empty does not narrow."""

    page: OutlinePage | None = None
    user: str = ""
    day: str = ""  # ISO date
    text: str = ""
    only: tuple[str, int, str] = ("", 0, "")  # table, row id and field

    @property
    def is_empty(self) -> bool:
        return self == HistoryFilter()


@dataclass(frozen=True, slots=True)
class _Line:
    step: HistoryStep
    entries: Sequence[HistoryEntry]  # those that are told and wanted


class HistoryTree(QAbstractItemModel):
    """Reads in portions: the next when the view is scrolled to the end, or while a search has found too little."""

    searched = Signal()  # a reading ended; `is_searching` tells whether it goes on

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.filter = HistoryFilter()
        self._lines: list[_Line] = []
        self._texts: dict[tuple[int, int], tuple[str, ...]] = {}
        self._last = 0  # id of the oldest step read
        self._is_whole = True
        self._going_on = QTimer(self, singleShot=True, interval=0)
        self._going_on.timeout.connect(self._read_on)

    def load(self, wanted: HistoryFilter) -> None:
        """Shows the history of the open report through a filter, from its latest step on."""
        self._going_on.stop()
        self.beginResetModel()
        self.filter = wanted
        self._lines.clear()
        self._texts.clear()
        self._last = 0
        self._is_whole = not self.session.report_id
        self.endResetModel()
        self._read_on()

    @property
    def is_searching(self) -> bool:
        """Whether lines are still being looked for."""
        return self._going_on.isActive()

    @property
    def is_whole(self) -> bool:
        """Whether everything there is has been read."""
        return self._is_whole

    def _read_on(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        found: list[_Line] = []
        while not self._is_whole and len(found) < _PORTION and clock.elapsed() < _BUSY_MS:
            found += self._portion()
        if found:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
            self._lines += found
            self.endInsertRows()
        if not self._is_whole and len(found) < _PORTION and not self.filter.is_empty:
            self._going_on.start()
        self.searched.emit()

    def _portion(self) -> list[_Line]:
        wanted, (table, row_id, field) = self.filter, self.filter.only
        if not table and wanted.page is not None and not wanted.page.fields and len(wanted.page.tables) == 1:
            [table] = wanted.page.tables
        report_id, library = self.session.report_id, self.session.library
        steps = self.session.read(
            lambda: library.history.steps(report_id, Wanted(table, row_id, field, wanted.user, wanted.day, self._last))
        )
        if not steps:
            self._is_whole = True
            return []
        self._last = steps[-1].id
        return [line for step in steps if (line := self._line(step)) is not None]

    def _line(self, step: HistoryStep) -> _Line | None:
        """A step with the entries that pass the filter; None when none does."""
        entries = [entry for entry in step.entries if entry_words.is_told(entry)]
        if self.filter.is_empty:
            return _Line(step, entries)
        entries = [entry for entry in entries if self._is_wanted(entry)]
        return _Line(step, entries) if entries else None

    def _is_wanted(self, entry: HistoryEntry) -> bool:
        page, text = self.filter.page, self.filter.text.casefold()
        if page is not None and entry.table not in page.tables and f"{entry.table}.{entry.field}" not in page.fields:
            return False
        return not text or any(text in part.casefold() for part in entry_texts(self.session, entry))

    # What Qt asks

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        above = QModelIndex() if parent is None else parent
        if not self.hasIndex(row, column, above):
            return QModelIndex()
        return self.createIndex(row, column, above.row() + 1 if above.isValid() else 0)

    def parent(self, child: Index | None = None) -> Any:
        if child is None:  # the other method of this name: the parent of the model
            return super().parent()
        number = child.internalId() if child.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is None or not parent.isValid():
            return len(self._lines)
        if parent.internalId() or parent.column() > 0:
            return 0
        entries = self._lines[parent.row()].entries
        return len(entries) if len(entries) > 1 else 0

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(HEADINGS)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._is_whole and not self.is_searching

    def fetchMore(self, _parent: Index) -> None:
        self._read_on()

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Role.DisplayRole:
            return self._text(index).replace("\n", " ")
        if role == Role.ToolTipRole:
            return self._text(index)[:_LONGEST] or None
        if role == Role.ForegroundRole:
            return theme.color("secondary") if self._of(index).step.undone else None
        if role == ENTRY_ROLE:
            return self.entry(index)
        if role == STEP_ROLE:
            return self._of(index).step.id
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole and 0 <= section < len(HEADINGS):
            return HEADINGS[section]
        return None

    def entry(self, index: Index) -> HistoryEntry | None:
        """The entry a line stands for; None for a step of several, or of none that is told."""
        number = index.internalId()
        entries = self._of(index).entries
        if number:
            return entries[index.row()]
        return entries[0] if len(entries) == 1 else None

    def _of(self, index: Index) -> _Line:
        number = index.internalId()
        return self._lines[number - 1 if number else index.row()]

    def _text(self, index: Index) -> str:
        key = (index.internalId(), index.row())
        if key not in self._texts:
            self._texts[key] = self._row_texts(index)
        return self._texts[key][index.column()]

    def _row_texts(self, index: Index) -> tuple[str, ...]:
        entry, line = self.entry(index), self._of(index)
        if entry is not None:
            texts = entry_texts(self.session, entry)
            return ("", "", *texts[2:5], "") if index.internalId() else texts
        step = line.step
        places = Counter(BY_TABLE[found.table].LABEL for found in line.entries or step.entries)
        told = "、".join(f"{label} {count} 处" if line.entries else label for label, count in places.items())
        return when(step.time), step.label + (UNDONE if step.undone else ""), told, "", "", step.user
