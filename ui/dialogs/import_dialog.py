"""Reads a file in, in steps: the file, what was understood of it, what would change, done."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from app.exchange import kept_text, report_reader, workbook_reader
from app.exchange.kept_text import Keeping
from app.exchange.report_reader import ReadReport
from app.exchange.suffixes import REPORTS, WORKBOOKS
from app.exchange.workbook_reader import Workbook
from app.model import naming
from app.model.offers import Refusal
from app.model.proposals import Proposal
from ui import icons, theme
from ui.dialogs.import_changes import ChangesPage
from ui.dialogs.import_outcome import OutcomePage, told
from ui.dialogs.import_parts import PartsPage
from ui.dialogs.import_passages import PassagesPage
from ui.dialogs.job_dialog import JobDialog
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import Card, button, label, row, set_role
from ui.window_drop import WindowDrop
from ui.workers import Progress

if TYPE_CHECKING:
    from app.library.reading_in import Beginning
    from app.model.progress import Progress as Tell

    Propose = Callable[[Tell], Sequence[Proposal]]

_ALL = (*WORKBOOKS, *REPORTS)
_SIZE, _AROUND = (1080, 620), 40
_STEPS = ("选择文件", "核对识别结果", "预览改动", "完成")
_TITLE = "从 Excel / Word / PDF 导入"
_HINT = "选择一个文件，也可以把文件拖进窗口。导入前会逐条列出改动，由您确认；导入后可以一步撤销。"
_HINT_NEW = "选择一份已有的自评报告，读出其中的条目，新建为一份可以接着填写的报告。"
_MARK, _PROGRESS_WIDTH = 36, 320
_KINDS_NEW = ("支持 Word（.docx）、PDF（.pdf）和纯文本（.txt）",)
_KINDS = (
    "Excel、WPS 表格（.xlsx、.xls、.et、.ods）和 .csv：项目、收支、指标、单位等清单或自评表",
    "已有的自评报告（.docx、.pdf、.txt）：读出其中的条目，新建一份报告或并入当前报告",
)


class _Page(IntEnum):
    """The places of the pages in the stack."""

    FILE = 0
    PARTS = 1
    PASSAGES = 2
    CHANGES = 3
    DONE = 4


_STEP_OF = {_Page.FILE: 0, _Page.PARTS: 1, _Page.PASSAGES: 1, _Page.CHANGES: 2, _Page.DONE: 3}


class ImportDialog(JobDialog):
    """`preferred` is the table the officer is looking at. Without an open report only a published one can be read."""

    report_made = Signal(int)  # id of a new report, to be opened

    def __init__(
        self,
        session: Session,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        path: Path | None = None,
        preferred: str = "",
    ) -> None:
        super().__init__(_TITLE if session.report_id else "从已有报告导入", parent, done="下一步", cancel="取消")
        self.session, self._settings, self._preferred = session, settings, preferred
        self._path: Path | None = None
        self._book: Workbook | None = None
        self._report: ReadReport | None = None
        self._undo: Callable[[], bool] | None = None  # takes back what was written; None while nothing was
        self._made = 0  # id of the new report
        self._written = 0  # rows, by the one step
        self.parts = PartsPage(settings)
        may_go_into = bool(session.report_id) and not session.is_read_only
        self.passages = PassagesPage(self._keepings, may_go_into=may_go_into)
        self.changes = ChangesPage()
        self.outcome = OutcomePage(self.changes.refusals)
        self.file_drop = WindowDrop(_ALL, self)
        self.file_drop.dropped.connect(self.read_file)
        self.setAcceptDrops(True)
        self.stack = QStackedWidget()
        self.choose_button = button("选择文件…", "folder", "filled")
        self.back_button = button("上一步")
        self.undo_button = button("撤销导入", "undo")
        self.copy_button = button("复制清单", "duplicate", tip="复制没有采用的内容，可以粘贴到 Excel 或发给别人核对")
        self._name = label("", "card")
        self._steps = [label(text, "secondary") for text in _STEPS]
        self._build()
        self.choose_button.clicked.connect(self._on_choose)
        self.back_button.clicked.connect(self._on_back)
        self.undo_button.clicked.connect(self._on_undo)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.changes.refusals.as_text()))
        session.failed.connect(self.tell_error)  # of an undo
        self.changes.chosen_changed.connect(self._show_state)
        self.parts.changed.connect(self._show_state)
        self.passages.changed.connect(self._show_state)
        self._go(_Page.FILE)
        if path is not None:
            self.read_file(path)

    # Pages

    def _build(self) -> None:
        marks: list[QWidget | int | None] = []
        for number, step in enumerate(self._steps, 1):
            step.setText(f"{number}　{_STEPS[number - 1]}")
            marks += [step, label("›", "secondary")]
        self.body.addLayout(row(*marks[:-1], None, spacing=theme.S3))
        for page in (self._file_page(), self.parts, self.passages, self.changes, self.outcome):
            self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)
        widgets = (self.back_button, self.undo_button, self.copy_button, self.progress, self.step)
        for place, widget in enumerate(widgets):
            self.buttons.insertWidget(place, widget)
        self.progress.setFixedWidth(_PROGRESS_WIDTH)
        self.hold(self.parts, self.passages, self.changes, self.choose_button, self.back_button)
        self.resize(QSize(*_SIZE).boundedTo(self.room - QSize(_AROUND, _AROUND)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.windowHandle().installEventFilter(self.file_drop)

    def _file_page(self) -> QWidget:
        card = Card()
        inside = card.body
        mark = QLabel()
        mark.setPixmap(icons.pixmap("import", "accent", _MARK, self.devicePixelRatioF()))
        hint = label(_HINT if self.session.report_id else _HINT_NEW)
        lines = [label(text, "secondary") for text in (_KINDS if self.session.report_id else _KINDS_NEW)]
        inside.addStretch(1)
        for widget in (mark, hint, *lines, self.choose_button, self._name):
            if widget is self.choose_button:
                inside.addSpacing(theme.S2)
            inside.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        return card

    def _go(self, page: _Page) -> None:
        self.stack.setCurrentIndex(page)
        self.tell_error("")
        for place, step in enumerate(self._steps):
            set_role(step, "group" if place == _STEP_OF[page] else "secondary")
        self._show_state()

    def _show_state(self) -> None:
        """Enables what can be done now, and has the buttons say what they do."""
        page = _Page(self.stack.currentIndex())
        self.back_button.setVisible(page in {_Page.PARTS, _Page.PASSAGES, _Page.CHANGES})
        self.undo_button.setVisible(page == _Page.DONE and self._undo is not None)
        self.copy_button.setVisible(page == _Page.DONE and self.outcome.has_rest)
        self.done_button.setVisible(page != _Page.FILE)
        self.cancel_button.setVisible(page != _Page.DONE)
        words = "关闭" if page is _Page.DONE else "下一步"
        is_ready = True
        if page == _Page.PARTS:
            is_ready = any(part.table for part in self.parts.parts)
            # Where the unit is only inferred, going on is the officer's word for it.
            words = "单位无误，下一步" if any(part.is_unit_open for part in self.parts.parts) else words
        elif page == _Page.PASSAGES:
            words = "下一步" if self.passages.is_into else "新建报告"
            is_ready = self.passages.is_complete
        elif page == _Page.CHANGES:
            chosen = self.changes.model.chosen()
            words, is_ready = f"导入 {len(chosen):,} 条" if chosen else "导入", bool(chosen)
        self.done_button.setText(words)
        self.done_button.setEnabled(is_ready and not self.is_running)

    def _on_back(self) -> None:
        page = _Page(self.stack.currentIndex())
        before = _Page.PARTS if self._book is not None else _Page.PASSAGES
        self._go(before if page == _Page.CHANGES else _Page.FILE)

    def on_done(self) -> None:
        match _Page(self.stack.currentIndex()):
            case _Page.PARTS:
                self._preview_book()
            case _Page.PASSAGES if self.passages.is_into:
                self._preview_report()
            case _Page.PASSAGES:
                self._prepare_report()
            case _Page.CHANGES:
                self._take_in()
            case _Page.FILE | _Page.DONE:
                self.accept()
                if self._made:
                    self.report_made.emit(self._made)

    # Reading

    def _on_choose(self) -> None:
        suffixes = _ALL if self.session.report_id else REPORTS
        kind = f"可以导入的文件 ({' '.join(f'*{suffix}' for suffix in suffixes)})"
        chosen = self.session.messages.choose_file(self, "选择文件", kind, self._settings.import_folder)
        if chosen is not None:
            self.read_file(chosen)

    def read_file(self, path: Path) -> None:
        """Reads a file off the window's thread; what it holds is shown when it is there."""
        if self.is_running:
            return
        self._path = path
        self._settings.import_folder = path.parent
        self._name.setText(path.name)
        self._go(_Page.FILE)
        is_report = path.suffix.lower() in REPORTS
        if not is_report and not self.session.report_id:
            self.tell_error("工作簿要导入到一份报告里，请先打开报告；这里只能选择已有的自评报告（.docx、.pdf、.txt）。")
            return
        self.run(self._reading_report(path) if is_report else self._reading_book(path), self._on_read)

    def _reading_report(self, path: Path) -> Callable[[Progress], ReadReport | Workbook]:
        return lambda progress: report_reader.read(path, progress.report)

    def _reading_book(self, path: Path) -> Callable[[Progress], ReadReport | Workbook]:
        known = self.session.library.reading_in.context(self.session.report_id, self._preferred)
        choices = self._settings.heading_choices()
        context = dataclasses.replace(known, memory=lambda table, heading: choices.get((table, heading)))
        return lambda progress: workbook_reader.read(path, context, progress.report)

    def _on_read(self, found: ReadReport | Workbook) -> None:
        self._book = found if isinstance(found, Workbook) else None
        self._report = found if isinstance(found, ReadReport) else None
        if self._book is not None:
            self.parts.show_book(self._book)
            self._go(_Page.PARTS)
        elif self._report is not None:
            into = bool(self.session.report_id) and not self.session.is_read_only
            self.passages.show_report(self._report, into=into)
            self._go(_Page.PASSAGES)

    # What it comes to

    def _preview_book(self) -> None:
        if self._book is None:
            return
        book = dataclasses.replace(self._book, parts=tuple(self.parts.parts))
        reading_in, report_id = self.session.library.reading_in, self.session.report_id
        self._preview(lambda: reading_in.proposing(report_id, book.offers()), book.refusals())

    def _preview(self, begin: Callable[[], Propose], refused: Sequence[Refusal]) -> None:
        """Finds what would change, off the window's thread, and shows it."""
        self.session.commit_pending()
        propose, data = self.session.read(begin, self.tell_error), self.session.data

        def show(found: Sequence[Proposal]) -> None:
            self.changes.show_proposals(data, found, refused)
            self._go(_Page.CHANGES)

        if propose is not None:
            self.run(lambda progress: propose(progress.report), show, is_preparing=True)

    def _preview_report(self) -> None:
        if self._report is None:
            return
        read = self.passages.read
        reading_in, report_id = self.session.library.reading_in, self.session.report_id
        refused = [*self._wrong_year(read), *kept_text.not_advised(self._keepings(read, True))]
        self._preview(lambda: reading_in.proposing_report(report_id, read), refused)

    def _keepings(self, read: ReadReport, is_into: bool) -> Sequence[Keeping]:
        reading_in, report_id = self.session.library.reading_in, self.session.report_id if is_into else 0
        return self.session.read(lambda: reading_in.keepings(report_id, read), self.tell_error) or ()

    def _wrong_year(self, read: ReadReport) -> Sequence[Refusal]:
        own, told = self.session.data.report.year, read.report.year
        if not told or told == own:
            return ()
        words = f"文件是 {told} 年度的，当前报告是 {own} 年度的，请核对。"
        return (Refusal("全文", "年度", str(told), words),)

    # Doing it

    def _take_in(self) -> None:
        chosen = self.changes.model.chosen()
        name = self._path.name if self._path else ""
        reading_in, report_id = self.session.library.reading_in, self.session.report_id
        if not self.write(lambda: self.session.edit(lambda: reading_in.take(report_id, chosen, name)), len(chosen)):
            return
        self._written = len(chosen)
        self._undo = self.session.undo
        if self._report is not None:
            rest = self._tell_left(self._report, self.session.report_id, self._wrong_year(self._report))
        else:
            left = self.changes.refusals.rowCount()
            rest = f"下面 {left:,} 处没有采用，可以按原因改好文件后再导入一次。" if left else ""
        outcome, tables = told(chosen)
        self._finish(outcome, f"{tables}{rest}")

    def _prepare_report(self) -> None:
        read, reading_in = self.passages.chosen(), self.session.library.reading_in
        self.run(
            lambda progress: reading_in.beginning(read, progress.report),
            lambda found: self._make_report(read, found),
            is_preparing=True,
        )

    def _make_report(self, read: ReadReport, found: Beginning) -> None:
        library = self.session.library
        if not self.write(lambda: self._add(found), len(found.rows)):
            return
        self._written = len(found.rows)
        self._undo = lambda: self.session.edit(lambda: library.undo(None))
        rows = naming.in_numbers(read.counts) or "部门和年度"
        rest = self._tell_left(read, self._made)
        self._finish(f"已新建“{read.department.name} {read.report.year}年度”的报告。", f"读出{rows}。{rest}")

    def _tell_left(self, read: ReadReport, report_id: int, notes: Sequence[Refusal] = ()) -> str:
        """Lists what was not understood, with the chapters in which the report has it now; a sentence on it."""
        kept = kept_text.kept_in(read.leftovers, self.session.library.data(report_id))
        left = kept_text.refusals(read.leftovers, kept)
        self.changes.refusals.show([*notes, *left])
        number = len(list(filter(None, kept)))
        more = f"，其中 {number:,} 段留作补充段落" if number else ""
        return f"下面 {len(left):,} 段文字没有识别{more}，请自行核对。" if left else ""

    def _add(self, found: Beginning) -> bool:
        self._made = self.session.read(lambda: self.session.library.reading_in.add(found), self.tell_error) or 0
        return bool(self._made)

    def _finish(self, outcome: str, details: str) -> None:
        self.outcome.tell(outcome, details)
        self._go(_Page.DONE)
        self.done_button.setFocus()

    def _on_undo(self) -> None:
        if self._undo is not None and self.write(self._undo, self._written):
            self._made = 0
            super().reject()

    # Leaving

    def reject(self) -> None:
        """Stops the work while any runs; else closes. Qt closes by this too."""
        if not self.is_running and self.stack.currentIndex() == _Page.DONE:
            self.on_done()
        else:
            super().reject()
