"""A short list of names with a value each, such as the items of a checklist; its last line is always an empty one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.scoring.kinds import Listing
from ui import theme
from ui.widgets.basics import label, tool_button

_NAME_WIDTH, _VALUE_WIDTH = 220, 84

Pairs = list[tuple[str, str]]


class PairList(QWidget):
    """Two columns of fields. `edited` comes while typing, the owner decides when to store."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listing: Listing | None = None
        self._lines: list[tuple[QLineEdit, QLineEdit, QWidget]] = []
        self._is_locked = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S2)
        self._grid.setVerticalSpacing(theme.S1)
        self._grid.setColumnStretch(3, 1)
        self._heads = (label("", "secondary"), label("", "secondary"))
        for place, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, place)

    @property
    def pairs(self) -> Pairs:
        """What stands in the lines, without the empty ones."""
        found = [(name.text(), value.text()) for name, value, _ in self._lines]
        return [(name, value) for name, value in found if name.strip() or value.strip()]

    def show_pairs(self, listing: Listing, pairs: Sequence[tuple[str, str]], *, is_locked: bool) -> None:
        """Shows a list; lines that are there already keep their cursor."""
        is_same = listing == self._listing and list(pairs) == self.pairs and is_locked == self._is_locked
        if is_same and self._lines:
            return
        self._listing, self._is_locked = listing, is_locked
        for head, text in zip(self._heads, (listing.label, listing.value), strict=True):
            head.setText(text)
        wanted = len(pairs) + (not is_locked)
        while len(self._lines) > wanted:
            self._drop(len(self._lines) - 1)
        while len(self._lines) < wanted:
            self._add()
        for (name, value, remove), pair in zip(self._lines, [*pairs, ("", "")], strict=False):
            for field, text in zip((name, value), pair, strict=True):
                if field.text() != text:
                    field.setText(text)
                field.setReadOnly(is_locked)
            remove.setEnabled(not is_locked)
        self._name_lines()

    def _add(self) -> None:
        name, value, remove = QLineEdit(), QLineEdit(), tool_button("close", "去掉这一行")
        name.setMinimumWidth(_NAME_WIDTH)
        name.setMaximumWidth(2 * _NAME_WIDTH)
        value.setFixedWidth(_VALUE_WIDTH)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = len(self._lines) + 1
        for place, widget in enumerate((name, value, remove)):
            self._grid.addWidget(widget, line, place)
        for field in (name, value):
            field.textEdited.connect(lambda _text: self._on_typed())
        remove.clicked.connect(lambda: self._remove(remove))
        self._lines.append((name, value, remove))

    def _name_lines(self) -> None:
        if self._listing is None:
            return
        for number, (name, value, _) in enumerate(self._lines, 1):
            name.setAccessibleName(f"第 {number} 行{self._listing.name}")
            value.setAccessibleName(f"第 {number} 行{self._listing.value}")
            is_last = number == len(self._lines)
            for field, text in zip((name, value), self._listing.example, strict=True):
                field.setPlaceholderText(f"如 {text}" if is_last else "")

    def _on_typed(self) -> None:
        if self._lines and any(field.text().strip() for field in self._lines[-1][:2]):
            self._add()
            self._name_lines()
        self.edited.emit()

    def _remove(self, button: QWidget) -> None:
        line = next(number for number, parts in enumerate(self._lines) if parts[2] is button)
        pairs = [(name.text(), value.text()) for number, (name, value, _) in enumerate(self._lines) if number != line]
        if self._listing is not None:
            kept = [pair for pair in pairs if any(pair)]
            self._lines[min(line, len(kept))][0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.show_pairs(self._listing, kept, is_locked=self._is_locked)
            self.edited.emit()

    def _drop(self, line: int) -> None:
        for widget in self._lines.pop(line):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
