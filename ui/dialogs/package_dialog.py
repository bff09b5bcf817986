"""A package on its way in: read and checked, told what it holds, then added or handed on to be merged."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QRadioButton, QWidget

from app.exchange.package import SUFFIX, Package, PasswordNeededError
from app.model.entities import Report
from ui import theme
from ui.dialogs.job_dialog import JobDialog
from ui.models.history_model import when
from ui.session import Session
from ui.widgets.basics import column, label
from ui.widgets.evidence_card import size_text
from ui.workers import Progress

if TYPE_CHECKING:
    from app.model.progress import Progress as Tell
    from app.storage.sharing import Meeting, Newcomer

T = TypeVar("T")

KIND = f"数据包 (*{SUFFIX})"
_WIDTH = 540


class PackageDialog(JobDialog):
    """Nothing is kept before the filled button is pressed, and the library is backed up before anything is."""

    opened = Signal(int)  # id of the report that was added
    merge_wanted = Signal(int, object, object)
    # id of the report that is here, the Package, to be closed by who takes it, and its Meeting with that report

    def __init__(self, session: Session, path: Path, backups: Path, parent: QWidget | None = None) -> None:
        super().__init__("打开数据包", parent, done="新增报告", cancel="取消")
        self.session = session
        self._path, self._backups = path, backups
        self._found: Package | None = None
        self._mine = 0
        self.name = label(path.name, "card", wrap=True)
        self.facts = label("", wrap=True)
        self.password_note = label("这个数据包设有密码。", "secondary")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("密码")
        self.password.setPlaceholderText("密码")
        self.password.returnPressed.connect(self.on_done)
        self.merge = QRadioButton("与本机的这份报告合并")
        self.add = QRadioButton("另外新增一份报告，不动本机的报告")
        self.merge.setChecked(True)
        self.merge.toggled.connect(lambda _on: self._show_done())
        self.known = label("", "secondary", wrap=True)
        self.body.addWidget(self.name)
        self.body.addWidget(self.facts)
        for widget in (self.password_note, self.password):
            self.body.addWidget(widget)
        choice = column(spacing=theme.S1)
        for each in (self.known, self.merge, self.add):
            choice.addWidget(each)
            each.hide()
        self.body.addLayout(choice)
        self.add_progress()
        self.body.addStretch(1)
        self.hold(self.password, self.merge, self.add)
        self.setMinimumWidth(_WIDTH)
        self.facts.hide()
        self._ask_password(is_asked=False)
        QTimer.singleShot(0, self, self._read)

    def _ask_password(self, *, is_asked: bool) -> None:
        self.password_note.setVisible(is_asked)
        self.password.setVisible(is_asked)
        self.done_button.setText("打开" if is_asked else "新增报告")
        if is_asked:
            self.password.setFocus()
            self.password.selectAll()

    # Reading

    def _read(self) -> None:
        path, password = self._path, self.password.text()
        packages = self.session.library.packages

        def work(progress: Progress) -> Package | str:
            try:
                return packages.read(path, partial(_report, progress), password=password)
            except PasswordNeededError as error:
                return str(error)

        self.run(work, self._on_read, super().reject)

    def on_failed(self, sentence: str) -> None:
        super().on_failed(sentence)
        self.done_button.setEnabled(not self.password.isHidden())

    def _on_read(self, found: Package | str) -> None:
        if isinstance(found, str):
            self._ask_password(is_asked=True)
            return
        self._ask_password(is_asked=False)
        self._found = found
        self._mine = self.session.read(lambda: self.session.library.packages.report_of(found) or 0) or 0
        self.facts.setText(_facts(found))
        self.facts.show()
        for each in (self.known, self.merge, self.add):
            each.setVisible(bool(self._mine))
        if self._mine:
            row = self.session.library.data(self._mine)
            remark = f"（{row.report.remark}）" if row.report.remark else ""
            name = f"{row.department.name} {row.report.year}年度{remark}"
            self.known.setText(f"本机已有这份报告：{name}，{row.report.status}。")
        self._show_done()

    def _show_done(self) -> None:
        self.done_button.setText("比较并合并…" if self._mine and self.merge.isChecked() else "新增报告")
        self.done_button.setFocus()

    # Taking in

    def on_done(self) -> None:
        if self.is_running:
            return
        if self._found is None:
            self._read()
            return
        packages, found = self.session.library.packages, self._found
        if self._mine and self.merge.isChecked():
            self._prepare(lambda: packages.meeting(self._mine, found), self._merge)
        else:
            self._prepare(lambda: packages.arriving(found), self._add)

    def _prepare(self, begin: Callable[[], Callable[[Tell], T]], go_on: Callable[[T], None]) -> None:
        """Has ready what is to be written, and the library backed up for it; nothing is kept of what was stopped."""
        library, folder = self.session.library, self._backups
        prepare = self.session.read(begin, self.tell_error)

        def work(progress: Progress) -> T:
            assert prepare is not None
            made = prepare(progress.report)
            progress.report(0, 1, "先备份台账库")
            library.backups.add_to(folder)
            return made

        if prepare is not None:
            self.run(work, go_on, is_preparing=True)

    def _merge(self, meeting: Meeting) -> None:
        found, self._found = self._found, None
        self.accept()
        self.merge_wanted.emit(self._mine, found, meeting)

    def _add(self, newcomer: Newcomer) -> None:
        made: list[int] = []
        library, found, is_copy = self.session.library, self._found, bool(self._mine)
        assert found is not None
        is_added = self.session.edit(lambda: made.append(library.packages.add(found, newcomer, is_copy=is_copy)))
        self.accept()
        if is_added:
            self.opened.emit(made[0])

    def done(self, result: int) -> None:
        """Lets go of what was unpacked, however the dialog ends."""
        if self._found is not None:
            self._found.close()
            self._found = None
        super().done(result)


def _report(progress: Progress, done: int, total: int, what: str) -> None:
    progress.report(done, total, f"正在检查 {what}")


def _facts(found: Package) -> str:
    department, report = found.report.department, found.report.report
    sizes = [path.stat().st_size for path in found.evidence.values()]
    named = sum(bool(row["content_hash"]) for row in found.report.rows["evidence"])
    lines = [f"{department['name']}　{report['year']}年度{Report.LABEL}（{report['status']}）"]
    evidence = f"佐证材料文件 {len(sizes)} 份，{size_text(sum(sizes))}" if sizes else "没有佐证材料文件"
    if named and not sizes:
        evidence = f"没有带佐证材料文件（报告中列有 {named} 份）"
    snapshots = f"；快照 {len(found.snapshots)} 个" if found.snapshots else ""
    lines.append(f"{evidence}{snapshots}")
    program = f"（{found.program} 版）" if found.program else ""
    lines.append(f"{when(found.made)} 导出{program}")
    return "\n".join(lines)
