"""Painted lines that lead somewhere: a name, a bar or a text, and figures at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.marks import MarkView

LINE = 26
_HEADING = 22
_STRONG = 32
_WIDEST_NAME = 240
_TAG = 22  # width of the square a tag stands in
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTER = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Without a `place` it leads nowhere, and is a heading where it has no tag either."""

    name: str
    figure: str = ""
    remark: str = ""
    share: Decimal | None = None  # %, how much of a bar is filled; None: no bar
    place: object = None
    detail: str = ""  # a longer text, shown where there is no bar
    tone: str = "secondary"  # colour of the detail by its role
    tag: str = ""  # one character before the name
    tag_tone: str = "accent"  # error, warning, good or accent
    is_strong: bool = False  # a line the ones below belong to
    tip: str = ""  # what is said where it is more than what is shown

    @property
    def is_heading(self) -> bool:
        return self.place is None and not self.tag

    @property
    def text(self) -> str:
        """The whole line in words."""
        parts = (self.tag, self.name, self.figure, self.remark, self.detail)
        return self.tip or " ".join(part for part in parts if part)


class LineList(MarkView):
    """Lines one below the other, as wide as there is room."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._lines: Sequence[Line] = ()
        self._figure_width = self._remark_width = self._name_width = 0
        self._is_grouped = False
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
        metrics = QFontMetrics(theme.font(figures=True))
        strong = QFontMetrics(theme.font(weight=QFont.Weight.DemiBold, figures=True))
        leading = [(strong if line.is_strong else metrics, line) for line in lines if not line.is_heading]
        self._figure_width = max((font.horizontalAdvance(line.figure) for font, line in leading), default=0)
        self._remark_width = max((font.horizontalAdvance(line.remark) for font, line in leading), default=0)
        self._is_grouped = any(line.is_strong for line in lines)
        named = (line.name for line in lines if line.share is not None or line.detail)
        self._name_width = max((metrics.horizontalAdvance(name) for name in named), default=0) + 2 * theme.S2
        self.forget()
        self.setAccessibleDescription("；".join(line.text for line in lines))
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

    # What the marks are

    def mark_count(self) -> int:
        return len(self._lines)

    def mark_rect(self, number: int) -> QRect:
        return self.line_rect(number)

    def mark_place(self, number: int) -> object:
        return self._lines[number].place

    def mark_text(self, number: int) -> str:
        line = self._lines[number]
        return line.tip or f"{line.name}\n{line.detail}".strip()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(self._lines):
            rect = self.line_rect(number)
            if line.place is not None and number == self.active:
                paint_active(painter, QRectF(rect), has_focus=self.hasFocus() and number == self._current)
            inner = rect.adjusted(theme.S2, 0, -theme.S2, 0)
            if line.is_heading:
                self._paint_heading(painter, inner, line)
            else:
                self._paint_line(painter, inner, line)

    def _paint_heading(self, painter: QPainter, rect: QRect, line: Line) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color(line.tone))
        remark = painter.fontMetrics().horizontalAdvance(line.remark)
        _paint_text(painter, rect.adjusted(0, 0, -remark - theme.S2, 0), line.name)
        painter.drawText(rect, _RIGHT, line.remark)

    def _paint_line(self, painter: QPainter, rect: QRect, line: Line) -> None:
        weight = QFont.Weight.DemiBold if line.is_strong else QFont.Weight.Normal
        painter.setFont(theme.font(weight=weight, figures=True))
        painter.setPen(theme.color("text"))
        painter.drawText(rect, _RIGHT, line.remark)
        right = rect.right() - (self._remark_width + theme.S3 if self._remark_width else 0)
        painter.setPen(theme.color("text" if line.is_strong else "secondary"))
        painter.drawText(QRect(rect.left(), rect.top(), right - rect.left(), rect.height()), _RIGHT, line.figure)
        right -= self._figure_width + theme.S3 if self._figure_width else 0
        left = rect.left() + (self._paint_tag(painter, rect, line) if line.tag else 0)
        room = right - left
        is_parted = line.share is not None or bool(line.detail)
        name_width = min(room // 2, self._name_width, _WIDEST_NAME) if is_parted else room
        painter.setFont(theme.font(weight=weight))
        painter.setPen(theme.color("text"))
        indent = theme.S3 if self._is_grouped and not line.is_strong else 0
        _paint_text(painter, QRect(left, rect.top(), name_width, rect.height()).adjusted(indent, 0, 0, 0), line.name)
        rest = QRect(left + name_width + theme.S3, rect.top(), room - name_width - theme.S3, rect.height())
        if line.share is not None:
            _paint_bar(painter, rest, line.share)
        elif line.detail:
            painter.setFont(theme.font())
            painter.setPen(theme.color(line.tone))
            _paint_text(painter, rest, line.detail)

    def _paint_tag(self, painter: QPainter, rect: QRect, line: Line) -> int:
        """A character on a ground of its tone; the width it takes."""
        square = QRectF(rect.left(), rect.center().y() - _TAG / 2 + 2, _TAG, _TAG - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{line.tag_tone}_ground"))
        painter.drawRoundedRect(square, 4, 4)
        painter.setFont(theme.font(theme.SMALL, QFont.Weight.DemiBold))
        painter.setPen(theme.color(line.tag_tone))
        painter.drawText(square, _CENTER, line.tag)
        return _TAG + theme.S2


def paint_active(painter: QPainter, rect: QRectF, *, has_focus: bool) -> None:
    """The ground of the mark the pointer or the keys are at; the keys' one has a frame as well."""
    painter.setPen(QPen(theme.color("accent"), 1) if has_focus else Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("hover"))
    painter.drawRoundedRect(rect.adjusted(0.5, 1, -0.5, -1), 4, 4)


def _paint_text(painter: QPainter, rect: QRect, text: str) -> None:
    painter.drawText(rect, _LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))


def _height(line: Line) -> int:
    if line.is_strong:
        return _STRONG
    return _HEADING if line.is_heading else LINE


_WELL, _SO_SO = Decimal(98), Decimal(90)


def _paint_bar(painter: QPainter, rect: QRect, share: Decimal) -> None:
    """A bar on its track; the figure beside says the same, so the colour only helps."""
    height = 8
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
