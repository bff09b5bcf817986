"""The list of projects above their forms: whole lines, one of them the current one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui import theme
from ui.models.project_forms_model import Heading, ProjectFormsModel

_WIDTHS = {Heading.BUDGET: 116, Heading.RATE: 84, Heading.SCORE: 92, Heading.STATE: 132}


class ProjectFormsView(QTableView):
    """Keeps its project while the list changes."""

    project_changed = Signal(int)  # project id; 0 when there is none

    def __init__(self, model: ProjectFormsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.forms = model
        self.project_id = 0
        self.setModel(model)
        self.setFont(theme.font(figures=True))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("项目自评表列表")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(Heading.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
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
