"""The history of the row or field being edited, in the panel at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QShowEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.model.entities import BY_TABLE
from ui import theme
from ui.item_option import read
from ui.models.history_model import ENTRY_ROLE, HistoryModel, when
from ui.session import Session
from ui.widgets.basics import ElidedLabel, column, label

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
        self.view.setItemDelegate(_EntryDelegate(self.model, self.view))
        self.view.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName("历史")
        self.view.setProperty("role", "plain")
        whole = column(self, spacing=theme.S2, margin=theme.S3)
        whole.addWidget(self.heading)
        whole.addWidget(self.remark)
        whole.addWidget(self.view, 1)
        session.focused.connect(self.refresh)
        session.settled.connect(self.refresh)

    def refresh(self) -> None:
        """Reads the history of the field or row the officer is at."""
        if not self.isVisible():
            return
        table, row_id, field = self.session.focus
        if not table or not self.session.report_id:
            self.heading.setText("历史")
            self.remark.setText("选中一行或一个填报项，这里显示它的修改历史。")
            self.model.load(limit=0)
            return
        spec = self.session.spec(table, field) if field else None
        self.heading.setText(f"{BY_TABLE[table].LABEL} · {spec.label}" if spec else BY_TABLE[table].LABEL)
        self.model.load(table=table, row_id=row_id, field=field)
        count = self.model.rowCount()
        self.remark.setText(f"共 {count} 次修改" if count else "还没有修改过。")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()


class _EntryDelegate(QStyledItemDelegate):
    """Before and after on one line each, time and name below."""

    def __init__(self, model: HistoryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _HEIGHT)

    def paint(
        self, painter: QPainter, style_option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY_ROLE)
        rect: QRect = read(style_option).rect.adjusted(theme.S3, theme.S1, -theme.S3, -theme.S1)
        painter.save()
        before = self._model.shown(entry, entry.before).replace("\n", " ")
        after = self._model.shown(entry, entry.after).replace("\n", " ")
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
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.left(), rect.bottom() + theme.S1, rect.right(), rect.bottom() + theme.S1)
        painter.restore()
