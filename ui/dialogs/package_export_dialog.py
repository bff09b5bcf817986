"""A report handed on as one file: what goes along, and a password where one is wanted."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.exchange import sealing
from app.exchange.package import SUFFIX, excess
from app.model.proofs import Proofs
from ui import theme
from ui.dialogs.writing_dialog import WritingDialog
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import label, row
from ui.widgets.evidence_card import size_text
from ui.workers import Progress

_WIDTH = 560
_WARNING = "密码只防止数据包在传送中被别人打开；忘记密码就打不开，程序不能找回。不得用来存放、传递涉密数据。"


class PackageExportDialog(WritingDialog):
    """The evidence and the snapshots go along where they are ticked."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("导出数据包", session, settings, parent, done="导出…", opens="打开文件夹")
        self._size = 0  # of the evidence files, bytes
        self.evidence = QCheckBox("佐证材料文件")
        self.snapshots = QCheckBox("快照")
        self.has_password = QCheckBox("设置密码")
        self.password, self.again = QLineEdit(), QLineEdit()
        self.secret = label(_WARNING, "warning", wrap=True)
        self._build()
        self._show_counts()
        self._show_state()

    def _build(self) -> None:
        words = "数据包含有报告的全部内容，可以在别的电脑上接着做；做完再导出，回到这里打开，就能合并。"
        self.body.addWidget(label(words, wrap=True))
        self.body.addWidget(label("带上", "secondary"))
        self.body.addLayout(row(self.evidence, self.snapshots, None, spacing=theme.S4))
        for box, name in ((self.password, "密码"), (self.again, "再输一次")):
            box.setEchoMode(QLineEdit.EchoMode.Password)
            box.setPlaceholderText(f"{name}（至少 {sealing.SHORTEST} 个字符）" if box is self.password else name)
            box.setAccessibleName(name)
            box.textChanged.connect(lambda _text: self._show_state())
        for tick in (self.has_password, self.evidence):
            tick.toggled.connect(lambda _on: self._show_state())
        if sealing.is_available():
            self.body.addWidget(self.has_password)
            self.body.addLayout(row(self.password, self.again))
            self.body.addWidget(self.secret)
        self.add_progress()
        self.body.addStretch(1)
        self.hold(self.evidence, self.snapshots, self.has_password, self.password, self.again)
        self.setMinimumWidth(_WIDTH)

    def _show_counts(self) -> None:
        library, report_id = self.session.library, self.session.report_id
        known = self.session.read(lambda: library.evidence.describe(report_id)) or {}
        bare = len(Proofs.of(self.session.data).without_file)
        missing = f"，{bare} 份未附文件" if bare else ""
        self._size = sum(content.size for content in known.values())
        size = size_text(self._size)
        self.evidence.setText(f"佐证材料文件（{len(known)} 份，{size}{missing}）" if known else "佐证材料文件（没有）")
        self.evidence.setChecked(bool(known))
        self.evidence.setEnabled(bool(known))
        snapshots = len(self.session.read(lambda: library.versions.snapshots(report_id)) or [])
        self.snapshots.setText(f"快照（{snapshots} 个）" if snapshots else "快照（没有）")
        self.snapshots.setEnabled(bool(snapshots))

    def _show_state(self) -> None:
        is_on = self.has_password.isChecked()
        if is_on == self.password.isHidden():
            for each in (self.password, self.again, self.secret):
                each.setVisible(is_on)
            self.fit()
        why = self._trouble()
        self.tell_error(why)
        is_typed = len(self.password.text()) >= sealing.SHORTEST and self.password.text() == self.again.text()
        self.done_button.setEnabled(not why and (is_typed or not is_on))

    def _trouble(self) -> str:
        """Why nothing can be exported as it is chosen now; empty while a password is only half typed."""
        is_on, first, second = self.has_password.isChecked(), self.password.text(), self.again.text()
        if self.evidence.isChecked() and (words := excess(self._size, has_password=is_on)):
            return words
        if is_on and first and len(first) < sealing.SHORTEST:
            return f"密码至少用 {sealing.SHORTEST} 个字符。"
        return "两次输入的密码不一样。" if is_on and second and first != second else ""

    def on_done(self) -> None:
        data = self.session.data
        stem = re.sub(r'[\\/:*?"<>|\s]+', "", f"{data.department.name}{data.report.year}年绩效自评数据包")[:100]
        start = self._settings.export_folder / f"{stem}{SUFFIX}"
        target = self.session.messages.choose_save(self, "导出数据包", start, f"数据包 (*{SUFFIX})")
        if target is None:
            return
        self._settings.export_folder = target.parent
        library, report_id = self.session.library, self.session.report_id
        has_evidence, has_snapshots = self.evidence.isChecked(), self.snapshots.isChecked()
        contents = self.session.read(
            lambda: library.packages.packed(report_id, has_evidence=has_evidence, has_snapshots=has_snapshots),
            self.tell_error,
        )
        if contents is None:
            return
        password = self.password.text() if self.has_password.isChecked() else ""
        self.run(
            lambda progress: library.packages.write(target, contents, partial(_report, progress), password=password),
            lambda _nothing: self._on_written(target),
        )

    def _on_written(self, target: Path) -> None:
        self.tell_written(f"已导出 {target.name}（{size_text(target.stat().st_size)}）", target.parent)


def _report(progress: Progress, done: int, total: int, what: str) -> None:
    progress.report(done, total, f"正在写入 {what}")
