"""The foldable panel at the right: the preview, the findings, and the history of what is being edited."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QWidget

from ui import actions, theme
from ui.models.outline_model import OutlineModel
from ui.session import Session
from ui.widgets.basics import column, row
from ui.widgets.findings_panel import FindingsPanel
from ui.widgets.history_panel import HistoryPanel
from ui.widgets.preview_panel import PreviewPanel

_LEAST_WIDTH = 280


class SidePanel(QFrame):
    """Tabs above a stack."""

    tab_wanted = Signal(object)  # the widget of a tab that is to be opened by command

    def __init__(self, session: Session, outline: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setMinimumWidth(_LEAST_WIDTH)
        self.preview = PreviewPanel(session)
        self.findings = FindingsPanel(session, outline)
        self.history = HistoryPanel(session)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName("右侧面板")
        self._stack = QStackedWidget()
        for name, widget in (("预览", self.preview), ("校核", self.findings), ("记录", self.history)):
            self.add_tab(name, widget)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.findings.counted.connect(self._on_counted)
        self.history.details.commands.go.setVisible(False)  # it is the field beside
        whole = column(self, spacing=0)
        whole.addLayout(row(self.tabs, None, margins=(theme.S1, 0, 0, 0)))
        whole.addWidget(self._stack, 1)

    def _on_counted(self, count: int) -> None:
        self.tabs.setTabText(self._stack.indexOf(self.findings), f"校核 {count}" if count else "校核")
        self.tabs.setMinimumWidth(self.tabs.sizeHint().width())

    def add_tab(self, name: str, widget: QWidget) -> None:
        """Adds a tab at the end, and the command that opens it."""
        self.tabs.addTab(name)
        self._stack.addWidget(widget)
        actions.make(actions.Command(f"打开{name}"), self, lambda: self.tab_wanted.emit(widget))

    @property
    def shown(self) -> QWidget:
        """What the tab in front shows."""
        return self._stack.currentWidget()

    def show_tab(self, widget: QWidget) -> None:
        """Brings the tab of a widget to the front."""
        self.tabs.setCurrentIndex(self._stack.indexOf(widget))
