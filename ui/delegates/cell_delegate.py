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
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPolygonF, QTextCursor
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolButton, QWidget

from app.errors import InputError
from app.model.fields import FieldSpec, Kind
from ui import theme
from ui.item_option import ItemOption, read
from ui.models.entity_table_model import CARRIED_ROLE, REASON_ROLE, SPEC_ROLE
from ui.session import Session
from ui.widgets import selection
from ui.widgets.basics import restyle, tool_button
from ui.widgets.cell_lines import paint_frame
from ui.widgets.editors import ChoiceEditor, Editor, LineEditor, make_editor
from ui.widgets.entity_table import EntityTable
from ui.widgets.long_editor import LongEditor
from ui.widgets.tick import paint_tick
from ui.widgets.undo_keys import undo_key

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_TOUCHED = "touched"  # set on an editor once something was typed in it
_ENTERING = "entering"  # set on an editor that typing opened: arrows leave it, as in a spreadsheet, until F2
_PADDING = 6
_CORNER = 7  # of the mark on a cell whose text was not stored; a colour alone would not do
_CARRIED = 6  # of the mark 沿用, in the other corner
_LONG_WIDTH = 380  # the least of an input for a long text, logical pixels
_LEAST_LINES, _MOST_LINES = 3, 8  # its height
_LIST_MARK = 40  # what the input of a choice needs beside its word, logical pixels
_ENLARGE = "enlarge"
_WIDEST = 480  # logical pixels that fitting a column to its texts gives it at most
_ARROWS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right})


class CellDelegate(QStyledItemDelegate):
    """Draws cells without going through the style, which is what keeps long tables quick to scroll."""

    left = Signal(int, int)  # the editor was left by a key: columns and rows to go from here

    def __init__(self, session: Session, table: EntityTable) -> None:
        super().__init__(table)
        self.session, self.table = session, table

    # Drawing

    def paint(self, painter: QPainter, style_option: QStyleOptionViewItem, index: Index) -> None:
        option = read(style_option)
        view, rect = option.widget, option.rect
        painter.save()
        is_current_row = view.currentIndex().isValid() and view.currentIndex().row() == index.row()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selection"))
        elif is_current_row:
            painter.fillRect(rect, theme.color("hover"))
        spec = index.data(SPEC_ROLE)
        if spec is not None and spec.kind is Kind.FLAG:
            self._paint_flag(painter, rect, is_on=index.data(Role.CheckStateRole) == Qt.CheckState.Checked)
        else:
            self._paint_text(painter, option, index)
        if index.data(REASON_ROLE):
            self._paint_corner(painter, rect)
        if index.data(CARRIED_ROLE):
            self._paint_carried(painter, rect)
        if view.currentIndex() == index and view.hasFocus():
            paint_frame(painter, rect)
        painter.restore()

    def _paint_text(self, painter: QPainter, option: ItemOption, index: Index) -> None:
        text = index.data(Role.DisplayRole)
        if not text:
            return
        inner = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.setFont(option.font)
        colour = index.data(Role.ForegroundRole)
        painter.setPen(colour if isinstance(colour, QColor) else theme.color("text"))
        spec = index.data(SPEC_ROLE)
        # Names often differ only at their end (a document number, a unit in brackets); a text begins with what matters.
        is_name = spec is not None and spec.kind is Kind.TEXT
        mode = Qt.TextElideMode.ElideMiddle if is_name else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, mode, inner.width())
        painter.drawText(inner, int(index.data(Role.TextAlignmentRole)), shown)

    def _paint_flag(self, painter: QPainter, rect: QRect, *, is_on: bool) -> None:
        box = QRect(0, 0, theme.S4, theme.S4)
        box.moveCenter(rect.center())
        paint_tick(painter, box, is_on=is_on)

    def _paint_corner(self, painter: QPainter, rect: QRect) -> None:
        corner = QPointF(rect.right() + 1, rect.top())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("error"))
        painter.drawPolygon(QPolygonF([corner, corner - QPointF(_CORNER, 0), corner + QPointF(0, _CORNER)]))

    def _paint_carried(self, painter: QPainter, rect: QRect) -> None:
        corner = QPointF(rect.left(), rect.top())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("placeholder"))
        painter.drawPolygon(QPolygonF([corner, corner + QPointF(_CARRIED, 0), corner + QPointF(0, _CARRIED)]))

    def sizeHint(self, style_option: QStyleOptionViewItem, index: Index) -> QSize:
        """The room a cell's text asks for; only ever asked of the cells in sight."""
        text = index.data(Role.DisplayRole) or ""
        width = QFontMetrics(read(style_option).font).horizontalAdvance(text) + 2 * _PADDING + 2
        return QSize(min(width, _WIDEST), theme.ROW)

    # Editing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        spec: FieldSpec = index.data(SPEC_ROLE)
        editor: Editor
        if spec.kind is Kind.LONG:
            editor = LongEditor(spec, parent, lines=_LEAST_LINES, most=_MOST_LINES)
        else:
            editor = make_editor(spec, parent, lambda: self.session.titles(spec.target))
        editor.setAccessibleName(spec.label)
        editor.setProperty(_ENTERING, self.table.is_entering)
        editor.typed.connect(lambda: self._on_typed(editor))
        editor.destroyed.connect(partial(self._forget, id(editor)))
        if isinstance(editor, ChoiceEditor):
            editor.activated.connect(lambda _index: self._finish(editor))
            QTimer.singleShot(0, editor, editor.showPopup)
        elif isinstance(editor, LineEditor):
            editor.hide_unit()
            editor.typed.connect(lambda: self._judge(editor))
        elif isinstance(editor, LongEditor):
            self._add_enlarge_button(editor)
        return editor

    def _add_enlarge_button(self, editor: LongEditor) -> None:
        button = tool_button("expand", "放大编辑（Shift+F2）")
        button.setParent(editor)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedSize(theme.CONTROL, theme.CONTROL)
        button.setObjectName(_ENLARGE)
        button.clicked.connect(self.table.enlarge)
        editor.setViewportMargins(0, 0, button.width(), 0)

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
        elif isinstance(editor, LongEditor):
            if editor.property(_ENTERING):
                editor.selectAll()
            else:
                editor.moveCursor(QTextCursor.MoveOperation.End)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        typed = cast("Editor", editor)
        typed.take_preedit()
        self.session.drafts.end(id(editor))
        if editor.property(_TOUCHED):
            model.setData(index, typed.typed_text(), Role.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        rect = QRect(read(option).rect)
        if isinstance(editor, LongEditor):
            editor.move(rect.topLeft())
            editor.setFixedWidth(min(max(rect.width(), _LONG_WIDTH), cast("QWidget", editor.parent()).width()))
            self._keep_in_sight(editor)
            return
        if isinstance(editor, ChoiceEditor):
            text = editor.fontMetrics().horizontalAdvance(editor.currentText())
            rect.setWidth(max(rect.width(), text + _LIST_MARK))
        editor.setGeometry(rect)

    def _keep_in_sight(self, editor: LongEditor) -> None:
        """Moves an input that is larger than its cell back into the table, and its button into its corner."""
        room, rect = cast("QWidget", editor.parent()).rect(), editor.geometry()
        rect.moveRight(min(rect.right(), room.right()))
        rect.moveBottom(min(rect.bottom(), room.bottom()))
        rect.moveTop(max(rect.top(), room.top()))
        editor.move(rect.topLeft())
        button = editor.findChild(QToolButton, _ENLARGE)
        if button is not None:
            corner = QPoint(rect.width(), rect.height()) - QPoint(button.width(), button.height())
            button.move(corner - QPoint(theme.S1 // 2, theme.S1 // 2))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and not editor.property(_TOUCHED) and undo_key(cast("QKeyEvent", event)) is not None:
            event.ignore()  # nothing is typed here yet, so undo is the report's
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            return self._take_key(editor, cast("QKeyEvent", event)) or super().eventFilter(editor, event)
        if event.type() == QEvent.Type.Resize and isinstance(editor, LongEditor):
            self._keep_in_sight(editor)
        return super().eventFilter(editor, event)

    def _take_key(self, editor: QWidget, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_return = key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        is_entering = bool(editor.property(_ENTERING)) and not isinstance(editor, ChoiceEditor)
        if is_return and modifiers == Qt.KeyboardModifier.ControlModifier:
            self._fill(editor)
        elif is_return and modifiers == Qt.KeyboardModifier.AltModifier and isinstance(editor, LongEditor):
            editor.insertPlainText("\n")
        elif key == Qt.Key.Key_F2 and not modifiers:
            editor.setProperty(_ENTERING, False)
        elif is_entering and key in _ARROWS and not modifiers:
            self._finish(editor)
            QApplication.sendEvent(self.table, event)
        elif (step := self._step(event)) is not None:
            self._finish(editor)
            self.left.emit(*step)
        else:
            return False
        return True

    def _fill(self, editor: QWidget) -> None:
        """Puts what is typed into all selected cells."""
        typed = cast("Editor", editor)
        typed.take_preedit()
        if selection.count(self.table) < 2:
            self._finish(editor)
            return
        text = typed.typed_text()
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        self.table.cells.fill(text)

    def _step(self, event: QKeyEvent) -> tuple[int, int] | None:
        """Where a key leads out of a cell, as spreadsheets do it; None for a key that stays in it."""
        key = event.key()
        if key == Qt.Key.Key_Tab:
            return 1, 0
        if key == Qt.Key.Key_Backtab:
            return -1, 0
        if key not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return None
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
