"""What stands where nothing is yet: a sentence saying what to do first, and the button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ui import theme
from ui.widgets.basics import button, column, label, row


class EmptyState(QWidget):
    """A heading, a sentence and at most two buttons, centred."""

    def __init__(self, heading: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, spacing=theme.S2, margin=theme.S4)
        whole.addStretch(1)
        self._heading, self._text = label(heading, "card"), label(text, "secondary", wrap=True)
        for line in (self._heading, self._text):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            whole.addWidget(line)
        self._buttons = row(None, None, spacing=theme.S2)
        whole.addSpacing(theme.S1)
        whole.addLayout(self._buttons)
        whole.addStretch(1)

    def tell(self, heading: str, text: str) -> None:
        """Says something else."""
        self._heading.setText(heading)
        self._text.setText(text)

    def add_button(self, text: str, icon: str = "") -> QPushButton:
        """A button under the sentence."""
        result = button(text, icon)
        self._buttons.insertWidget(self._buttons.count() - 1, result)
        return result
