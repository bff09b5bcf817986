"""The evidence of a report handed on: numbered files and their list, in a folder or a zip."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.model.proofs import Proofs
from ui import theme
from ui.dialogs.writing_dialog import WritingDialog
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import column, label, row

_LISTS = {".docx": "Word", ".xlsx": "Excel", ".txt": "纯文本"}
_WIDTH = 520


class EvidenceExportDialog(WritingDialog):
    """Asks for the form and for the formats of the list."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("导出佐证材料", session, settings, parent, done="导出…", opens="打开")
        self.form = QComboBox()
        self.form.addItems(["压缩包（zip）", "文件夹"])
        self.form.setAccessibleName("导出为")
        self.lists = {suffix: QCheckBox(name) for suffix, name in _LISTS.items()}
        self.lists[".docx"].setChecked(True)
        for box in self.lists.values():
            box.toggled.connect(lambda _on: self._show_state())
        self.note = label("", "secondary", wrap=True)
        lists = row(*self.lists.values(), None, spacing=theme.S4)
        for title, layout in (("导出为", row(self.form, None)), ("材料目录的格式", lists)):
            part = column(spacing=theme.S1)
            part.addWidget(label(title, "secondary"))
            part.addLayout(layout)
            self.body.addLayout(part)
        self.body.addWidget(self.note)
        self.add_progress()
        self.body.addStretch(1)
        self.hold(self.form, *self.lists.values())
        self.setMinimumWidth(_WIDTH)
        self._show_state()

    def _show_state(self) -> None:
        proofs = Proofs.of(self.session.data)
        total, missing = len(proofs.numbers), len(proofs.without_file)
        words = f"共 {total} 份材料，文件按附表中的材料编号命名。"
        if missing:
            words += f"其中 {missing} 份未附文件，只列在目录中。"
        self.note.setText(words if total else "还没有佐证材料。")
        self.done_button.setEnabled(total > 0 and any(box.isChecked() for box in self.lists.values()))

    def on_done(self) -> None:
        data = self.session.data
        suffix = ".zip" if self.form.currentIndex() == 0 else ""
        name = f"{data.department.name}{data.report.year}年绩效自评佐证材料{suffix}"
        start = self._settings.export_folder / name
        if suffix:
            target = self.session.messages.choose_save(self, "导出佐证材料", start, "压缩包 (*.zip)")
        else:
            folder = self.session.messages.choose_folder(self, "放在哪个文件夹中", start.parent)
            target = None if folder is None else folder / name
        if target is None:
            return
        self._settings.export_folder = target.parent
        chosen = [key for key, box in self.lists.items() if box.isChecked()]
        library, report_id = self.session.library, self.session.report_id
        self.run(
            lambda progress: library.evidence.write(
                report_id, target, chosen, lambda done, total, what: progress.report(done, total, f"正在写入 {what}")
            ),
            lambda _nothing: self.tell_written(f"已导出到 {target}", target),
        )
