"""The form of the row that is selected in a table, under its name."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.model.proofs import PROVEN
from ui import theme
from ui.pages.page import scrolling
from ui.session import Session
from ui.titles import title
from ui.widgets.basics import ElidedLabel, column, rule
from ui.widgets.field_form import FieldForm
from ui.widgets.proof_line import ProofLine


class RowForm(QWidget):
    """Heading and form; the heading follows the row's name."""

    def __init__(self, session: Session, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.table = session, table
        self.row_id = 0
        self.heading = ElidedLabel("", "card")
        self.form = FieldForm.of_table(session, table)
        inner = QWidget()
        inside = column(inner)
        inside.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S3)
        inside.addWidget(self.form, 1 if self.form.has_texts else 0)
        if not self.form.has_texts:
            inside.addStretch(1)
        self.area: QScrollArea = scrolling(inner)
        whole: QVBoxLayout = column(self, spacing=0)
        self.heading.setContentsMargins(theme.S4, 0, theme.S4, 0)
        self.heading.setFixedHeight(theme.CONTROL + theme.S1)
        whole.addWidget(self.heading)
        whole.addWidget(rule())
        whole.addWidget(self.area, 1)
        self.proofs = ProofLine(session, table) if table in PROVEN else None
        if self.proofs is not None:
            whole.addWidget(rule())
            whole.addWidget(self.proofs)
        session.changed.connect(self._show_heading)

    def bind(self, row_id: int) -> None:
        """Shows a row; 0 for none."""
        if row_id == self.row_id:
            return
        self.row_id = row_id
        self.form.bind({self.table: row_id})
        if self.proofs is not None:
            self.proofs.bind(row_id)
        self.area.verticalScrollBar().setValue(0)
        self._show_heading()

    def _show_heading(self) -> None:
        row = self.session.find(self.table, self.row_id) if self.row_id and self.session.report_id else None
        if row is None:
            self.heading.setText("")
            return
        rows = self.session.data.tables[self.table]
        number = next((place for place, found in enumerate(rows, 1) if found.id == row.id), 0)
        self.heading.setText(f"{number}. {title(row) or '（未命名）'}")
