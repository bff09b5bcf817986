"""Undo and redo as actions that say what they would do; the journal behind them survives a restart."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui import actions
from ui.session import Session


class UndoActions(QObject):
    """The two actions of a window."""

    def __init__(self, session: Session, owner: QWidget) -> None:
        super().__init__(owner)
        self.session = session
        self.undo: QAction = actions.make(actions.UNDO, owner, session.undo)
        self.redo: QAction = actions.make(actions.REDO, owner, session.redo)
        session.changed.connect(self.refresh)
        session.report_opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Reads anew what the next step either way would be."""
        scope = self.session.report_id or None
        may_edit = not self.session.is_read_only
        library = self.session.library
        self._show(self.undo, actions.UNDO, library.undo_label(scope) if may_edit else None)
        self._show(self.redo, actions.REDO, library.redo_label(scope) if may_edit else None)

    def _show(self, action: QAction, command: actions.Command, label: str | None) -> None:
        action.setEnabled(label is not None)
        what = f"{command.text}“{label}”" if label else f"没有可以{command.text}的操作"
        action.setText(what if label else command.text)  # as menus say it
        action.setIconText(command.text)  # as the button says it
        action.setToolTip(f"{what}（{command.keys[0]}）")
        action.setStatusTip(what)
