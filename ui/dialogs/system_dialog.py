"""Brings a whole indicator system into the score table, after saying what becomes of the rows that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QRadioButton, QWidget

from app import packs
from app.exchange import workbook_reader
from app.exchange.workbook_reader import Workbook
from app.model import indicator_systems
from app.model.entities import Indicator
from app.model.fields import Value, specs
from app.model.pack import TemplatePack
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import button, column, label, row
from ui.workers import Job

_SIZE = 640, 520
_NAMED = 200  # rows that are named at most
_KIND = f"Excel、WPS 表格 ({' '.join(f'*{suffix}' for suffix in workbook_reader.SUFFIXES)})"

System = list[dict[str, Value]]


@dataclass(frozen=True, slots=True)
class _Source:
    label: str
    read: Callable[[], System]


class SystemDialog(Dialog):
    """Sources are the template packs, the report's own first, the other reports, the department's own first, and
    workbooks that are chosen here.
    """

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("载入指标体系", parent, done="载入")
        self.session, self._settings = session, settings
        self._job: Job[Workbook] | None = None
        self._sources = [*self._packs(), *self._reports()]
        self._system: System = []
        self.source = QComboBox()
        self.source.addItems([source.label for source in self._sources])
        self.source.setAccessibleName("来源")
        self.replace = QRadioButton("替换：同名指标保留已填的完成值、得分和原因，其余按来源更新")
        self.append = QRadioButton("追加：加在现有指标之后，现有指标不变")
        self.replace.setChecked(True)
        self.summary = label("", wrap=True)
        self.names = QPlainTextEdit()
        self.names.setReadOnly(True)
        self.names.setAccessibleName("增减的指标")
        self.file_button = button("从 Excel 文件…", tip="通知所附的指标表，或用 Excel、WPS 做的指标体系")
        self.file_button.clicked.connect(self._on_file_wanted)
        line = row(label("来源", "secondary"), self.source, self.file_button)
        line.setStretchFactor(self.source, 1)
        self.body.addLayout(line)
        ways = column(spacing=theme.S1)
        ways.addWidget(self.replace)
        ways.addWidget(self.append)
        self.body.addLayout(ways)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.names, 1)
        self.source.currentIndexChanged.connect(lambda _index: self._on_source_changed())
        self.replace.toggled.connect(lambda _on: self.refresh())
        self._on_source_changed()
        self.resize(*_SIZE)

    def _packs(self) -> Iterable[_Source]:
        found, _ = packs.loaded()  # a faulty pack is no source; the settings say what is wrong with it
        for pack in sorted(found.values(), key=lambda pack: pack.key != self.session.pack.key):
            if pack.indicators:
                yield _Source(f"模板包：{pack.label}", partial(self._of_pack, pack))

    def _of_pack(self, pack: TemplatePack) -> System:
        made = [preset.indicator(self.session.report_id, number) for number, preset in enumerate(pack.indicators, 1)]
        return indicator_systems.system(made)

    def _reports(self) -> Iterable[_Source]:
        found = self.session.read(self.session.library.reports.all) or []
        own = self.session.data.department.name
        others = [report for report in found if report.id != self.session.report_id]
        for report in sorted(others, key=lambda report: report.department != own):
            remark = f"（{report.remark}）" if report.remark else ""
            name = f"{report.year}年度　{report.department}{remark}"
            yield _Source(f"报告：{name}", partial(self._of_report, report.id))

    def _of_report(self, report_id: int) -> System:
        data = self.session.library.data(report_id)
        return indicator_systems.system(data.indicators, data.tasks, self.session.data.tasks)

    def _on_file_wanted(self) -> None:
        path = self.session.messages.choose_file(self, "选择指标体系", _KIND, self._settings.import_folder)
        if path is not None and self._job is None:
            self._settings.import_folder = path.parent
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Reads a workbook off the window's thread; it becomes one more source, and is the one that is shown."""
        context = self.session.library.reading_in.context(self.session.report_id, Indicator.TABLE)
        self._job = Job(lambda progress: workbook_reader.read(path, context, progress.report), self)
        self._job.finished.connect(self._on_read)
        self._job.failed.connect(self._on_failed)
        self.file_button.setEnabled(False)
        self.summary.setText(f"正在读取“{path.name}”…")
        self._job.start()

    def _on_read(self, book: Workbook) -> None:
        self._end()
        report_id, library = self.session.report_id, self.session.library
        found = self.session.read(lambda: library.reading_in.system(report_id, book), self.tell_error)
        if found is None:
            return
        source = _Source(f"文件：{book.name}", lambda: found)
        self._sources.append(source)
        self.source.addItem(source.label)
        self.source.setCurrentIndex(len(self._sources) - 1)

    def _on_failed(self, sentence: str) -> None:
        self._end()
        self.tell_error(sentence)

    def _end(self) -> None:
        self._job = None
        self.file_button.setEnabled(True)
        self.refresh()

    def _on_source_changed(self) -> None:
        self.tell_error("")
        number = self.source.currentIndex()
        self._system = []
        if 0 <= number < len(self._sources):
            self._system = self.session.read(self._sources[number].read) or []
        self.refresh()

    def refresh(self) -> None:
        """Says what would happen."""
        if not self._system:
            self.summary.setText("没有可以载入的指标体系。" if not self._sources else "这个来源里没有指标。")
            self.names.clear()
            self.done_button.setEnabled(False)
            return
        parts = "、".join(indicator_systems.blocks(self._system))
        if self.append.isChecked():
            self.summary.setText(f"新增 {len(self._system)} 项（{parts}）。")
            self.names.setPlainText(_listed("新增", [str(values["level3"]) for values in self._system]))
            self.done_button.setEnabled(True)
            return
        present = self.session.data.indicators
        found = indicator_systems.replacement(present, self._system)
        changed = sum(bool(values) for values in found.changed.values())
        same = len(found.changed) - changed
        self.summary.setText(
            f"{parts}：更新 {changed} 项，新增 {len(found.added)} 项，删除 {len(found.removed)} 项，{same} 项相同。"
            + ("" if found else "没有需要改动的。")
        )
        gone = [row.level3 for row in present if row.id in found.removed]
        added = [str(values["level3"]) for values in found.added.values()]
        known = {row.id: row.level3 for row in present}
        told = [f"{known[row_id]}：{_fields(values)}" for row_id, values in found.changed.items() if values]
        parts_told = [_listed("新增", added), _listed("删除", gone), _listed("更新", told)]
        self.names.setPlainText("\n".join(filter(None, parts_told)))
        self.done_button.setEnabled(bool(found))

    def on_done(self) -> None:
        library, report_id, found = self.session.library, self.session.report_id, self._system
        replaces = self.replace.isChecked()
        load = partial(library.score_table.load_system, report_id, found, "载入指标体系", replaces=replaces)
        if self.session.edit(load, self.tell_error):
            self.session.informed.emit("已载入指标体系，按 Ctrl+Z 可以撤销。")
            self.accept()


def _fields(values: Iterable[str]) -> str:
    """The fields that change, by what the officer calls them."""
    declared = specs(Indicator)
    return "、".join(declared[name].label for name in values)


def _listed(word: str, names: list[str]) -> str:
    shown = [f"{word}　{name or '（未命名）'}" for name in names[:_NAMED]]
    rest = len(names) - _NAMED
    return "\n".join([*shown, f"……另有 {rest} 项"] if rest > 0 else shown)
