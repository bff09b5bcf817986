"""Printing: page setup at the left, the very pages at the right, and the way to a printer or a PDF file."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import groupby

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QWidget

from app.library import EVIDENCE, PROJECTS
from app.model import project_forms
from app.model.layout import Layout
from app.render.blocks import Document
from app.render.pages import is_annex_alone, page_of
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.dialogs.print_form import CONTENTS, FORM, PrintForm
from ui.printing.fonts import FontSet
from ui.printing.pages import Page
from ui.printing.pdf import writing
from ui.printing.printer import chosen, in_order, printer_for, printers, printing
from ui.printing.setup import dressed
from ui.printing.slices import Slices
from ui.printing.table import TablePart
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import button, column, label, row
from ui.widgets.message_bar import MessageBar
from ui.widgets.print_bar import PrintBar
from ui.widgets.print_view import PrintView
from ui.workers import Job

_WAYS = {False: "纵向", True: "横向"}
_NO_PRINTER = "本机没有打印机，请先在系统设置中添加；也可以存为 PDF，拿到别处打印。"
_LARGEST, _SMALLEST = QSize(1240, 860), QSize(820, 440)
_AROUND = QSize(48, 40)  # of the window behind that stays in sight


class PrintDialog(Dialog):
    """Stays open while it prints, so that it can be stopped; what is shown is what is printed, by the same painter."""

    findings_wanted = Signal()  # the officer wants to see what 校核 found

    def __init__(
        self,
        session: Session,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        content: str = "",
        form: str = "",  # the form of a project that the officer is at, as a part of the report
        known_printers: Sequence[str] | None = None,
    ) -> None:
        super().__init__("打印", parent, done="打印…", cancel="关闭")
        self.session, self._settings = session, settings
        self._document: Document | None = None
        self._layout: Layout | None = None
        self._drawing: Job[Document] | None = None
        self._slices: Slices | None = None
        self._has_printer = bool(printers() if known_printers is None else known_printers)
        self.findings = MessageBar()
        self._project_form = form
        has = {
            FORM: bool(form),
            EVIDENCE: bool(session.data.evidence),
            PROJECTS: bool(project_forms.with_forms(session.data)),
        }
        offered = [key for key in CONTENTS if has.get(key, True)]
        first = content or (FORM if form else settings.print_setup("content")) or "both"
        self.form = PrintForm(settings, first, offered=offered)
        self.view = PrintView()
        self.bar = PrintBar(self.view)
        self.summary = label("", "secondary", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("打印进度")
        self.outcome = label("", "good", wrap=True)
        self.pdf_button = button("存为 PDF…")
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._lay_out)
        self._build()
        self._connect()
        self._show_findings()
        self._draw()

    def _build(self) -> None:
        left = QScrollArea()
        left.setWidget(self.form)
        left.setWidgetResizable(True)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setFixedWidth(self.form.width() + theme.S4)
        left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        pages = column(sheet, spacing=0, margin=1)
        pages.addWidget(self.view, 1)
        pages.addWidget(self.bar)
        self.body.addWidget(self.findings)
        middle = row(left, spacing=theme.S3)
        middle.addWidget(sheet, 1)
        self.body.addLayout(middle, 1)
        for widget in (self.summary, self.progress, self.outcome):
            self.buttons.insertWidget(self.buttons.count() - 3, widget, 1)
        self.buttons.insertWidget(self.buttons.count() - 1, self.pdf_button)
        self.buttons.setStretch(self.buttons.count() - 4, 0)
        self.progress.hide()
        self.outcome.hide()
        self.setMinimumSize(_SMALLEST)
        behind = self.parentWidget()
        around = behind.window().size() - _AROUND if behind is not None else _SMALLEST
        self.resize(around.boundedTo(_LARGEST).expandedTo(_SMALLEST))

    def _connect(self) -> None:
        self.form.content_changed.connect(self._draw)
        self.form.changed.connect(self._soon.start)
        self.form.part_shown.connect(self._show_sheet)
        self.view.laid_out.connect(self._show_state)
        self.pdf_button.clicked.connect(self._on_pdf)
        self.finished.connect(lambda _result: self._keep())
        self.view.setFocus()

    def _keep(self) -> None:
        self.form.keep()
        if self.form.key != FORM:  # which is chosen by where the officer is
            self._settings.set_print_setup("content", self.form.key)

    def _show_findings(self) -> None:
        count = len(self.session.checker.now().errors)
        if count:
            self.findings.tell(f"校核发现 {count} 处错误，建议改正后再打印。", "warning", "查看", self._on_findings)

    def _on_findings(self) -> None:
        self.findings_wanted.emit()
        self.reject()

    # The pages

    @property
    def _parts(self) -> tuple[str, ...]:
        """What is chosen to be printed."""
        return (self._project_form,) if self.form.key == FORM else CONTENTS[self.form.key].parts

    def _draw(self) -> None:
        """Has the content drawn in blocks; a long report takes a moment, and the window does not wait for it."""
        self._keep_content()
        library, report_id = self.session.library, self.session.report_id
        parts = self._parts
        found = self.session.read(lambda: (library.documents.drawing(report_id, parts), library.layout(report_id)))
        if found is None:
            return
        draw, self._layout = found
        self._document = None
        self.view.forget()
        self._drawing = job = Job(lambda _progress: draw(), self)
        job.finished.connect(lambda document: self._on_drawn(job, document))
        job.failed.connect(self.tell_error)
        job.start()
        self._show_state()

    def _keep_content(self) -> None:
        self.tell_error("")
        self.outcome.hide()

    def _on_drawn(self, job: Job[Document], document: Document) -> None:
        if job is self._drawing:  # nothing else was chosen meanwhile
            self._document, self._drawing = document, None
            self._lay_out()

    def _lay_out(self) -> None:
        document = self._dressed()
        if document is None or self._layout is None:
            return
        self.outcome.hide()
        self.summary.show()
        self._show_sheet()
        self.view.set_document(document, self._layout, "", self.form.job.numbering)
        self._show_state()

    def _dressed(self) -> Document | None:
        """The document on its sheets; None while it is being drawn."""
        if self._document is None or self._layout is None:
            return None
        return dressed(self._document, self.form.sheets, self._layout.table.size)

    def _show_sheet(self) -> None:
        document, layout = self._dressed(), self._layout
        if document is None or layout is None:
            return
        shown = next((section for section in document.sections if section.part == self.form.part), None)
        if shown is not None:
            sheet = page_of(shown, layout, is_alone=is_annex_alone(document), number=self.form.job.place)
            self.form.show_sheet(sheet, layout.table.size)

    @property
    def pages(self) -> list[Page]:
        """All that would be printed if everything were."""
        return [page for page in self.view.pages if self.form.is_wanted(page.number)]

    def _show_state(self) -> None:
        is_ready = self._document is not None and self.view.is_whole and self._slices is None
        pages = self.pages if is_ready else []
        self.done_button.setEnabled(bool(pages) and self._has_printer)
        self.done_button.setToolTip("" if self._has_printer else _NO_PRINTER)
        self.pdf_button.setEnabled(bool(pages))
        words = self._words(pages) if is_ready else "正在排版…"
        self.summary.setText(words if self._has_printer or not is_ready else f"{words}\n{_NO_PRINTER}")

    def _words(self, pages: Sequence[Page]) -> str:
        """Paper, pages and the size of table text."""
        if not pages:
            return "没有要打印的页，请改选“打印页面”。"
        kinds = [(_paper(page), page.is_landscape) for page in pages]
        runs = [(kind, len(list(found))) for kind, found in groupby(kinds)]
        words = [f"{paper} {_WAYS[is_landscape]} {count} 页" for (paper, is_landscape), count in runs]
        said = "，".join(words)
        if len(runs) > 1:
            said += f"，共 {len(pages)} 页"
        if self.form.job.is_duplex and len(pages) > 1:
            said += f"，双面 {(len(pages) + 1) // 2} 张（沿长边翻转）"
        said += "".join(f"；表格字号 {text}" for text in self._sizes(pages))
        return said

    def _sizes(self, pages: Sequence[Page]) -> list[str]:
        assert self._layout is not None
        found = dict.fromkeys(
            part.grid.style.size for page in pages for part in page.parts if isinstance(part, TablePart)
        )
        wanted = self.form.sheets[self.form.part].size or self._layout.table.size
        return [_size(size, wanted) for size in found]

    # Printing

    def on_done(self) -> None:
        pages = self.pages
        printer = printer_for(pages, self._title, is_duplex=self.form.job.is_duplex)
        if not self.session.messages.set_up_print(self, printer, len(pages)):
            return
        current = self.view.pages[self.view.current]
        index = pages.index(current) if current in pages else 0
        wanted = chosen(printer, pages, index)
        if wanted:
            count = len(in_order(printer, wanted))
            outcome, stopped = f"✓ 已送往打印机，共 {count} 页。", "已停止；已经送往打印机的页可能仍会印出。"
            self._run(printing(printer, wanted, self._fonts), count, outcome, stopped)
        else:
            self.tell_error(f"没有选中的页，请在 1—{len(pages)} 之间选择。")

    def _on_pdf(self) -> None:
        library, report_id = self.session.library, self.session.report_id
        name = library.exports.file_name(report_id, self._parts[0], "pdf")
        start = self._settings.export_folder / name
        target = self.session.messages.choose_save(self, "存为 PDF", start, "PDF 文件 (*.pdf)")
        if target is not None:
            self._settings.export_folder = target.parent
            pages = self.pages
            outcome, stopped = f"✓ 已存为“{target.name}”。", "已停止，没有写入文件。"
            self._run(writing(pages, self._fonts, target, self._title), len(pages), outcome, stopped)

    @property
    def _title(self) -> str:
        return self._document.title if self._document is not None else ""

    @property
    def _fonts(self) -> FontSet:
        assert self.view.fonts is not None  # there are pages
        return self.view.fonts

    def _run(self, steps: Generator[int, None, None], count: int, outcome: str, stopped: str) -> None:
        self.tell_error("")
        self._slices = slices = Slices(steps, self)
        self.progress.setRange(0, count)
        self.progress.setValue(0)
        slices.progressed.connect(self.progress.setValue)
        slices.finished.connect(lambda: self._on_ended(outcome))
        slices.failed.connect(lambda sentence: self._on_ended("", sentence))
        slices.stopped.connect(lambda: self._on_ended("", stopped))
        self._show_running()
        slices.start()

    def _show_running(self) -> None:
        is_running = self._slices is not None
        self.progress.setVisible(is_running)
        self.summary.setVisible(not is_running)
        self.outcome.hide()
        self.form.setEnabled(not is_running)
        self.cancel_button.setText("停止" if is_running else "关闭")
        self._show_state()

    def _on_ended(self, outcome: str, error: str = "") -> None:
        self._slices = None
        self._show_running()
        self.outcome.setText(outcome)
        self.outcome.setVisible(bool(outcome))
        self.summary.setVisible(not outcome)
        self.tell_error(error)

    def reject(self) -> None:
        """Stops the printing while it runs; else closes. Qt closes by this too."""
        if self._slices is not None:
            self._slices.stop()
        else:
            super().reject()


def _paper(page: Page) -> str:
    return "A3" if max(page.size_mm) > 400 else "A4"


def _size(size: float, wanted: float) -> str:
    return f"{size:g} 磅" + (f"（为适合页宽缩到 {round(100 * size / wanted)}%）" if size < wanted else "")
