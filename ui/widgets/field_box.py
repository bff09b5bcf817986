"""A field of a form: label, unit, help, input and what is wrong with it, bound to one field of one row."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QToolButton, QToolTip, QWidget

from app.errors import InputError
from app.model.fields import FieldSpec, Kind
from ui import icons, theme
from ui.session import Session
from ui.widgets.basics import column, label, restyle, row
from ui.widgets.editors import LineEditor, LongEditor, make_editor
from ui.widgets.field_menu import FieldMenu

QUIET_MS = 500  # a commit costs about 20 ms on a hard disk, so not one for every key
_NEAR = 0.9  # of the longest text: from here on the count warns


class FieldBox(QWidget):
    """Shows and edits one field. What is typed is stored when the field is left or after 500 ms of quiet."""

    committed = Signal()  # what was typed has been handed in, stored or kept as a draft

    def __init__(self, session: Session, table: str, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.table, self.spec = session, table, spec
        self.row_id = 0
        self._is_dirty = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._on_quiet)
        self.editor = make_editor(spec, self, lambda: session.titles(spec.target))
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.count = label("", "secondary")
        self._build()
        self.editor.typed.connect(self._on_typed)
        self.editor.installEventFilter(self)
        FieldMenu(session, self.editor)
        session.commit_requested.connect(self.commit)
        session.drafts.changed.connect(self._on_draft_changed)

    def _build(self) -> None:
        spec = self.spec
        name = label(spec.label, "secondary")
        name.setBuddy(self.editor)
        head = row(name, spacing=theme.S1)
        if spec.required:
            star = label("*", "error")
            star.setToolTip("必填")
            head.addWidget(star)
        if spec.help:
            head.addWidget(self._help_button())
        head.addStretch(1)
        head.addWidget(self.count)
        if spec.kind is not Kind.LONG:
            self.count.hide()
        whole = column(self, spacing=theme.S1)
        whole.addLayout(head)
        whole.addWidget(self.editor)
        whole.addWidget(self.error)
        whole.addStretch(1)
        self.editor.setAccessibleName(f"{spec.label}（{spec.unit}）" if spec.unit else spec.label)
        self.editor.setAccessibleDescription(("必填。" if spec.required else "") + spec.help)
        self.setFocusProxy(self.editor)

    def _help_button(self) -> QToolButton:
        result = QToolButton()
        result.setProperty("role", "help")
        icons.assign(result, "help", "secondary", 14)
        result.setFixedSize(QSize(theme.S4, theme.S4))
        result.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        result.setToolTip(self.spec.help)
        result.setAccessibleName(f"{self.spec.label}的填写说明")
        result.clicked.connect(self.show_help)
        return result

    # What is shown

    def bind(self, row_id: int) -> None:
        """Shows the field of another row, after handing in what was typed for the one before; 0 for none."""
        self.commit()
        self.row_id = row_id
        self.refresh()

    def refresh(self) -> None:
        """Shows what is stored, or the draft where there is one; typing that is not handed in yet stays."""
        if self._is_dirty:
            return
        found = self.session.find(self.table, self.row_id) if self.row_id else None
        self.editor.set_locked(found is None or self.session.is_read_only)
        if found is None:
            self._show("", "")
            return
        draft = self.session.drafts.get(self.table, self.row_id, self.spec.name)
        if draft is not None:
            self._show(draft.text, draft.reason)
        elif not self._stands_for_stored():
            self._show(self._stored_text(), "")
        else:
            self._show_error("")

    def _stored_text(self) -> str:
        value = getattr(self.session.find(self.table, self.row_id), self.spec.name)
        show = self.session.show_for_editing if self.editor.hasFocus() else self.session.show
        return show(self.table, self.spec.name, value)

    def _stands_for_stored(self) -> bool:
        """Whether the text being worked on already means what is stored, so that the cursor need not jump."""
        if not self.editor.hasFocus():
            return False
        try:
            typed = self.session.parse(self.spec, self.editor.typed_text())
        except InputError:
            return False
        return bool(typed == getattr(self.session.find(self.table, self.row_id), self.spec.name))

    def _show(self, text: str, reason: str) -> None:
        self.editor.show_text(text)
        self._show_error(reason)
        self._show_count()

    def _show_error(self, reason: str) -> None:
        self.error.setText(reason)
        self.error.setVisible(bool(reason))
        if bool(self.editor.property("invalid")) != bool(reason):
            self.editor.setProperty("invalid", bool(reason))
            restyle(self.editor)

    def _show_count(self) -> None:
        if self.spec.kind is not Kind.LONG:
            return
        length = len(self.editor.typed_text())
        limit = self.spec.limit or 0
        is_near = bool(limit) and length >= limit * _NEAR
        self.count.setText(f"{length} / {limit} 字" if is_near else f"{length} 字")
        self.count.setProperty("role", "warning" if is_near else "secondary")
        restyle(self.count)

    def show_help(self) -> None:
        """Shows what to fill in, under the field."""
        text = self.spec.help or f"填写{self.spec.label}。"
        place = self.editor.mapToGlobal(QPoint(0, self.editor.height()))
        QToolTip.showText(place, text, self.editor)

    # What is typed

    @property
    def is_dirty(self) -> bool:
        """Whether something typed has not been handed in."""
        return self._is_dirty

    def _on_typed(self) -> None:
        self._is_dirty = True
        self._show_count()
        if isinstance(self.editor, LineEditor | LongEditor):
            self._quiet.start()
        else:
            self.commit()

    def _on_quiet(self) -> None:
        """Stores what means something already; what does not may be half typed and waits."""
        try:
            self.session.parse(self.spec, self.editor.typed_text())
        except InputError:
            return
        self.commit()

    def commit(self) -> None:
        """Hands in what was typed: stored, or kept as a draft with the reason."""
        self.editor.take_preedit()
        self._quiet.stop()
        if not self._is_dirty or not self.row_id:
            return
        self._is_dirty = False
        self.session.enter(self.table, self.row_id, self.spec.name, self.editor.typed_text())
        self.refresh()
        self.committed.emit()

    def revert(self) -> None:
        """Goes back to what is stored."""
        self._quiet.stop()
        self._is_dirty = False
        self.session.drafts.drop(self.table, self.row_id, self.spec.name)
        self._show(self._stored_text(), "")

    def _on_draft_changed(self, table: str, row_id: int, field: str) -> None:
        if (table, row_id, field) == (self.table, self.row_id, self.spec.name):
            self.refresh()

    # The editor's events

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.FocusIn:
                self._on_focus_in()
            case QEvent.Type.FocusOut:
                self._on_focus_out(cast("QFocusEvent", event))
            case QEvent.Type.ShortcutOverride:
                return self._leaves_undo_to_report(cast("QKeyEvent", event))
            case QEvent.Type.KeyPress:
                return self._on_key(cast("QKeyEvent", event))
            case _:
                pass
        return False

    def _on_focus_in(self) -> None:
        if self.row_id:
            self.session.focus_on(self.table, self.row_id, self.spec.name)
        if not self._is_dirty and self.row_id and not self.error.text():
            self.editor.show_text(self._editing_text())

    def _editing_text(self) -> str:
        found = self.session.find(self.table, self.row_id)
        value = getattr(found, self.spec.name) if found is not None else self.spec.empty
        return self.session.show_for_editing(self.table, self.spec.name, value)

    def _on_focus_out(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        self.commit()
        self.refresh()

    def _leaves_undo_to_report(self, event: QKeyEvent) -> bool:
        """A focused editor takes Ctrl+Z for itself; it may only while it has typing that is not stored."""
        is_undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        if not is_undo:
            return False
        if self._is_dirty and (self.editor.can_undo() or event.matches(QKeySequence.StandardKey.Redo)):
            event.accept()
        else:
            event.ignore()
        return True

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F1:
            self.show_help()
            return True
        if event.key() == Qt.Key.Key_Escape and (self._is_dirty or self.error.text()):
            self.revert()
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(self.editor, LineEditor):
            self.commit()
            self.focusNextChild()
            return True
        return False
