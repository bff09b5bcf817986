"""Painted marks that lead somewhere: by click, or by the arrow keys and Enter; what lines and charts share."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

_FORWARD = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Right})
_BACKWARD = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Left})
_CHOOSE = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class MarkView(QWidget):
    """Marks with a number each. Those with a place can be hovered, reached by keys and chosen."""

    place_wanted = Signal(object)  # the place of the chosen mark

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._hovered = -1
        self._current = -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    # What is painted; told by each view

    def mark_count(self) -> int:
        """How many marks there are."""
        raise NotImplementedError

    def mark_rect(self, number: int) -> QRect:
        """Where a mark is."""
        raise NotImplementedError

    def mark_place(self, number: int) -> object:
        """Where a mark leads; None where it leads nowhere."""
        raise NotImplementedError

    def mark_text(self, number: int) -> str:
        """A mark in words and exact figures: its tip, and what a screen reader says."""
        raise NotImplementedError

    def step_beyond(self, _step: int) -> bool:
        """Called for a key that leads past the last mark (1) or the first (−1); True where other marks came."""
        return False

    # The active mark

    @property
    def active(self) -> int:
        """The mark under the pointer, else the one the keys are at; −1 when there is none."""
        if self._hovered >= 0:
            return self._hovered
        return self._current if self.hasFocus() else -1

    def stops(self) -> list[int]:
        """The marks that lead somewhere."""
        return [number for number in range(self.mark_count()) if self.mark_place(number) is not None]

    def forget(self) -> None:
        """No mark is active any more; for views whose marks become others. Keys go on at the nearest one."""
        self._hovered = -1
        stops = self.stops()
        if self._current >= 0:
            self._current = min(stops, key=lambda number: abs(number - self._current), default=-1)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def go_to_mark(self, number: int) -> None:
        """Makes a mark the one the keys are at, in sight and said."""
        self._current, self._hovered = number, -1
        self._say()
        parent = self.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                place = self.mapTo(parent.widget(), self.mark_rect(number).center())
                parent.ensureVisible(place.x(), place.y(), 0, self.mark_rect(number).height() * 2)
            parent = parent.parentWidget()
        self.update()

    def _say(self) -> None:
        text = self.mark_text(self._current) if self._current >= 0 and self.hasFocus() else ""
        self.setAccessibleName(f"{self.name}：{text}" if text else self.name)

    # By key

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stops = self.stops()
        key = event.key()
        if key in _CHOOSE and self._current in stops:
            self.place_wanted.emit(self.mark_place(self._current))
        elif key == Qt.Key.Key_Escape and QToolTip.isVisible():
            QToolTip.hideText()
        elif stops and key in _FORWARD | _BACKWARD | {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._step(stops, key)
        else:
            super().keyPressEvent(event)

    def _step(self, stops: list[int], key: int) -> None:
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            number = stops[0] if key == Qt.Key.Key_Home else stops[-1]
        elif self._current not in stops:
            number = stops[0]
        else:
            step = 1 if key in _FORWARD else -1
            place = stops.index(self._current) + step
            if not 0 <= place < len(stops) and self.step_beyond(step):
                stops = self.stops()
                place = 0 if step > 0 else len(stops) - 1
            number = stops[max(0, min(place, len(stops) - 1))]
        self.go_to_mark(number)
        self._show_tip(number, self.mapToGlobal(self.mark_rect(number).bottomLeft() + QPoint(24, 0)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        stops = self.stops()
        if stops and self._current not in stops:
            self._current = stops[0]
        self._say()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say()
        self.update()

    # By mouse

    def mark_at(self, place: QPoint) -> int:
        """The mark at a point that leads somewhere; −1 when there is none."""
        return next((number for number in self.stops() if self.mark_rect(number).contains(place)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self.mark_at(event.position().toPoint())
        if number != self._hovered:
            self._hovered = number
            self.setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.mark_at(event.position().toPoint())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._current = number
            self.place_wanted.emit(self.mark_place(number))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self.mark_at(event.pos())
            self._show_tip(number, event.globalPos())
            return True
        return super().event(event)

    def _show_tip(self, number: int, place: QPoint) -> None:
        if number < 0:
            QToolTip.hideText()
            return
        # Written as rich text, since Qt would read what the officer typed as such where it looks like it.
        text = f'<div style="white-space: pre-wrap">{html.escape(self.mark_text(number))}</div>'
        QToolTip.showText(place, text, self, self.mark_rect(number))
