"""The report as it will be printed: every place of it leads to where it is typed."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget

from ui.printing import selection
from ui.printing.marks import marks, matches
from ui.printing.pages import Box, TextPart
from ui.printing.selection import Caret
from ui.printing.stops import NOWHERE, Stop, Target, page_text, source, stops, target
from ui.widgets.walked_view import WalkedView

_AT_REST = 0.6  # s after the officer last scrolled, before the view may scroll by itself


class PreviewWidget(WalkedView):
    """Marks what is being edited and leads from each place to its field, by mouse and by keyboard."""

    take_over_wanted = Signal(str)  # key of the paragraph to be written by hand, or changed
    give_back_wanted = Signal(str)  # key of the paragraph to be generated again

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_locked = False
        """Whether paragraphs cannot be taken over."""
        self._follows = False  # what is marked, until the officer scrolls away from it
        self._seeks = False  # what is marked, and it was not found yet
        self._is_elsewhere = False  # what is marked belongs to another table than what was before
        self._scrolled = 0.0  # when the officer last did it himself
        self._pressed = NOWHERE
        self._pressed_at: QPointF | None = None
        self._selection: tuple[Caret, Caret] | None = None  # where it began, and where the mouse is
        self.setAccessibleName("预览")
        self.viewport().setMouseTracking(True)

    # What is being edited

    def mark(self, prefix: str) -> None:
        """Marks the figures of a row (`project/7/`) or a field (`project/7/budget`), and shows one where none is seen.

        An empty prefix marks nothing. The view stays where it is while the officer scrolls it, and after that until
        something else is marked.
        """
        if prefix != self._prefix:
            self._is_elsewhere = prefix.partition("/")[0] != self._prefix.partition("/")[0]
            self._prefix = prefix
            self._follows = monotonic() - self._scrolled > _AT_REST
        self._seeks = self._follows and bool(prefix)
        self._seek()
        self.viewport().update()

    def _on_pages_left(self) -> None:
        self._selection = None

    def _on_pages_came(self, new: range) -> None:
        if len(new):
            self._seek()
        if self._pagination.is_whole:
            self._seeks = False

    def _seek(self) -> None:
        """Scrolls to a marked figure, unless one is in sight or the pages are still to come.

        Of another table's figures it is the first, since these are no longer read from here; else the nearest.
        """
        if not self._seeks or self._waiting is not None or not self._frames or self._anchor is not None:
            return
        view = QRectF(self._origin(), QSize(self.viewport().size()))
        is_marked = matches(self._prefix)
        seen = self._in_view()
        nearest: QRectF | None = None
        for index in self._pagination.showing(self._prefix, 0 if self._is_elsewhere else self._top_index()):
            if nearest is not None and index not in seen:
                break
            for mark in marks(self._pagination.pages[index], is_marked):
                place = self._frames.rectangle(index, mark.box)
                if mark.is_figure and view.contains(place):
                    self._seeks = False
                    return
                if mark.is_figure and nearest is None:
                    nearest = place
        if nearest is not None:
            self._seeks = False
            self._show(nearest)

    def _on_scrolled_by_hand(self) -> None:
        super()._on_scrolled_by_hand()
        self._scrolled = monotonic()

    def _stay(self) -> None:
        """Follows what is marked no more, until something else is."""
        super()._stay()
        self._follows = self._seeks = False

    def show_paragraph(self, key: str) -> bool:
        """Scrolls to the paragraph of that key; False where no page shows it."""
        for index, page in enumerate(self._pagination.pages[: self._pagination.new]):
            for part in page.parts:
                if isinstance(part, TextPart) and part.paragraph.key == key:
                    self._stay()
                    self._show(self._frames.rectangle(index, part.box))
                    return True
        return False

    # The mouse

    def _under(self, position: QPointF) -> tuple[Target, Stop | None, int]:
        """Where a point of the view leads to, what it is on, and the index of its page; -1 for none."""
        place = self._frames.place(position + self._origin())
        if place is None:
            return NOWHERE, None, -1
        found = self._stops(place.page)
        stop = next((stop for stop in found if stop.cell(place.x, place.y)), None)
        return target(found, place.x, place.y), stop, place.page

    # The menu

    def menu(self, to: Target, stop: Stop | None, index: int) -> QMenu:
        """What can be done with a place of a page."""
        result = QMenu(self)
        result.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if selected := self.selected_text():
            result.addAction("复制\tCtrl+C", lambda: QGuiApplication.clipboard().setText(selected))
            result.addSeparator()
        is_manual = stop is not None and stop.paragraph is not None and stop.paragraph.manual
        go = result.addAction("转到填报处", lambda: self.field_clicked.emit(to.ref))
        go.setEnabled(bool(to.ref) and not is_manual)
        if to.key:
            word = "修改手工段落…" if is_manual else "改为手工…"
            take = result.addAction(word, lambda: self.take_over_wanted.emit(to.key))
            take.setEnabled(not self.is_locked)
        if is_manual:
            give = result.addAction("恢复自动", lambda: self.give_back_wanted.emit(to.key))
            give.setEnabled(not self.is_locked)
        result.addSeparator()
        if stop is not None:
            word = "复制本段" if stop.paragraph is not None else "复制本行"
            result.addAction(word, lambda: QGuiApplication.clipboard().setText(stop.text))
        if index >= 0:
            page = self._pagination.pages[index]
            result.addAction("复制整页文字", lambda: QGuiApplication.clipboard().setText(page_text(stops(page))))
        return result

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        stop: Stop | None
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self._cursor is not None:
            index, number = self._cursor.page, self._cursor.stop
            place = self._place_of(self._cursor)
            found = self._stops(index)
            to, stop = source(found, number), found[number]
            at = self.viewport().mapToGlobal((place.bottomLeft() - self._origin()).toPoint())
        else:
            to, stop, index = self._under(QPointF(self.viewport().mapFromGlobal(event.globalPos())))
            at = event.globalPos()
        if index >= 0:
            self.menu(to, stop, index).popup(at)

    # Selected text

    def selected_text(self) -> str:
        """What is selected with the mouse; empty when nothing is."""
        if self._selection is None:
            return ""
        first, last = sorted(self._selection)
        return selection.text(self._pagination.pages, first, last)

    def _selected_on(self, index: int) -> Iterable[Box]:
        if self._selection is None:
            return ()
        first, last = sorted(self._selection)
        return selection.boxes(self._pagination.pages[index], index, first, last)

    def _select(self, position: QPointF) -> None:
        """Selects from where the mouse was pressed to a point of the view."""
        assert self._pressed_at is not None
        ends = self._caret(self._pressed_at), self._caret(position + self._origin())
        if ends[0] is not None and ends[1] is not None:
            self._selection = ends[0], ends[1]
            self._set_cursor(None)
        outside = min(position.y(), 0.0) + max(position.y() - self.viewport().height(), 0.0)
        if outside:
            self._on_scrolled_by_hand()
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(outside))

    def _caret(self, at: QPointF) -> Caret | None:
        """The place in the text nearest to a point of the whole."""
        if not self._frames:
            return None
        index = self._frames.at(at.y())
        corner, scale = self._frames[index].topLeft(), self._frames.scale(index)
        return selection.caret(
            self._pagination.pages, index, (at.x() - corner.x()) / scale, (at.y() - corner.y()) / scale
        )

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._selection = None
            self._set_cursor(None)
            self._pressed = self._under(event.position())[0]
            self._pressed_at = event.position() + self._origin()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            pressed, self._pressed, self._pressed_at = self._pressed, NOWHERE, None
            if self._selection is None and pressed == self._under(event.position())[0]:
                self._go(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way = event.position() + self._origin() - self._pressed_at
            if self._selection is not None or way.manhattanLength() >= QApplication.startDragDistance():
                self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
                self._select(event.position())
            return
        to = self._under(event.position())[0]
        is_link = bool(to.ref or to.key)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _show_tip(self, position: QPoint, at: QPoint) -> None:
        to, stop, _ = self._under(QPointF(position))
        tip = self._tip(to, stop)
        if tip:
            QToolTip.showText(at, tip, self, QRect(position, QSize(1, 1)).adjusted(-8, -8, 8, 8))
        else:
            QToolTip.hideText()
