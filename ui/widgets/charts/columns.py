"""Upright columns side by side: how many are in each band."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Theme
from ui.widgets.charts.chart import CENTER, LEGEND, Chart, draw_legend, ink_color

_HEIGHT = 172
_NAME, _COUNT = 20.0, 18.0  # heights of the texts below and above a column
_WIDEST = 48.0


class ColumnChart(Chart):
    """Columns on one scale from zero, their figure above and their name below."""

    def __init__(self, title: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, unit, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.chosen: object = None  # the place of the mark that is chosen

    def choose(self, place: object) -> None:
        """Marks the column of that place as the chosen one; None: none."""
        if place != self.chosen:
            self.chosen = place
            self.update()

    def needed_height(self) -> int:
        return _HEIGHT

    def areas(self, area: QRectF) -> list[QRectF]:
        top, count = area.top() + LEGEND + theme.S1, max(1, len(self.marks))
        width = area.width() / count
        return [
            QRectF(area.left() + width * number, top, width, area.bottom() - top) for number in range(len(self.marks))
        ]

    def draw(self, painter: QPainter, area: QRectF, ink: Theme) -> None:
        draw_legend(painter, QPointF(area.left() + theme.S2, area.top() + LEGEND / 2), self.legend, ink)
        highest = max((mark.value for mark in self.marks if mark.value), default=None)
        for mark, cell in zip(self.marks, self.areas(area), strict=True):
            foot = cell.bottom() - _NAME - 2
            room = foot - cell.top() - _COUNT
            height = room * float(mark.value / highest) if mark.value and highest else 0.0
            height = max(height, 2.0) if mark.value else 0.0
            width = min(_WIDEST, cell.width() * 0.62)
            column = QRectF(cell.center().x() - width / 2, foot - height, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink_color(ink, mark.tone))
            painter.drawRoundedRect(column, 2, 2)
            is_chosen = self.chosen is not None and mark.place == self.chosen
            self._draw_texts(painter, cell, column, mark.figures[0] if mark.value else "", mark.name, is_chosen, ink)
        if self.marks:
            painter.setPen(QPen(ink_color(ink, "border"), 1))
            line = area.bottom() - _NAME - 1.5
            painter.drawLine(QPointF(area.left(), line), QPointF(area.right(), line))

    def _draw_texts(
        self, painter: QPainter, cell: QRectF, column: QRectF, count: str, name: str, is_chosen: bool, ink: Theme
    ) -> None:
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold, figures=True))
        painter.setPen(ink_color(ink, "text"))
        painter.drawText(QRectF(cell.left(), column.top() - _COUNT, cell.width(), _COUNT), CENTER, count)
        painter.setFont(theme.font(theme.SMALL, QFont.Weight.DemiBold if is_chosen else QFont.Weight.Normal))
        painter.setPen(ink_color(ink, "accent" if is_chosen else "secondary"))
        below = QRectF(cell.left(), cell.bottom() - _NAME, cell.width(), _NAME)
        painter.drawText(below, CENTER, name)
        if is_chosen:
            painter.setPen(QPen(ink_color(ink, "accent"), 2))
            painter.drawLine(
                QPointF(column.left(), cell.bottom() - _NAME - 1), QPointF(column.right(), cell.bottom() - _NAME - 1)
            )
