"""Who changed what, when and from what to what, as an item model over the journal's entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.entities import BY_TABLE
from app.model.fields import Kind, Value, specs
from ui.session import Session
from ui.titles import title

if TYPE_CHECKING:
    from app.storage.journal import HistoryEntry

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

HEADINGS = ("时间", "操作", "位置", "改前", "改后", "操作人")
ENTRY_ROLE = Role.UserRole + 1
_LONGEST = 2000  # characters of a value shown as a tip


class HistoryModel(QAbstractTableModel):
    """The entries last loaded, the newest first."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._entries: Sequence[HistoryEntry] = ()
        self._texts: dict[int, tuple[str, ...]] = {}

    def load(self, table: str = "", row_id: int = 0, field: str = "", limit: int = 200) -> None:
        """Reads the entries of the open report, of one row or of one field."""
        report_id = self.session.report_id
        found = (
            self.session.read(
                lambda: self.session.library.history(report_id, table=table, row_id=row_id, field=field, limit=limit)
            )
            if report_id
            else None
        )
        self.beginResetModel()
        self._entries = [entry for entry in found or () if _is_told(entry)]
        self._texts.clear()
        self.endResetModel()

    def entry(self, line: int) -> HistoryEntry:
        """The entry on a line."""
        return self._entries[line]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Role.DisplayRole:
            return self._row_texts(index.row())[index.column()].replace("\n", " ")
        if role == Role.ToolTipRole:
            return self._row_texts(index.row())[index.column()][:_LONGEST] or None
        if role == ENTRY_ROLE:
            return self._entries[index.row()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole and 0 <= section < len(HEADINGS):
            return HEADINGS[section]
        return None

    def _row_texts(self, line: int) -> tuple[str, ...]:
        if line not in self._texts:
            entry = self._entries[line]
            self._texts[line] = (
                when(entry.time), entry.label, self.place(entry), self.shown(entry, entry.before),
                self.shown(entry, entry.after), entry.user,
            )  # fmt: skip
        return self._texts[line]

    def place(self, entry: HistoryEntry) -> str:
        """Which row and field an entry is about."""
        entity = BY_TABLE[entry.table]
        row = self.session.find(entry.table, entry.row_id)
        name = title(row) if row is not None else ""
        spec = specs(entity).get(entry.field)
        return " · ".join(part for part in (entity.LABEL, name, spec.label if spec else "") if part)

    def shown(self, entry: HistoryEntry, value: Value) -> str:
        """A value of an entry as its field shows it."""
        spec = specs(BY_TABLE[entry.table]).get(entry.field)
        if spec is None:
            return "" if value is None else str(value)
        if value is None or value == "":
            return "（空）"
        if spec.kind is Kind.REFERENCE:
            return self.session.show(entry.table, entry.field, value) or "（已删除）"
        return self.session.show(entry.table, entry.field, value)


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


def _is_told(entry: HistoryEntry) -> bool:
    """Whether an officer cares: bookkeeping columns and tables, such as positions, are not told."""
    declared = specs(BY_TABLE[entry.table])
    return entry.field in declared if entry.field else bool(declared)
