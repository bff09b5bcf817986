"""The report beside the form: what an edit changes is marked, and a generated paragraph can be taken over by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.library import PARTS
from app.model.entities import Department, Override, Project, Report
from app.model.layout import Layout
from app.render.blocks import Document, Paragraph
from ui import theme
from ui.models.refs import name_of
from ui.printing.fonts import missing_fonts
from ui.session import Session
from ui.widgets.basics import button, column, label, restyle, row
from ui.widgets.preview import PreviewWidget
from ui.widgets.preview_bar import ByHand, PreviewBar, PreviewHead, PreviewNote
from ui.workers import Job

_PRINTED = {
    "typed_total": "score/total", "typed_management": "score/management", "typed_delivery": "score/delivery",
}  # fmt: skip
"""Fields that are printed as a computed figure, with the reference of that figure."""

_MOST_ROWS = 800
"""A report with more projects and score rows is drawn beside the window's own thread: it takes longer than a key may
wait. Fewer take a few ms, less than the way to another thread and back.
"""


class _Drawn(NamedTuple):
    """A report in blocks, and where its figures come from."""

    document: Document
    refs: frozenset[str]


class _Wanted(NamedTuple):
    """A drawing that was ordered."""

    report_id: int
    part: str
    layout: Layout


class PreviewPanel(QWidget):
    """Renders only while it is in sight, and at most once for edits in quick succession."""

    field_wanted = Signal(str)  # ref of a clicked figure: table/id/field
    take_over_wanted = Signal(str)  # key of the paragraph to be written by hand

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.preview = PreviewWidget()
        self.preview.describe = lambda ref: name_of(ref, session)
        self.document: Document | None = None
        self._refs: frozenset[str] = frozenset()
        self._part = "report"
        self._is_due = True
        self._job: Job[_Drawn] | None = None
        self._wanted: _Wanted | None = None  # what the job is drawing
        self._layout: Layout | None = None
        self._hand: list[ByHand] = []
        self._is_leading = False  # to a field that was clicked in the preview
        self._key = ""
        self._sought = ""  # key of a paragraph to scroll to when its page is there
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.head, self.note = PreviewHead(), PreviewNote()
        self.head.show_part(self._part)
        self._bar = QFrame()
        self._bar.setProperty("notice", "info")
        self.paragraph_text = label("", wrap=True)
        self.take_button = button("改为手工…", role="link")
        self.give_button = button("恢复自动", role="link")
        self._close = button("关闭", role="link")
        inside = column(self._bar, spacing=0)
        inside.setContentsMargins(theme.S3, theme.S2, theme.S2, theme.S1)
        inside.addWidget(self.paragraph_text)
        inside.addLayout(row(None, self.take_button, self.give_button, self._close))
        self._bar.hide()
        whole = column(self, spacing=0)
        whole.addWidget(self.head)
        whole.addWidget(self.preview, 1)
        for widget in (self._bar, PreviewBar(self.preview), self.note):
            whole.addWidget(widget)

    def _connect(self) -> None:
        preview, session = self.preview, self.session
        preview.field_clicked.connect(self._on_field_clicked)
        preview.paragraph_clicked.connect(self.show_paragraph)
        preview.take_over_wanted.connect(self.take_over_wanted)
        preview.give_back_wanted.connect(self._give_back)
        preview.laid_out.connect(self._on_laid_out)
        self.head.part_wanted.connect(self.show_part)
        self.head.paragraph_wanted.connect(self.seek_paragraph)
        self.take_button.clicked.connect(lambda: self.take_over_wanted.emit(self._key))
        self.give_button.clicked.connect(lambda: self._give_back(self._key))
        self._close.clicked.connect(self._bar.hide)
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)
        session.report_opened.connect(self._on_report_opened)
        session.focused.connect(self._on_focused)

    def _on_report_opened(self) -> None:
        self._bar.hide()
        self._sought = ""
        self.preview.forget()
        self.refresh()

    @property
    def _is_large(self) -> bool:
        data = self.session.data
        return len(data.projects) + len(data.indicators) > _MOST_ROWS

    def _on_changed(self) -> None:
        """Draws with the next turn of the event loop: it waits for no timer, and several edits are one drawing."""
        self._is_due = True
        if self.session.report_id and not self._is_large:
            self._soon.start()

    def _on_settled(self) -> None:
        """A large report is drawn when what else follows an edit is done and the typing pauses."""
        if self._is_due:
            self.refresh()

    def _on_field_clicked(self, ref: str) -> None:
        """A figure leads to its field; the text of a paragraph by hand leads to what can be done with it."""
        table, _, rest = ref.partition("/")
        if table != Override.TABLE:
            self._is_leading = True
            self.field_wanted.emit(ref)
            self._is_leading = False
            return
        row_id = rest.partition("/")[0]
        self.show_paragraph(next((row.key for row in self.session.data.overrides if str(row.id) == row_id), ""))

    # The document

    def show_part(self, part: str) -> None:
        """Shows report, annex or the form of a project; but what was clicked in is not taken away."""
        if part != self._part and not self._is_leading:
            self._part = part
            self.head.show_part(part)
            self.refresh()

    def refresh(self) -> None:
        """Renders the report as it stands; what cannot be rendered is told once, and the last good one stays."""
        self._soon.stop()
        if not self.isVisible() or not self.session.report_id or self._job is not None:
            self._is_due = True
            return
        self._is_due = False
        library, report_id, data = self.session.library, self.session.report_id, self.session.data
        self.preview.is_locked = self.session.is_read_only
        part = self._part if self._is_there() else "annex"
        # Whether a paragraph by hand is out of date shows only in its own part.
        parts = PARTS if data.overrides and part in PARTS else (part,)
        found = self.session.read(lambda: (library.documents.drawing(report_id, parts), library.layout(report_id)))
        if found is None:
            return
        draw, layout = found
        self._wanted = _Wanted(report_id, self._part, layout)
        if self._is_large:
            self._draw_beside(draw)
        elif (drawn := self.session.read(lambda: _drawn(draw))) is not None:
            self._show(drawn)

    def _is_there(self) -> bool:
        """Whether there is anything in the part to be shown: the form of a project may have been removed."""
        table, _, row_id = self._part.partition("/")
        begun = self.session.library.project_forms.begun(self.session.report_id) if table == Project.TABLE else ()
        return table != Project.TABLE or int(row_id) in begun

    def _draw_beside(self, draw: Callable[[], Document]) -> None:
        self._job = Job(lambda _progress: _drawn(draw), self)
        self._job.finished.connect(self._on_drawn)
        self._job.failed.connect(self._on_not_drawn)
        self._job.start()

    def _on_drawn(self, drawn: _Drawn) -> None:
        """Shows what was drawn, where it is still wanted, and draws anew what was changed meanwhile."""
        self._end()
        wanted = self._wanted
        if wanted is not None and wanted[:2] == (self.session.report_id, self._part):
            self._show(drawn)
        if self._is_due:
            self._soon.start()

    def _on_not_drawn(self, sentence: str) -> None:
        self._end()
        self.session.failed.emit(sentence)

    def _end(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    def _show(self, drawn: _Drawn) -> None:
        assert self._wanted is not None
        layout, whole = self._wanted.layout, drawn.document
        self.document = Document(
            tuple(each for each in whole.sections if self._part not in PARTS or each.part == self._part)
        )
        self._refs = drawn.refs
        self.preview.set_document(self.document, layout, self._part)
        if layout != self._layout:
            self._layout = layout
            self.note.show_missing(missing_fonts(layout))
        self._hand = list(self._by_hand(whole))
        self.head.show_by_hand(self._hand)
        self._mark()
        if not self._bar.isHidden():
            self.show_paragraph(self._key)

    def _by_hand(self, drawn: Document) -> Iterator[ByHand]:
        shown = {paragraph.key: paragraph for paragraph in drawn.paragraphs() if paragraph.manual}
        for override in self.session.data.overrides:
            paragraph = shown.get(override.key)
            yield ByHand(override.key, override.text, bool(paragraph and paragraph.stale), paragraph is not None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self.refresh()
        else:
            self._mark()  # what is edited may be another field since

    def _on_focused(self) -> None:
        if self.isVisible():
            self._mark()

    def _mark(self) -> None:
        """Marks the figures of the field being edited; where the report does not print it, those of its row."""
        table, row_id, field = self.session.focus
        exact = _PRINTED.get(field, f"{table}/{row_id}/{field}")
        is_one_of_many = bool(table) and table not in {Department.TABLE, Report.TABLE}
        self.preview.mark(exact if exact in self._refs else f"{table}/{row_id}/" if is_one_of_many else "")

    # Paragraphs by hand

    def paragraph(self, key: str) -> Paragraph | None:
        """The paragraph shown under that key; None when there is none."""
        if self.document is None or not key:
            return None
        return next((found for found in self.document.paragraphs() if found.key == key), None)

    def seek_paragraph(self, key: str) -> None:
        """Scrolls to a paragraph, in whichever part it stands, and offers what can be done with it."""
        self._sought = key
        if self.paragraph(key) is None and any(row.key == key and row.is_shown for row in self._hand):
            self.show_part(next(part for part in PARTS if part != self._part))
        self._on_laid_out()
        self.show_paragraph(key)

    def _on_laid_out(self) -> None:
        if self._sought and self.preview.show_paragraph(self._sought):
            self.show_paragraph(self._sought)
            self._sought = ""

    def show_paragraph(self, key: str) -> None:
        """Offers what can be done with a generated paragraph, or with one by hand that nothing stands for any more."""
        found = self.paragraph(key)
        is_left_over = found is None and any(row.key == key and not row.is_shown for row in self._hand)
        self._key = key
        self._bar.setVisible(found is not None or is_left_over)
        if found is None:
            self._tell("报告中已没有这一段，手工文字不会印出；恢复自动后这些文字即删除，可以撤销。", "warning", "")
        elif not found.manual:
            self._tell("这一段由填报的数据自动生成。", "info", "改为手工…")
        elif found.stale:
            self._tell("手工段落。改为手工以后，自动生成的内容又有变化，请核对其中的数字。", "warning", "核对并修改…")
        else:
            self._tell("手工段落，不随数据变化。", "info", "修改…")
        self.give_button.setVisible(found is None or found.manual)
        for change in (self.take_button, self.give_button):
            change.setEnabled(not self.session.is_read_only)

    def _tell(self, text: str, kind: str, take: str) -> None:
        self.paragraph_text.setText(text)
        self.take_button.setText(take)
        self.take_button.setVisible(bool(take))
        self._bar.setProperty("notice", kind)
        restyle(self._bar)

    def _give_back(self, key: str) -> None:
        library, report_id = self.session.library, self.session.report_id
        self.session.edit(lambda: library.documents.give_back(report_id, key))


def _drawn(draw: Callable[[], Document]) -> _Drawn:
    document = draw()
    return _Drawn(document, frozenset(_refs(document)))


def _refs(document: Document) -> Iterator[str]:
    """Where the figures of a document come from."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield from (run.ref for run in block.runs)
            else:
                yield from (run.ref for line in block.rows for cell in line.cells for run in cell.runs)
