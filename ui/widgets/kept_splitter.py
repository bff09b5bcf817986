"""A splitter between parts of a page that stays where the officer put it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui import theme
from ui.settings import Settings


class KeptSplitter(QSplitter):
    """Two parts one above the other, neither of which can be pushed out of sight."""

    def __init__(self, settings: Settings, name: str, parts: Sequence[QWidget], sizes: Sequence[int]) -> None:
        """`sizes` are the heights at first, pixels; `name` is what the settings keep the officer's under."""
        super().__init__(Qt.Orientation.Vertical)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(theme.S3)
        for part in parts:
            self.addWidget(part)
        if not self.restoreState(settings.layout(name)):
            self.setSizes(sizes)
        self.splitterMoved.connect(lambda *_: settings.set_layout(name, self.saveState()))
