"""The hits of a search as a list: the passage with the match in it, below it where it stands."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.model.search import Hit
from ui import theme
from ui.item_option import read
from ui.models.find_model import HIT_ROLE, WHERE_ROLE, FindModel
from ui.widgets.tick import paint_tick

Index = QModelIndex | QPersistentModelIndex

_HEIGHT = 44
_TICK = 16
_BEFORE = 0.3  # of the room, at most, for what stands before the match
_AROUND = 80  # characters looked at on each side, more than there is room for
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

Piece = tuple[str, str, bool]
"""A stretch of text, its colour, and whether it is struck out."""


class HitList(QListView):
    """A click or Enter goes to the hit; the arrow keys look at it and stay here."""

    hit_wanted = Signal(object)  # Hit: go to its field
    hit_looked_at = Signal(object)  # Hit: show it, the keyboard stays in the list

    def __init__(self, model: FindModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setProperty("role", "plain")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("查找结果")
        self.delegate = _HitDelegate(model, self)
        self.setItemDelegate(self.delegate)
        self.clicked.connect(self._on_clicked)

    def show_current(self) -> None:
        """Marks the current hit and brings it in sight."""
        hit = self._model.current
        index = self._model.index(self._model.line_of(hit), 0) if hit is not None else QModelIndex()
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    def _on_clicked(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE)
        if isinstance(hit, Hit) and not self.delegate.has_ticked:
            self.hit_wanted.emit(hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self.hit_wanted.emit(index.data(HIT_ROLE))
            return
        super().keyPressEvent(event)
        found = self.currentIndex().data(HIT_ROLE) if self.currentIndex().isValid() else None
        if isinstance(found, Hit) and self.currentIndex() != index:
            self.hit_looked_at.emit(found)


class _HitDelegate(QStyledItemDelegate):
    """What is to be replaced is struck out and followed by what comes in its place, so colour is not alone."""

    def __init__(self, model: FindModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.replacement: str | None = None  # None: nothing is being replaced
        self.has_ticked = False  # the click that just happened turned a tick

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, style_option: QStyleOptionViewItem, index: Index) -> None:
        option = read(style_option)
        hit = index.data(HIT_ROLE)
        painter.save()
        if isinstance(hit, Hit):
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(option.rect, theme.color("selection"))
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(option.rect, theme.color("hover"))
            self._paint_hit(painter, QRect(option.rect), hit, index)
        else:
            self._paint_heading(painter, QRect(option.rect), index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, index: Index) -> None:
        painter.setPen(theme.color("line"))
        if index.row():
            painter.drawLine(rect.topLeft(), rect.topRight())
        inner = rect.adjusted(theme.S3, theme.S3, -theme.S3, 0)
        painter.setFont(theme.font(theme.BODY, QFont.Weight.DemiBold))
        painter.setPen(theme.color("text"))
        painter.drawText(inner, _LEFT, str(index.data()))
        painter.setFont(theme.font(theme.SMALL, figures=True))
        painter.setPen(theme.color("secondary"))
        painter.drawText(inner, _RIGHT, str(index.data(WHERE_ROLE)))

    def _paint_hit(self, painter: QPainter, rect: QRect, hit: Hit, index: Index) -> None:
        left = theme.S3
        if self._model.is_replacing:
            state = index.data(Qt.ItemDataRole.CheckStateRole)
            if state is not None:
                paint_tick(painter, _tick_rect(rect), is_on=state == Qt.CheckState.Checked)
            left += _TICK + theme.S2
        inner = rect.adjusted(left, theme.S1, -theme.S3, -theme.S1)
        line = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        is_left_out = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
        _paint_passage(painter, line, hit, self._pieces(hit, is_left_out=is_left_out))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("secondary"))
        below = line.translated(0, line.height())
        where = painter.fontMetrics().elidedText(
            str(index.data(WHERE_ROLE)), Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, _LEFT, where)

    def _pieces(self, hit: Hit, *, is_left_out: bool) -> list[Piece]:
        match = hit.text[hit.start : hit.end]
        if self.replacement is None or not hit.is_replaceable or is_left_out:
            return [(match, "accent", False)]
        return [(match, "error", True), (self.replacement, "good", False)]

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, style_option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the tick or the space bar turns it."""
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        is_press = event.type() == QEvent.Type.MouseButtonPress
        if is_press:
            self.has_ticked = False
        if state is None:
            return False
        is_space = event.type() == QEvent.Type.KeyPress and cast("QKeyEvent", event).key() == Qt.Key.Key_Space
        is_click = is_press and _is_on_tick(cast("QMouseEvent", event), read(style_option).rect)
        if not (is_space or is_click):
            return False
        self.has_ticked = is_click
        is_on = state == Qt.CheckState.Checked
        return model.setData(
            index, Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
        )


def _tick_rect(rect: QRect) -> QRect:
    return QRect(rect.left() + theme.S3, rect.top() + (rect.height() - _TICK) // 2, _TICK, _TICK)


def _is_on_tick(event: QMouseEvent, rect: QRect) -> bool:
    return event.position().x() < _tick_rect(rect).right() + theme.S2


def _paint_passage(painter: QPainter, line: QRect, hit: Hit, pieces: list[Piece]) -> None:
    """One line of the text around a hit, cut so that the match itself is in sight."""
    plain, strong = theme.font(), theme.font(weight=QFont.Weight.DemiBold)
    before = _flat(hit.text[max(0, hit.start - _AROUND) : hit.start]).lstrip()
    after = _flat(hit.text[hit.end : hit.end + _AROUND])
    metrics = QFontMetrics(plain)
    wanted = sum(QFontMetrics(strong).horizontalAdvance(text) for text, _, _ in pieces)
    room = max(line.width() - wanted - metrics.horizontalAdvance(after), round(line.width() * _BEFORE))
    shown = metrics.elidedText(before, Qt.TextElideMode.ElideLeft, room)
    if shown == before and hit.start > _AROUND:
        shown = f"…{before}"
    place = _paint_piece(painter, line, line.left(), (shown, "text", False), plain)
    for piece in pieces:
        place = _paint_piece(painter, line, place, piece, strong)
    _paint_piece(painter, line, place, (after, "text", False), plain)


def _paint_piece(painter: QPainter, line: QRect, place: int, piece: Piece, font: QFont) -> int:
    """Paints a stretch of text from `place` on as far as the line goes; where it ends."""
    text, colour, is_struck = piece
    used = QFont(font)
    used.setStrikeOut(is_struck)
    painter.setFont(used)
    painter.setPen(theme.color(colour))
    rect = QRect(place, line.top(), max(0, line.right() - place + 1), line.height())
    shown = painter.fontMetrics().elidedText(_flat(text), Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _LEFT, shown)
    return place + painter.fontMetrics().horizontalAdvance(shown)


def _flat(text: str) -> str:
    return text.replace("\n", " ")
