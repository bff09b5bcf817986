"""The page of the 项目支出绩效自评表: the projects above, below them the form of the selected one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from app.model.entities import BY_TABLE, Project
from app.model.fields import specs
from app.model.pack import OutlinePage
from app.model.project_forms import project_of
from app.model.quantities import format_plain, format_score
from ui import actions, theme
from ui.dialogs.long_text_dialog import LongTextDialog
from ui.models.goto_model import Place
from ui.models.project_forms_model import ProjectFormsModel
from ui.pages.page import Page, scrolling
from ui.pages.row_form import RowForm
from ui.pages.table_block import TableBlock
from ui.session import Session
from ui.settings import Settings
from ui.widgets.basics import Card, ElidedLabel, button, column, label, row, tool_button
from ui.widgets.carried import confirm_page
from ui.widgets.empty_state import EmptyState
from ui.widgets.field_box import FieldBox
from ui.widgets.field_form import FieldForm
from ui.widgets.kept_splitter import KeptSplitter
from ui.widgets.project_forms_view import ProjectFormsView

_OWNER = "project_id"
_LEAST_LIST, _LEAST_FORM = 4 * theme.ROW, 6 * theme.ROW


class ProjectFormsPage(Page):
    """A form of fields, then a table for each of the page's tables, all of the project selected above."""

    export_wanted = Signal()
    part_changed = Signal(str)  # the part of the report that is shown; empty for none

    def __init__(
        self, session: Session, settings: Settings, outline: OutlinePage, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, outline.title, parent)
        self.outline = outline
        self._settings = settings
        self.model = ProjectFormsModel(session, outline.key, self)
        self.view = ProjectFormsView(self.model)
        declared = specs(Project)
        self.form = FieldForm(session, [(Project.TABLE, declared[name.partition(".")[2]]) for name in outline.fields])
        self.form.text_wanted.connect(self._on_text_wanted)
        self.blocks = {table: self._block(table) for table in outline.tables}
        self.row_form = RowForm(session, outline.tables[-1])
        self.heading_of_form = ElidedLabel("", "card")
        self.score = label("", "secondary", wrap=True)
        self.empty = EmptyState("这个项目还没有自评表", "建立后填写项目资金、年度总体目标和绩效指标，得分自动计算。")
        self.nothing = EmptyState("还没有项目", "先在“重点项目”页面填写项目，再为项目建立自评表。")
        self._make_commands()
        self._build()
        self.view.project_changed.connect(self._on_project_changed)
        session.settled.connect(self._show_state)
        session.report_opened.connect(self._show_state)
        self._on_project_changed(self.view.project_id)

    def _block(self, table: str) -> TableBlock:
        block = TableBlock(self.session, table, self._settings)
        block.table.entity_model.show_rows_of(_OWNER, 0)
        block.table.commands.told.connect(self.told)
        block.grow_with_rows()
        return block

    # The form's commands

    def _make_commands(self) -> None:
        self.begin = actions.make(actions.FORM_BEGIN, self, self._on_begin)
        self.begin_all = actions.make(actions.FORM_BEGIN_ALL, self, self._on_begin_all)
        self.delete = actions.make(actions.FORM_DELETE, self, self._on_delete)
        self.export = actions.make(actions.FORM_EXPORT, self, self.export_wanted.emit)
        self.begin_button = self.empty.add_button(actions.FORM_BEGIN.text, "plus")
        self.begin_button.clicked.connect(self._on_begin)
        self.all_button = button(actions.FORM_BEGIN_ALL.text, tip=actions.FORM_BEGIN_ALL.hint)
        self.all_button.clicked.connect(self._on_begin_all)
        self.export_button = button(actions.FORM_EXPORT.text, "export", tip=actions.FORM_EXPORT.hint)
        self.export_button.clicked.connect(self.export_wanted)
        self.delete_button = tool_button("trash", actions.FORM_DELETE.hint)
        self.delete_button.clicked.connect(self._on_delete)
        self.confirm = confirm_page(self.session, self.outline, self)

    def _on_begin(self) -> None:
        self._begin([self.view.project_id] if self.view.project_id else [])

    def _on_begin_all(self) -> None:
        self._begin([line.project_id for line in self.model.lines])

    def _begin(self, project_ids: list[int]) -> None:
        self.session.commit_pending()
        library, report_id = self.session.library, self.session.report_id
        if self.session.edit(lambda: library.project_forms.begin(report_id, project_ids)):
            self._show_state()

    def _on_delete(self) -> None:
        self.session.commit_pending()
        library, report_id, project_id = self.session.library, self.session.report_id, self.view.project_id
        if self.session.edit(lambda: library.project_forms.delete(report_id, project_id)):
            self._show_state()
            self.told.emit("已删除这个项目的自评表，按 Ctrl+Z 可以撤销。", "info")

    # Building

    def _build(self) -> None:
        self.offer(self.confirm)
        self.tools.addWidget(self.all_button)
        self.tools.addWidget(self.export_button)
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        inside = column(sheet, spacing=0)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        sheet.setMinimumHeight(_LEAST_LIST)
        self.stack = QStackedWidget()
        self.stack.setMinimumHeight(_LEAST_FORM)
        for widget in (self.nothing, self.empty, scrolling(self._content())):
            self.stack.addWidget(widget)
        sizes = theme.CONTROL + 5 * theme.ROW, 1000
        splitter = KeptSplitter(self._settings, f"page/{self.outline.key}", (sheet, self.stack), sizes)
        splitter.setStretchFactor(1, 1)
        self.body.addWidget(splitter, 1)

    def _content(self) -> QWidget:
        content = QWidget()
        whole = column(content, spacing=theme.S3)
        top = column(spacing=0)
        top.addLayout(row(self.heading_of_form, self.delete_button, spacing=theme.S2))
        top.addWidget(self.score)
        whole.addLayout(top)
        card = Card()
        card.body.addWidget(self.form)
        whole.addWidget(card)
        for table, block in self.blocks.items():
            head = row(label(BY_TABLE[table].LABEL, "card"), block.last_year, None, spacing=theme.S3)
            head.addLayout(block.tools())
            whole.addLayout(head)
            whole.addWidget(block)
        self.row_frame = QFrame()
        self.row_frame.setProperty("role", "sheet")
        inside = column(self.row_frame, spacing=0)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.row_form)
        self.row_form.setMinimumHeight(7 * theme.CONTROL)
        self.row_form.form.text_wanted.connect(self._on_text_wanted)
        last = self.blocks[self.outline.tables[-1]].table
        last.row_changed.connect(self._on_row_changed)
        self._on_row_changed(last.current_id())
        whole.addWidget(self.row_frame)
        whole.addStretch(1)
        return content

    def _on_row_changed(self, row_id: int) -> None:
        self.row_form.bind(row_id)
        self.row_frame.setVisible(bool(row_id))

    # The selected project

    def _on_project_changed(self, project_id: int) -> None:
        self.session.commit_pending()
        for block in self.blocks.values():
            block.table.entity_model.show_rows_of(_OWNER, project_id)
            block.refit()
        self.form.bind({Project.TABLE: project_id})
        self._show_state()

    def _show_state(self) -> None:
        """What can be done now, and the score of the selected form."""
        if not self.session.report_id:
            return
        begun = self.session.library.project_forms.begun(self.session.report_id)
        is_begun, is_read_only = self.view.project_id in begun, self.session.is_read_only
        self.stack.setCurrentIndex(0 if not self.view.project_id else 2 if is_begun else 1)
        number = len(self.model.lines)
        self.remark.setText(f"共 {number} 个项目，已建立 {len(begun)} 份自评表" if number else "")
        for command, is_possible in (
            (self.begin, bool(self.view.project_id) and not is_begun),
            (self.begin_all, len(begun) < number),
            (self.delete, is_begun),
        ):
            command.setEnabled(is_possible and not is_read_only)
        self.begin_button.setEnabled(self.begin.isEnabled())
        self.all_button.setEnabled(self.begin_all.isEnabled())
        self.delete_button.setEnabled(self.delete.isEnabled())
        self.export.setEnabled(bool(begun))
        self.export_button.setEnabled(bool(begun))
        for block in self.blocks.values():
            block.refit()
        self._show_score()
        part = f"{Project.TABLE}/{self.view.project_id}" if is_begun else ""
        if part != self.part:
            self.part = part
            self.part_changed.emit(part)

    def _show_score(self) -> None:
        project = self.session.find(Project.TABLE, self.view.project_id)
        self.heading_of_form.setText(project.name if isinstance(project, Project) else "")
        found = self.session.library.scores(self.session.report_id).projects.get(self.view.project_id)
        if found is None:
            self.score.setText("")
            return
        execution = "—" if found.execution is None else format_score(found.execution)
        parts = [f"预算执行率 {execution}/{format_plain(found.execution_weight)}"]
        parts += [f"{block.block} {format_score(block.score)}/{format_plain(block.weight)}" for block in found.blocks]
        self.score.setText(" · ".join([f"合计 {format_score(found.total)}", *parts]))
        self.score.setToolTip(found.explanation)

    # Places

    def refresh(self) -> None:
        """Says what the page is about first, so that the panel beside shows it."""
        if self.view.project_id and self.form.boxes:
            self.session.focus_on(Project.TABLE, self.view.project_id, self.form.boxes[-1].spec.name)

    def show_place(self, place: Place) -> None:
        project_id = project_of(self.session.data, place.table, place.row_id)
        if project_id:
            self.view.make_current(project_id)
        block = self.blocks.get(place.table)
        box = self._box(place)
        if block is not None and place.row_id:
            if not block.table.show_row(place.row_id, place.field):
                return
            if place.table == self.row_form.table:
                self.row_form.bind(place.row_id)
        if box is not None:
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            box.select(place.start, place.end)
            self.session.focus_on(place.table, place.row_id, place.field)
        elif block is not None:
            block.table.setFocus(Qt.FocusReason.OtherFocusReason)
            block.table.announce()
        else:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_selection(self, place: Place) -> None:
        box = self._box(place)
        if box is not None:
            box.select(place.start, place.end)

    def show_change(self, place: Place) -> None:
        """The row or field, tinted for a moment."""
        self.show_place(place)
        box = self._box(place)
        if box is not None:
            box.mark()

    def _box(self, place: Place) -> FieldBox | None:
        own = self.form.box(place.table, place.field)
        return own or (self.row_form.form.box(place.table, place.field) if place.table == self.row_form.table else None)

    def selected_rows(self, table: str) -> tuple[int, ...]:
        block = self.blocks.get(table)
        if block is None:
            return (self.view.project_id,) if table == Project.TABLE and self.view.project_id else ()
        rows = block.table.entity_model.rows
        return tuple(rows[line].id for line in block.table.commands.lines() if line < len(rows))

    def _on_text_wanted(self, table: str, row_id: int, field: str) -> None:
        dialog = LongTextDialog(self.session, table, row_id, field, parent=self.window())
        dialog.open_once()
