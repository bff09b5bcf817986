"""A document's pages one under another, laid out between keystrokes, zoomed and scrolled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, QPointF, QPropertyAnimation, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.model.layout import Layout
from app.render.blocks import Document
from ui import theme
from ui.printing.anchor import Anchor, Spot
from ui.printing.fonts import FontSet
from ui.printing.pages import Box, Page
from ui.printing.pagination import Pagination
from ui.printing.typeset import USUAL, Numbering
from ui.widgets.page_frames import GAP, PIXELS_PER_POINT, Fit, PageFrames
from ui.widgets.page_painter import PagePainter, PreviewColors, theme_colors

SMALLEST, LARGEST = 50, 300
"""The zoom that can be set, %; fitting to the width may go below."""

ZOOM_STEP = 10  # %

_SLICE = 0.006  # s of laying out at a time, so that a key pressed meanwhile never waits noticeably
_GLIDE = 160  # ms


@dataclass(slots=True)
class _Kept:
    """What is remembered of a document while another one is shown."""

    pagination: Pagination = field(default_factory=Pagination)
    zoom: int | Fit = Fit.WIDTH
    at: QPoint = field(default_factory=QPoint)


class PageView(QAbstractScrollArea):
    """Lays out again on every change, a little at a time, and holds what is in view where it is."""

    zoom_changed = Signal(int)  # %
    page_shown = Signal(int, int)  # the page at the top of the view, counted from 1, and how many there are
    laid_out = Signal()  # all pages are those of the present document

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._kept: dict[str, _Kept] = {"": _Kept()}
        self._waiting: tuple[Document, Layout, Numbering] | None = None  # set while hidden, laid out when shown
        self._anchor: Anchor | None = None
        self._columns = 1
        self._frames = PageFrames((), QSize(), Fit.WIDTH)
        self._at = (0, 0)
        self._count = -1  # pages that were told
        self._told_zoom = -1  # %
        self._prefix = ""
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._advance)
        self._glide = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._glide.setDuration(_GLIDE)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.actionTriggered.connect(lambda _action: self._on_scrolled_by_hand())

    # What is shown

    def set_document(self, document: Document, layout: Layout, name: str = "", numbering: Numbering = USUAL) -> None:
        """Shows a document where the last one of that name stood."""
        if name != self._name:
            self._change_to(name)
        self._waiting = (document, layout, numbering)
        if self.isVisible():
            self._begin()

    def _change_to(self, name: str) -> None:
        self._mine.at = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        self._on_pages_left()
        self._name = name
        mine = self._kept.setdefault(name, _Kept())
        self._anchor = None
        self._arrange()
        self.horizontalScrollBar().setValue(mine.at.x())
        self.verticalScrollBar().setValue(mine.at.y())
        self._tell_zoom()
        self.viewport().update()

    def forget(self) -> None:
        """Forgets what was shown, for another report to begin at its first page."""
        self._on_pages_left()
        self._kept = {name: _Kept(zoom=kept.zoom) for name, kept in self._kept.items()}
        self._waiting = self._anchor = None
        self._next.stop()
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self._on_scrolled()
        self.viewport().update()

    @property
    def pages(self) -> list[Page]:
        """The pages of the document, laid out whole."""
        if self._waiting is not None:
            self._begin()
        while not self._pagination.is_whole:
            self._advance()
        return list(self._pagination.pages)

    @property
    def is_whole(self) -> bool:
        """Whether all pages are those of the present document."""
        return self._waiting is None and self._pagination.is_whole

    @property
    def fonts(self) -> FontSet | None:
        """What the pages were laid out with; None before there were any."""
        return self._pagination.fonts

    @property
    def is_growing(self) -> bool:
        """Whether there are more pages to come than can be shown now."""
        return not self._pagination.is_whole and self._pagination.new == len(self._pagination.pages)

    @property
    def _mine(self) -> _Kept:
        return self._kept[self._name]

    @property
    def _pagination(self) -> Pagination:
        return self._mine.pagination

    @property
    def _colors(self) -> PreviewColors:
        return theme_colors(theme.current())

    # Laying out

    def _begin(self) -> None:
        if self._waiting is None:
            return
        document, layout, numbering = self._waiting
        self._waiting = None
        value = self.verticalScrollBar().value()
        if self._frames and value and self._anchor is None:
            index = self._frames.at(value)
            y = (value - self._frames[index].top()) / self._frames.scale(index)
            self._anchor = Anchor(self._pagination.pages, Spot(index, y))
        self._on_pages_left()
        self._pagination.begin(document, layout, numbering)
        self._advance()

    def _advance(self) -> None:
        """Lays out a little more, and comes back when the events that wait have had their turn."""
        known = self._pagination.new
        self._pagination.advance(_SLICE)
        new = range(known, self._pagination.new)
        if not self._frames.still_hold(self._pagination.pages, new):
            self._arrange()
        self._hold()
        self._on_pages_came(new)
        is_whole = self._pagination.is_whole
        seen = self._in_view()
        if is_whole or (seen.start < new.stop and new.start < seen.stop):
            self.viewport().update()
        self._on_scrolled()
        if is_whole:
            self._next.stop()
            self._describe_count(len(self._pagination.pages))
            self.laid_out.emit()
        else:
            self._next.start()

    def _describe_count(self, count: int) -> None:
        """Says how many pages there are, where that is news."""
        if count != self._count:
            self._count = count
            self.setAccessibleDescription(f"共 {count} 页")

    def _on_pages_left(self) -> None:
        """For those who hold places of the pages that are now replaced."""

    def _on_pages_came(self, new: range) -> None:
        """For those who wait for a page."""

    def _hold(self) -> None:
        """Brings what stood at the top of the view back to where it was, once its page is there."""
        anchor, done = self._anchor, self._pagination
        if anchor is None or not (done.is_whole or done.new > anchor.page + 1):
            return
        self._anchor = None
        shift = anchor.shift(done.pages[: done.new])
        if shift is not None and anchor.page < len(self._frames):
            pages = self._frames[shift.page].top() - self._frames[anchor.page].top()
            by = round(pages + shift.y * self._frames.scale(shift.page))
            if by:
                self.verticalScrollBar().setValue(self.verticalScrollBar().value() + by)

    def _arrange(self) -> None:
        mine, view = self._mine, self.viewport().size()
        self._frames = PageFrames(mine.pagination.pages, view, mine.zoom, self._columns)
        whole = self._frames.size
        for bar, total, visible in (
            (self.horizontalScrollBar(), whole.width(), view.width()),
            (self.verticalScrollBar(), whole.height(), view.height()),
        ):
            bar.setRange(0, max(0, total - visible))
            bar.setPageStep(visible)
            bar.setSingleStep(3 * GAP)

    # Zoom

    @property
    def zoom(self) -> int:
        """The size of the page at the top of the view, % of its size on paper."""
        if not self._frames:
            return 100 if isinstance(self._mine.zoom, Fit) else self._mine.zoom
        return round(100 * self._frames.scale(self._top_index()) / PIXELS_PER_POINT)

    @property
    def fits(self) -> Fit | None:
        """What of a page is as large as the view; None where a zoom was set."""
        return self._mine.zoom if isinstance(self._mine.zoom, Fit) else None

    def set_zoom(self, percent: int) -> None:
        """Shows pages at that size, within SMALLEST and LARGEST."""
        self._change_zoom(min(max(percent, SMALLEST), LARGEST))

    def fit(self, fit: Fit) -> None:
        """Shows every page as large as the view, also after the view's size changes."""
        self._change_zoom(fit)

    def _change_zoom(self, zoom: int | Fit) -> None:
        self._mine.zoom = zoom
        self._arrange_in_place()
        self.viewport().update()
        self._tell_zoom()

    @property
    def columns(self) -> int:
        """How many pages stand side by side."""
        return self._columns

    def set_columns(self, count: int) -> None:
        """Shows as many pages side by side."""
        self._columns = count
        self._change_zoom(self._mine.zoom)

    def _arrange_in_place(self) -> None:
        """Arranges anew with the same place of the same page at the top of the view."""
        self._glide.stop()
        if not self._frames:
            self._arrange()
            return
        index = self._top_index()
        frame = self._frames[index]
        share = (self.verticalScrollBar().value() - frame.top()) / frame.height()
        self._arrange()
        frame = self._frames[index]
        place = self._frames.start(index) if self.fits is Fit.PAGE else round(frame.top() + share * frame.height())
        self.verticalScrollBar().setValue(place)
        self.horizontalScrollBar().setValue(self._frames.best_left(index))

    # Scrolling

    def go_to_page(self, number: int) -> None:
        """Shows a page, counted from 1, from its top on."""
        if self._frames:
            index = min(max(number, 1), len(self._frames)) - 1
            self._on_scrolled_by_hand()
            self.verticalScrollBar().setValue(self._frames.start(index))

    def _show(self, place: QRectF) -> None:
        """Scrolls gently to where a place can be seen, with some text above and below it."""
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        height, width = self.viewport().height(), self.viewport().width()
        if not bar.value() + height * 0.05 <= place.top() <= place.bottom() <= bar.value() + height * 0.95:
            self._scroll_to(round(place.center().y() - height / 3))
        if not across.value() <= place.left() <= place.right() <= across.value() + width:
            across.setValue(round(place.center().x() - width / 2))

    def _scroll_to(self, value: int) -> None:
        """A way within the view is glided, so that the eye can follow; a longer one would only be a blur."""
        bar = self.verticalScrollBar()
        self._glide.stop()
        if abs(value - bar.value()) > bar.pageStep():
            bar.setValue(value)
        else:
            self._glide.setStartValue(bar.value())
            self._glide.setEndValue(min(max(value, bar.minimum()), bar.maximum()))
            self._glide.start()

    def _on_scrolled_by_hand(self) -> None:
        self._glide.stop()
        self._stay()

    def _stay(self) -> None:
        """Scrolls no more to where something moved."""
        self._anchor = None

    def _on_scrolled(self) -> None:
        at = (self._top_index() + 1 if self._frames else 0, len(self._frames))
        if at != self._at:
            self._at = at
            self.page_shown.emit(*at)
        self._tell_zoom()

    def _tell_zoom(self) -> None:
        """Tells the zoom where it is another, also because another page is in sight."""
        if self.zoom != self._told_zoom:
            self._told_zoom = self.zoom
            self.zoom_changed.emit(self.zoom)

    def _origin(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _top_index(self) -> int:
        """The page in the upper third of the view."""
        return self._frames.at(self.verticalScrollBar().value() + self.viewport().height() / 3)

    def _in_view(self) -> range:
        """The indexes of the pages that can be seen."""
        top = self.verticalScrollBar().value()
        return self._frames.within(top, top + self.viewport().height())

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._colors.ground))
        painter.translate(-self._origin())
        exposed = QRectF(event.rect()).translated(self._origin())
        if self._pagination.fonts is not None:
            pages = self._pagination.pages
            paint = PagePainter(painter, self._colors, self._pagination.fonts, self._prefix)
            for index in self._frames.within(exposed.top() - GAP, exposed.bottom() + GAP):
                paint.paint(pages[index], self._frames[index], exposed, self._selected_on(index))
            self._paint_over(paint)
        painter.end()

    def _selected_on(self, _index: int) -> Iterable[Box]:
        """The rectangles of what is selected on a page."""
        return ()

    def _paint_over(self, paint: PagePainter) -> None:
        """For what stands above the pages."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_in_place()
        self._tell_zoom()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()
        if not self._pagination.is_whole:
            self._next.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._next.stop()

    def event(self, event: QEvent) -> bool:
        # The window's own shortcuts on the same keys must not take them while the pages have the focus.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[str, Callable[[], object]] = {
            "in": lambda: self.set_zoom(self.zoom + ZOOM_STEP),
            "out": lambda: self.set_zoom(self.zoom - ZOOM_STEP),
            "fit": lambda: self.fit(Fit.WIDTH),
        }
        act = acts.get(self._zoom_key(event))
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        return bool(self._zoom_key(event))

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / 120
            self.set_zoom(round(self.zoom + notches * ZOOM_STEP))
            event.accept()
        else:
            super().wheelEvent(event)
