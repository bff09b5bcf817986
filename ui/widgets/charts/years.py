"""A figure from year to year: points on a line, each with its value, the open report's year filled."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.theme import Theme
from ui.widgets.charts.chart import CENTER, Chart, ink_color

_HEIGHT = 124
_NAME, _VALUE = 20.0, 18.0  # heights of the texts below and above a point
_RADIUS = 4.5


class YearChart(Chart):
    """Years at equal distances; the scale runs from the least value to the greatest, since years differ by little."""

    def __init__(self, title: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, unit, parent)
        self.here: object = None  # the place of the year that is open

    def needed_height(self) -> int:
        return _HEIGHT

    def areas(self, area: QRectF) -> list[QRectF]:
        width = area.width() / max(1, len(self.marks))
        return [
            QRectF(area.left() + width * number, area.top(), width, area.height()) for number in range(len(self.marks))
        ]

    def draw(self, painter: QPainter, area: QRectF, ink: Theme) -> None:
        points = self._points(area)
        painter.setPen(QPen(ink_color(ink, "chart_main"), 2))
        for first, second in pairwise(points):
            if first is not None and second is not None:
                painter.drawLine(first, second)
        for mark, cell, point in zip(self.marks, self.areas(area), points, strict=True):
            is_here = mark.place == self.here
            weight = QFont.Weight.DemiBold if is_here else QFont.Weight.Normal
            painter.setFont(theme.font(weight=weight, figures=True))
            painter.setPen(ink_color(ink, "text"))
            middle = cell.center().y() if point is None else point.y() - _RADIUS - _VALUE / 2 - 1
            painter.drawText(QRectF(cell.left(), middle - _VALUE / 2, cell.width(), _VALUE), CENTER, mark.figures[0])
            if point is not None:
                painter.setPen(QPen(ink_color(ink, "chart_main"), 2))
                painter.setBrush(ink_color(ink, "chart_main" if is_here else "surface"))
                painter.drawEllipse(point, _RADIUS, _RADIUS)
            painter.setFont(theme.font(theme.SMALL, weight))
            painter.setPen(ink_color(ink, "text" if is_here else "secondary"))
            painter.drawText(QRectF(cell.left(), cell.bottom() - _NAME, cell.width(), _NAME), CENTER, mark.name)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _points(self, area: QRectF) -> list[QPointF | None]:
        values = [mark.value for mark in self.marks if mark.value is not None]
        low, high = min(values, default=None), max(values, default=None)
        result: list[QPointF | None] = []
        for mark, cell in zip(self.marks, self.areas(area), strict=True):
            if mark.value is None or low is None or high is None:
                result.append(None)
                continue
            top, bottom = cell.top() + _VALUE + _RADIUS + 4, cell.bottom() - _NAME - _RADIUS - 4
            share = float((mark.value - low) / (high - low)) if high > low else 0.5
            result.append(QPointF(cell.center().x(), bottom - (bottom - top) * share))
        return result
