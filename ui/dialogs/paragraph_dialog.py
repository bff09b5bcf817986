"""A generated paragraph written by hand, with what the program would write beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.model.fields import FieldSpec, Kind
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.widgets.basics import button, label
from ui.widgets.editors import LongEditor


class ParagraphDialog(Dialog):
    """Stores the text itself, so that a refusal leaves what was typed where it is."""

    def __init__(
        self,
        session: Session,
        key: str,
        text: str,
        generated: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("手工段落", parent, done="保存")
        self.session, self._key = session, key
        spec = FieldSpec(name="text", kind=Kind.LONG, label="正文")
        self.editor = LongEditor(spec, lines=6, most=12)
        self.editor.setAccessibleName("手工段落的正文")
        self.editor.show_text(text)
        self.generated = LongEditor(spec, lines=3, most=8)
        self.generated.setAccessibleName("程序自动生成的内容")
        self.generated.show_text(generated)
        self.generated.setReadOnly(True)
        self.copy_button = button("用自动内容覆盖", role="link")
        self.copy_button.clicked.connect(lambda: self.editor.show_text(generated))
        self.body.addWidget(label("正文", "secondary"))
        self.body.addWidget(self.editor)
        self.body.addWidget(label("现在自动生成的内容", "secondary"))
        self.body.addWidget(self.generated)
        self.body.addWidget(
            label("改为手工以后，这一段不再随数据变化；数据变化时程序会提醒核对。", "secondary", wrap=True)
        )
        self.buttons.insertWidget(0, self.copy_button)
        self.setMinimumWidth(640)
        self.body.setSpacing(theme.S1)
        self.editor.setFocus()

    def on_done(self) -> None:
        self.editor.take_preedit()
        text = self.editor.typed_text().strip()
        if not text:
            self.tell_error("正文不能为空；不想再手工写这一段，请关闭本窗口后点“恢复自动”。")
            return
        library, report_id = self.session.library, self.session.report_id
        if self.session.edit(lambda: library.take_over(report_id, self._key, text)):
            self.accept()
        else:
            self.tell_error("没有保存，原因见主窗口上方的提示；内容仍保留在这里，可以再试。")
