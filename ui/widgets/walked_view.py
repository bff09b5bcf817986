"""Pages of which every place leads to its field, gone through by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.printing.stops import Stop, Target, source, stops
from ui.widgets.page_painter import PagePainter
from ui.widgets.page_view import PageView


class _Cursor(NamedTuple):
    """Where the keyboard is."""

    page: int  # index
    stop: int  # among the page's
    figure: int  # among the stop's; -1 is the stop as a whole


class WalkedView(PageView):
    """Up and down go over paragraphs and rows, left and right along their figures, Enter to the field."""

    field_clicked = Signal(str)  # ref of the figure or text to go to, table/id/field
    paragraph_clicked = Signal(str)  # key of the paragraph

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.describe: Callable[[str], str] = lambda _ref: ""
        """What a reference is called, for tips."""
        self._cursor: _Cursor | None = None
        self._known_stops: tuple[object, Sequence[Stop]] = (None, ())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # Places

    def _stops(self, index: int) -> Sequence[Stop]:
        """The stops of a page; those of the last one asked for are kept, for the mouse to move over."""
        page = self._pagination.pages[index]
        if self._known_stops[0] is not page:
            self._known_stops = page, stops(page)
        return self._known_stops[1]

    def _go(self, to: Target) -> None:
        """Leads to the field, and shows what can be done with the paragraph; the view stays where the officer looks."""
        self._on_scrolled_by_hand()
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

    def selected_text(self) -> str:
        """What is selected with the mouse; empty when nothing is."""
        return ""

    # The keyboard's place

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

    def _copy(self) -> None:
        """Copies what is selected, else the paragraph or row the keyboard is at."""
        cursor = self._valid_cursor() if self._cursor is not None else None
        words = self.selected_text() or (self._stops(cursor.page)[cursor.stop].text if cursor is not None else "")
        if words:
            QGuiApplication.clipboard().setText(words)

    def _leap(self, value: int) -> None:
        """Scrolls as the keys ask; the keyboard's place is then the first in view."""
        self._on_scrolled_by_hand()
        self.verticalScrollBar().setValue(value)
        if self._cursor is not None:
            self._cursor = self._first_in_view()
            self.viewport().update()

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
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        act = keys.get(event.key())
        if act is not None and not self._zoom_key(event):
            act()
        else:
            super().keyPressEvent(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        return super()._is_own(event) or event.matches(QKeySequence.StandardKey.Copy)
