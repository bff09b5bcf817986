"""Tabs that say by their counts which lines of one list are shown."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabBar, QWidget


class FilterTabs(QTabBar):
    """As wide as their words, however these change."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for place in range(self.count()):  # texts set while it was hidden were measured in another font
            self.setTabText(place, self.tabText(place))
