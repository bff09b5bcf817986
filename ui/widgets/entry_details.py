"""One entry of the history in full: both texts with what differs marked, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from app.model.differences import Part, Piece, differences
from ui import theme
from ui.models import entry_words
from ui.models.history_model import UNDONE, when
from ui.session import Session
from ui.widgets.basics import ElidedLabel, button, column, label, row
from ui.widgets.difference_text import DifferenceText
from ui.widgets.entry_actions import EntryActions

if TYPE_CHECKING:
    from app.storage.journal import HistoryEntry

_NARROW = 520  # logical pixels; below, the texts stand one above the other


class EntryDetails(QWidget):
    """What was there before is struck through, what came is underlined: never by colour alone."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.commands = EntryActions(session, self)
        self.heading = ElidedLabel("", "group")
        self.remark = ElidedLabel("", "secondary")
        self.before, self.after = DifferenceText("改前"), DifferenceText("改后")
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.S3)
        for text, action in ((self.before, self.commands.before), (self.after, self.commands.after)):
            side = column(spacing=theme.S1)
            side.addLayout(row(label(text.accessibleName(), "secondary"), None, _button(action, self)))
            side.addWidget(text, 1)
            self._sides.addLayout(side, 1)
        self.gone = label("这一行已被删除", "warning")
        whole = column(self, spacing=theme.S1)
        whole.addLayout(
            row(self.heading, None, self.gone, _button(self.commands.row, self), _button(self.commands.go, self))
        )
        whole.addWidget(self.remark)
        whole.addLayout(self._sides, 1)
        self.show_entry(None)

    def show_entry(self, entry: HistoryEntry | None, instead: str = "") -> None:
        """Shows an entry; for None the sentence that is to be told instead."""
        self.commands.set_entry(entry)
        self.gone.setVisible(self.commands.row.isVisible())
        if entry is None:
            self.heading.setText(instead or "选中一条记录，这里显示改前改后的全文")
            self.remark.setText("")
            self._show("", "")
            return
        self.heading.setText(entry_words.place(self.session, entry))
        undone = UNDONE if entry.undone else ""
        self.remark.setText(" · ".join(part for part in (when(entry.time), entry.user, entry.label + undone) if part))
        self._show(*self._texts(entry))

    def _texts(self, entry: HistoryEntry) -> tuple[str, str]:
        if entry.field:
            before, after = (entry_words.shown(self.session, entry, value) for value in (entry.before, entry.after))
            return before.replace(entry_words.EMPTY, ""), after.replace(entry_words.EMPTY, "")
        library = self.session.library
        found = self.session.read(lambda: library.history.changed_row(entry.step_id, entry.table, entry.row_id))
        gone, come = found or (None, None)
        return (
            entry_words.row_text(self.session, gone) if gone is not None else "",
            entry_words.row_text(self.session, come) if come is not None else "",
        )

    def _show(self, before: str, after: str) -> None:
        if before and after:
            parts = differences(before, after)
            self.before.show_parts([part for part in parts if part.kind is not Piece.ADDED])
            self.after.show_parts([part for part in parts if part.kind is not Piece.REMOVED])
        else:  # a text that came or went whole: marking every character would only make it hard to read
            self.before.show_parts([Part(Piece.SAME, before)] if before else ())
            self.after.show_parts([Part(Piece.SAME, after)] if after else ())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)


def _button(action: QAction, parent: QWidget) -> QPushButton:
    """A small button for an action, there and enabled when the action is."""
    result = button(action.text(), role="link")
    result.setParent(parent)  # shown without one, it would be a window of its own
    result.setProperty("small", "true")
    result.clicked.connect(action.trigger)

    def follow() -> None:
        result.setVisible(action.isVisible())
        result.setEnabled(action.isEnabled())

    action.changed.connect(follow)
    follow()
    return result
