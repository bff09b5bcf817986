"""A long text of a field on a large sheet of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.titles import title
from ui.widgets.basics import button, label, row
from ui.widgets.editors import LongEditor
from ui.widgets.last_year_line import LastYearText

_SIZE = (840, 600)


class LongTextDialog(Dialog):
    """Shows the text or the draft of it. Stores it itself, so that a refusal leaves it where it is."""

    def __init__(self, session: Session, table: str, row_id: int, field: str, parent: QWidget | None = None) -> None:
        spec = session.spec(table, field)
        super().__init__(spec.label, parent, done="保存", cancel="取消")
        self.session, self._key = session, (table, row_id, field)
        self.editor = LongEditor(spec, lines=6, most=6)
        self.editor.setFont(theme.font(theme.CARD_TITLE))
        self.editor.setAccessibleName(spec.label)
        self.count = label("", "secondary")
        self.editor.show_text(self._text())
        self.editor.set_locked(session.is_read_only)
        self.done_button.setEnabled(not session.is_read_only)
        self.done_button.setToolTip("保存并关闭（Ctrl+Enter）")
        self._before = self.editor.typed_text()
        found = session.find(table, row_id)
        self.body.addLayout(row(label(title(found) if found is not None else "", "secondary"), None, self.count))
        self.body.addWidget(self.editor, 1)
        self._add_last_year()
        self.body.setSpacing(theme.S2)
        self.editor.typed.connect(self._show_count)
        self.editor.installEventFilter(self)
        self._show_count()
        self.resize(*_SIZE)
        self.editor.setFocus()

    def _text(self) -> str:
        draft = self.session.drafts.get(*self._key)
        table, row_id, field = self._key
        found = self.session.find(table, row_id)
        return draft.text if draft is not None else str(getattr(found, field, ""))

    def _add_last_year(self) -> None:
        table, row_id, field = self._key
        found = self.session.last_year
        text = str(found.value(table, row_id, field)) if found is not None else ""
        if found is None or not text:
            return
        last = LastYearText(self.session.spec(table, field))
        last.say(found.year, text, self.session.spec(table, field).label)
        last.taken.connect(lambda: self.editor.retype(text))
        fold = button("上年文字", role="link")
        fold.clicked.connect(lambda: last.setVisible(last.isHidden()))
        self.body.addWidget(last)
        self.buttons.insertWidget(0, fold)

    def _show_count(self) -> None:
        text = self.editor.typed_text()
        paragraphs = sum(1 for line in text.split("\n") if line.strip())
        self.count.setText(f"{len(text)} 字，{paragraphs} 段")

    @property
    def is_changed(self) -> bool:
        """Whether closing would lose something."""
        return self.editor.is_composing() or self.editor.typed_text() != self._before

    def on_done(self) -> None:
        self.editor.take_preedit()
        if self.session.enter(*self._key, self.editor.typed_text()):
            self.accept()
            return
        draft = self.session.drafts.get(*self._key)
        self.tell_error(draft.reason if draft is not None else "这一项已经不在报告中，没有保存。")

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
