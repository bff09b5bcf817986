"""Where the keyboard was before a box took it, so that leaving the box gives it back."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusReturn(QObject):
    """Remembers which widget had the focus before it came into `inside`, as long as that widget lives."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__(inside)
        self._inside = inside
        self._widget: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._is_inside(new) and old is not None and not self._is_inside(old):
            self._widget = old

    def _is_inside(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self._inside or self._inside.isAncestorOf(widget))

    def give_back(self) -> bool:
        """Gives the focus back; False when there is nobody to take it."""
        widget, self._widget = self._widget, None
        if widget is None or not isValid(widget) or not widget.isVisible():
            return False
        widget.setFocus()
        return True
