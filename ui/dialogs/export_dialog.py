"""What to export, in which formats and where; then progress, and the way to the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QProgressBar, QWidget

from app.library import PARTS, PROJECTS
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.output import FORMATS, PART_NAMES, Target, targets, write
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import ElidedLabel, button, column, label, row
from ui.widgets.message_bar import MessageBar
from ui.widgets.sheet_area import SheetArea
from ui.workers import Job

_SHOWN = 3  # errors told one by one
_NAMED = 6  # files named one by one
_IN_SIGHT = 2  # of their lines, at the least; the others are scrolled to
_COLUMNS = 2  # of check boxes
_EACH = "each"
_WIDTH = 600


def _listed(paths: Sequence[Path]) -> str:
    """The names of files, the first ones where they are many."""
    lines = [f"· {path.name}" for path in paths[:_NAMED]]
    return "\n".join([*lines, f"等 {len(paths)} 个文件"] if len(paths) > _NAMED else lines)


def _boxes(title: str, boxes: Sequence[QWidget]) -> QGridLayout:
    """A heading over check boxes, row by row."""
    result = QGridLayout()
    result.setHorizontalSpacing(theme.S4)
    result.setVerticalSpacing(theme.S1)
    result.addWidget(label(title, "secondary"), 0, 0, 1, _COLUMNS)
    for place, box in enumerate(boxes):
        result.addWidget(box, place // _COLUMNS + 1, place % _COLUMNS)
        result.setRowMinimumHeight(place // _COLUMNS + 1, theme.CONTROL)  # rows of two grids side by side are in line
    result.setRowStretch(result.rowCount(), 1)
    return result


class ExportDialog(Dialog):
    """Stays open until the files are written, so that they can be opened from here.

    错 that 校核 found are listed first; exporting in spite of them is the officer's decision.
    """

    findings_wanted = Signal()  # the officer wants to see what 校核 found

    def __init__(
        self,
        session: Session,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        formats: Sequence[str] = ("docx",),
        parts: Sequence[str] = PARTS,
        form: str = "",  # the form of a project that the officer is at, as a part of the report
    ) -> None:
        super().__init__("导出报告", parent, done="导出", cancel="关闭")
        self.session, self._settings = session, settings
        self.formats = {key: QCheckBox(name) for key, name in FORMATS.items()}
        self.parts = {key: QCheckBox(name) for key, name in PART_NAMES.items()}
        for boxes, chosen in ((self.formats, formats), (self.parts, parts)):
            for key, box in boxes.items():
                box.setChecked(key in chosen)
                box.toggled.connect(lambda _on: self._show_names())
        self.folder = QLineEdit(str(settings.export_folder))
        self.folder.setAccessibleName("保存到")
        self.folder.textEdited.connect(lambda _text: self._show_names())
        self._form = form
        self.forms = QComboBox()
        self.forms.setAccessibleName("项目自评表的文件")
        self.forms.addItem("合为一个文件", PROJECTS)
        self.forms.addItem("每个项目一个文件", _EACH)
        if form:
            self.forms.addItem("只要当前项目", form)
        self.forms.currentIndexChanged.connect(lambda _index: self._show_names())
        self.browse_button = button("浏览…")
        self.browse_button.clicked.connect(self._on_browse)
        self.names = label("", "secondary", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.outcome = label("", "good", wrap=True)
        self.outcome.hide()
        self.open_file, self.open_folder = button("打开文件"), button("打开文件夹")
        self.findings = MessageBar(can_close=False)
        self._errors = column(spacing=2)
        self.show_findings = self.findings.action
        self._written: list[Path] = []
        self._job: Job[list[Path]] | None = None
        self._build()
        self._show_findings()
        self._show_names()
        self.resize(self.minimumSizeHint())

    def _build(self) -> None:
        self.body.addWidget(self.findings)
        self.body.addLayout(self._errors)
        parts: list[QWidget] = [*self.parts.values()]
        stays = self.forms.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.forms.setSizePolicy(stays)
        parts.insert(parts.index(self.parts[PROJECTS]) + 1, self.forms)
        choices = row(spacing=theme.S6)
        choices.addLayout(_boxes("内容", parts))
        choices.addLayout(_boxes("格式", list(self.formats.values())))
        choices.addStretch(1)
        self.body.addLayout(choices)
        has_forms = bool(self.session.library.project_forms.begun(self.session.report_id))
        self.parts[PROJECTS].setEnabled(has_forms)
        if not has_forms:
            self.parts[PROJECTS].setChecked(False)
            self.parts[PROJECTS].setToolTip("还没有项目自评表，在“项目自评表”页面建立")
        self.body.addLayout(row(label("保存到", "secondary"), self.folder, self.browse_button))
        self.body.addWidget(self._names_area(), 1)
        for widget in (self.progress, self.outcome):
            self.body.addWidget(widget)
        for place, opener in enumerate((self.open_file, self.open_folder)):
            opener.hide()
            self.buttons.insertWidget(place, opener)
        self.open_file.clicked.connect(lambda: self._open(self._written[0]))
        self.open_folder.clicked.connect(lambda: self._open(self._written[0].parent))
        self.setMinimumWidth(_WIDTH)

    def _names_area(self) -> SheetArea:
        """The names of the files. They scroll, so that many do not make the dialog taller than a small screen."""
        content = QWidget()
        inside = column(content)
        inside.addWidget(self.names)
        inside.addStretch(1)
        result = SheetArea(content, QMargins(0, 0, theme.S4, 0))
        result.setAccessibleName("导出的文件")
        result.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrow keys scroll
        result.setMinimumHeight(_IN_SIGHT * self.names.fontMetrics().lineSpacing())
        return result

    def _show_findings(self) -> None:
        """Lists the 错 of the report as it stands now."""
        errors = [found.message for found in self.session.checker.now().errors]
        if not errors:
            return
        words = f"校核发现 {len(errors)} 处错误，建议改正后再导出。"
        if len(errors) > _SHOWN:
            words += f"前 {_SHOWN} 处："
        self.findings.tell(words, "warning", "查看校核意见", self._on_show_findings)
        for message in errors[:_SHOWN]:
            self._errors.addWidget(ElidedLabel(f"· {message}"))
        self.done_button.setText("仍然导出")

    def _on_show_findings(self) -> None:
        self.findings_wanted.emit()
        self.reject()

    def targets(self) -> list[Target]:
        """The files that would be written now."""
        formats = [key for key, box in self.formats.items() if box.isChecked()]
        parts = [key for key, box in self.parts.items() if box.isChecked()]
        chosen = str(self.forms.currentData())
        if chosen == self._form:
            parts = [chosen if part == PROJECTS else part for part in parts]
        folder = Path(self.folder.text().strip())
        library, report_id = self.session.library, self.session.report_id
        return targets(library, report_id, formats, parts, folder, is_each=chosen == _EACH)

    def _show_names(self) -> None:
        found = self.targets()
        there = [target.path for target in found if target.path.exists()]
        self.forms.setVisible(self.parts[PROJECTS].isChecked())
        words = _listed([target.path for target in found])
        # First, since names scroll out of sight.
        warning = "同名的旧文件将被替换。\n" if there else ""
        self.names.setText(warning + words if found else "请选择内容和格式。")
        self.done_button.setEnabled(bool(found) and bool(self.folder.text().strip()) and self._job is None)
        self.tell_error("")

    def _on_browse(self) -> None:
        chosen = self.session.messages.choose_folder(self, "保存到", Path(self.folder.text()))
        if chosen is not None:
            self.folder.setText(str(chosen))
            self._show_names()

    # Writing

    def on_done(self) -> None:
        self.session.commit_pending()
        found = self.targets()
        folder = Path(self.folder.text().strip())
        if not folder.is_dir():
            self.tell_error(f"找不到文件夹“{folder}”，请点“浏览…”另选一个。")
            return
        self._settings.export_folder = folder
        library, report_id = self.session.library, self.session.report_id
        self._job = Job(lambda progress: write(library, report_id, found, progress), self)
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(lambda: self._on_failed("已停止导出；已经写好的文件保留。"))
        self._show_running(is_running=True)
        self._job.start()

    def _show_running(self, *, is_running: bool) -> None:
        self.progress.setVisible(is_running)
        self.outcome.hide()
        self.tell_error("")
        for widget in (*self.formats.values(), *self.parts.values(), self.forms, self.folder, self.browse_button):
            widget.setEnabled(not is_running)
        if not is_running:
            self.parts[PROJECTS].setEnabled(bool(self.session.library.project_forms.begun(self.session.report_id)))
        self.done_button.setEnabled(not is_running)
        self.cancel_button.setText("停止" if is_running else "关闭")

    def _on_progressed(self, done: int, total: int, what: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.names.setText(f"正在写入 {what} …")

    def _on_finished(self, written: list[Path]) -> None:
        self._end()
        self._written = written
        self.outcome.setText(f"✓ 已导出 {len(written)} 个文件。")
        self.outcome.show()
        self.names.setText(_listed(written))
        self.open_file.show()
        self.open_folder.show()
        self.done_button.setText("再次导出")

    def _on_failed(self, sentence: str) -> None:
        self._end()
        self._show_names()
        self.tell_error(sentence)

    def _end(self) -> None:
        self._job = None
        self._show_running(is_running=False)

    def _open(self, path: Path) -> None:
        if not self.session.messages.open_path(path):
            self.tell_error(f"系统没有可以打开“{path.name}”的程序，请在文件夹中手工打开。")

    def reject(self) -> None:
        """Stops the export while one runs; else closes. Qt closes by this too."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()
