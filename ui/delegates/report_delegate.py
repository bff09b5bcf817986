"""How a line of the list of reports is drawn: the status as a tag, the completeness as a bar with its figure."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.library import ReportSummary
from app.model.entities import Status
from ui import icons, theme
from ui.item_option import ItemOption, read
from ui.models.reports_model import REPORT_ROLE, Heading
from ui.widgets.cell_lines import paint_base

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_PADDING = theme.S2
_TAG = QRect(0, 0, 52, 22)
_BAR = 64
_TAGS = {
    Status.DRAFT: ("surface", "secondary", "border"),
    Status.REVIEW: ("accent_ground", "accent", "accent"),
    Status.FINAL: ("good_ground", "good", "good"),
}
"""Ground, ink and edge of a status."""


class ReportDelegate(QStyledItemDelegate):
    """Draws whole lines alike, so that the selected one is one band."""

    def paint(self, painter: QPainter, style_option: QStyleOptionViewItem, index: Index) -> None:
        option = read(style_option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("selection"))
        report: ReportSummary = index.data(REPORT_ROLE)
        match index.column():
            case Heading.DEPARTMENT:
                self._paint_department(painter, option, report)
            case Heading.STATUS:
                self._paint_status(painter, option.rect, report)
            case Heading.SHARE if report.share is not None:
                self._paint_share(painter, option, int(report.share), str(index.data()))
            case _:
                self._paint_text(painter, option, index)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        paint_base(painter, option.rect)
        painter.restore()

    def _paint_text(self, painter: QPainter, option: ItemOption, index: Index) -> None:
        is_quiet = index.column() == Heading.EDITED
        painter.setFont(theme.font(theme.SMALL if is_quiet else theme.BODY, figures=True))
        painter.setPen(theme.color("secondary" if is_quiet else "text"))
        inner = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter), str(index.data()))

    def _paint_department(self, painter: QPainter, option: ItemOption, report: ReportSummary) -> None:
        inner = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font(theme.BODY))
        painter.setPen(theme.color("text"))
        name = painter.fontMetrics().elidedText(
            report.department or "（部门名称未填）", Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, flags, name)
        used = painter.fontMetrics().horizontalAdvance(name) + theme.S3
        if report.remark and used < inner.width():
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(theme.color("secondary"))
            room = inner.adjusted(used, 0, 0, 0)
            remark = painter.fontMetrics().elidedText(report.remark, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, flags, remark)

    def _paint_status(self, painter: QPainter, rect: QRect, report: ReportSummary) -> None:
        ground, ink, edge = _TAGS[Status(report.status)]
        tag = QRect(_TAG)
        tag.moveCenter(rect.center())
        painter.setPen(theme.color(edge))
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(QRectF(tag).adjusted(0.5, 0.5, -0.5, -0.5), _TAG.height() / 2, _TAG.height() / 2)
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font(theme.SMALL, QFont.Weight.Medium))
        if report.status == Status.FINAL:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(QPointF(tag.left() + 7, tag.top() + 5), icons.pixmap("lock", ink, theme.S3, ratio))
            tag.setLeft(tag.left() + theme.S3)
        painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), report.status)

    def _paint_share(self, painter: QPainter, option: ItemOption, percent: int, text: str) -> None:
        inner = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        bar = QRectF(inner.left(), inner.center().y() - 2, min(_BAR, inner.width() - 44), 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface" if option.state & QStyle.StateFlag.State_Selected else "track"))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        if percent:
            bar.setWidth(max(5.0, bar.width() * percent / 100))
            painter.setBrush(theme.color("bar_good" if percent == 100 else "bar"))
            painter.drawRoundedRect(bar, 2.5, 2.5)
        painter.setFont(theme.font(theme.SMALL, figures=True))
        painter.setPen(theme.color("text"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
