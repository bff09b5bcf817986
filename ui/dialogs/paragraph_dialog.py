"""A generated paragraph written by hand, compared with what the program would write."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QWidget

from app.model.differences import Piece, differences
from app.model.entities import Override
from app.model.fields import FieldSpec, Kind
from app.model.new_figures import changed_figures, has_new_figures, with_new_figures
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.widgets.basics import button, column, label, row, show_in_parent
from ui.widgets.difference_text import format_of
from ui.widgets.long_editor import LongEditor

_MOST_NAMED = 6  # changed figures named one by one


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
        self._generated = generated
        self._known = next((row for row in session.data.rows(Override) if row.key == key), None)
        self.notice_text = label("", wrap=True)
        self._figures_note = label("", "secondary")
        self.figures_button = button("采用新数字", role="link")
        self.copy_button = button("用自动内容覆盖", role="link", tip="把自动生成的内容写进正文，再按需要修改")
        self.give_button = button("恢复自动", role="link", tip="删除手工文字，这一段重新随数据变化")
        spec = FieldSpec(name="text", kind=Kind.LONG, label="正文")
        self.editor = LongEditor(spec, lines=6, most=12)
        self.editor.setAccessibleName("手工段落的正文")
        self.editor.show_text(text)
        self.comparison = LongEditor(spec, lines=3, most=10)
        self.comparison.setReadOnly(True)
        self._summary = label("", "secondary", wrap=True)
        self._build()
        self.editor.textChanged.connect(self._compare)
        self.figures_button.clicked.connect(self._on_figures_wanted)
        self.copy_button.clicked.connect(lambda: self.editor.show_text(generated))
        self.give_button.clicked.connect(self._on_give_back)
        self._compare()
        self.editor.setFocus()

    def _build(self) -> None:
        self._notice = self._made_notice()
        self.body.addWidget(self._notice)
        self.body.addWidget(label("正文", "secondary"))
        self.body.addWidget(self.editor)
        self.body.addWidget(label("与现在自动生成的内容比较", "secondary"))
        self.body.addWidget(self.comparison)
        self.body.addWidget(self._summary)
        self.body.addWidget(
            label("改为手工以后，这一段不再随数据变化；数据变化时程序会提醒核对。", "secondary", wrap=True)
        )
        self.buttons.insertWidget(0, self.copy_button)
        self.buttons.insertWidget(1, self.give_button)
        self.give_button.setVisible(self._known is not None)
        self.setMinimumWidth(640)
        self.body.setSpacing(theme.S1)

    def _made_notice(self) -> QFrame:
        """What has changed since the paragraph was taken over."""
        result = QFrame()
        result.setProperty("notice", "warning")
        inside = column(result, spacing=0)
        inside.setContentsMargins(theme.S3, theme.S2, theme.S2, theme.S1)
        inside.addWidget(self.notice_text)
        inside.addLayout(row(self._figures_note, None, self.figures_button))
        then = self._known.generated if self._known is not None else self._generated
        show_in_parent(result, then != self._generated)
        self.notice_text.setText(self._said(then))
        is_figures_only = bool(changed_figures(then, self._generated))
        for widget in (self._figures_note, self.figures_button):
            widget.setVisible(is_figures_only)
        return result

    def _said(self, then: str) -> str:
        """What has changed in the generated text since then, in words."""
        changed = changed_figures(then, self._generated)
        if not changed:
            return "改为手工以后，自动生成的内容有变化（不只是数字），请对照下面的比较核对正文。"
        named = [f"{old} → {new}" for old, new in changed.items()]
        more = f" 等 {len(named)} 处" if len(named) > _MOST_NAMED else ""
        return f"改为手工以后，数字有变：{'；'.join(named[:_MOST_NAMED])}{more}。"

    def _compare(self) -> None:
        """Shows both texts as one, what differs marked by a line as well as by colour."""
        text = self.editor.typed_text()
        found = differences(text, self._generated)
        self.comparison.clear()
        cursor = QTextCursor(self.comparison.document())
        for part in found:
            cursor.insertText(part.text, format_of(part.kind))
        is_same = all(part.kind is Piece.SAME for part in found)
        self._summary.setText("两者相同。" if is_same else "删除线：只在手工正文里；下划线：只在自动生成的内容里。")
        words = [f"{_SPOKEN[part.kind]}{part.text}" for part in found if part.kind is not Piece.SAME]
        self.comparison.setAccessibleName("与自动生成的内容比较")
        self.comparison.setAccessibleDescription("；".join(words) or "两者相同")
        self._offer_figures(text)

    def _offer_figures(self, text: str) -> None:
        """The new figures can be taken in where each old one is found."""
        if self._known is None:
            return
        then = self._known.generated
        can = with_new_figures(text, then, self._generated) is not None
        is_done = has_new_figures(text, then, self._generated)
        self.figures_button.setEnabled(can)
        self.figures_button.setToolTip("把正文中的旧数字换成新数字" if can else "")
        remark = "正文中已是新数字，保存后不再提醒" if is_done else "旧数字在正文中对不上，请自行核对"
        self._figures_note.setText("" if can else remark)

    def _on_figures_wanted(self) -> None:
        if self._known is None:
            return
        text = with_new_figures(self.editor.typed_text(), self._known.generated, self._generated)
        if text is not None:
            self.editor.show_text(text)

    def _on_give_back(self) -> None:
        library, report_id = self.session.library, self.session.report_id
        if self.session.edit(lambda: library.documents.give_back(report_id, self._key), self.tell_error):
            self.accept()

    def on_done(self) -> None:
        self.editor.take_preedit()
        text = self.editor.typed_text().strip()
        if not text:
            self.tell_error("正文不能为空；不想再手工写这一段，请点“恢复自动”或“取消”。")
            return
        library, report_id = self.session.library, self.session.report_id
        if self.session.edit(lambda: library.documents.take_over(report_id, self._key, text), self.tell_error):
            self.accept()


_SPOKEN = {Piece.REMOVED: "只在正文：", Piece.ADDED: "只在自动内容："}
