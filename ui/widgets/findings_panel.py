"""校核 in the panel at the right: what was found, where, and what it rests on."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from app.model.results import Finding, NotChecked, Severity
from ui import icons, theme
from ui.item_option import read
from ui.models.findings_model import ENTRY_ROLE, ORDER, PLACE_ROLE, WHERE_ROLE, FindingsModel, Heading, rule_name
from ui.models.outline_model import OutlineModel
from ui.session import Session
from ui.widgets.basics import column, label, row, tool_button
from ui.widgets.empty_state import EmptyState

_MARKS = {
    Severity.ERROR: ("error", "error"),
    Severity.WARNING: ("warning", "warning"),
    Severity.HINT: ("info", "secondary"),
}
_WORDS = {Severity.ERROR: "错误，导出前应当改正或说明", Severity.WARNING: "警告，请核对", Severity.HINT: "提示"}
_MARK = 16
_HEADING = 28
_MOST_LINES = 6
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class FindingsPanel(QWidget):
    """A list in the report's order with switches for the levels. A click or Enter goes to the place."""

    place_wanted = Signal(object)  # Place
    counted = Signal(int)  # findings of all levels

    def __init__(self, session: Session, outline: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.model = FindingsModel(session, outline, self)
        self.view = _FindingsView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_EntryDelegate(self.view))
        self.levels = {severity: self._switch(severity) for severity in ORDER}
        self.unchecked = tool_button("help", "显示缺少数据、没有检查的规则", text="未检")
        self.unchecked.setCheckable(True)
        self.unchecked.toggled.connect(self._narrow)
        self.words = QLineEdit()
        self.words.setPlaceholderText("在校核意见中查找")
        self.words.setAccessibleName("在校核意见中查找")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._narrow)
        self.state = label("", "secondary", wrap=True)
        self.empty = EmptyState("没有发现问题", "每次修改之后都会重新校核，发现的问题列在这里。")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        whole = column(self, spacing=theme.S2, margin=theme.S3)
        whole.addLayout(row(*self.levels.values(), None, self.unchecked, spacing=theme.S1))
        whole.addWidget(self.words)
        whole.addWidget(self.state)
        whole.addWidget(self._stack, 1)
        self.view.clicked.connect(self._on_chosen)
        self.view.activated.connect(self._on_chosen)
        self.model.modelReset.connect(self._show)
        session.checker.checked.connect(self._show)
        session.settled.connect(self._show)
        self._show()

    def _switch(self, severity: Severity) -> QToolButton:
        icon, _ = _MARKS[severity]
        result = tool_button(icon, _WORDS[severity], text=severity.value)
        result.setCheckable(True)
        result.setChecked(True)
        result.toggled.connect(self._narrow)
        return result

    def _narrow(self) -> None:
        levels = [severity for severity, switch in self.levels.items() if switch.isChecked()]
        self.model.narrow(levels=levels, words=self.words.text(), shows_unchecked=self.unchecked.isChecked())
        self._show()

    def _show(self) -> None:
        counts = self.model.counts()
        for severity, switch in self.levels.items():
            switch.setText(f"{severity} {counts[severity]}")
            switch.setAccessibleName(f"{_WORDS[severity]}，{counts[severity]} 条")
        self.unchecked.setText(f"未检 {self.model.unchecked}")
        self.unchecked.setVisible(self.model.unchecked > 0)
        total = counts.total()
        checker = self.session.checker
        self.state.setText("正在校核…" if not checker.is_current else "")
        self.state.setVisible(bool(self.state.text()))
        is_narrowed = total > 0 and self.model.rowCount() == 0
        self.empty.tell(
            *(
                ("没有符合条件的意见", "换一个级别或关键词试试。")
                if is_narrowed
                else ("没有发现问题", "每次修改之后都会重新校核，发现的问题列在这里。")
            )
        )
        self._stack.setCurrentWidget(self.view if self.model.rowCount() or checker.result is None else self.empty)
        self.counted.emit(total)

    def _on_chosen(self, index: QModelIndex) -> None:
        place = index.data(PLACE_ROLE)
        if place is not None:
            self.place_wanted.emit(place)


class _FindingsView(QListView):
    """A list whose rows are as tall as their text needs at the width there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName("校核意见")
        self.setProperty("role", "plain")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class _EntryDelegate(QStyledItemDelegate):
    """Mark and rule on one line, the message wrapped below, the place under it."""

    def sizeHint(self, style_option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry = index.data(ENTRY_ROLE)
        width = read(style_option).widget.viewport().width()
        if isinstance(entry, Heading):
            return QSize(width, _HEADING)
        return QSize(width, _line() + self._message(entry, width).height() + _line() + theme.S4)

    def _message(self, entry: Finding | NotChecked, width: int) -> QRect:
        """The room of the message, at the place of the whole entry."""
        metrics = QFontMetrics(theme.font())
        room = QRect(0, 0, max(40, width - _MARK - theme.S2 - 2 * theme.S2), metrics.lineSpacing() * _MOST_LINES)
        text = entry.message if isinstance(entry, Finding) else entry.reason
        return metrics.boundingRect(room, _WRAPPED, text).intersected(room)

    def paint(
        self, painter: QPainter, style_option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry, option = index.data(ENTRY_ROLE), read(style_option)
        painter.save()
        if isinstance(entry, Heading):
            self._paint_heading(painter, option.rect, entry)
        else:
            if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
                is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("selection" if is_selected else "hover"))
                painter.drawRoundedRect(option.rect.adjusted(0, 1, 0, -1), theme.FIELD_RADIUS, theme.FIELD_RADIUS)
            self._paint_entry(painter, option.rect.adjusted(theme.S2, theme.S2, -theme.S2, -theme.S2), entry, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, entry: Heading) -> None:
        painter.setFont(theme.font(theme.SMALL, QFont.Weight.Medium))
        painter.setPen(theme.color("secondary"))
        painter.drawText(rect.adjusted(theme.S2, 0, -theme.S2, 0), _LINE, f"{entry.title}　{entry.count}")

    def _paint_entry(
        self, painter: QPainter, rect: QRect, entry: Finding | NotChecked, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        icon, role = _MARKS[entry.severity] if isinstance(entry, Finding) else ("help", "secondary")
        painter.drawPixmap(rect.topLeft(), icons.pixmap(icon, role, _MARK, painter.device().devicePixelRatioF()))
        inner = rect.adjusted(_MARK + theme.S2, 0, 0, 0)
        name = QRect(inner.left(), inner.top(), inner.width(), _line())
        level = entry.severity.value if isinstance(entry, Finding) else "未检"
        painter.setFont(theme.font(theme.SMALL, QFont.Weight.DemiBold))
        painter.setPen(theme.color(role))
        painter.drawText(name, _LINE, f"{level} · {rule_name(entry.rule)}")
        message = self._message(entry, rect.width() + 2 * theme.S2)
        painter.setFont(theme.font())
        painter.setPen(theme.color("text"))
        text = entry.message if isinstance(entry, Finding) else entry.reason
        painter.drawText(QRect(inner.left(), name.bottom() + 1, inner.width(), message.height()), _WRAPPED, text)
        where = QRect(inner.left(), name.bottom() + 1 + message.height(), inner.width(), _line())
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("secondary"))
        shown = painter.fontMetrics().elidedText(
            str(index.data(WHERE_ROLE) or ""), Qt.TextElideMode.ElideRight, where.width()
        )
        painter.drawText(where, _LINE, shown)


def _line() -> int:
    return QFontMetrics(theme.font(theme.SMALL)).lineSpacing() + theme.S1
