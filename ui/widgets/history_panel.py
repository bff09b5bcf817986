"""The history of the row or field being edited, in the panel at the right, with the way back to each value."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QShowEvent
from PySide6.QtWidgets import QListView, QSplitter, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.model.entities import BY_TABLE
from ui import theme
from ui.item_option import read
from ui.models import entry_words
from ui.models.history_model import ENTRY_ROLE, HistoryModel, when
from ui.session import Session
from ui.widgets.basics import ElidedLabel, column, label
from ui.widgets.cell_lines import paint_base, paint_frame
from ui.widgets.entry_details import EntryDetails

_HEIGHT = 64
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class HistoryPanel(QWidget):
    """Follows what is being edited, but only reads the journal while it is in sight."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.model = HistoryModel(session, self)
        self.heading = ElidedLabel("", "group")
        self.remark = label("", "secondary", wrap=True)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_EntryDelegate(session, self.view))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName("修改记录")
        self.view.setProperty("role", "plain")
        self.details = EntryDetails(session)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setHandleWidth(theme.S3)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.view)
        self._split.addWidget(self.details)
        self._split.setSizes([300, 300])
        whole = column(self, spacing=theme.S2, margin=theme.S3)
        whole.addWidget(self.heading)
        whole.addWidget(self.remark)
        whole.addWidget(self._split, 1)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.customContextMenuRequested.connect(self._on_menu_wanted)
        session.focused.connect(self.refresh)
        session.settled.connect(self.refresh)

    def refresh(self) -> None:
        """Reads the history of the field or row the officer is at."""
        if not self.isVisible():
            return
        table, row_id, field = self.session.focus
        if not table or not self.session.report_id:
            self.heading.setText("修改记录")
            self.remark.setText("选中一行或一个填报项，这里显示它的修改记录。")
            self.model.clear()
            self._show(0)
            return
        spec = self.session.spec(table, field) if field else None
        self.heading.setText(f"{BY_TABLE[table].LABEL} · {spec.label}" if spec else BY_TABLE[table].LABEL)
        self.model.load(table=table, row_id=row_id, field=field)
        count = self.model.rowCount()
        more = "最近" if self.model.canFetchMore(QModelIndex()) else "共"
        self.remark.setText(f"{more} {count} 次修改" if count else "还没有修改过。")
        self._show(count)

    def _show(self, count: int) -> None:
        """Selects the latest entry, which the details below are about; hides both where there is none."""
        self._split.setVisible(count > 0)
        self.view.setCurrentIndex(self.model.index(0, 0))
        if not count:
            self.details.show_entry(None)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.details.show_entry(current.data(ENTRY_ROLE))

    def _on_menu_wanted(self, at: QPoint) -> None:
        if self.view.currentIndex().isValid():
            menu = self.details.commands.menu(self.view)
            menu.popup(self.view.viewport().mapToGlobal(at))
            menu.aboutToHide.connect(menu.deleteLater)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()


class _EntryDelegate(QStyledItemDelegate):
    """Before and after on one line each, time and name below."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _HEIGHT)

    def paint(
        self, painter: QPainter, style_option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY_ROLE)
        option = read(style_option)
        rect: QRect = option.rect.adjusted(theme.S3, theme.S1, -theme.S3, -theme.S1)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("selection"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_frame(painter, option.rect)
        before = entry_words.shown(self._session, entry, entry.before).replace("\n", " ")
        after = entry_words.shown(self._session, entry, entry.after).replace("\n", " ")
        lines = (
            (entry.label + ("（已撤销）" if entry.undone else ""), "text", QFont.Weight.Medium),
            (f"{before} → {after}" if entry.field else (after or before), "text", QFont.Weight.Normal),
            (" · ".join(part for part in (when(entry.time), entry.user) if part), "secondary", QFont.Weight.Normal),
        )
        height = rect.height() // len(lines)
        for number, (text, role, weight) in enumerate(lines):
            painter.setFont(theme.font(theme.SMALL, weight, figures=True))
            painter.setPen(theme.color(role))
            place = QRect(rect.left(), rect.top() + number * height, rect.width(), height)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, place.width())
            painter.drawText(place, _LEFT, shown)
        paint_base(painter, rect.adjusted(0, 0, 0, theme.S1))
        painter.restore()
