"""The box above a table in which a few characters show only the rows that hold them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.model.entities import BY_TABLE
from ui import actions, icons
from ui.widgets.entity_table import EntityTable

_LEAST, _WIDTH = 96, 156  # logical pixels
_WAIT_MS = 150  # of quiet before the rows follow what is typed


class FilterBox(QLineEdit):
    """Several words must all be found in a row, in whatever columns."""

    def __init__(self, view: EntityTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.apply)
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("search", "true")
        self.setPlaceholderText("筛选")
        self.setToolTip(actions.ROW_FILTER.hint)
        self.setAccessibleName(f"筛选{BY_TABLE[view.table].LABEL}")
        mark = self.addAction(icons.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        icons.assign(mark, "search", "secondary")
        self._clear = self.addAction(icons.icon("close", "secondary"), QLineEdit.ActionPosition.TrailingPosition)
        icons.assign(self._clear, "close", "secondary")
        self._clear.setToolTip("清除筛选（Esc）")
        self._clear.triggered.connect(self.clear_filter)
        self._clear.setVisible(False)
        self.textChanged.connect(self._on_text_changed)
        view.entity_model.arranged.connect(self._on_arranged)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def apply(self) -> None:
        """Shows the rows that hold what is typed now."""
        self._timer.stop()
        model = self._view.entity_model
        if self.text() != model.arrangement.text:
            model.arrange(replace(model.arrangement, text=self.text()))

    def clear_filter(self) -> None:
        """Shows all rows again."""
        self.clear()
        self.apply()

    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        if text != self._view.entity_model.arrangement.text:
            self._timer.start()

    def _on_arranged(self) -> None:
        if self.text() != self._view.entity_model.arrangement.text and not self._timer.isActive():
            self.setText(self._view.entity_model.arrangement.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.apply()
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            if not self.text():
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.clear_filter()
        else:
            super().keyPressEvent(event)
