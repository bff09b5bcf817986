"""The report as it will be printed, page under page, each figure a link to where it is typed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from app.model.layout import Layout
from app.render.blocks import Document, Paragraph
from ui import theme
from ui.printing.cache import Cache
from ui.printing.marks import has_marks, marks, matches
from ui.printing.pages import Box, Hit, Page, Pages, TextPart
from ui.printing.painter import Look, paint_page
from ui.printing.typeset import typeset
from ui.widgets.page_frames import GAP, PIXELS_PER_POINT, PageFrames, Place

SMALLEST, LARGEST = 50, 300
"""The zoom that can be set, %; fitting to the width may go below."""

_STEP = 10  # %
_BAR_DISTANCE = 6.0  # pt left of the text


@dataclass(frozen=True, slots=True)
class PreviewColors:
    """The colours of the preview."""

    ground: str
    paper: str
    shadow: str
    ink: str
    figure: str
    marked: str
    manual: str
    stale: str


def theme_colors(used: theme.Theme) -> PreviewColors:
    """The preview's colours in a theme."""
    return PreviewColors(
        ground=used.desk,
        paper=used.surface,
        shadow=theme.LIGHT.text,
        ink=used.text,
        figure=used.accent,
        marked=used.marked,
        manual=used.secondary,
        stale=used.warning,
    )


class PreviewWidget(QAbstractScrollArea):
    """Shows a document's pages. Lays out again on every change, which is cheap because paragraphs are kept."""

    field_clicked = Signal(str)  # ref of the figure, table/id/field
    paragraph_clicked = Signal(str)  # key of the paragraph
    zoom_changed = Signal(int)  # %
    page_shown = Signal(int, int)  # the page at the top of the view, counted from 1, and how many there are

    def __init__(self, parent: QWidget | None = None, *, colors: PreviewColors | None = None) -> None:
        super().__init__(parent)
        self._given_colors = colors
        self._cache = Cache()
        self._waiting: tuple[Document, Layout] | None = None  # set while hidden, laid out when shown
        self._pages: Pages | None = None
        self._frames = PageFrames((), QSize(), None)
        self._fits = True
        self._zoom = 100
        self._prefix = ""
        self._scrolls_to_mark = False
        self._pressed = Hit("", "")
        self._at = (0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("预览")
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # What is shown

    def set_document(self, document: Document, layout: Layout) -> None:
        """Shows a document where the last one stood."""
        self._waiting = (document, layout)
        if self.isVisible():
            self._lay_out()

    def set_colors(self, colors: PreviewColors | None) -> None:
        """Changes the colours; None takes those of the theme in use whenever it paints."""
        self._given_colors = colors
        self.viewport().update()

    def mark(self, prefix: str, *, scrolls: bool = True) -> None:
        """Marks the figures of a row (`project/7/`) or a field (`project/7/budget`), and shows the first of them.

        An empty prefix marks nothing.
        """
        self._prefix = prefix
        self._scrolls_to_mark = scrolls and bool(prefix)
        if self._waiting is None:
            self._scroll_to_mark()
        self.viewport().update()

    @property
    def pages(self) -> Pages | None:
        """The pages shown; None before the first document."""
        if self._waiting is not None:
            self._lay_out()
        return self._pages

    @property
    def _colors(self) -> PreviewColors:
        return self._given_colors or theme_colors(theme.current())

    # Zoom

    @property
    def zoom(self) -> int:
        """The size of the page at the top of the view, % of its size on paper."""
        return round(100 * self._frames.scale(self._top_index()) / PIXELS_PER_POINT) if self._frames else self._zoom

    def set_zoom(self, percent: int) -> None:
        """Shows pages at that size, within SMALLEST and LARGEST."""
        self._change_zoom(min(max(percent, SMALLEST), LARGEST), fits=False)

    def fit_width(self) -> None:
        """Shows every page as wide as the view, also after the view's width changes."""
        self._change_zoom(self._zoom, fits=True)

    def _change_zoom(self, percent: int, *, fits: bool) -> None:
        self._zoom, self._fits = percent, fits
        self._arrange_in_place()
        self.viewport().update()
        self.zoom_changed.emit(self.zoom)

    # Laying out and scrolling

    def _lay_out(self) -> None:
        if self._waiting is None:
            return
        document, layout = self._waiting
        self._waiting = None
        self._pages = typeset(document, layout, cache=self._cache)
        self.setAccessibleDescription(f"共 {len(self._pages)} 页")
        value = self.verticalScrollBar().value()
        self._arrange()
        self.verticalScrollBar().setValue(value)
        self._scroll_to_mark()
        self._on_scrolled()
        self.viewport().update()

    def _arrange(self) -> None:
        view = self.viewport().size()
        self._frames = PageFrames(list(self._pages or ()), view, None if self._fits else self._zoom)
        whole = self._frames.size
        for bar, total, visible in (
            (self.horizontalScrollBar(), whole.width(), view.width()),
            (self.verticalScrollBar(), whole.height(), view.height()),
        ):
            bar.setRange(0, max(0, total - visible))
            bar.setPageStep(visible)
            bar.setSingleStep(3 * GAP)

    def _arrange_in_place(self) -> None:
        """Arranges anew with the same place of the same page at the top of the view."""
        if not self._frames:
            self._arrange()
            return
        index = self._top_index()
        frame = self._frames[index]
        share = (self.verticalScrollBar().value() - frame.top()) / frame.height()
        self._arrange()
        frame = self._frames[index]
        self.verticalScrollBar().setValue(round(frame.top() + share * frame.height()))
        self.horizontalScrollBar().setValue(self._frames.best_left(index))

    def _origin(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _top_index(self) -> int:
        """The page in the upper third of the view."""
        return self._frames.at(self.verticalScrollBar().value() + self.viewport().height() / 3)

    def _under(self, position: QPointF) -> Hit:
        place = self._frames.place(position + self._origin())
        return place.page.hit(place.x, place.y) if place else Hit("", "")

    def _scroll_to_mark(self) -> None:
        if not self._scrolls_to_mark or self._pages is None:
            return
        self._scrolls_to_mark = False
        is_marked = matches(self._prefix)
        for index, page in enumerate(self._pages):
            if any(has_marks(part, is_marked) for part in page.parts):
                box = next(mark.box for mark in marks(page, is_marked) if mark.is_figure)
                self._show(self._frames.rectangle(index, box))
                return

    def _show(self, place: QRectF) -> None:
        """Scrolls to where a place can be seen, with some text above and below it."""
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        height, width = self.viewport().height(), self.viewport().width()
        if not bar.value() + height * 0.1 <= place.top() <= place.bottom() <= bar.value() + height * 0.9:
            bar.setValue(round(place.center().y() - height / 3))
        if not across.value() <= place.left() <= place.right() <= across.value() + width:
            across.setValue(round(place.center().x() - width / 2))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._colors.ground))
        painter.translate(-self._origin())
        exposed = QRectF(event.rect()).translated(self._origin())
        for page, frame in self._frames:
            if frame.adjusted(-GAP, -GAP, GAP, GAP).intersects(exposed):
                self._paint_sheet(painter, frame)
                self._paint_page(painter, page, frame, exposed)
        painter.end()

    def _paint_sheet(self, painter: QPainter, frame: QRectF) -> None:
        shadow = QColor(self._colors.shadow)
        shadow.setAlpha(12)
        for spread in (3, 2, 1):
            painter.fillRect(frame.adjusted(-spread, 1 - spread, spread, 1 + spread), shadow)
        painter.fillRect(frame, QColor(self._colors.paper))

    def _paint_page(self, painter: QPainter, page: Page, frame: QRectF, exposed: QRectF) -> None:
        assert self._pages is not None
        scale = frame.width() / page.width
        seen = frame.intersected(exposed).translated(-frame.topLeft())
        clip = Box(seen.left() / scale, seen.top() / scale, seen.right() / scale, seen.bottom() / scale)
        painter.save()
        painter.setClipRect(frame)
        painter.translate(frame.topLeft())
        painter.scale(scale, scale)
        self._paint_marks(painter, page)
        self._paint_bars(painter, page, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = Look(QColor(self._colors.ink), QColor(self._colors.figure))
        paint_page(painter, page, self._pages.fonts, look=look, clip=clip)
        painter.restore()

    def _paint_marks(self, painter: QPainter, page: Page) -> None:
        if not self._prefix:
            return
        for mark in marks(page, matches(self._prefix)):
            left, top, width, height = mark.box.left, mark.box.top, mark.box.width, mark.box.height
            painter.fillRect(QRectF(left, top, width, height), QColor(self._colors.marked))
            if mark.is_short:  # a line too, for those who do not see the colour
                painter.fillRect(QRectF(left, mark.baseline + 2, width, 1), QColor(self._colors.figure))

    def _paint_bars(self, painter: QPainter, page: Page, scale: float) -> None:
        """A thin bar beside what was taken over by hand; a thick one where the figures beneath have changed since."""
        for part in page.parts:
            if isinstance(part, TextPart) and part.paragraph.manual:
                is_stale = part.paragraph.stale
                width = (4 if is_stale else 2) / scale
                color = self._colors.stale if is_stale else self._colors.manual
                left = part.box.left - _BAR_DISTANCE - width
                painter.fillRect(QRectF(left, part.box.top, width, part.box.height), QColor(color))

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_in_place()
        if self._fits and event.size().width() != event.oldSize().width():
            self.zoom_changed.emit(self.zoom)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / 120
            self.set_zoom(round(self.zoom + notches * _STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = self._under(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        hit, self._pressed = self._pressed, Hit("", "")
        if hit != self._under(event.position()):
            return
        if hit.ref:
            self.field_clicked.emit(hit.ref)
        elif hit.key:
            self.paragraph_clicked.emit(hit.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_figure = bool(self._under(event.position()).ref)
        shape = Qt.CursorShape.PointingHandCursor if is_figure else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _show_tip(self, position: QPoint, at: QPoint) -> None:
        place = self._frames.place(QPointF(position) + self._origin())
        tip = _tip(place) if place else ""
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
        match self._zoom_key(event), event.key():
            case "in", _:
                self.set_zoom(self.zoom + _STEP)
            case "out", _:
                self.set_zoom(self.zoom - _STEP)
            case "fit", _:
                self.fit_width()
            case _, Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case _, Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case _, Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - bar.pageStep())
            case _, Qt.Key.Key_PageDown:
                bar.setValue(bar.value() + bar.pageStep())
            case _:
                super().keyPressEvent(event)

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

    def _on_scrolled(self) -> None:
        at = (self._top_index() + 1 if self._frames else 0, len(self._frames))
        if at != self._at:
            self._at = at
            self.page_shown.emit(*at)


def _tip(place: Place) -> str:
    """What to say about a place on a page."""
    page, x, y = place
    if page.hit(x, y).ref:
        return "点击转到填写处"
    for part in page.parts:
        if isinstance(part, TextPart) and part.box.top <= y < part.box.bottom and x < part.box.right:
            return _paragraph_tip(part.paragraph)
    return ""


def _paragraph_tip(paragraph: Paragraph) -> str:
    if paragraph.manual:
        return "手工段落，自动生成的内容已有变化" if paragraph.stale else "手工段落，不随数据变化"
    return "点击可改为手工" if paragraph.key else ""
