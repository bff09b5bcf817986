"""What can be done to the selected report of the list, as actions with their keys."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QMenu

from app.model.entities import Status
from ui import actions, icons
from ui.session import Session
from ui.widgets import status_menu
from ui.widgets.reports_view import ReportsView


class ReportCommands(QObject):
    """The commands of one list. What they lead to is the window's business."""

    open_wanted = Signal(int)  # report id
    carry_over_wanted = Signal(int)
    duplicate_wanted = Signal(int)
    delete_wanted = Signal(int)
    status_wanted = Signal(int, str)  # report id, status

    def __init__(self, session: Session, view: ReportsView) -> None:
        super().__init__(view)
        self.session, self.view = session, view
        here = Qt.ShortcutContext.WidgetShortcut
        self.open = actions.make(actions.REPORT_OPEN, view, lambda: self._tell(self.open_wanted), here)
        self.carry_over = actions.make(
            actions.REPORT_CARRY_OVER, view, lambda: self._tell(self.carry_over_wanted), here
        )
        self.duplicate = actions.make(actions.REPORT_DUPLICATE, view, lambda: self._tell(self.duplicate_wanted), here)
        self.delete = actions.make(actions.REPORT_DELETE, view, lambda: self._tell(self.delete_wanted), here)
        self.status = QMenu("状态", view)
        icons.assign(self.status.menuAction(), "flag")
        view.current_changed.connect(self.refresh)
        view.customContextMenuRequested.connect(lambda place: self.menu().popup(view.viewport().mapToGlobal(place)))
        self.refresh()

    def _tell(self, signal: SignalInstance) -> None:
        found = self.view.current()
        if found is not None:
            signal.emit(found.id)

    def refresh(self) -> None:
        """Enables what can be done with the selected report."""
        found = self.view.current()
        may_write = found is not None and not self.session.library.read_only
        self.open.setEnabled(found is not None)
        for action in (self.carry_over, self.duplicate, self.status.menuAction()):
            action.setEnabled(may_write)
        self.delete.setEnabled(may_write and found is not None and found.status != Status.FINAL)
        if found is not None:
            report_id = found.id
            status_menu.fill(self.status, found.status, lambda target: self.status_wanted.emit(report_id, target.value))

    def menu(self) -> QMenu:
        """The commands as a context menu."""
        result = QMenu(self.view)
        result.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        result.addAction(self.open)
        result.addSeparator()
        result.addActions([self.carry_over, self.duplicate])
        result.addMenu(self.status)
        result.addSeparator()
        result.addAction(self.delete)
        return result
