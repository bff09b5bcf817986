"""The arrow beside 撤销 and 重做: the steps behind them in a list, to take several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QToolButton, QWidget

from ui import icons, theme
from ui.models.history_model import when
from ui.widgets.basics import column, label

if TYPE_CHECKING:
    from app.storage.journal import PastStep

_WIDTH = 320
_SHOWN = 12  # lines in sight
_ARROW = 20  # width of the button
_ID_ROLE = Qt.ItemDataRole.UserRole


class StepsButton(QToolButton):
    """Opens the list; is enabled with the action it stands beside."""

    def __init__(
        self,
        word: str,
        action: QAction,
        steps: Callable[[], Sequence[PastStep]],
        choose: Callable[[int], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._steps = steps
        self.setProperty("role", "flat")
        self.setProperty("arrow", "true")
        self.setFixedWidth(_ARROW)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.assign(self, "chevron-down", "secondary", 12)
        self.setToolTip(f"{word}多步")
        self.setAccessibleName(f"{word}多步")
        self.list = StepsList(word, self)
        self.list.chosen.connect(choose)
        self.clicked.connect(self.open)
        action.changed.connect(lambda: self.setEnabled(action.isEnabled()))
        self.setEnabled(action.isEnabled())

    def open(self) -> None:
        """Shows the list under the button."""
        self.list.show_steps(self._steps())
        self.list.move(self.mapToGlobal(QPoint(0, self.height() + theme.S1)))
        self.list.show()
        self.list.lines.setFocus()


class StepsList(QFrame):
    """Everything down to the line pointed at is marked, as that is what a click takes."""

    chosen = Signal(int)  # id of the last step to take

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._word = word
        self.setProperty("role", "popup")
        self.lines = _Lines()
        self.lines.setAccessibleName(f"可以{word}的操作")
        self.count: QLabel = label("", "secondary")
        whole = column(self, spacing=theme.S1, margin=1)
        whole.addWidget(self.lines)
        self.count.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        whole.addWidget(self.count)
        self.lines.currentRowChanged.connect(self._on_current_changed)
        self.lines.entered.connect(lambda index: self.lines.setCurrentRow(index.row()))
        self.lines.clicked.connect(self._on_taken)
        self.lines.taken.connect(self._on_taken)

    def show_steps(self, steps: Sequence[PastStep]) -> None:
        """Lists steps, the next one first."""
        self.lines.clear()
        for step in steps:
            item = QListWidgetItem(f"{step.label}　{when(step.time)}")
            item.setToolTip(item.text())
            item.setData(_ID_ROLE, step.id)
            self.lines.addItem(item)
        self.lines.setFixedSize(
            _WIDTH, min(len(steps), _SHOWN) * max(self.lines.sizeHintForRow(0), 1) + 2 * theme.S1 + 2
        )
        self.lines.setCurrentRow(0)
        self.adjustSize()

    def _on_current_changed(self, current: int) -> None:
        for line in range(self.lines.count()):
            self.lines.item(line).setSelected(line <= current)
        self.count.setText(f"{self._word} {current + 1} 步")

    def _on_taken(self, index: QModelIndex) -> None:
        if index.isValid():
            self.hide()
            self.chosen.emit(int(index.data(_ID_ROLE)))


class _Lines(QListWidget):
    taken = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "steps")
        self.setMouseTracking(True)
        self.setSelectionMode(QListWidget.SelectionMode.MultiSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.taken.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.window().hide()
        else:
            super().keyPressEvent(event)
