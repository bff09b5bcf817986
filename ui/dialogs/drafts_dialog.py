"""Problems from lost points, or measures from problems: chosen from what is offered, added in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from app.model.deductions import Draft
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.widgets.basics import button, label, row

_SIZE = 680, 520
_TEXT_HEIGHT = 132


class DraftsDialog(Dialog):
    """All are ticked at first. `store` adds what is ticked and says whether it was added."""

    def __init__(
        self,
        title: str,
        words: str,
        drafts: Sequence[Draft],
        name: Callable[[Draft], str],
        store: Callable[[list[Draft]], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent, done="生成")
        self._drafts, self._store = drafts, store
        self.list = QListWidget()
        self.list.setAccessibleName("可以生成的草稿")
        self.list.setSpacing(theme.S1 // 2)
        for draft in drafts:
            item = QListWidgetItem(f"{name(draft)}　{draft.loss}".rstrip("　"))
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFixedHeight(_TEXT_HEIGHT)
        self.text.setAccessibleName("草稿全文")
        every, none = button("全选", role="link"), button("全不选", role="link")
        every.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        none.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self.body.addWidget(label(words, "secondary", wrap=True))
        self.body.addLayout(row(every, none, None))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.text)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.list.currentRowChanged.connect(self._show_text)
        self.list.setCurrentRow(0)
        self._count()
        self.resize(*_SIZE)
        self.list.setFocus()

    @property
    def chosen(self) -> list[Draft]:
        """The drafts that are ticked."""
        return [draft for number, draft in enumerate(self._drafts) if self._is_ticked(number)]

    def _is_ticked(self, number: int) -> bool:
        return self.list.item(number).checkState() == Qt.CheckState.Checked

    def _tick(self, state: Qt.CheckState) -> None:
        for number in range(self.list.count()):
            self.list.item(number).setCheckState(state)

    def _count(self) -> None:
        number = len(self.chosen)
        self.done_button.setText(f"生成 {number} 条" if number else "生成")
        self.done_button.setEnabled(number > 0)

    def _show_text(self, number: int) -> None:
        draft = self._drafts[number] if 0 <= number < len(self._drafts) else None
        if draft is None:
            self.text.clear()
            return
        title = draft.title or "（指标中没有写改进措施，生成后请填写）"
        self.text.setPlainText("\n".join(filter(None, [title, draft.text])))

    def on_done(self) -> None:
        if self._store(self.chosen):
            self.accept()
