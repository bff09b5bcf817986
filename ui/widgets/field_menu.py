"""The context menu of a form's field: what Qt offers for its kind of editor, and the way to its history."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from ui import actions, icons
from ui.session import Session


class FieldMenu(QObject):
    """Watches an editor; by mouse and by the menu key alike."""

    def __init__(self, session: Session, editor: QWidget) -> None:
        super().__init__(editor)
        self._session, self._editor = session, editor
        watched = editor.viewport() if isinstance(editor, QPlainTextEdit) else editor
        watched.installEventFilter(self)

    def menu(self) -> QMenu:
        """The menu of the editor."""
        editor = self._editor
        result = editor.createStandardContextMenu() if isinstance(editor, QLineEdit | QPlainTextEdit) else QMenu(editor)
        if result.actions():
            result.addSeparator()
        action = result.addAction(actions.HISTORY.text, self._on_history)
        icons.assign(action, actions.HISTORY.icon)
        return result

    def _on_history(self) -> None:
        self._editor.setFocus()  # what has the focus is what the history is about
        self._session.history_wanted.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ContextMenu:
            return False
        menu = self.menu()
        menu.popup(cast("QContextMenuEvent", event).globalPos())
        menu.aboutToHide.connect(menu.deleteLater)
        return True
