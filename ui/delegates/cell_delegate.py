"""How a cell is drawn and edited, by the kind of its field; one delegate for every table."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.errors import InputError
from app.model.fields import FieldSpec, Kind
from ui import icons, theme
from ui.item_option import ItemOption, read
from ui.models.entity_table_model import REASON_ROLE, SPEC_ROLE
from ui.session import Session
from ui.widgets.basics import restyle
from ui.widgets.editors import ChoiceEditor, Editor, LineEditor, LongEditor, make_editor
from ui.widgets.undo_keys import undo_key

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_TOUCHED = "touched"  # set on an editor once something was typed in it
_PADDING = 6
_CORNER = 7  # of the mark on a cell whose text was not stored; a colour alone would not do
_LONG_SIZE = QSize(380, 132)


class CellDelegate(QStyledItemDelegate):
    """Draws cells without going through the style, which is what keeps long tables quick to scroll."""

    left = Signal(int, int)  # the editor was left by a key: columns and rows to go from here

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session

    # Drawing

    def paint(self, painter: QPainter, style_option: QStyleOptionViewItem, index: Index) -> None:
        option = read(style_option)
        view, rect = option.widget, option.rect
        painter.save()
        is_current_row = view.currentIndex().isValid() and view.currentIndex().row() == index.row()
        if is_current_row or option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selection"))
        spec = index.data(SPEC_ROLE)
        if spec is not None and spec.kind is Kind.FLAG:
            self._paint_flag(painter, rect, is_on=index.data(Role.CheckStateRole) == Qt.CheckState.Checked)
        else:
            self._paint_text(painter, option, index)
        if index.data(REASON_ROLE):
            self._paint_corner(painter, rect)
        if view.currentIndex() == index and view.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _paint_text(self, painter: QPainter, option: ItemOption, index: Index) -> None:
        text = index.data(Role.DisplayRole)
        if not text:
            return
        inner = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.setFont(option.font)
        colour = index.data(Role.ForegroundRole)
        painter.setPen(colour if isinstance(colour, QColor) else theme.color("text"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(index.data(Role.TextAlignmentRole)), shown)

    def _paint_flag(self, painter: QPainter, rect: QRect, *, is_on: bool) -> None:
        box = QRect(0, 0, theme.S4, theme.S4)
        box.moveCenter(rect.center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("fill" if is_on else "border"))
        painter.setBrush(theme.color("fill" if is_on else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if is_on:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box.topLeft(), icons.pixmap("check", "on_fill", theme.S4, ratio))

    def _paint_corner(self, painter: QPainter, rect: QRect) -> None:
        corner = QPointF(rect.right() + 1, rect.top())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("error"))
        painter.drawPolygon(QPolygonF([corner, corner - QPointF(_CORNER, 0), corner + QPointF(0, _CORNER)]))

    # Editing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        spec: FieldSpec = index.data(SPEC_ROLE)
        editor = make_editor(spec, parent, lambda: self.session.titles(spec.target))
        editor.setAccessibleName(spec.label)
        editor.typed.connect(lambda: self._on_typed(editor))
        editor.destroyed.connect(partial(self._forget, id(editor)))
        if isinstance(editor, ChoiceEditor):
            editor.activated.connect(lambda _index: self._finish(editor))
        elif isinstance(editor, LineEditor):
            editor.hide_unit()
            editor.typed.connect(lambda: self._judge(editor))
        return editor

    def _on_typed(self, editor: Editor) -> None:
        editor.setProperty(_TOUCHED, True)
        self.session.drafts.begin(id(editor))

    def _forget(self, editor_id: int, _editor: QObject | None = None) -> None:
        """An editor went, whether what was typed in it was handed in or not."""
        self.session.drafts.end(editor_id)

    def _judge(self, editor: LineEditor) -> None:
        """Says at once whether what is typed means something; nothing is held back for it."""
        try:
            self.session.parse(editor.spec, editor.typed_text())
            reason = ""
        except InputError as error:
            reason = str(error)
        editor.setToolTip(reason)
        if bool(editor.property("invalid")) != bool(reason):
            editor.setProperty("invalid", bool(reason))
            restyle(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if editor.property(_TOUCHED):
            return  # Qt asks again whenever the row changes elsewhere; what is typed stays
        cast("Editor", editor).show_text(index.data(Role.EditRole) or "")
        if isinstance(editor, LineEditor):
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        typed = cast("Editor", editor)
        typed.take_preedit()
        self.session.drafts.end(id(editor))
        if editor.property(_TOUCHED):
            model.setData(index, typed.typed_text(), Role.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        rect = QRect(read(option).rect)
        if isinstance(editor, LongEditor):
            editor.setMinimumHeight(0)
            editor.setMaximumHeight(_LONG_SIZE.height())
            rect.setSize(rect.size().expandedTo(_LONG_SIZE))
            room = cast("QWidget", editor.parent()).rect()
            rect.setSize(rect.size().boundedTo(room.size()))
            rect.moveRight(min(rect.right(), room.right()))
            rect.moveBottom(min(rect.bottom(), room.bottom()))
            editor.setFixedHeight(rect.height())
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and not editor.property(_TOUCHED) and undo_key(cast("QKeyEvent", event)) is not None:
            event.ignore()  # nothing is typed here yet, so undo is the report's
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            step = self._step(editor, cast("QKeyEvent", event))
            if step is not None:
                self._finish(editor)
                self.left.emit(*step)
                return True
        return super().eventFilter(editor, event)

    def _step(self, editor: QWidget, event: QKeyEvent) -> tuple[int, int] | None:
        """Where a key leads out of a cell, as spreadsheets do it; None for a key that stays in it."""
        key = event.key()
        if key == Qt.Key.Key_Tab:
            return 1, 0
        if key == Qt.Key.Key_Backtab:
            return -1, 0
        if key not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return None
        if isinstance(editor, LongEditor) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            editor.insertPlainText("\n")
            return 0, 0
        return 0, -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click or the space bar turns a flag."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        is_click = (
            event.type() == QEvent.Type.MouseButtonRelease
            and cast("QMouseEvent", event).button() == Qt.MouseButton.LeftButton
        )
        is_space = event.type() == QEvent.Type.KeyPress and cast("QKeyEvent", event).key() == Qt.Key.Key_Space
        if not (is_click or is_space):
            return False
        is_on = index.data(Role.CheckStateRole) == Qt.CheckState.Checked
        return model.setData(index, Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked, Role.CheckStateRole)
