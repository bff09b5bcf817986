"""采集表: who is asked for what, forms going out and coming back, and how far each has answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.exchange import form_reader
from app.exchange.form_meeting import FormsMeeting
from app.exchange.form_reader import Filled
from app.model.collection import COLLECTED, Collector, rows_for
from ui.dialogs.choices_dialog import ChoicesDialog
from ui.dialogs.merge_dialog import MergeDialog
from ui.dialogs.writing_dialog import WritingDialog
from ui.models.collection_model import CollectionModel, Heading, Line
from ui.session import Session
from ui.settings import Settings
from ui.titles import title
from ui.widgets.basics import button, label, row
from ui.widgets.line_table import LineTable
from ui.workers import Progress

if TYPE_CHECKING:
    from collections.abc import Hashable

    from app.model.merging import Change
    from app.model.report_data import ReportData

KIND = "采集表 (*.xlsx)"
_SIZE = 900, 560
_WIDTHS = {
    Heading.NAME: 220, Heading.KIND: 84, Heading.ASKED: 60, Heading.ANSWERED: 60, Heading.STATE: 140, Heading.MADE: 130,
}  # fmt: skip
_Read = tuple[list[Filled], list[str]]
"""Forms that were read, and a sentence for each file that was none."""


class CollectionDialog(WritingDialog):
    """Stays open while forms go out and come back; every reading is one step that can be undone."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("采集表", session, settings, parent, done="生成采集表…", opens="打开文件夹")
        self.model = CollectionModel(session, self)
        self.view = LineTable("采集进度")
        self.summary = label("", "secondary")
        self.assign_button = button("分配内容…", "link", tip="选择由这个科室或单位填报的任务、指标和项目")
        self.read_button = button("读取采集表…", "document", tip="读取填好的采集表，可以一次选多份")
        self.folder_button = button("读取文件夹…", "folder", tip="读取一个文件夹中的全部采集表")
        self._build()
        session.changed.connect(self._on_changed)
        self._show_state()

    def _build(self) -> None:
        words = "先把任务、指标和项目分配给科室、单位，再为每家生成一份 Excel 采集表；收回后在这里读取、核对。"
        self.body.addWidget(label(words, wrap=True))
        self.body.addLayout(row(self.summary, None, self.assign_button))
        self.view.setModel(self.model)
        self.view.lay_out(_WIDTHS, stretched=Heading.READ)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_state())
        self.view.activated.connect(lambda _index: self._on_assign())
        self.body.addWidget(self.view, 1)
        self.add_progress()
        for place, each in enumerate((self.read_button, self.folder_button)):
            self.buttons.insertWidget(place, each)
        self.assign_button.clicked.connect(self._on_assign)
        self.read_button.clicked.connect(self._on_read_files)
        self.folder_button.clicked.connect(self._on_read_folder)
        self.hold(self.view, self.assign_button, self.read_button, self.folder_button)
        self.view.selectRow(0)
        self.resize(*_SIZE)

    # State

    def _chosen(self) -> list[Line]:
        return [self.model.lines[index.row()] for index in self.view.selectionModel().selectedRows()]

    def _show_state(self) -> None:
        chosen = self._chosen()
        may_edit = not self.session.is_read_only
        asked = [line for line in chosen if line.asked] if len(chosen) > 1 else [x for x in self.model.lines if x.asked]
        self.summary.setText(self.model.summary)
        self.assign_button.setEnabled(may_edit and len(chosen) == 1 and bool(chosen[0].collector.table))
        self.done_button.setEnabled(bool(asked))
        self.done_button.setText(f"生成 {len(asked)} 份采集表…" if asked else "生成采集表…")
        for each in (self.read_button, self.folder_button):
            each.setEnabled(may_edit)

    def _on_changed(self) -> None:
        if self.session.report_id:
            chosen = [index.row() for index in self.view.selectionModel().selectedRows()]
            self.model.refresh()
            self.view.selectRow(chosen[0] if chosen else 0)
            self._show_state()

    # Who is asked

    def _on_assign(self) -> None:
        chosen = self._chosen()
        if len(chosen) != 1 or not chosen[0].collector.table or self.session.is_read_only:
            return
        collector, data = chosen[0].collector, self.session.data
        own = [(table, each.id) for table, rows in rows_for(data, collector).items() for each in rows]
        groups = {entity.LABEL: _choices(data, entity.TABLE, collector) for entity in COLLECTED}
        note = f"由“{collector.name}”填报哪些内容？已分配给别处的标有〔名称〕，勾选后改由这里填报。"
        dialog = ChoicesDialog("分配填报内容", groups, own, self, note=note)
        library, report_id = self.session.library, self.session.report_id
        dialog.accepted.connect(
            lambda: self.session.edit(
                lambda: library.collection.assign(report_id, collector, cast("list[tuple[str, int]]", dialog.chosen)),
                self.tell_error,
            )
        )
        dialog.open_once()

    # Out

    def on_done(self) -> None:
        """Makes the forms of those that are selected, or of all where one or none is."""
        chosen = self._chosen()
        wanted = [line.collector for line in (chosen if len(chosen) > 1 else self.model.lines) if line.asked]
        folder = self.session.messages.choose_folder(self, "采集表存到哪个文件夹", self._settings.export_folder)
        if folder is None:
            return
        self._settings.export_folder = folder
        library, report_id = self.session.library, self.session.report_id
        made = self.session.read(lambda: library.collection.made(report_id, wanted), self.tell_error)
        if made is None:
            return

        def written(paths: list[Path]) -> None:
            if not library.read_only:
                self.session.edit(lambda: library.collection.note_made(report_id, made), self.tell_error)
            self.tell_written(f"已生成 {len(paths)} 份采集表，存在 {folder}", folder)
            self._on_changed()

        self.run(lambda progress: library.collection.write(folder, made, partial(_writing, progress)), written)

    # Back

    def _on_read_files(self) -> None:
        self.read(self.session.messages.choose_files(self, "读取采集表", KIND))

    def _on_read_folder(self) -> None:
        folder = self.session.messages.choose_folder(self, "采集表在哪个文件夹中", self._settings.export_folder)
        if folder is None:
            return
        paths = form_reader.forms_in(folder)
        if paths:
            self.read(paths)
        else:
            self.tell_error(f"“{folder.name}”中没有 xlsx 文件。")

    def read(self, paths: Sequence[Path]) -> None:
        """Reads forms and asks what of them is to be taken over."""
        if not paths:
            return

        def work(progress: Progress) -> _Read:
            filled, refused = [], []
            for number, path in enumerate(paths):
                progress.report(number, len(paths), f"正在读取 {path.name}")
                try:
                    filled.append(form_reader.read(path))
                except AppError as error:
                    refused.append(str(error))
            return filled, refused

        self.run(work, self._on_read)

    def _on_read(self, found: _Read) -> None:
        filled, refused = found
        self.session.commit_pending()
        library, report_id = self.session.library, self.session.report_id
        meeting = self.session.read(lambda: library.collection.meet(report_id, filled), self.tell_error)
        if meeting is None:
            return
        warnings = [*refused, *meeting.refused, *meeting.warnings]
        if not meeting.taken:
            self.tell_error("\n".join(warnings))
            return
        if not meeting.merge.changes and not warnings:
            self._take(meeting, [])
            return
        note = f"读取 {len(meeting.taken)} 份采集表。勾选的写入报告，不勾选的保留报告现在的内容；读入是一步，可以撤销。"
        dialog = MergeDialog(
            "读入采集表", meeting.merge, self, mine="报告", theirs="采集表", note=note, warnings=warnings, done="读入"
        )
        dialog.accepted.connect(lambda: self._take(meeting, dialog.chosen))
        dialog.open_once()

    def _take(self, meeting: FormsMeeting, chosen: list[Change]) -> None:
        library, report_id = self.session.library, self.session.report_id
        if self.session.edit(lambda: library.collection.take(report_id, meeting, chosen), self.tell_error):
            self.outcome.setText(f"✓ 已读入 {len(meeting.taken)} 份采集表，写入 {len(chosen)} 处；可以用“撤销”取消。")
            self.outcome.show()
            self._on_changed()


def _choices(data: ReportData, table: str, collector: Collector) -> list[tuple[Hashable, str]]:
    found: list[tuple[Hashable, str]] = []
    for each in data.tables[table]:
        owner = data.find("unit", getattr(each, "unit_id", None) or 0) or data.find(
            "office", getattr(each, "office_id", None) or 0
        )
        is_elsewhere = owner is not None and (owner.TABLE, owner.id) != (collector.table, collector.row_id)
        where = f"〔{title(owner)}〕" if owner is not None and is_elsewhere else ""
        found.append(((table, each.id), f"{where}{title(each) or '（未命名）'}"))
    return found


def _writing(progress: Progress, done: int, total: int, what: str) -> None:
    progress.report(done, total, f"正在写入 {what}")
