"""The bar at the top: which report this is, undo and redo, the go-to box, and what leaves the program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from ui import icons, theme
from ui.session import Session
from ui.widgets.basics import ElidedLabel, label, row, tool_button
from ui.widgets.findings_button import FindingsButton
from ui.widgets.search_box import SearchBox
from ui.widgets.status_menu import StatusButton
from ui.widgets.steps_button import StepsButton

HEIGHT = 47
_ROOM_FOR_WORDS = 1100  # logical pixels; below, undo, redo and find show only their icons
_NAME_SHARE = 0.24  # of the bar, at most, for the department's name, so that the go-to box keeps its words


class TopBar(QFrame):
    """Holds what the window gives it; knows itself only the report's name."""

    def __init__(
        self,
        session: Session,
        search: SearchBox,
        *,
        reports: QAction,
        undo: QAction,
        redo: QAction,
        panel: QAction,
        find: QAction,
        back: QAction,
        forward: QAction,
        printing: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("role", "bar")
        self.setFixedHeight(HEIGHT)
        self.department = ElidedLabel("", "department")
        self.year = label("", "secondary")
        self.status = StatusButton(session)
        self.export_button = QToolButton()
        self.export_button.setProperty("role", "filled")
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.findings = FindingsButton(session)
        self.more = tool_button("menu", "更多")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.undo_list = StepsButton(
            "撤销", undo, lambda: session.library.history.undoable(session.report_id), session.undo_to, self
        )
        self.redo_list = StepsButton(
            "重做", redo, lambda: session.library.history.redoable(session.report_id), session.redo_to, self
        )
        undoing, redoing, finding = self._worded = [
            _of_action(action, icon, has_text=True)
            for action, icon in ((undo, "undo"), (redo, "redo"), (find, "search"))
        ]
        self.print_button = _of_action(printing, "print")
        self.panel_button = _of_action(panel, "panel")
        self.setLayout(
            row(
                _of_action(reports, "reports"), _of_action(back, "arrow-left"), _of_action(forward, "arrow-right"),
                theme.S1, self.department, self.year, self.status, theme.S3,
                _joined(undoing, self.undo_list), _joined(redoing, self.redo_list), finding,
                 None, search, theme.S1, self.findings, self.panel_button, self.print_button, self.more,
                 theme.S1, self.export_button,
                spacing=theme.S1, margins=(theme.S3, 0, theme.S3, 0),
            )
        )  # fmt: skip
        session.report_opened.connect(self.refresh)
        session.changed.connect(self.refresh)
        self.refresh()

    def set_export(self, action: QAction, menu: QMenu) -> None:
        """The filled button: its own action, and what else can be exported."""
        self.export_button.setDefaultAction(action)
        self.export_button.setMenu(menu)
        self.export_button.setAccessibleName(action.text())
        icons.assign(action, "export", "on_fill")
        self.export_button.setToolButtonStyle(self.export_button.toolButtonStyle().ToolButtonTextBesideIcon)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        has_room = self.width() >= _ROOM_FOR_WORDS
        self.department.setMaximumWidth(int(self.width() * _NAME_SHARE))
        self.panel_button.setVisible(has_room)  # there is no room for the panel either
        export = self.export_button.defaultAction()
        if export is not None:
            export.setIconText(export.text() if has_room else export.text().partition(" ")[0])
        for each in self._worded:
            each.setToolButtonStyle(style.ToolButtonTextBesideIcon if has_room else style.ToolButtonIconOnly)
        self.print_button.setVisible(has_room)  # the menu has it too

    def refresh(self) -> None:
        """Shows the open report's department, year and status."""
        if not self.session.report_id:
            return
        data = self.session.data
        self.department.setText(data.department.name or "（部门名称未填）")
        self.department.updateGeometry()
        self.year.setText(f"{data.report.year}年度")
        self.status.refresh()


def _joined(first: QToolButton, second: QToolButton) -> QWidget:
    """A button and its arrow without a gap."""
    first.setProperty("joined", "true")
    result = QWidget()
    result.setLayout(row(first, second, spacing=0))
    return result


def _of_action(action: QAction, icon: str, *, has_text: bool = False) -> QToolButton:
    result = tool_button(icon, action.toolTip(), text=action.iconText() if has_text else "")
    style = result.toolButtonStyle()
    result.setDefaultAction(action)
    result.setToolButtonStyle(style)
    result.setAccessibleName(action.iconText())
    return result
