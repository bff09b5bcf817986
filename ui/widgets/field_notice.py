"""Why what was typed in a field is not stored, in a line of its own under the line of fields."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.basics import button, label, row


class FieldNotice(QWidget):
    """One sentence, with the field's label before it where several fields share the line, and a way to try again."""

    retry_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._is_named = False
        self.reason = ""
        self.text = label("", "error", wrap=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.retry_button = button("重试", role="link", tip="再保存一次")
        self.retry_button.setProperty("small", "true")
        self.retry_button.clicked.connect(self.retry_wanted)
        self.retry_button.hide()
        self.setLayout(row(self.text, self.retry_button, spacing=theme.S1))
        self.hide()

    def tell(self, reason: str, *, can_retry: bool) -> None:
        """Shows a reason; empty takes the line away."""
        self.reason = reason
        self.retry_button.setVisible(can_retry)
        self.setVisible(bool(reason))
        self._show()

    def name_field(self, *, is_named: bool) -> None:
        """Whether the sentence begins with the field's label."""
        self._is_named = is_named
        self._show()

    def _show(self) -> None:
        self.text.setText(f"{self._name}：{self.reason}" if self._is_named and self.reason else self.reason)
