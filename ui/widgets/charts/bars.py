"""Horizontal bars, one a line: a name, what was spent inside the frame of what was budgeted, and the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.theme import Theme
from ui.widgets.charts.chart import LEFT, LEGEND, RIGHT, Chart, Mark, draw_legend, ink_color

LINE = 26
_PAD = float(theme.S2)
_GAP = float(theme.S3)
_FRAME, _BAR = 14.0, 8.0  # heights
_LEAST_BAR = 72.0  # a figure's column gives way before the bars get shorter than this
_NAME_SHARE, _WIDEST_NAME = 0.36, 320.0
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand in every line, logical pixels from the left."""

    name: tuple[float, float]
    bar: tuple[float, float]
    figures: tuple[tuple[int, float, float], ...]  # number of the figure, left, width


class BarChart(Chart):
    """Bars on one scale. A mark without a place is the heading of those below it."""

    def __init__(self, title: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, unit, parent)
        self._extent: tuple[Decimal, Decimal] | None = None
        self._rows = 0

    def set_bars(self, marks: Sequence[Mark], *, extent: tuple[Decimal, Decimal] | None = None, rows: int = 0) -> None:
        """Shows bars. `extent` is the scale where it is not the bars' own; room is kept for at least `rows`."""
        if (extent, rows) != (self._extent, self._rows):
            self._extent, self._rows = extent, rows
            self.updateGeometry()
            self.update()
        self.set_marks(marks)

    @property
    def extent(self) -> tuple[Decimal, Decimal]:
        """The least and greatest value the bars are painted between; zero is always within."""
        if self._extent is not None:
            return self._extent
        return extent_of(self.marks)

    def needed_height(self) -> int:
        return LEGEND + theme.S1 + LINE * max(len(self.marks), self._rows)

    def areas(self, area: QRectF) -> list[QRectF]:
        top = area.top() + LEGEND + theme.S1
        return [QRectF(area.left(), top + LINE * number, area.width(), LINE) for number in range(len(self.marks))]

    # Painting

    def draw(self, painter: QPainter, area: QRectF, ink: Theme) -> None:
        columns = self._columns(area)
        self._draw_head(painter, area, columns, ink)
        for mark, rect in zip(self.marks, self.areas(area), strict=True):
            if mark.place is None:
                self._draw_heading(painter, rect, mark, columns, ink)
            else:
                self._draw_line(painter, rect, mark, columns, ink)

    def _columns(self, area: QRectF) -> _Columns:
        """Names take about a third, figures what they need, bars the rest; the first figures go where it is narrow."""
        metrics, small = QFontMetricsF(theme.font(figures=True)), QFontMetricsF(theme.font(theme.SMALL))
        widths = [
            max([small.horizontalAdvance(head), *(metrics.horizontalAdvance(mark.figures[number])
                for mark in self.marks if number < len(mark.figures))]) + 1
            for number, head in enumerate(self.columns)
        ]  # fmt: skip
        left, right = area.left() + _PAD, area.right() - _PAD
        longest = max((metrics.horizontalAdvance(mark.name) for mark in self.marks), default=0.0) + 2
        name = min(_WIDEST_NAME, (right - left) * _NAME_SHARE, longest)
        shown = list(range(len(widths)))
        while len(shown) > 1 and right - left - name - sum(widths[n] + _GAP for n in shown) - _GAP < _LEAST_BAR:
            del shown[0]
        figures: list[tuple[int, float, float]] = []
        for number in reversed(shown):
            right -= widths[number]
            figures.insert(0, (number, right, widths[number]))
            right -= _GAP
        return _Columns((left, name), (left + name + _GAP, max(1.0, right - left - name - _GAP)), tuple(figures))

    def _draw_head(self, painter: QPainter, area: QRectF, columns: _Columns, ink: Theme) -> None:
        draw_legend(painter, QPointF(area.left() + _PAD, area.top() + LEGEND / 2), self.legend, ink)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(ink_color(ink, "secondary"))
        for number, left, width in columns.figures:
            painter.drawText(QRectF(left, area.top(), width, LEGEND), RIGHT, self.columns[number])

    def _draw_heading(self, painter: QPainter, rect: QRectF, mark: Mark, columns: _Columns, ink: Theme) -> None:
        painter.setFont(theme.font(theme.SMALL, QFont.Weight.DemiBold, figures=True))
        painter.setPen(ink_color(ink, "secondary"))
        line = QRectF(rect.left() + _PAD, rect.top() + 2, rect.width() - 2 * _PAD, rect.height() - 2)
        painter.drawText(line, LEFT, mark.name)
        for number, left, width in columns.figures:
            if number < len(mark.figures):
                painter.drawText(QRectF(left, line.top(), width, line.height()), RIGHT, mark.figures[number])

    def _draw_line(self, painter: QPainter, rect: QRectF, mark: Mark, columns: _Columns, ink: Theme) -> None:
        painter.setFont(theme.font())
        painter.setPen(ink_color(ink, "text"))
        left, width = columns.name
        name = painter.fontMetrics().elidedText(mark.name, Qt.TextElideMode.ElideMiddle, int(width))
        painter.drawText(QRectF(left, rect.top(), width, rect.height()), LEFT, name)
        painter.setFont(theme.font(figures=True))
        for number, place, room in columns.figures:
            if number < len(mark.figures):
                is_last = number == len(self.columns) - 1
                painter.setPen(ink_color(ink, "text" if is_last else "secondary"))
                painter.drawText(QRectF(place, rect.top(), room, rect.height()), RIGHT, mark.figures[number])
        self._draw_bar(painter, QRectF(columns.bar[0], rect.top(), columns.bar[1], rect.height()), mark, ink)

    def _draw_bar(self, painter: QPainter, room: QRectF, mark: Mark, ink: Theme) -> None:
        """The frame of the base, the value inside it, and what goes beyond it in a colour and height of its own."""
        low, high = self.extent
        span = float(high - low) or 1.0
        middle = room.center().y() + 0.5

        def at(value: Decimal) -> float:
            return room.left() + room.width() * float(max(low, min(value, high)) - low) / span

        def bar(start: Decimal, end: Decimal, height: float) -> QRectF:
            left, right = sorted((at(start), at(end)))
            return QRectF(left, middle - height / 2, max(2.0, right - left), height)

        zero = max(low, min(_ZERO, high))
        if mark.base is not None:
            painter.setPen(QPen(ink_color(ink, "chart_frame"), 1))
            painter.setBrush(ink_color(ink, "track"))
            painter.drawRoundedRect(bar(zero, mark.base, _FRAME).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if mark.value:
            within = mark.value if mark.base is None else min(mark.value, mark.base)
            painter.setPen(Qt.PenStyle.NoPen)
            inset = 0.0 if mark.base is None else 3.0  # so that the frame stays a frame
            shape = bar(zero, within, _BAR)
            painter.setBrush(ink_color(ink, mark.tone))
            painter.drawRoundedRect(shape.adjusted(inset, 0, -min(inset, max(0.0, shape.width() - inset - 2)), 0), 2, 2)
            if within < mark.value:
                painter.setBrush(ink_color(ink, "chart_over"))
                painter.drawRoundedRect(bar(within, mark.value, _BAR), 2, 2)
        if low < 0 < high:
            painter.setPen(QPen(ink_color(ink, "chart_frame"), 1))
            painter.drawLine(QPointF(at(_ZERO), room.top()), QPointF(at(_ZERO), room.bottom()))


def extent_of(marks: Sequence[Mark]) -> tuple[Decimal, Decimal]:
    """The scale that shows all marks: from zero or below to their greatest value or base."""
    values = [value for mark in marks for value in (mark.value, mark.base) if value is not None]
    return min(values, default=_ZERO).min(_ZERO), max(values, default=_ZERO).max(_ZERO)
