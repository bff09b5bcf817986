"""A card with one large figure that leads to where it comes from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_HEIGHT = 132


class FigureCard(QWidget):
    """Title, figure and a line of explanation, painted; focusable like a button."""

    clicked = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.figure = "—"
        self.remark = ""
        self.tag = ""
        self.role = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)

    def tell(self, figure: str, remark: str, role: str = "accent", tag: str = "") -> None:
        """Shows another figure in the colour of a role (accent, good, warning, error), with a word beside it."""
        self.figure, self.remark, self.role, self.tag = figure, remark, role, tag
        self.setAccessibleName(f"{self.title} {figure} {tag}".strip())
        self.setAccessibleDescription(remark)
        self.setToolTip(remark)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_near = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "border" if is_near else "line"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        left, width = theme.S4, self.width() - 2 * theme.S4
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(theme.CARD_TITLE, QFont.Weight.DemiBold))
        painter.drawText(QPointF(left, 28), self.title)
        painter.setPen(theme.color(self.role))
        painter.setFont(theme.font(theme.FIGURE, QFont.Weight.Medium, figures=True))
        painter.drawText(QPointF(left, 72), self.figure)
        if self.tag:
            self._paint_tag(painter, left + painter.fontMetrics().horizontalAdvance(self.figure) + theme.S3)
        painter.setPen(theme.color("secondary"))
        painter.setFont(theme.font(theme.SMALL))
        for number, line in enumerate(_lines(self.remark, painter.fontMetrics(), width)):
            painter.drawText(QPointF(left, 98 + 18 * number), line)

    def _paint_tag(self, painter: QPainter, left: int) -> None:
        painter.setFont(theme.font(theme.SMALL, QFont.Weight.DemiBold))
        rect = QRectF(left, 50, painter.fontMetrics().horizontalAdvance(self.tag) + theme.S4, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_ground"))
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(theme.color("accent"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self.tag)

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


def _lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """A remark in at most two lines, parted at a mark of punctuation or where the first is full."""
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    fitting = next(end for end in range(len(text), 0, -1) if metrics.horizontalAdvance(text[:end]) <= width or end == 1)
    parting = max(text.rfind(mark, 0, fitting) for mark in "·，：；、")
    end = parting + 1 if parting > fitting // 2 else fitting
    rest = metrics.elidedText(text[end:].strip(), Qt.TextElideMode.ElideRight, width)
    return [text[:end].rstrip("· "), rest]
