"""The lines around and below a cell, drawn so that the cells beside it paint over none of them at any scale."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ui import theme


def paint_frame(painter: QPainter, rect: QRect) -> None:
    """The frame of the cell that has the focus, one logical pixel wide and wholly inside the cell.

    A line has its middle on the cell's edge, and at 150 % the half of it that lies outside goes to the cell beside.
    """
    colour = theme.color("accent")
    painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), colour)
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colour)
    painter.fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), colour)
    painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), colour)


def paint_base(painter: QPainter, rect: QRect) -> None:
    """A thin line at the foot of a cell."""
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
