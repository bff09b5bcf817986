"""A text of a field or cell in a window large enough to write in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from app.errors import InputError
from app.model.guidance import guidance
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.titles import naming_field, title
from ui.widgets.basics import button, label
from ui.widgets.last_year_line import LastYearText
from ui.widgets.long_editor import LongEditor

_SIZE = (840, 600)


class LongTextDialog(Dialog):
    """Stores by the same way as a field; what cannot be stored stays where it is, and changes are not given up unasked.

    `typed` is what stands in an open editor; else the draft is gone on with, else what is stored.
    """

    def __init__(
        self,
        session: Session,
        table: str,
        row_id: int,
        field: str,
        typed: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.spec = session.spec(table, field)
        super().__init__(self.spec.label, parent, done="保存")
        self.session, self._place = session, (table, row_id, field)
        self._before = self._stored() if typed is None else typed
        self.editor = LongEditor(self.spec, lines=6, most=6, is_filling=True)
        self.editor.setFont(theme.font(theme.CARD_TITLE))
        self.editor.setAccessibleName(self.spec.label)
        self.editor.show_text(self._before)
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.editor.set_locked(session.is_read_only)
        self.editor.typed.connect(self._on_typed)
        self.editor.installEventFilter(self)
        self.count = label("", "secondary")
        self._build(table, row_id)
        self._on_typed()
        self.resize(*_SIZE)
        self.editor.setFocus()

    def _build(self, table: str, row_id: int) -> None:
        found = self.session.find(table, row_id)
        if found is not None and naming_field(type(found)) != self._place[2] and (name := title(found)):
            self.body.addWidget(label(name, "secondary"))
        self.body.addWidget(self.editor, 1)
        self.body.addWidget(label(guidance(table, self.spec).meaning, "secondary", wrap=True))
        self.body.setSpacing(theme.S2)
        self.buttons.insertWidget(0, self.count)
        self._add_last_year()
        self.done_button.setToolTip("保存并关闭（Ctrl+Enter）")
        self.done_button.setEnabled(not self.session.is_read_only)

    def _stored(self) -> str:
        table, row_id, field = self._place
        draft, row = self.session.drafts.get(table, row_id, field), self.session.find(table, row_id)
        if draft is not None or row is None:
            return draft.text if draft is not None else ""
        return self.session.show_for_editing(table, field, getattr(row, field))

    def _add_last_year(self) -> None:
        table, row_id, field = self._place
        found = self.session.last_year
        text = str(found.value(table, row_id, field)) if found is not None else ""
        if found is None or not text:
            return
        last = LastYearText(self.spec)
        last.say(found.year, text, self.spec.label)
        last.taken.connect(lambda: self.editor.retype(text))
        fold = button("上年文字", role="link")
        fold.clicked.connect(lambda: last.setVisible(last.isHidden()))
        self.body.insertWidget(self.body.count() - 1, last)
        self.buttons.insertWidget(0, fold)

    def _on_typed(self) -> None:
        number = len("".join(self.editor.typed_text().split()))
        limit = f"，最多 {self.spec.limit:,} 字" if self.spec.limit else ""
        self.count.setText(f"{number:,} 字{limit}")
        self.tell_error("")

    @property
    def is_changed(self) -> bool:
        """Whether closing would lose something that was written here."""
        return self.editor.is_composing() or self.editor.typed_text() != self._before

    def on_done(self) -> None:
        self.editor.take_preedit()
        text = self.editor.typed_text()
        try:
            self.session.parse(self.spec, text)
        except InputError as error:
            self.tell_error(str(error))
            return
        if self.session.enter(*self._place, text):
            self.accept()
            return
        draft = self.session.drafts.get(*self._place)
        self.tell_error(draft.reason if draft is not None else "这一条已经不在报告中，没有保存。")

    def reject(self) -> None:
        question = "内容有改动，还没有保存；现在关闭，这些改动就没有了。"
        if self.is_changed and not self.session.messages.confirm(self, "放弃修改", question, "放弃修改"):
            return
        super().reject()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.done_button.click()
                return True
        return False
