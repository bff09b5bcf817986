"""Who changed what, when and from what to what, as an item model over the journal's entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from app.storage.history import Wanted
from ui.models import entry_words
from ui.models.line_model import Index, LineModel
from ui.session import Session

if TYPE_CHECKING:
    from app.storage.journal import HistoryEntry, HistoryStep

Role = Qt.ItemDataRole

HEADINGS = ("时间", "操作", "位置", "改前", "改后", "操作人")
ENTRY_ROLE = Role.UserRole + 1
UNDONE = "（已撤销）"
_PORTION = 100  # entries added at a time
_LONGEST = 2000  # characters of a value shown as a tip


class HistoryModel(LineModel["HistoryEntry"]):
    """The entries of the open report, of one row or of one field, the newest first; read on as they are scrolled to."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(HEADINGS, (), parent)
        self.session = session
        self._texts: dict[int, tuple[str, ...]] = {}
        self._asked: tuple[str, int, str] | None = None  # None: all is read

    def load(self, table: str = "", row_id: int = 0, field: str = "") -> None:
        """Reads the latest entries of the open report, of one row or of one field."""
        self.beginResetModel()
        self.lines = ()
        self._texts.clear()
        self._asked = (table, row_id, field) if self.session.report_id else None
        self.lines = self._next()
        self.endResetModel()

    def clear(self) -> None:
        """Shows nothing."""
        self._texts.clear()
        self._asked = None
        self._reset(())

    def _next(self) -> list[HistoryEntry]:
        if self._asked is None:
            return []
        found: list[HistoryEntry] = []
        before = self.lines[-1].step_id if self.lines else 0
        while len(found) < _PORTION:  # what was read may be nothing but bookkeeping
            steps = self._steps(before)
            if not steps:
                self._asked = None
                break
            found += [entry for step in steps for entry in step.entries if entry_words.is_told(entry)]
            before = steps[-1].id
        return found

    def _steps(self, before: int) -> Sequence[HistoryStep]:
        table, row_id, field = self._asked or ("", 0, "")
        library, report_id = self.session.library, self.session.report_id
        return (
            self.session.read(lambda: library.history.steps(report_id, Wanted(table, row_id, field, before=before)))
            or ()
        )

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._asked is not None

    def fetchMore(self, _parent: Index) -> None:
        found = self._next()
        if found:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(found) - 1)
            self.lines = [*self.lines, *found]
            self.endInsertRows()

    def entry(self, line: int) -> HistoryEntry:
        """The entry on a line."""
        return self.lines[line]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Role.DisplayRole:
            return self._row_texts(index.row())[index.column()].replace("\n", " ")
        if role == Role.ToolTipRole:
            return self._row_texts(index.row())[index.column()][:_LONGEST] or None
        if role == ENTRY_ROLE:
            return self.lines[index.row()]
        return None

    def _row_texts(self, line: int) -> tuple[str, ...]:
        if line not in self._texts:
            self._texts[line] = entry_texts(self.session, self.lines[line])
        return self._texts[line]


def entry_texts(session: Session, entry: HistoryEntry) -> tuple[str, ...]:
    """What an entry says under each heading."""
    before, after = (entry_words.shown(session, entry, value) for value in (entry.before, entry.after))
    return (
        when(entry.time), entry.label + (UNDONE if entry.undone else ""), entry_words.place(session, entry),
        before, after, entry.user,
    )  # fmt: skip


def when(time: str) -> str:
    """A time as people say it: 今天 10:32, 昨天 10:32, 3月5日 10:32, with the year when it is another."""
    moment = datetime.fromisoformat(time).astimezone()
    now = datetime.now().astimezone()
    clock = f"{moment:%H:%M}"
    days = (now.date() - moment.date()).days
    if days == 0:
        return f"今天 {clock}"
    if days == 1:
        return f"昨天 {clock}"
    year = "" if moment.year == now.year else f"{moment.year}年"
    return f"{year}{moment.month}月{moment.day}日 {clock}"
