"""The go-to box: a few characters of a page, field, entry or command, and Enter goes there or does it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import icons, theme
from ui.focus import FocusReturn
from ui.item_option import read
from ui.models.goto_model import ENTRY_ROLE, HINT_ROLE, Entry, GotoModel

_HINT, _KEY = "转到页面、条目或操作", "  Ctrl+K"
_HOW = "输入名称中的几个字，或拼音首字母，如 yswcl（预算完成率）"
_LIST_WIDTH = 460
_ROWS = 16  # shown at once
_WIDTH = 250
_AROUND = 10  # the list's border and padding
_PAGE = 8  # lines of Page Up and Page Down


class SearchBox(QLineEdit):
    """The list floats over the window while the box has the focus; leaving it gives the focus back."""

    place_wanted = Signal(object)  # Place

    def __init__(self, model: GotoModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._return = FocusReturn(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("search", "true")
        self.setPlaceholderText(_HINT)
        self.setAccessibleName(_HINT)
        self.setToolTip(_HOW)
        self.setAccessibleDescription(_HOW)
        self.setAccessibleDescription("输入名称中的几个字；以 > 开头只找操作。上下键选择，回车确定，Esc 返回。")
        mark = self.addAction(icons.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        icons.assign(mark, "search", "secondary")
        self.list = QListView(self)
        self.list.setProperty("role", "popup")
        self.list.setModel(model)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("可以转到的地方")
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.clicked.connect(self._on_clicked)
        self.list.hide()
        self.textChanged.connect(self._on_text_changed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_WIDTH // 2, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 2 * icons.SIZE - theme.S4
        fits = self.fontMetrics().horizontalAdvance(_HINT + _KEY) <= room
        self.setPlaceholderText(_HINT + _KEY if fits else _HINT)

    def open(self, text: str = "") -> None:
        """Takes the focus and shows the list."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(text)
        self._show_list()

    def close_list(self) -> None:
        """Hides the list and empties the box."""
        self.list.hide()
        self.clear()

    # What is typed

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.list.isVisible():
            self.model.load()
            self._show_list()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.close_list()

    def _on_text_changed(self, text: str) -> None:
        if self.hasFocus():
            self.model.search(text)
            self._show_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_PAGE, Qt.Key.Key_PageDown: _PAGE,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps:
            self._move(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        if not self._return.give_back():
            self.clearFocus()
        self.close_list()

    # The list

    def _show_list(self) -> None:
        """Lays the list below the box, ending where it ends, over everything else in the window."""
        window = self.window()
        if self.list.parentWidget() is not window:
            self.list.setParent(window)
        rows = self.model.rowCount()
        self.list.setVisible(rows > 0)
        if not rows:
            return
        corner = self.mapTo(window, QPoint(self.width() - _LIST_WIDTH, self.height() + theme.S1))
        room = (window.height() - corner.y() - theme.S4 - _AROUND) // theme.ROW
        height = max(1, min(rows, _ROWS, room)) * theme.ROW + _AROUND
        self.list.setGeometry(max(theme.S1, corner.x()), corner.y(), _LIST_WIDTH, height)
        self.list.raise_()
        self._choose(self.model.first_line())

    def _choose(self, line: int) -> None:
        index = self.model.index(line, 0)
        self.list.setCurrentIndex(index)
        if line == self.model.first_line():
            self.list.scrollToTop()  # with the heading above it

    def _move(self, step: int) -> None:
        """To the next entry that can be chosen, in steps of one beyond what a page would skip."""
        lines = range(self.model.rowCount())
        wanted = [line for line in lines if self.model.flags(self.model.index(line, 0))]
        if not wanted:
            return
        here = self.list.currentIndex().row()
        place = wanted.index(here) if here in wanted else -1
        self._choose(wanted[max(0, min(place + step, len(wanted) - 1))])

    def _on_clicked(self, index: QModelIndex) -> None:
        self._go(index)

    def _go(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE) if index.isValid() else None
        if not isinstance(entry, Entry) or entry.reason:
            return
        self.model.use(entry)
        self._leave()
        if entry.place is not None:
            self.place_wanted.emit(entry.place)
        elif entry.action is not None:
            entry.action.trigger()


class _EntryDelegate(QStyledItemDelegate):
    """Name at the left; what it is, its keys or why it cannot be used at the right. Headings small and grey."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.ROW)

    def paint(
        self, painter: QPainter, style_option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        option = read(style_option)
        entry = index.data(ENTRY_ROLE)
        painter.save()
        if isinstance(entry, Entry) and not entry.reason:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(option.rect, theme.color("selection"))
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(option.rect, theme.color("hover"))
        rect: QRect = option.rect.adjusted(theme.S3, 0, -theme.S3, 0)
        hint = str(index.data(HINT_ROLE) or "")
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("secondary"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), hint)
        room = rect.width() - painter.fontMetrics().horizontalAdvance(hint) - theme.S4
        if entry is None:
            painter.setFont(theme.font(theme.SMALL, QFont.Weight.DemiBold))
        else:
            painter.setFont(theme.font())
            painter.setPen(theme.color("disabled" if entry.reason else "text"))
        name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
        painter.restore()
