"""Content that scrolls without its width changing when the bar comes and goes."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class SheetArea(QScrollArea):
    """The bar stands in the content's right margin, so that nothing moves when a form or page grows too tall."""

    def __init__(self, content: QWidget, margins: QMargins, parent: QWidget | None = None) -> None:
        """`content` has a layout; its margins are set here, and should be wider at the right than the bar."""
        super().__init__(parent)
        self._margins = margins
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops; the keys that scroll come up from them
        self.setWidgetResizable(True)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._fit)
        self._fit()

    def set_margins(self, margins: QMargins) -> None:
        """Leaves other room around the content."""
        self._margins = margins
        self._fit()

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        layout = self.widget().layout()
        if layout is not None:
            right = max(self._margins.right() - taken, 0)
            layout.setContentsMargins(self._margins.left(), self._margins.top(), right, self._margins.bottom())
