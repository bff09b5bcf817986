"""How the score table is drawn: headings as bands with an arrow and their sums, rows a step farther right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from ui import theme
from ui.delegates.cell_delegate import CellDelegate
from ui.item_option import ItemOption, read
from ui.models.score_table_model import DEPTH_ROLE, FOLDED_ROLE, GROUP_ROLE
from ui.widgets.cell_lines import paint_base, paint_frame
from ui.widgets.score_table import INDENT

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_PADDING = 6
_ARROW = 4  # half the width of the arrow, logical pixels


@dataclass(slots=True)
class _Shifted:
    """An option with less room at its left."""

    rect: QRect
    state: QStyle.StateFlag
    font: QFont
    widget: QAbstractItemView


class ScoreDelegate(CellDelegate):
    """Draws and edits the cells of the score table."""

    def paint(self, painter: QPainter, style_option: QStyleOptionViewItem, index: Index) -> None:
        group = index.data(GROUP_ROLE)
        if group is None:
            super().paint(painter, style_option, index)
            return
        option = read(style_option)
        painter.save()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "selection" if is_chosen else "track" if group.level == 0 else "raised"
        painter.fillRect(option.rect, theme.color(ground))
        paint_base(painter, option.rect)
        room = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if index.column() == 0:
            left = option.rect.left() + group.level * INDENT + INDENT // 2 + _PADDING // 2
            self._paint_arrow(painter, QPointF(left, option.rect.center().y() + 1), is_folded=index.data(FOLDED_ROLE))
            room.setLeft(option.rect.left() + (group.level + 1) * INDENT + _PADDING)
        self._paint_words(painter, room, index, is_strong=group.level == 0 or index.column() == 0)
        if option.widget.currentIndex() == index and option.widget.hasFocus():
            paint_frame(painter, option.rect)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRect, index: Index, *, is_strong: bool) -> None:
        text = index.data(Role.DisplayRole)
        if not text:
            return
        weight = QFont.Weight.DemiBold if is_strong else QFont.Weight.Medium
        painter.setFont(theme.font(weight=weight, figures=True))
        colour = index.data(Role.ForegroundRole)
        painter.setPen(colour if isinstance(colour, QColor) else theme.color("text"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(index.data(Role.TextAlignmentRole)), shown)

    def _paint_arrow(self, painter: QPainter, centre: QPointF, *, is_folded: bool) -> None:
        wide, high = _ARROW, _ARROW * 0.6
        ends = [(-high, -wide), (high, 0), (-high, wide)] if is_folded else [(-wide, -high), (wide, -high), (0, high)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("secondary"))
        painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in ends]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_text(self, painter: QPainter, option: ItemOption, index: Index) -> None:
        if index.column() == 0:
            rect = QRect(option.rect)
            rect.setLeft(rect.left() + (index.data(DEPTH_ROLE) or 1) * INDENT)
            option = _Shifted(rect, option.state, option.font, option.widget)
        super()._paint_text(painter, option, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        super().updateEditorGeometry(editor, option, index)
        if index.column() == 0 and index.data(GROUP_ROLE) is not None:
            editor.resize(max(editor.width(), self.table.viewport().width() // 2), editor.height())
