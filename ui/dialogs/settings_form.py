"""What the sheets of the settings have in common: a word above each control, and a sentence below where it helps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.widgets.basics import column, label, show_in_parent

_CONTROL = 240  # width of a list of choices
WIDE = 400  # of one with long names


class SettingsForm(QWidget):
    """Words at the left, controls at the right, line after line."""

    failed = Signal(str)  # one Chinese sentence for the dialog's error line; empty takes it away

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = column(self, spacing=theme.S3)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.S4)
        self._grid.setVerticalSpacing(theme.S3)
        self._grid.setColumnMinimumWidth(0, 6 * theme.CARD_TITLE)
        self._grid.setColumnStretch(1, 1)
        self.whole.addLayout(self._grid)

    def add(self, text: str, control: QWidget, hint: str = "") -> QLabel:
        """A line of the form; the label of its hint, which may change."""
        line = self._grid.rowCount()
        name = label(text)
        name.setBuddy(control)
        control.setAccessibleName(text)
        control.setMinimumHeight(theme.CONTROL)
        below = label(hint, "secondary", wrap=True)
        show_in_parent(below, bool(hint))
        below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        box = column(spacing=theme.S1)
        box.addWidget(control)
        box.addWidget(below)
        self._grid.addWidget(name, line, 0)
        name.setFixedHeight(theme.CONTROL)
        self._grid.setAlignment(name, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(box, line, 1)
        return below


def choices(words: Sequence[tuple[str, object]], chosen: object, width: int = _CONTROL) -> QComboBox:
    """A list of choices, each a word and what it stands for; `width` in logical pixels."""
    result = QComboBox()
    for text, data in words:
        result.addItem(text, data)
    result.setCurrentIndex(max(result.findData(chosen), 0))
    result.setFixedWidth(width)
    return result
