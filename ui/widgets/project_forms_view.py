"""The list of projects above their forms: whole lines, one of them the current one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from ui import theme
from ui.models.project_forms_model import Heading, ProjectFormsModel
from ui.widgets.line_table import LineTable

_WIDTHS = {Heading.BUDGET: 116, Heading.RATE: 84, Heading.SCORE: 92, Heading.STATE: 132}


class ProjectFormsView(LineTable):
    """Keeps its project while the list changes."""

    project_changed = Signal(int)  # project id; 0 when there is none

    def __init__(self, model: ProjectFormsModel, parent: QWidget | None = None) -> None:
        super().__init__("项目自评表列表", parent, is_single=True)
        self.forms = model
        self.project_id = 0
        self.setModel(model)
        self.setFont(theme.font(figures=True))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names often differ only at their end, a document number
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.lay_out(_WIDTHS, stretched=Heading.NAME)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._on_current_changed())
        model.modelReset.connect(self._on_reset)
        self._on_reset()

    def make_current(self, project_id: int) -> None:
        """Selects a project; the first one when that is not there."""
        line = max(0, self.forms.line_of(project_id))
        if self.forms.rowCount():
            self.setCurrentIndex(self.forms.index(line, 0))
            self.scrollTo(self.currentIndex())

    def _on_reset(self) -> None:
        self.make_current(self.project_id)
        self._on_current_changed()

    def _on_current_changed(self) -> None:
        line = self.currentIndex().row()
        found = self.forms.lines[line].project_id if 0 <= line < len(self.forms.lines) else 0
        if found != self.project_id:
            self.project_id = found
            self.project_changed.emit(found)
