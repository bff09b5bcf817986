"""What a machine can see of a window's looks: text that is cut, and controls without a name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from ui.widgets.basics import ElidedLabel

CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QPlainTextEdit, QTextEdit, QTabBar,
)  # fmt: skip
_ROUNDING = 1  # logical pixel by which a width may fall short at a fractional scale
_PARTED = (QComboBox, QAbstractSpinBox, QLineEdit, QHeaderView)
"""What Qt makes of parts of its own."""


def visible(root: QWidget) -> Iterator[QWidget]:
    """The widgets the officer sees, the parts Qt makes its own controls of left out."""
    for widget in [root, *root.findChildren(QWidget)]:
        is_corner = isinstance(widget, QAbstractButton) and isinstance(widget.parentWidget(), QAbstractItemView)
        is_inner = isinstance(widget.parentWidget(), _PARTED) or widget.objectName().startswith("qt_") or is_corner
        if widget.isVisible() and not is_inner and not isinstance(widget, QHeaderView):
            yield widget


def cut_texts(root: QWidget) -> list[str]:
    """Every label and button whose text is wider or taller than it has room for."""
    return [f"{type(widget).__name__} “{text}”" for widget in visible(root) if (text := _cut(widget))]


def _cut(widget: QWidget) -> str:
    """The text of a widget when there is no room for it, else empty."""
    room = widget.contentsRect()
    if isinstance(widget, ElidedLabel):
        return ""  # ends in … and tells the whole in its tip
    if isinstance(widget, QLabel):
        return "" if _fits(widget, room) else widget.text()
    if isinstance(widget, QCheckBox):
        return "" if widget.sizeHint().width() <= widget.width() + _ROUNDING else widget.text()
    if isinstance(widget, QPushButton | QToolButton):
        has_text = isinstance(widget, QPushButton) or widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
        width = widget.fontMetrics().horizontalAdvance(widget.text())
        width += widget.iconSize().width() + 4 if not widget.icon().isNull() else 0
        is_cut = width > room.width() + _ROUNDING or widget.fontMetrics().height() > room.height() + _ROUNDING
        return widget.text() if has_text and widget.text() and is_cut else ""
    return ""


def _fits(widget: QLabel, room: QRect) -> bool:
    metrics = widget.fontMetrics()
    if widget.wordWrap():
        wanted = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), Qt.TextFlag.TextWordWrap.value, widget.text())
        return wanted.height() <= room.height() + _ROUNDING and wanted.width() <= room.width() + _ROUNDING
    lines = widget.text().split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines)
    return width <= room.width() + _ROUNDING and metrics.height() * len(lines) <= room.height() + _ROUNDING


def nameless(root: QWidget) -> list[str]:
    """Every control that a screen reader could not name."""
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in visible(root)
        if isinstance(widget, CONTROLS) and not _name(widget)
    ]


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
