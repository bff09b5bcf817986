"""The report beside the form: what an edit changes is marked, and a generated paragraph can be taken over by hand."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.model.entities import Department, Override, Project, Report
from app.render.blocks import Document, Paragraph
from ui import theme
from ui.session import Session
from ui.widgets.basics import button, column, label, restyle, row
from ui.widgets.preview import PreviewWidget
from ui.widgets.preview_bar import PreviewBar

_PRINTED = {
    "typed_total": "score/total", "typed_management": "score/management", "typed_delivery": "score/delivery",
}  # fmt: skip
"""Fields that are printed as a computed figure, with the reference of that figure."""


class PreviewPanel(QWidget):
    """Renders only while it is in sight, and at most once for edits in quick succession."""

    field_wanted = Signal(str)  # ref of a clicked figure: table/id/field
    take_over_wanted = Signal(str)  # key of the paragraph to be written by hand

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.preview = PreviewWidget()
        self.document: Document | None = None
        self._refs: set[str] = set()
        self._part = "report"
        self._is_due = True
        self._key = ""
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
        whole.addWidget(self.preview, 1)
        whole.addWidget(self._bar)
        whole.addWidget(PreviewBar(self.preview))
        self.preview.field_clicked.connect(self._on_field_clicked)
        self.preview.paragraph_clicked.connect(self.show_paragraph)
        self.take_button.clicked.connect(lambda: self.take_over_wanted.emit(self._key))
        self.give_button.clicked.connect(self._on_give_back)
        self._close.clicked.connect(self._bar.hide)
        session.settled.connect(self.refresh)
        session.report_opened.connect(self._bar.hide)
        session.focused.connect(self._on_focused)

    def _on_field_clicked(self, ref: str) -> None:
        """A figure leads to its field; the text of a paragraph by hand leads to what can be done with it."""
        table, _, rest = ref.partition("/")
        if table != Override.TABLE:
            self.field_wanted.emit(ref)
            return
        row_id = rest.partition("/")[0]
        self.show_paragraph(next((row.key for row in self.session.data.overrides if str(row.id) == row_id), ""))

    # The document

    def show_part(self, part: str) -> None:
        """Shows another part of the report: report or annex."""
        if part != self._part:
            self._part = part
            self.refresh()

    def refresh(self) -> None:
        """Renders the report as it stands; what cannot be rendered is told once, and the last good one stays."""
        if not self.isVisible() or not self.session.report_id:
            self._is_due = True
            return
        self._is_due = False
        library, report_id = self.session.library, self.session.report_id
        part = self._part if self._is_there() else "annex"
        found = self.session.read(lambda: (library.document(report_id, (part,)), library.layout(report_id)))
        if found is not None:
            self.document, layout = found
            self._refs = set(_refs(self.document))
            self.preview.set_document(self.document, layout)
            self._mark()
        if not self._bar.isHidden():
            self.show_paragraph(self._key)

    def _is_there(self) -> bool:
        """Whether there is anything in the part to be shown: the form of a project may have been removed."""
        table, _, row_id = self._part.partition("/")
        begun = self.session.library.projects_with_forms(self.session.report_id) if table == Project.TABLE else ()
        return table != Project.TABLE or int(row_id) in begun

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self.refresh()

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

    def show_paragraph(self, key: str) -> None:
        """Offers what can be done with a generated paragraph."""
        found = self.paragraph(key)
        self._key = key
        self._bar.setVisible(found is not None)
        if found is None:
            return
        if not found.manual:
            self._tell("这一段由填报的数据自动生成。", "info", "改为手工…")
        elif found.stale:
            self._tell("手工段落。改为手工以后，自动生成的内容又有变化，请核对其中的数字。", "warning", "核对并修改…")
        else:
            self._tell("手工段落，不随数据变化。", "info", "修改…")
        self.give_button.setVisible(found.manual)
        for change in (self.take_button, self.give_button):
            change.setEnabled(not self.session.is_read_only)

    def _tell(self, text: str, kind: str, take: str) -> None:
        self.paragraph_text.setText(text)
        self.take_button.setText(take)
        self._bar.setProperty("notice", kind)
        restyle(self._bar)

    def _on_give_back(self) -> None:
        library, report_id, key = self.session.library, self.session.report_id, self._key
        self.session.edit(lambda: library.give_back(report_id, key))


def _refs(document: Document) -> Iterator[str]:
    """Where the figures of a document come from."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield from (run.ref for run in block.runs)
            else:
                yield from (run.ref for line in block.rows for cell in line.cells for run in cell.runs)
