"""The small parts that nearly every other widget is made of: labels, buttons, rules and cards in the theme's roles."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui import icons, theme

_BETWEEN = " · "  # the parts of a remark


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A text in one of the style sheet's roles; never read as rich text, since it may quote the officer."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    if role:
        result.setProperty("role", role)
    return result


def set_role(widget: QWidget, role: str) -> None:
    """Moves a widget to another role and has the style sheet applied anew."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        restyle(widget)


def show_in_parent(widget: QWidget, is_shown: bool) -> None:
    """Shows or hides a part. Shown before it has a parent it would be a window of its own for a moment and take the
    keyboard; without a word it is shown with the parent it gets.
    """
    if not is_shown or widget.parentWidget() is not None:
        widget.setVisible(is_shown)


def restyle(widget: QWidget) -> None:
    """Has the style sheet read a changed property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def button(text: str, icon: str = "", role: str = "", tip: str = "") -> QPushButton:
    """A push button; `role` is empty, filled, flat or link."""
    result = QPushButton(text)
    if role:
        result.setProperty("role", role)
    if icon:
        icons.assign(result, icon, "on_fill" if role == "filled" else "text")
    if role == "link":
        result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.setToolTip(tip)
    result.setAutoDefault(False)
    return result


def tool_button(icon: str, tip: str, *, text: str = "") -> QToolButton:
    """A flat button with an icon and, where given, a word beside it; the tip is its accessible name."""
    result = QToolButton()
    result.setProperty("role", "flat")
    # Reached by Tab, but a click leaves the focus where the officer is typing.
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    icons.assign(result, icon)
    result.setToolTip(tip)
    result.setAccessibleName(text or tip)
    if text:
        result.setText(text)
        result.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    else:
        result.setFixedWidth(theme.CONTROL)
    return result


def rule() -> QFrame:
    """A thin line between things."""
    result = QFrame()
    result.setProperty("role", "rule")
    return result


def row(
    *parts: QWidget | int | None, spacing: int = theme.S2, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Widgets side by side; a number is a gap in pixels, None takes what is left."""
    result = QHBoxLayout()
    result.setSpacing(spacing)
    result.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            result.addStretch(1)
        elif isinstance(part, int):
            result.addSpacing(part)
        else:
            result.addWidget(part)
    return result


class Card(QFrame):
    """A white sheet with an optional title, a remark at its right, and whatever stands below.

    Lines that lead somewhere have a ground of their own under the pointer, which reaches beyond their text; a card that
    `holds_lines` gives them that room, so that their text stands in line with the title.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None, *, holds_lines: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self.body = QVBoxLayout(self)
        beyond = theme.S2 if holds_lines else 0
        self.body.setContentsMargins(theme.S4 - beyond, theme.S3, theme.S4 - beyond, theme.S4)
        self.body.setSpacing(theme.S2)
        self.title = label(title, "card")
        self.remark = label("", "secondary")
        if title:
            self.setAccessibleName(title)
            self.body.addLayout(row(self.title, None, self.remark, margins=(beyond, 0, beyond, 0)))


class ElidedLabel(QLabel):
    """One line of text that ends in … where there is no room, with the whole of it as its tip."""

    def __init__(self, text: str = "", role: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())

    def shown_text(self) -> str:
        """What there is room for."""
        return self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    def _tell_rest(self) -> None:
        self.setToolTip(self.text() if self.shown_text() != self.text() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        painter.drawText(self.contentsRect(), int(self.alignment()), self.shown_text())


class PartedLabel(ElidedLabel):
    """One line of parts with · between them; where there is no room, the last go wholly instead of ending in …"""

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())

    def shown_text(self) -> str:
        parts = self.text().split(_BETWEEN)
        shorter = (_BETWEEN.join(parts[:number]) for number in range(len(parts), 0, -1))
        width, metrics = self.contentsRect().width(), self.fontMetrics()
        return next((text for text in shorter if metrics.horizontalAdvance(text) <= width), "")


def column(parent: QWidget | None = None, *, spacing: int = theme.S2, margin: int = 0) -> QVBoxLayout:
    """Widgets one below the other."""
    result = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    result.setSpacing(spacing)
    result.setContentsMargins(margin, margin, margin, margin)
    return result
