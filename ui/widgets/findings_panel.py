"""校核 in the panel at the right: what was found, where, and what it rests on."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
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
from ui.models.findings_model import (
    ENTRY_ROLE,
    ORDER,
    PLACE_ROLE,
    REASON_ROLE,
    WHERE_ROLE,
    FindingsModel,
    Grouping,
    Heading,
    rule_name,
)
from ui.models.outline_model import OutlineModel
from ui.session import Session
from ui.widgets.basics import button, column, label, row, show_in_parent, tool_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.finding_details import FindingDetails

_MARKS = {
    Severity.ERROR: ("error", "error"),
    Severity.WARNING: ("warning", "warning"),
    Severity.HINT: ("info", "secondary"),
}
_WORDS = {Severity.ERROR: "错误，导出前应当改正或说明", Severity.WARNING: "警告，请核对", Severity.HINT: "提示"}
_MEND_TIP = "只改文号括号、中文之间的半角标点和多余空格，不动任何数字；先看后改，可以撤销"
_MARK = 16
_HEADING = 28
_MOST_LINES = 6
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class FindingsPanel(QWidget):
    """A list in the report's order with switches for the levels. A click or Enter goes to the place."""

    place_wanted = Signal(object)  # Place
    acknowledge_wanted = Signal(object)  # Finding that is to be let stand with a reason
    mend_wanted = Signal()
    counted = Signal(int)  # open findings of all levels

    def __init__(self, session: Session, outline: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.model = FindingsModel(session, outline, self)
        self.view = _FindingsView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_EntryDelegate(self.view))
        self.levels = {severity: self._switch(severity) for severity in ORDER}
        self.unchecked = tool_button("help", "显示缺少数据、没有检查的规则", text="未检")
        self.settled = tool_button("check", "显示已确认并说明的意见", text="已确认")
        for each in (self.unchecked, self.settled):
            each.setCheckable(True)
            each.toggled.connect(self._narrow)
        self.mend = button("", "pencil", tip=_MEND_TIP)
        self.details = FindingDetails(session, self.model)
        self.words = QLineEdit()
        self.words.setPlaceholderText("在校核意见中查找")
        self.words.setAccessibleName("在校核意见中查找")
        self.words.setClearButtonEnabled(True)
        self.grouping = QComboBox()
        self.grouping.setAccessibleName("校核意见的排列")
        for grouping in Grouping:
            self.grouping.addItem(grouping.value, grouping)
        self.state = label("", "secondary", wrap=True)
        self.empty = EmptyState("没有发现问题", "每次修改之后都会重新校核，校核意见列在这里。")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        whole = column(self, spacing=theme.S2, margin=theme.S3)
        whole.addLayout(row(*self.levels.values(), None, self.settled, self.unchecked, spacing=theme.S1))
        search = row(self.words, self.grouping, spacing=theme.S2)
        search.setStretch(0, 1)
        whole.addLayout(search)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.state)  # below, so that no line of the list moves under the pointer
        whole.addWidget(self.details)
        whole.addWidget(self.mend)

    def _connect(self) -> None:
        self.mend.clicked.connect(self.mend_wanted)
        self.details.place_wanted.connect(self.place_wanted)
        self.details.acknowledge_wanted.connect(self.acknowledge_wanted)
        self.words.textChanged.connect(self._narrow)
        self.grouping.currentIndexChanged.connect(lambda: self.model.group(self.grouping.currentData()))
        self.view.clicked.connect(self._on_chosen)
        self.view.activated.connect(self._on_chosen)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.model.modelReset.connect(self._show)
        self.model.modelReset.connect(lambda: self._on_current(QModelIndex()))
        self.model.dataChanged.connect(lambda: self._on_current(self.view.currentIndex()))
        self.session.checker.checked.connect(self._show)
        self.session.settled.connect(self._show)

    def _switch(self, severity: Severity) -> QToolButton:
        icon, _ = _MARKS[severity]
        result = tool_button(icon, _WORDS[severity], text=severity.value)
        result.setCheckable(True)
        result.setChecked(True)
        result.toggled.connect(self._narrow)
        return result

    def _narrow(self) -> None:
        levels = [severity for severity, switch in self.levels.items() if switch.isChecked()]
        self.model.narrow(
            levels=levels,
            words=self.words.text(),
            shows_unchecked=self.unchecked.isChecked(),
            shows_settled=self.settled.isChecked(),
        )
        self._show()

    def _show(self) -> None:
        counts = self.model.counts()
        for severity, switch in self.levels.items():
            switch.setText(f"{severity} {counts[severity]}")
            switch.setAccessibleName(f"{_WORDS[severity]}，{counts[severity]} 条")
        self.unchecked.setText(f"未检 {self.model.unchecked}")
        show_in_parent(self.unchecked, self.model.unchecked > 0)
        self.settled.setText(f"已确认 {self.model.settled}")
        show_in_parent(self.settled, self.model.settled > 0 or self.settled.isChecked())
        self._show_mend()
        total = counts.total()
        checker = self.session.checker
        self.state.setText("正在校核…" if not checker.is_current else "")
        self.state.setVisible(bool(self.state.text()))
        is_narrowed = total > 0 and self.model.rowCount() == 0
        self.empty.tell(
            *(
                ("没有符合条件的意见", "换一个级别或关键词试试。")
                if is_narrowed
                else ("没有发现问题", "每次修改之后都会重新校核，校核意见列在这里。")
            )
        )
        self._stack.setCurrentWidget(self.view if self.model.rowCount() or checker.result is None else self.empty)
        self.counted.emit(total)

    def _show_mend(self) -> None:
        """Offers what a program can mend without harm."""
        checked = self.session.checker.result
        count = 0
        if checked is not None and self.session.report_id and not self.session.is_read_only:
            from app.checks import replacements  # here, since the first page shows no finding

            count = len(replacements(self.session.data, checked.open))
        self.mend.setText(f"改正文号括号和标点（{count} 处）…")
        show_in_parent(self.mend, count > 0)

    def _on_current(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE) if index.isValid() else None
        self.details.show_finding(entry if isinstance(entry, Finding) else None)

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
        reason = index.data(REASON_ROLE)
        icon, role = _MARKS[entry.severity] if isinstance(entry, Finding) else ("help", "secondary")
        if reason is not None:
            icon, role = "check", "secondary"
        painter.drawPixmap(rect.topLeft(), icons.pixmap(icon, role, _MARK, painter.device().devicePixelRatioF()))
        inner = rect.adjusted(_MARK + theme.S2, 0, 0, 0)
        name = QRect(inner.left(), inner.top(), inner.width(), _line())
        level = entry.severity.value if isinstance(entry, Finding) else "未检"
        painter.setFont(theme.font(theme.SMALL, QFont.Weight.DemiBold))
        painter.setPen(theme.color(role))
        painter.drawText(name, _LINE, f"{level} · {rule_name(entry.rule)}")
        message = self._message(entry, rect.width() + 2 * theme.S2)
        painter.setFont(theme.font())
        painter.setPen(theme.color("text" if reason is None else "secondary"))
        text = entry.message if isinstance(entry, Finding) else entry.reason
        painter.drawText(QRect(inner.left(), name.bottom() + 1, inner.width(), message.height()), _WRAPPED, text)
        where = QRect(inner.left(), name.bottom() + 1 + message.height(), inner.width(), _line())
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.color("secondary"))
        told = f"已确认：{reason}" if reason is not None else str(index.data(WHERE_ROLE) or "")
        shown = painter.fontMetrics().elidedText(told, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, _LINE, shown)


def _line() -> int:
    return QFontMetrics(theme.font(theme.SMALL)).lineSpacing() + theme.S1
