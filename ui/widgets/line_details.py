"""The texts of a table's current line, whole, below the table: its cells only have room for how they begin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QWidget

from ui import theme
from ui.widgets.basics import column, label, row

_LOWEST = 56  # pixels, two lines


def text_box(name: str) -> QPlainTextEdit:
    """A text to be read and copied from; Tab leads on."""
    result = QPlainTextEdit()
    result.setReadOnly(True)
    result.setAccessibleName(name)
    result.setTabChangesFocus(True)
    result.setMinimumHeight(_LOWEST)
    return result


def with_details(table: QWidget, boxes: Sequence[QPlainTextEdit], share: int) -> QSplitter:
    """A table over text boxes, each under its name, which have `share` parts of the height to the table's three."""
    details = QWidget()
    details.setLayout(row(*map(_titled, boxes), spacing=theme.S3))
    both = QSplitter(Qt.Orientation.Vertical)
    both.setChildrenCollapsible(False)
    both.addWidget(table)
    both.addWidget(details)
    both.setStretchFactor(0, 3)
    both.setStretchFactor(1, share)
    return both


def _titled(box: QPlainTextEdit) -> QWidget:
    result = QWidget()
    inside = column(result, spacing=2)
    inside.setContentsMargins(theme.S3, theme.S2, theme.S3, 0)
    inside.addWidget(label(box.accessibleName(), "secondary"))
    inside.addWidget(box, 1)
    return result
