"""Pages as they will be printed: black on white, nothing marked, turned one by one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.page_frames import Fit
from ui.widgets.page_painter import PagePainter, PreviewColors
from ui.widgets.page_view import PageView

_NOTCH = 120  # of a wheel


class PrintView(PageView):
    """Keys and wheel turn pages where whole pages are shown, and scroll where they are larger than the view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turned = 0  # of the wheel, until it makes a notch
        self.setAccessibleName("打印预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page_shown.connect(self._on_page_shown)
        self.fit(Fit.PAGE)

    @property
    def _colors(self) -> PreviewColors:
        ink = QColor(Qt.GlobalColor.black).name()
        light = theme.LIGHT
        return PreviewColors(
            ground=theme.current().desk, paper=light.surface, shadow=light.text, ink=ink, figure=ink,
            marked=light.surface, manual=light.surface, stale=light.surface,
        )  # fmt: skip

    @property
    def current(self) -> int:
        """The index of the first page in view."""
        return self._top_index()

    def turn(self, by: int) -> None:
        """Goes on by so many rows of pages, or back."""
        if self._frames:
            self.go_to_page(self._frames.row(self._top_index()).start + by * self.columns + 1)

    def _on_page_shown(self, number: int, count: int) -> None:
        self.setAccessibleDescription(f"第 {number} 页，共 {count} 页" if count else "")

    def _paint_over(self, paint: PagePainter) -> None:
        if self.hasFocus():
            view = QRectF(self._origin(), self.viewport().size())
            paint.painter.setPen(QColor(theme.current().accent))
            paint.painter.drawRect(view.adjusted(0.5, 0.5, -0.5, -0.5))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        whole = self.fits is Fit.PAGE
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Home: lambda: self.go_to_page(1),
            Qt.Key.Key_End: lambda: self.go_to_page(len(self._frames)),
            Qt.Key.Key_PageDown: lambda: self.turn(1),
            Qt.Key.Key_PageUp: lambda: self.turn(-1),
        }
        if whole:
            keys[Qt.Key.Key_Down] = keys[Qt.Key.Key_Right] = keys[Qt.Key.Key_Space] = lambda: self.turn(1)
            keys[Qt.Key.Key_Up] = keys[Qt.Key.Key_Left] = keys[Qt.Key.Key_Backspace] = lambda: self.turn(-1)
        act = keys.get(event.key())
        if act is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            act()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.fits is not Fit.PAGE or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self.turn(-notches)
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
