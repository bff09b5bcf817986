"""Painted lines that lead somewhere: by click, or by the arrow keys and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

LINE = 26
_HEADING = 22
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Without a `place` it is a heading and leads nowhere."""

    name: str
    figure: str = ""
    remark: str = ""
    share: Decimal | None = None  # %, how much of a bar is filled; None: no bar
    place: object = None
    detail: str = ""  # a longer text, shown where there is no bar


class LineList(QWidget):
    """Lines one below the other, as wide as there is room."""

    place_wanted = Signal(object)  # the `place` of a line

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()
        self._hovered = -1
        self._current = -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines shown."""
        return self._lines

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Shows other lines."""
        if list(lines) == list(self._lines):
            return
        self._lines = tuple(lines)
        self._hovered, self._current = -1, -1
        self.setAccessibleDescription("；".join(f"{line.name} {line.figure} {line.remark}" for line in lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, sum(_height(line) for line in self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def line_rect(self, number: int) -> QRect:
        """Where a line is."""
        top = sum(_height(line) for line in self._lines[:number])
        return QRect(0, top, self.width(), _height(self._lines[number]))

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(self._lines):
            rect = self.line_rect(number)
            if line.place is None:
                self._paint_heading(painter, rect, line)
                continue
            if number in {self._hovered, self._current if self.hasFocus() else -1}:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("hover"))
                painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 4, 4)
            self._paint_line(painter, rect.adjusted(theme.S2, 0, -theme.S2, 0), line)

    def _paint_heading(self, painter: QPainter, rect: QRect, line: Line) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("secondary"))
        inner = rect.adjusted(theme.S2, 0, -theme.S2, 0)
        painter.drawText(inner, _LEFT, line.name)
        painter.drawText(inner, _RIGHT, line.remark)

    def _paint_line(self, painter: QPainter, rect: QRect, line: Line) -> None:
        figures = theme.font(figures=True)
        metrics = QFontMetrics(figures)
        remark_width = max(metrics.horizontalAdvance(line.remark), metrics.horizontalAdvance("100.0%"))
        figure_width = max((metrics.horizontalAdvance(item.figure) for item in self._lines), default=0)
        painter.setFont(figures)
        painter.setPen(theme.color("text"))
        painter.drawText(rect, _RIGHT, line.remark)
        painter.setPen(theme.color("secondary"))
        painter.drawText(rect.adjusted(0, 0, -remark_width - theme.S2, 0), _RIGHT, line.figure)
        room = rect.width() - remark_width - figure_width - 2 * theme.S3
        name_width = min(room // 2, theme.OUTLINE_WIDTH) if line.share is not None or line.detail else room
        name = QRect(rect.left(), rect.top(), name_width, rect.height())
        self._paint_text(painter, name, line.name, "text")
        rest = QRect(name.right() + theme.S3, rect.top(), room - name_width - theme.S2, rect.height())
        if line.share is not None:
            _paint_bar(painter, rest, line.share)
        elif line.detail:
            self._paint_text(painter, rest, line.detail, "secondary")

    def _paint_text(self, painter: QPainter, rect: QRect, text: str, role: str) -> None:
        painter.setFont(theme.font(weight=QFont.Weight.Normal))
        painter.setPen(theme.color(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _LEFT, shown)

    # Going there

    def _number_at(self, place: QPointF) -> int:
        for number, line in enumerate(self._lines):
            if line.place is not None and self.line_rect(number).contains(place.toPoint()):
                return number
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position())
        if number != self._hovered:
            self._hovered = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.setToolTip(self._tip(number))
            self.update()

    def _tip(self, number: int) -> str:
        if number < 0:
            return ""
        line = self._lines[number]
        return f"{line.name}\n{line.detail}".strip()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.place_wanted.emit(self._lines[number].place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leading = [number for number, line in enumerate(self._lines) if line.place is not None]
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and leading:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            place = leading.index(self._current) + step if self._current in leading else 0
            self._current = leading[max(0, min(place, len(leading) - 1))]
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._current in leading:
            self.place_wanted.emit(self._lines[self._current].place)
        else:
            super().keyPressEvent(event)


def _height(line: Line) -> int:
    return LINE if line.place is not None else _HEADING


_WELL, _SO_SO = Decimal(98), Decimal(90)


def _paint_bar(painter: QPainter, rect: QRect, share: Decimal) -> None:
    """A bar on its track; the figure beside says the same, so the colour only helps."""
    height = 10
    track = QRectF(rect.left(), rect.center().y() - height / 2 + 1, rect.width(), height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("track"))
    painter.drawRoundedRect(track, height / 2, height / 2)
    filled = max(Decimal(0), min(share, Decimal(100)))
    if filled:
        tone = "bar_good" if share >= _WELL else "bar" if share >= _SO_SO else "bar_warning"
        painter.setBrush(theme.color(tone))
        width = max(float(height), track.width() * float(filled) / 100)
        painter.drawRoundedRect(QRectF(track.left(), track.top(), width, height), height / 2, height / 2)
