"""Short texts and buttons side by side, going on in another line where there is no room, so that none is cut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme


class FlowRow(QWidget):
    """Its height follows from its width. What is hidden takes no room; `last` ends at the right."""

    def __init__(self, last: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = last
        self._shown: tuple[QWidget, ...] = ()
        last.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def arrange(self, widgets: Sequence[QWidget]) -> None:
        """Shows these before the last, in order."""
        for widget in {*self._shown} - {*widgets}:
            widget.hide()
        self._shown = tuple(widgets)
        for widget in self._shown:
            widget.setParent(self)
            widget.show()
        self._lay_out()

    def _lay_out(self) -> None:
        """Puts everything in its place, and takes the height that this needs."""
        width, height = self.width(), self._line_height()
        left, top = 0, 0
        for widget in (*self._shown, self._last):
            if widget.isHidden():
                continue
            wide = min(widget.sizeHint().width(), width)
            if left and left + wide > width:
                left, top = 0, top + height + theme.S1
            place = width - wide if widget is self._last else left
            widget.setGeometry(place, top, wide, height)
            left += wide + theme.S4
        self.setFixedHeight(top + height)

    def _line_height(self) -> int:
        return max(widget.sizeHint().height() for widget in (*self._shown, self._last))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def sizeHint(self) -> QSize:
        wide = sum(widget.sizeHint().width() + theme.S4 for widget in (*self._shown, self._last))
        return QSize(wide, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        """Lays out anew when a text changed and asks for another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._lay_out()
        return super().event(event)
