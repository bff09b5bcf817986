"""A field of a form: label, help, input, unit, last year's value and what is wrong, bound to one field of one row."""

from __future__ import annotations

import dataclasses
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import InputError
from app.model.fields import FieldSpec, Kind, Value
from app.model.guidance import guidance
from app.model.quantities import edit_value, show_value, with_unit
from ui import theme
from ui.models.computed import computed, is_computed
from ui.session import Session
from ui.widgets import field_help
from ui.widgets.basics import column, label, restyle, row
from ui.widgets.carried import CarriedTag
from ui.widgets.editors import ChoiceEditor, LineEditor, make_editor
from ui.widgets.field_last_year import FieldLastYear
from ui.widgets.field_menu import FieldMenu
from ui.widgets.field_notice import FieldNotice
from ui.widgets.help_card import HelpCard
from ui.widgets.long_editor import LongEditor
from ui.widgets.undo_keys import UndoKey, undo_key

QUIET_MS = 500  # a commit costs about 20 ms on a hard disk, so not one for every key
MARKED_MS = 1600  # how long a field that undo changed stays marked
_NEAR = 0.9  # of the longest text: from here on the count warns


class FieldBox(QWidget):
    """Shows and edits one field. What is typed is stored when the field is left or after 500 ms of quiet."""

    committed = Signal()  # what was typed has been handed in, stored or kept as a draft
    passed = Signal(int)  # the officer goes on to the next field, 1, or back, -1
    text_wanted = Signal(str, int, str)  # table, row id and field of a text to be edited large

    def __init__(self, session: Session, table: str, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.table, self.spec = session, table, spec
        self.row_id = 0
        self.unit = session.amount_unit.unit if spec.kind is Kind.MONEY else spec.unit  # of what stands in the editor
        self._is_dirty = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._on_quiet)
        self._marked = QTimer(self, singleShot=True, interval=MARKED_MS)
        self._marked.timeout.connect(self._unmark)
        self.editor = make_editor(spec, self, lambda: session.titles(spec.target))
        self.notice = FieldNotice(spec.label)  # the form puts it below the line: a field is too narrow for a sentence
        self.count = label("", "secondary")
        self.carried = CarriedTag(session, table, spec.name)
        self.last_year = FieldLastYear(self)
        self.computed = label("", "secondary")  # what counts while the field is empty, and stays in sight beside it
        self.computed.hide()
        self.head: QHBoxLayout = row(spacing=theme.S1)
        self._build_head()
        self._build()
        self._connect()

    def _build_head(self) -> None:
        spec = self.spec
        name = label(spec.label, "secondary")
        name.setBuddy(self.editor)
        self.head.addWidget(name)
        if spec.required:
            star = label("*", "error")
            star.setToolTip("必填")
            star.setAccessibleName("必填")
            self.head.addWidget(star)
        self.head.addWidget(field_help.mark_button("help", f"{spec.label}的填写说明", "填写说明（F1）", self.show_help))
        self.head.addWidget(self.carried)
        self.head.addStretch(1)
        self.head.addWidget(self.count)
        if spec.kind is Kind.LONG:
            if self.last_year.fold is not None:
                self.head.addWidget(self.last_year.fold)
            self.head.addWidget(
                field_help.mark_button("expand", f"放大编辑{spec.label}", "放大编辑（Shift+F2）", self._want_text)
            )

    def _build(self) -> None:
        spec = self.spec
        is_long = spec.kind is Kind.LONG
        whole = column(self, spacing=theme.S1)
        whole.addLayout(self.head)
        self.count.setVisible(is_long)  # not before it has a parent: it would be a window for a moment
        whole.addWidget(self.editor, 1 if is_long else 0)
        whole.addWidget(self.computed)
        self.last_year.add_to(whole)
        if not is_long:
            whole.addStretch(1)
        if spec.required and isinstance(self.editor, LineEditor | LongEditor) and not self.editor.placeholderText():
            self.editor.setPlaceholderText("必填")
        self._show_unit()
        self.setFocusProxy(self.editor)

    def _connect(self) -> None:
        session = self.session
        self.editor.typed.connect(self._on_typed)
        self.editor.installEventFilter(self)
        FieldMenu(session, self.editor)
        self.notice.retry_wanted.connect(session.retry)
        session.commit_requested.connect(self.commit)
        session.drafts.changed.connect(self._on_draft_changed)
        if is_computed(self.table, self.spec.name):
            session.settled.connect(self._show_computed)
        if self.spec.kind is Kind.MONEY and isinstance(self.editor, LineEditor):
            self.editor.unit_wanted.connect(session.amount_unit.switch)
            session.amount_unit.changed.connect(self._on_unit_changed)

    # What is shown

    def bind(self, row_id: int) -> None:
        """Shows the field of another row, after handing in what was typed for the one before; 0 for none."""
        self.commit()
        self.row_id = row_id
        self.carried.bind(row_id)
        self._unmark()
        self.last_year.close()
        self.refresh()

    def refresh(self) -> None:
        """Shows what is stored, or the draft where there is one; typing that is not handed in yet stays."""
        if self._is_dirty:
            return
        found = self._row()
        self.editor.set_locked(found is None or self.session.is_read_only)
        self.last_year.refresh()
        self._show_computed()
        if found is None:
            self._show("", "")
            return
        draft = self.session.drafts.get(self.table, self.row_id, self.spec.name)
        if draft is not None:
            self._show(draft.text, draft.reason, can_retry=draft.is_refused)
        elif not self._stands_for_stored():
            self._show(self.text(self.value, is_editing=self.editor.hasFocus()), "")
        else:
            self._show_error("")

    def _row(self) -> object | None:
        return self.session.find(self.table, self.row_id) if self.row_id else None

    @property
    def value(self) -> Value:
        """What is stored; the empty value where there is no row."""
        found = self._row()
        return cast("Value", getattr(found, self.spec.name)) if found is not None else self.spec.empty

    def text(self, value: Value, *, is_editing: bool = False) -> str:
        """A value of this field in its unit."""
        if self.spec.kind is Kind.MONEY:
            spec = dataclasses.replace(self.spec, unit=self.unit)
            return edit_value(spec, value) if is_editing else self.session.figure(show_value(spec, value))
        show = self.session.show_for_editing if is_editing else self.session.show
        return show(self.table, self.spec.name, value)

    def with_unit(self, text: str) -> str:
        """A shown value with the unit beside it."""
        return f"{text} {self.unit}" if self.unit else text

    def _typed_value(self) -> Value:
        """What the typed text means; InputError when it means nothing."""
        text = self.editor.typed_text()
        return self.session.parse(self.spec, with_unit(text, self.unit) if self.spec.kind is Kind.MONEY else text)

    def _stands_for_stored(self) -> bool:
        """Whether the text being worked on already means what is stored, so that the cursor need not jump."""
        if not self.editor.hasFocus():
            return False
        try:
            return bool(self._typed_value() == self.value)
        except InputError:
            return False

    def _show(self, text: str, reason: str, *, can_retry: bool = False) -> None:
        self.editor.show_text(text)
        self._show_error(reason, can_retry=can_retry)
        self._show_count()

    def _show_error(self, reason: str, *, can_retry: bool = False) -> None:
        self.notice.tell(reason, can_retry=can_retry)
        if bool(self.editor.property("invalid")) != bool(reason):
            self.editor.setProperty("invalid", bool(reason))
            restyle(self.editor)
        required = "必填。" if self.spec.required else ""
        meaning = guidance(self.table, self.spec).meaning
        self.editor.setAccessibleDescription(required + (f"没有保存：{reason}" if reason else "") + meaning)

    def _show_count(self) -> None:
        if self.spec.kind is not Kind.LONG:
            return
        length = len(self.editor.typed_text())
        limit = self.spec.limit or 0
        is_near = bool(limit) and length >= limit * _NEAR
        self.count.setText(f"{length} / {limit} 字" if is_near else f"{length} 字")
        self.count.setProperty("role", "warning" if is_near else "secondary")
        restyle(self.count)

    def _show_computed(self) -> None:
        figure = computed(self.session, self.table, self.row_id, self.spec.name)
        self.computed.setText(f"自动计算 {self.with_unit(figure)}" if figure else "")
        self.computed.setVisible(bool(figure))

    def _show_unit(self) -> None:
        if isinstance(self.editor, LineEditor):
            is_money = self.spec.kind is Kind.MONEY
            tip = f"表单中的金额改用{self.session.amount_unit.other}（Alt+U）" if is_money else ""
            self.editor.show_unit(self.unit, tip)
        self.editor.setAccessibleName(f"{self.spec.label}（{self.unit}）" if self.unit else self.spec.label)

    def _on_unit_changed(self, unit: str) -> None:
        self.commit()
        self.unit = unit
        self._show_unit()
        if self.session.drafts.get(self.table, self.row_id, self.spec.name) is None:
            self.editor.show_text(self.text(self.value, is_editing=self.editor.hasFocus()))
        self.last_year.refresh()

    def mark(self) -> None:
        """Tints the field for a moment, because its value changed without being typed here."""
        self.editor.setProperty("marked", True)
        restyle(self.editor)
        self._marked.start()

    def _unmark(self) -> None:
        if self.editor.property("marked"):
            self.editor.setProperty("marked", False)
            restyle(self.editor)

    # Help

    def show_help(self) -> None:
        """Shows the 口径 beside the field, or takes it away where it is shown."""
        card = HelpCard.of(self)
        if card.target is self.editor:
            card.hide()
            return
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        last = self.last_year.words
        keys = field_help.keys(self.spec, has_last=bool(last))
        field_help.show(self.editor, self.table, self.spec, self.unit, last, keys=keys)

    def _want_text(self) -> None:
        if self.row_id:
            self.commit()
            self.text_wanted.emit(self.table, self.row_id, self.spec.name)

    def select(self, start: int, end: int) -> None:
        """Selects characters of the stored text, where the editor shows it."""
        if end > start and isinstance(self.editor, LineEditor | LongEditor):
            self.editor.select(start, end)

    # What is typed

    @property
    def is_dirty(self) -> bool:
        """Whether something typed has not been handed in."""
        return self._is_dirty

    def _on_typed(self) -> None:
        self._set_dirty(True)
        self._unmark()
        self._show_count()
        if isinstance(self.editor, LineEditor | LongEditor):
            self._quiet.start()
        else:
            self.commit()

    def _set_dirty(self, is_dirty: bool) -> None:
        self._is_dirty = is_dirty
        (self.session.drafts.begin if is_dirty else self.session.drafts.end)(self)

    def _on_quiet(self) -> None:
        """Stores what means something already; what does not may be half typed, or half chosen, and waits."""
        if self.editor.is_composing():
            self._quiet.start()
            return
        try:
            self._typed_value()
        except InputError:
            return
        self.commit()

    def commit(self) -> None:
        """Hands in what was typed: stored, or kept as a draft with the reason."""
        self.editor.take_preedit()
        self._quiet.stop()
        if not self._is_dirty or not self.row_id:
            return
        self._set_dirty(False)
        unit = self.unit if self.spec.kind is Kind.MONEY else ""
        self.session.enter(self.table, self.row_id, self.spec.name, self.editor.typed_text(), unit)
        self.refresh()
        self.committed.emit()

    def revert(self) -> None:
        """Goes back to what is stored."""
        self._quiet.stop()
        self._set_dirty(False)
        self.session.drafts.drop(self.table, self.row_id, self.spec.name)
        self._show(self.text(self.value, is_editing=self.editor.hasFocus()), "")

    def _on_draft_changed(self, table: str, row_id: int, field: str) -> None:
        if (table, row_id, field) == (self.table, self.row_id, self.spec.name):
            self.refresh()

    # The editor's events

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.FocusIn:
                self._on_focus_in()
            case QEvent.Type.FocusAboutToChange:
                self.editor.take_preedit()  # the last moment at which the input method still answers this editor
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
        if not self._is_dirty and self.row_id and not self.notice.reason:
            self.editor.show_text(self.text(self.value, is_editing=True))

    def _on_focus_out(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        self.commit()
        self.refresh()

    def _leaves_undo_to_report(self, event: QKeyEvent) -> bool:
        """A focused editor takes Ctrl+Z for itself; it may only while it has typing that is not stored."""
        key = undo_key(event)
        if key is None:
            return False
        event.setAccepted(self._has_own(key))
        return True

    def _has_own(self, key: UndoKey) -> bool:
        """Whether undo or redo is the text's: of what is being typed, or of what could not be taken."""
        if self._is_dirty:
            return key is UndoKey.REDO or self.editor.can_undo()
        return key is UndoKey.UNDO and bool(self.notice.reason)

    def _on_key(self, event: QKeyEvent) -> bool:
        if (undo := undo_key(event)) is not None:
            self._on_undo_key(undo)
            return True
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.AltModifier:
            return self._on_alt_key(key)
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return self._on_enter(modifiers)
        if key == Qt.Key.Key_F1:
            self.show_help()
            return True
        is_enlarging = key == Qt.Key.Key_F2 and modifiers == Qt.KeyboardModifier.ShiftModifier
        if is_enlarging and self.spec.kind is Kind.LONG:
            self._want_text()
            return True
        if key == Qt.Key.Key_Escape and (self._is_dirty or self.notice.reason):
            self.revert()
            return True
        return False

    def _on_undo_key(self, key: UndoKey) -> None:
        """Not reached where the report takes the key; then it must not reach typing that is long stored either."""
        if not self._has_own(key):
            return
        if key is UndoKey.UNDO and not self.editor.can_undo():  # a draft shown again after another row was
            self.editor.retype(self.text(self.value, is_editing=True))
        elif isinstance(self.editor, LineEditor | LongEditor):
            (self.editor.undo if key is UndoKey.UNDO else self.editor.redo)()

    def _on_alt_key(self, key: int) -> bool:
        if key == Qt.Key.Key_L:
            self.last_year.use()
            return True
        if key == Qt.Key.Key_U and self.spec.kind is Kind.MONEY:
            self.session.amount_unit.switch()
            return True
        return False

    def _on_enter(self, modifiers: Qt.KeyboardModifier) -> bool:
        """Enter goes on to the next field; in a long text it begins a paragraph, and Ctrl+Enter goes on."""
        is_long = isinstance(self.editor, LongEditor)
        onward = Qt.KeyboardModifier.ControlModifier if is_long else Qt.KeyboardModifier.NoModifier
        back = onward | Qt.KeyboardModifier.ShiftModifier
        if modifiers not in {onward, back}:
            return False
        if isinstance(self.editor, ChoiceEditor) and self.editor.view().isVisible():
            return False
        self.commit()
        self.passed.emit(1 if modifiers == onward else -1)
        return True
