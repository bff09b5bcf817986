"""The report as it will be printed: every place of it leads to where it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from ui.printing.marks import marks, matches
from ui.printing.pages import TextPart
from ui.printing.stops import NOWHERE, Stop, Target, page_text, source, stops, target
from ui.widgets.page_painter import PagePainter, PreviewColors
from ui.widgets.page_view import ZOOM_STEP, PageView

_AT_REST = 0.6  # s after the officer last scrolled, before the view may scroll by itself


class _Cursor(NamedTuple):
    """Where the keyboard is."""

    page: int  # index
    stop: int  # among the page's
    figure: int  # among the stop's; -1 is the stop as a whole


class PreviewWidget(PageView):
    """Marks what is being edited and leads from each place to its field, by mouse and by keyboard."""

    field_clicked = Signal(str)  # ref of the figure or text to go to, table/id/field
    paragraph_clicked = Signal(str)  # key of the paragraph
    take_over_wanted = Signal(str)  # key of the paragraph to be written by hand, or changed
    give_back_wanted = Signal(str)  # key of the paragraph to be generated again

    def __init__(self, parent: QWidget | None = None, *, colors: PreviewColors | None = None) -> None:
        super().__init__(parent, colors=colors)
        self.describe: Callable[[str], str] = lambda _ref: ""
        """What a reference is called, for tips."""
        self.is_locked = False
        """Whether paragraphs cannot be taken over."""
        self._follows = False  # what is marked, until the officer scrolls away from it
        self._seeks = False  # what is marked, and it was not found yet
        self._scrolled = 0.0  # when the officer last did it himself
        self._pressed = NOWHERE
        self._cursor: _Cursor | None = None
        self._known_stops: tuple[object, Sequence[Stop]] = (None, ())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("预览")
        self.viewport().setMouseTracking(True)

    # What is being edited

    def mark(self, prefix: str) -> None:
        """Marks the figures of a row (`project/7/`) or a field (`project/7/budget`), and shows one where none is seen.

        An empty prefix marks nothing. The view stays where it is while the officer scrolls it, and after that until
        something else is marked.
        """
        if prefix != self._prefix:
            self._prefix = prefix
            self._follows = monotonic() - self._scrolled > _AT_REST
        self._seeks = self._follows and bool(prefix)
        self._seek()
        self.viewport().update()

    def _on_pages_came(self, new: range) -> None:
        if len(new):
            self._seek()
        if self._pagination.is_whole:
            self._seeks = False

    def _seek(self) -> None:
        """Scrolls to the nearest marked figure, unless one is in sight or the pages are still to come."""
        if not self._seeks or self._waiting is not None or not self._frames or self._anchor is not None:
            return
        view = QRectF(self._origin(), QSize(self.viewport().size()))
        is_marked = matches(self._prefix)
        seen = self._in_view()
        nearest: QRectF | None = None
        for index in self._pagination.showing(self._prefix, self._top_index()):
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
        self._stay()

    def _stay(self) -> None:
        """Follows what is marked no more, until something else is."""
        self._anchor = None
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

    # Where places lead to

    def _stops(self, index: int) -> Sequence[Stop]:
        """The stops of a page; those of the last one asked for are kept, for the mouse to move over."""
        page = self._pagination.pages[index]
        if self._known_stops[0] is not page:
            self._known_stops = page, stops(page)
        return self._known_stops[1]

    def _under(self, position: QPointF) -> tuple[Target, Stop | None, int]:
        """Where a point of the view leads to, what it is on, and the index of its page; -1 for none."""
        place = self._frames.place(position + self._origin())
        if place is None:
            return NOWHERE, None, -1
        found = self._stops(place.page)
        stop = next((stop for stop in found if stop.cell(place.x, place.y)), None)
        return target(found, place.x, place.y), stop, place.page

    def _go(self, to: Target) -> None:
        if to.ref:
            self.field_clicked.emit(to.ref)
        if to.key and not to.is_exact:
            self.paragraph_clicked.emit(to.key)

    def _tip(self, to: Target, stop: Stop | None) -> str:
        paragraph = stop.paragraph if stop is not None else None
        if paragraph is not None and paragraph.manual:
            return "手工段落，数字已变，请点击核对" if paragraph.stale else "手工段落，不随数据变化，点击可修改"
        name = self.describe(to.ref) if to.ref else ""
        if to.is_exact:
            return f"{name}\n点击转到填报处" if name else "点击转到填报处"
        if to.key:
            return f"自动生成的段落，可改为手工\n点击转到{name or '填报处'}"
        return f"点击转到{name or '填报处'}" if to.ref else ""

    # The menu

    def menu(self, to: Target, stop: Stop | None, index: int) -> QMenu:
        """What can be done with a place of a page."""
        result = QMenu(self)
        result.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
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

    # Keyboard

    def _place_of(self, cursor: _Cursor) -> QRectF:
        return self._frames.rectangle(cursor.page, self._stops(cursor.page)[cursor.stop].box)

    def _first_in_view(self) -> _Cursor | None:
        """The first paragraph or row that begins in the view."""
        top = self.verticalScrollBar().value()
        for index in self._in_view():
            for number, stop in enumerate(self._stops(index)):
                if self._frames.rectangle(index, stop.box).top() >= top:
                    return _Cursor(index, number, -1)
        return None

    def _valid_cursor(self) -> _Cursor | None:
        """The cursor, where the present pages still have its place; else the first place in view."""
        cursor = self._cursor
        if cursor is None or cursor.page >= len(self._frames):
            return self._first_in_view()
        found = self._stops(cursor.page)
        if cursor.stop >= len(found):
            return self._first_in_view()
        return cursor._replace(figure=min(cursor.figure, len(found[cursor.stop].figures) - 1))

    def _move(self, by: int) -> None:
        """Moves to the next paragraph or row, or the one before."""
        cursor = self._valid_cursor()
        if cursor is None:
            return
        if self._cursor is None:
            self._set_cursor(cursor)
            return
        page, stop = cursor.page, cursor.stop + by
        while not 0 <= stop < len(self._stops(page)):
            page += by
            if not 0 <= page < len(self._frames):
                return
            stop = 0 if by > 0 else len(self._stops(page)) - 1
        self._set_cursor(_Cursor(page, stop, -1))

    def _move_figure(self, by: int) -> None:
        """Moves along the figures of the paragraph or row."""
        cursor = self._valid_cursor()
        if cursor is not None:
            count = len(self._stops(cursor.page)[cursor.stop].figures)
            self._set_cursor(cursor._replace(figure=min(max(cursor.figure + by, -1), count - 1)))

    def _set_cursor(self, cursor: _Cursor | None) -> None:
        self._cursor = cursor
        if cursor is not None:
            stop = self._stops(cursor.page)[cursor.stop]
            to = self._cursor_target(cursor)
            self._stay()
            self._show(self._place_of(cursor))
            self.setAccessibleDescription(f"{stop.text}（{self._tip(to, stop)}）")
        self.viewport().update()

    def _cursor_target(self, cursor: _Cursor) -> Target:
        found = self._stops(cursor.page)
        if cursor.figure >= 0:
            return Target(found[cursor.stop].figures[cursor.figure].ref, found[cursor.stop].key, is_exact=True)
        return source(found, cursor.stop)

    def _enter(self) -> None:
        cursor = self._valid_cursor()
        if cursor is not None:
            self._cursor = cursor
            self._go(self._cursor_target(cursor))

    def _paint_over(self, paint: PagePainter) -> None:
        cursor = self._valid_cursor() if self._cursor is not None and self.hasFocus() else None
        if cursor is not None:
            figures = self._stops(cursor.page)[cursor.stop].figures
            figure = self._frames.rectangle(cursor.page, figures[cursor.figure].box) if cursor.figure >= 0 else None
            paint.outline(self._place_of(cursor), figure)

    # Events

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self._set_cursor(self._valid_cursor())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._set_cursor(None)
            self._pressed = self._under(event.position())[0]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            pressed, self._pressed = self._pressed, NOWHERE
            if pressed == self._under(event.position())[0]:
                self._go(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
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

    def event(self, event: QEvent) -> bool:
        # The window's own shortcuts on the same keys must not take them while the preview has the focus.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._zoom_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Up: lambda: self._move(-1),
            Qt.Key.Key_Down: lambda: self._move(1),
            Qt.Key.Key_Left: lambda: self._move_figure(-1),
            Qt.Key.Key_Right: lambda: self._move_figure(1),
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
            Qt.Key.Key_Home: lambda: self._leap(bar.minimum()),
            Qt.Key.Key_End: lambda: self._leap(bar.maximum()),
            Qt.Key.Key_PageUp: lambda: self._leap(bar.value() - bar.pageStep()),
            Qt.Key.Key_PageDown: lambda: self._leap(bar.value() + bar.pageStep()),
        }
        zooms: dict[str, Callable[[], object]] = {
            "in": lambda: self.set_zoom(self.zoom + ZOOM_STEP),
            "out": lambda: self.set_zoom(self.zoom - ZOOM_STEP),
            "fit": self.fit_width,
        }
        act = zooms.get(self._zoom_key(event)) or keys.get(event.key())
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def _leap(self, value: int) -> None:
        """Scrolls as the keys ask; the keyboard's place is then the first in view."""
        self._on_scrolled_by_hand()
        self.verticalScrollBar().setValue(value)
        if self._cursor is not None:
            self._cursor = self._first_in_view()
            self.viewport().update()

    @staticmethod
    def _zoom_key(event: QKeyEvent) -> str:
        """What a key does to the zoom: in, out, fit, or nothing."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return ""
        keys: dict[int, str] = {
            Qt.Key.Key_Plus: "in",
            Qt.Key.Key_Equal: "in",  # the same key without Shift
            Qt.Key.Key_Minus: "out",
            Qt.Key.Key_0: "fit",
        }
        return keys.get(event.key(), "")
