"""The box that a line or cell is ticked in, where the program paints the line itself."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ui import icons, theme


def paint_tick(painter: QPainter, box: QRect, *, is_on: bool) -> None:
    """Paints the box, as wide as it is high, and the tick in it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.color("fill" if is_on else "border"))
    painter.setBrush(theme.color("fill" if is_on else "surface"))
    painter.drawRoundedRect(box, 4, 4)
    if is_on:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(box.topLeft(), icons.pixmap("check", "on_fill", box.width(), ratio))
