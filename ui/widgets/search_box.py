"""The go-to box: a few characters of a page, field or entry, and Enter goes there."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import icons, theme
from ui.item_option import read
from ui.models.goto_model import HINT_ROLE, PLACE_ROLE, WORDS_ROLE, GotoModel

_HINT, _KEY = "转到页面或条目", "  Ctrl+K"
_POPUP_WIDTH = 420
_SHOWN = 12
_WIDTH = 250
_AROUND = 10  # the list's border and padding


class SearchBox(QLineEdit):
    """Completes from the go-to model; any part of a name matches."""

    place_wanted = Signal(object)  # Place

    def __init__(self, model: GotoModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setPlaceholderText(_HINT)
        self.setAccessibleName("转到页面或条目")
        mark = self.addAction(icons.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        icons.assign(mark, "search", "secondary")
        self._list = QListView()
        self._list.setProperty("role", "popup")
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer = QCompleter(model, self)
        self._completer.setPopup(self._list)
        self._list.setItemDelegate(_PlaceDelegate(self._list))  # the completer has put one of its own there
        self._completer.setCompletionRole(WORDS_ROLE)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(_SHOWN)
        # The overload that names the entry: two entries may have one name. The type stubs do not know overloads.
        cast("Any", self._completer.activated)[QModelIndex].connect(self._on_activated)
        self.setCompleter(self._completer)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_WIDTH // 2, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 2 * icons.SIZE - theme.S4
        fits = self.fontMetrics().horizontalAdvance(_HINT + _KEY) <= room
        self.setPlaceholderText(_HINT + _KEY if fits else _HINT)

    def matches(self) -> list[str]:
        """The names offered for what is typed."""
        found = self._completer.completionModel()
        return [str(found.index(line, 0).data()) for line in range(found.rowCount())]

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._model.load()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.text().strip():
            found = self._completer.completionModel()
            if found.rowCount():
                self._go(found.index(0, 0))
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.clearFocus()
        else:
            super().keyPressEvent(event)
            self._widen()

    def _widen(self) -> None:
        """Gives the list room for long names, below the box and ending where it ends."""
        if self._list.isVisible():
            corner = self.mapToGlobal(QPoint(self.width() - _POPUP_WIDTH, self.height() + theme.S1))
            rows = min(_SHOWN, self._completer.completionModel().rowCount())
            self._list.setGeometry(corner.x(), corner.y(), _POPUP_WIDTH, rows * theme.ROW + _AROUND)

    def _on_activated(self, index: QModelIndex) -> None:
        self._go(index)

    def _go(self, index: QModelIndex) -> None:
        place = index.data(PLACE_ROLE)
        self._list.hide()
        self.clear()
        self.clearFocus()
        self.place_wanted.emit(place)


class _PlaceDelegate(QStyledItemDelegate):
    """Name at the left, what it is at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.ROW)

    def paint(
        self, painter: QPainter, style_option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        option = read(style_option)
        painter.save()
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(option.rect, theme.color("selection"))
        rect: QRect = option.rect.adjusted(theme.S3, 0, -theme.S3, 0)
        hint = str(index.data(HINT_ROLE))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("secondary"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), hint)
        room = rect.width() - painter.fontMetrics().horizontalAdvance(hint) - theme.S4
        painter.setFont(theme.font())
        painter.setPen(theme.color("text"))
        name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
        painter.restore()
