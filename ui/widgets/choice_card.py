"""A large button with a drawing, a word and a sentence: one of the few ways to begin."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import icons, theme

_MARK = 28


class ChoiceCard(QAbstractButton):
    """Painted like a card; a button in every other respect. `is_first` is the choice most will want."""

    def __init__(
        self, mark: str, text: str, detail: str, *, is_first: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mark, self._detail, self._is_first = mark, detail, is_first
        self.setText(text)
        self.setAccessibleDescription(detail)
        self.setToolTip(detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, 160)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_near = self.isEnabled() and (self.underMouse() or self.hasFocus())
        painter.setPen(QPen(theme.color("accent" if is_near or (self._is_first and self.isEnabled()) else "line"), 1))
        painter.setBrush(theme.color("hover" if self.isDown() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        left, width = theme.S5, self.width() - 2 * theme.S5
        ratio = self.devicePixelRatioF()
        role = "accent" if self.isEnabled() else "disabled"
        painter.drawPixmap(left, theme.S5, icons.pixmap(self._mark, role, _MARK, ratio))
        painter.setFont(theme.font(theme.CARD_TITLE, QFont.Weight.DemiBold))
        painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
        painter.drawText(QRectF(left, 60, width, 24), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("secondary" if self.isEnabled() else "disabled"))
        wrapped = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(QRectF(left, 88, width, 60), wrapped, self._detail)
