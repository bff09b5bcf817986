"""What can be done about an entry of the history: back to a value, back to a row, off to the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.model.entities import BY_TABLE
from app.model.fields import Value
from ui import icons
from ui.models import entry_words
from ui.session import Session

if TYPE_CHECKING:
    from app.storage.journal import HistoryEntry

_LONGEST = 24  # characters of a value in a menu


class EntryActions(QObject):
    """The actions of one view of entries, on the entry last set."""

    go_wanted = Signal(object)  # HistoryEntry whose place is to be shown
    only_wanted = Signal(object)  # HistoryEntry of whose field the history is to be shown

    def __init__(self, session: Session, owner: QWidget) -> None:
        super().__init__(owner)
        self.session = session
        self.entry: HistoryEntry | None = None
        self.before = _action(owner, "恢复为改前的值", "restore")
        self.after = _action(owner, "恢复为改后的值", "restore")
        self.row = _action(owner, "恢复这一行", "restore")
        self.go = _action(owner, "转到该处", "expand")
        self.only = _action(owner, "只看这一项的修改记录", "history")
        self.before.triggered.connect(lambda: self._restore(is_before=True))
        self.after.triggered.connect(lambda: self._restore(is_before=False))
        self.row.triggered.connect(self._restore_row)
        self.go.triggered.connect(lambda: self.go_wanted.emit(self.entry))
        self.only.triggered.connect(lambda: self.only_wanted.emit(self.entry))
        self.set_entry(None)

    def set_entry(self, entry: HistoryEntry | None) -> None:
        """Says which entry it is about, and enables what can be done now; None for none."""
        self.entry = entry
        is_gone = entry is not None and self.session.find(entry.table, entry.row_id) is None
        may_edit = not self.session.is_read_only
        for action, is_before in ((self.before, True), (self.after, False)):
            action.setVisible(entry is not None and bool(entry.field) and not is_gone)
            action.setEnabled(may_edit and self._may_restore(is_before=is_before))
        self.row.setVisible(is_gone)
        self.row.setEnabled(may_edit and is_gone)
        self.go.setEnabled(entry is not None and not is_gone)
        self.only.setEnabled(entry is not None)

    def _value(self, *, is_before: bool) -> Value:
        assert self.entry is not None
        return self.entry.before if is_before else self.entry.after

    def _may_restore(self, *, is_before: bool) -> bool:
        entry = self.entry
        row = self.session.find(entry.table, entry.row_id) if entry is not None and entry.field else None
        if entry is None or row is None:
            return False
        value = self._value(is_before=is_before)
        return entry_words.is_restorable(entry, value) and getattr(row, entry.field) != value

    def menu(self, parent: QWidget) -> QMenu:
        """The actions as a context menu, the values they lead to among their words."""
        result = QMenu(parent)
        for action, is_before in ((self.before, True), (self.after, False)):
            if self.entry is not None and action.isVisible():
                shown = entry_words.shown(self.session, self.entry, self._value(is_before=is_before)).replace("\n", " ")
                word = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
                named = result.addAction(action.icon(), f"{action.text()}：{word}")
                named.setEnabled(action.isEnabled())
                named.triggered.connect(action.trigger)
        result.addAction(self.row)
        result.addSeparator()
        result.addActions([self.go, self.only])
        return result

    def _restore(self, *, is_before: bool) -> None:
        entry = self.entry
        if entry is None:
            return
        self.session.commit_pending()
        library, report_id, value = self.session.library, self.session.report_id, self._value(is_before=is_before)
        restored = self.session.edit(
            lambda: library.history.restore_value(report_id, entry.table, entry.row_id, entry.field, value)
        )
        if restored:
            self.session.informed.emit(f"已恢复{entry_words.field_label(entry)}，按 Ctrl+Z 可以撤销。")

    def _restore_row(self) -> None:
        entry = self.entry
        if entry is None:
            return
        self.session.commit_pending()
        library, report_id = self.session.library, self.session.report_id
        if self.session.edit(lambda: library.history.restore_row(report_id, entry.table, entry.row_id)):
            self.session.informed.emit(f"已恢复{BY_TABLE[entry.table].LABEL}，按 Ctrl+Z 可以撤销。")


def _action(owner: QWidget, text: str, icon: str) -> QAction:
    result = QAction(text, owner)
    icons.assign(result, icon)
    owner.addAction(result)
    return result
