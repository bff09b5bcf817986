"""The row numbers of a table: rows are chosen by them, and dragged to another place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView, QWidget

from ui import theme
from ui.widgets import selection

_GRIP = 14  # width of the part by which any row can be dragged at once
_DOT = 1.25  # radius of its dots
_DIGITS = 3  # room is kept for so many
_PADDING = 8
_SCROLL_MS = 40
_SCROLL_EDGE = 24  # logical pixels from an edge within which a drag scrolls
_LINE = 2  # thickness of the line that shows where rows go


class RowHeader(QHeaderView):
    """Press and drag chooses rows; what is dragged by its grip, or is chosen already, moves."""

    chosen = Signal(int, int, bool)  # first and last line, whether beside what is chosen
    dropped = Signal(int)  # the line before which the chosen rows go
    menu_wanted = Signal(QPoint)  # place on the screen

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self.can_move = True
        self._view = view
        self._anchor = 0  # where choosing began
        self._is_choosing = False  # whether the mouse goes over rows to choose them
        self._pressed: QPoint | None = None  # where a drag may begin
        self._place = QPoint()  # where it has come to
        self._target = -1  # line before which the drag would drop; -1 while nothing is dragged
        self._hovered = -1
        self._line = QWidget(view)
        self._line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._line.setProperty("role", "drop-line")
        self._line.hide()
        self._scroll = QTimer(self, interval=_SCROLL_MS)
        self._scroll.timeout.connect(self._on_scroll)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(theme.ROW)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.viewport().setMouseTracking(True)
        self.setToolTip("单击选中整行；按住行号拖动可以移动")
        self.fit()

    @property
    def is_dragging(self) -> bool:
        return self._target >= 0

    def fit(self) -> None:
        """As wide as the largest row number needs."""
        digits = max(_DIGITS, len(str(self.count())))
        width = QFontMetrics(self.font()).horizontalAdvance("0" * digits) + _GRIP + _PADDING
        if width != self.width():
            self.setFixedWidth(width)

    def cancel(self) -> None:
        """Ends a drag and leaves the rows where they are."""
        self._pressed, self._target = None, -1
        self._scroll.stop()
        self._line.hide()
        self._show_cursor(-1, 0)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self.logicalIndexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or line < 0:
            return
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        self._is_choosing = False
        if event.modifiers() & shift:
            self.chosen.emit(min(self._anchor, line), max(self._anchor, line), False)
        elif event.modifiers() & ctrl:
            self._anchor = line
            self.chosen.emit(line, line, True)
        elif self.can_move and (event.position().x() < _GRIP or self._is_chosen(line)):
            self._pressed = event.position().toPoint()
        else:
            self._anchor, self._is_choosing = line, True
            self.chosen.emit(line, line, False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        line = self.logicalIndexAt(place)
        if self._pressed is not None:
            is_far = (place - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            if self.is_dragging or is_far:
                self._drag_to(place)
        elif self._is_choosing and line >= 0:
            self.chosen.emit(min(self._anchor, line), max(self._anchor, line), False)
        else:
            self._show_cursor(line, place.x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        pressed, target = self._pressed, self._target
        self.cancel()
        self._is_choosing = False
        if target >= 0:
            self.dropped.emit(target)
        elif pressed is not None:
            self._anchor = self.logicalIndexAt(pressed)
            self.chosen.emit(self._anchor, self._anchor, False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        line = self.logicalIndexAt(event.pos())
        if line >= 0 and not self._is_chosen(line):
            self._anchor = line
            self.chosen.emit(line, line, False)
        self.menu_wanted.emit(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_cursor(-1, 0)

    def _is_chosen(self, line: int) -> bool:
        places = self._view.model().columnCount()
        return any(part.top <= line <= part.bottom and part.width == places for part in selection.ranges(self._view))

    def _show_cursor(self, line: int, x: int) -> None:
        is_handle = self.can_move and line >= 0 and (x < _GRIP or self._is_chosen(line))
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if is_handle else Qt.CursorShape.ArrowCursor)
        if line != self._hovered:
            self._hovered = line
            self.viewport().update()

    # Dragging

    def _drag_to(self, place: QPoint) -> None:
        if not self.is_dragging and self._pressed is not None:
            line = self.logicalIndexAt(self._pressed)
            if not self._is_chosen(line):
                self.chosen.emit(line, line, False)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scroll.start()
        self._place = place
        self._target = self._line_before(place.y())
        self._show_line()

    def _line_before(self, y: int) -> int:
        """The line before which rows dropped at a height go."""
        line = self.logicalIndexAt(max(0, y))
        if line < 0:
            return self.count()
        middle = self.sectionViewportPosition(line) + self.sectionSize(line) // 2
        return line + 1 if y >= middle else line

    def _show_line(self) -> None:
        last = self.count() - 1
        y = self.sectionViewportPosition(min(self._target, last))
        if self._target > last:
            y += self.sectionSize(last)
        top = self.viewport().mapTo(self._view, QPoint(0, y)).y()
        self._line.setGeometry(QRect(self.x(), top - _LINE // 2, self._view.viewport().width() + self.width(), _LINE))
        self._line.show()
        self._line.raise_()

    def _on_scroll(self) -> None:
        place, bar = self._place, self._view.verticalScrollBar()
        if place.y() < _SCROLL_EDGE:
            bar.setValue(bar.value() - theme.ROW)
        elif place.y() > self.viewport().height() - _SCROLL_EDGE:
            bar.setValue(bar.value() + theme.ROW)
        else:
            return
        self._target = self._line_before(place.y())
        self._show_line()

    # Drawing

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex != self._hovered or not self.can_move:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("secondary"))
        for across in (-2.5, 2.5):
            for down in (-5, 0, 5):
                centre = QPointF(rect.left() + _GRIP / 2 + 1 + across, rect.center().y() + 1 + down)
                painter.drawEllipse(centre, _DOT, _DOT)
        painter.restore()
