"""What an office wants otherwise in its Word files; kept with the library, so that the command line follows it too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.model.layout import WordOptions
from ui import theme
from ui.dialogs.settings_form import SettingsForm, choices
from ui.session import Session
from ui.settings import documents
from ui.widgets.basics import ElidedLabel, button, row

_KIND = "Word 文档 (*.docx)"
_NO_SOURCE = "按报告的版式"
_PLACES: list[tuple[str, object]] = [("国标位置（转到侧边）", True), ("页脚外侧", False)]
_MERGES: list[tuple[str, object]] = [("合并单元格", False), ("不合并，逐行重复", True)]


class WordSettings(SettingsForm):
    """Each choice acts on the next file that is written."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        options = session.library.exports.word_options
        self.source = ElidedLabel("", mode=Qt.TextElideMode.ElideMiddle)
        self.choose_button, self.forget_button = button("选择…"), button("不用")
        self.place = choices(_PLACES, options.turns_number)
        self.merging = choices(_MERGES, options.repeats_labels)
        line = QWidget()
        inside = row(self.source, self.choose_button, self.forget_button, spacing=theme.S2)
        inside.setStretch(0, 1)
        line.setLayout(inside)
        self.add("样式来源", line, "用本单位一份 Word 文档的字体、字号和行距；其中没有的样式仍按报告的版式。")
        self.add("横排页页码", self.place, "自评表的横排页：国标要求页码与竖排页在同一位置；也可以放在页脚外侧。")
        self.add(
            "指标名称",
            self.merging,
            "Word 的合并单元格跨页时，名称只印在第一页；逐行重复则每页都有。打印和 PDF 会自动在续页上重复，不受影响。",
        )
        self.whole.addStretch(1)
        self.choose_button.setAccessibleName("选择样式来源")
        self.forget_button.setAccessibleName("不用样式来源")
        self.choose_button.clicked.connect(self._on_choose)
        self.forget_button.clicked.connect(lambda: self._set(replace(self._options, style_source="")))
        self.place.activated.connect(
            lambda: self._set(replace(self._options, turns_number=bool(self.place.currentData())))
        )
        self.merging.activated.connect(
            lambda: self._set(replace(self._options, repeats_labels=bool(self.merging.currentData())))
        )
        self._show()

    @property
    def _options(self) -> WordOptions:
        return self.session.library.exports.word_options

    def _on_choose(self) -> None:
        start = Path(self._options.style_source).parent if self._options.style_source else documents()
        chosen = self.session.messages.choose_file(self, "样式来源", _KIND, start)
        if chosen is not None:
            self._set(replace(self._options, style_source=str(chosen)))

    def _set(self, options: WordOptions) -> None:
        exports = self.session.library.exports
        if self.session.edit(lambda: exports.set_word_options(options), self.failed.emit):
            self.failed.emit("")
        self._show()

    def _show(self) -> None:
        """What is kept, which may not be what was chosen last."""
        options, is_open = self._options, not self.session.is_read_only
        self.source.setText(options.style_source or _NO_SOURCE)
        self.forget_button.setEnabled(is_open and bool(options.style_source))
        for each in (self.choose_button, self.place, self.merging):
            each.setEnabled(is_open)
        self.place.setCurrentIndex(self.place.findData(options.turns_number))
        self.merging.setCurrentIndex(self.merging.findData(options.repeats_labels))
