"""How a line of the outline is drawn: name, number of rows, and ✓ or how many fields are missing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import icons, theme
from ui.item_option import read
from ui.models.outline_model import CARRIED_ROLE, FINDINGS_ROLE, KEY_ROLE, MISSING_ROLE, ROWS_ROLE

_INDENT = 14
_BADGE = 24
_PILL = 18  # height of the ground under a number that asks for something; the number of rows has none


class OutlineDelegate(QStyledItemDelegate):
    """The badge is a mark and a number, so that it does not speak by colour alone."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.OUTLINE_WIDTH, theme.ROW)

    def paint(
        self, painter: QPainter, style_option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        option = read(style_option)
        rect = option.rect
        is_page = bool(index.data(KEY_ROLE))
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_page and (is_selected or option.state & QStyle.StateFlag.State_MouseOver):
            ground = QRect(theme.S2, rect.top() + 1, rect.right() - 2 * theme.S2 + 1, rect.height() - 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(theme.color("accent") if has_focus else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection" if is_selected else "hover"))
            painter.drawRoundedRect(ground, theme.FIELD_RADIUS, theme.FIELD_RADIUS)
        left = theme.S4 + (_INDENT if index.parent().isValid() else 0)
        right = self._paint_badge(painter, rect, index)
        self._paint_name(painter, QRect(left, rect.top(), right - left, rect.height()), index, is_selected=is_selected)
        painter.restore()

    def _paint_badge(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> int:
        """Paints how much is missing or was found; where the name has to end."""
        right = rect.right() - theme.S4
        missing = index.data(MISSING_ROLE)
        open_ones = max(missing, 0) + index.data(FINDINGS_ROLE)
        badge = QRect(right - _BADGE, rect.top(), _BADGE, rect.height())
        if open_ones == 0 and index.data(CARRIED_ROLE):
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(theme.color("secondary"))
            painter.drawText(badge, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), "沿用")
        elif missing == open_ones == 0:
            ratio = painter.device().devicePixelRatioF()
            size = 14
            top = rect.top() + (rect.height() - size) // 2
            painter.drawPixmap(right - size, top, icons.pixmap("check", "good", size, ratio))
        elif open_ones > 0:
            painter.setFont(theme.font(theme.SMALL, figures=True))
            width = max(_PILL, painter.fontMetrics().horizontalAdvance(str(open_ones)) + 2 * theme.S1 + 2)
            pill = QRectF(badge.right() + 1 - width + theme.S1, rect.center().y() - _PILL / 2 + 1, width, _PILL)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("warning_ground"))
            painter.drawRoundedRect(pill, _PILL / 2, _PILL / 2)
            painter.setPen(theme.color("warning"))
            painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), str(open_ones))
        return right - _BADGE if index.data(KEY_ROLE) else right

    def _paint_name(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, *, is_selected: bool
    ) -> None:
        is_heading = not index.data(KEY_ROLE)
        weight = QFont.Weight.DemiBold if is_selected else QFont.Weight.Normal
        painter.setFont(theme.font(theme.SMALL if is_heading else theme.BODY, weight))
        painter.setPen(theme.color("secondary" if is_heading else "accent" if is_selected else "text"))
        rows = str(index.data(ROWS_ROLE) or "")
        room = rect.width() - (painter.fontMetrics().horizontalAdvance(rows) + theme.S2 if rows else 0)
        name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(rect, flags, name)
        if rows:
            after = painter.fontMetrics().horizontalAdvance(name) + theme.S2
            painter.setFont(theme.font(theme.SMALL, figures=True))
            painter.setPen(theme.color("secondary"))
            painter.drawText(rect.adjusted(after, 0, 0, 0), flags, rows)
