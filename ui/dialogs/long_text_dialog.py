"""A text of a table's cell in a window large enough to write in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.errors import InputError
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.titles import naming_field, title
from ui.widgets.basics import label

_SIZE = 760, 520


class _Sheet(QPlainTextEdit):
    """A text as large as the window, which keeps what an input method has only proposed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._preedit = ""
        self.setTabChangesFocus(True)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()

    def take_preedit(self) -> None:
        """Makes text of the proposal."""
        QGuiApplication.inputMethod().commit()
        if self._preedit:
            event = QInputMethodEvent()
            event.setCommitString(self._preedit)
            self.inputMethodEvent(event)


class LongTextDialog(Dialog):
    """Stores by the same way as a cell; Esc leaves everything as it was."""

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
        super().__init__(self.spec.label, parent, done="确定")
        self.session, self._place = session, (table, row_id, field)
        row = session.find(table, row_id)
        draft = session.drafts.get(table, row_id, field)
        stored = session.show_for_editing(table, field, getattr(row, field)) if row is not None else ""
        name = title(row) if row is not None and naming_field(type(row)) != field else ""
        self.editor = _Sheet(typed if typed is not None else draft.text if draft is not None else stored)
        self.editor.setAccessibleName(self.spec.label)
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.installEventFilter(self)
        self.count = label("", "secondary")
        if name:
            self.body.addWidget(label(name, "secondary"))
        self.body.addWidget(self.editor, 1)
        if self.spec.help:
            self.body.addWidget(label(self.spec.help, "secondary", wrap=True))
        self.buttons.insertWidget(0, self.count)
        self.done_button.setToolTip("确定（Ctrl+Enter）")
        self.resize(*_SIZE)
        self.setMinimumSize(theme.S6 * 20, theme.S6 * 12)
        self._on_text_changed()
        self.editor.setFocus()

    def _on_text_changed(self) -> None:
        text = self.editor.toPlainText()
        number = len("".join(text.split()))
        limit = f"，最多 {self.spec.limit:,} 字" if self.spec.limit else ""
        self.count.setText(f"{number:,} 字{limit}")
        self.tell_error("")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_return = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.on_done()
                return True
        return False

    def on_done(self) -> None:
        self.editor.take_preedit()
        text = self.editor.toPlainText()
        try:
            self.session.parse(self.spec, text)
        except InputError as error:
            self.tell_error(str(error))
            return
        if self.session.enter(*self._place, text):
            self.accept()
        else:
            self.tell_error("没有保存，原因见主窗口上方的提示；内容仍保留在这里，可以再试。")
