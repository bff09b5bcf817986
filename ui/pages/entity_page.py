"""The page of one part of the report, generated from the outline: its fields as a form, its tables with theirs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from app.model.carry_over import FieldKey
from app.model.entities import BY_TABLE
from app.model.fields import FieldSpec, Kind, specs
from app.model.pack import OutlinePage
from ui import theme
from ui.dialogs.long_text_dialog import LongTextDialog
from ui.models.goto_model import Place
from ui.pages.offer_button import OfferButton, has_offer
from ui.pages.page import Page
from ui.pages.proving import Proving
from ui.pages.row_form import RowForm
from ui.pages.supplements_button import SupplementsButton
from ui.pages.table_block import TableBlock
from ui.session import Session
from ui.settings import Settings
from ui.widgets import field_help, selection
from ui.widgets.basics import Card, column, label, row, show_in_parent
from ui.widgets.carried import confirm_page
from ui.widgets.field_box import FieldBox
from ui.widgets.field_form import FieldForm
from ui.widgets.help_card import HelpCard
from ui.widgets.kept_splitter import KeptSplitter

_ROOM_FOR_ALL = 660  # logical pixels of the page, for the fullest heading: that of the problems


class EntityPage(Page):
    """Fields only: a form that scrolls. One table: above its rows' form. Several tables: one below another."""

    widest = 1280  # long texts are not read in longer lines

    def __init__(
        self, session: Session, settings: Settings, outline: OutlinePage, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, outline.title, parent)
        self.outline = outline
        self._settings = settings
        self.form: FieldForm | None = None
        self.blocks: dict[str, TableBlock] = {}
        self.row_forms: dict[str, RowForm] = {}
        self.remark.setText(self._section)
        self.proving = Proving(session, self)
        self.confirm = confirm_page(session, outline, self)
        self.offer(self.confirm)
        if outline.fields:
            self.form = FieldForm(session, _fields(outline.fields))
            self.form.text_wanted.connect(self._on_text_wanted)
        for table in outline.tables:
            self._make_block(table)
        self.supplements = SupplementsButton(session, outline, self)
        self.supplements.place_wanted.connect(self.place_wanted)
        self.tools.addWidget(self.supplements)
        if len(self.blocks) == 1:
            self._build_list()
        else:
            self._build_sheet()
        session.report_opened.connect(self.bind)
        session.changed.connect(self._show_counts)
        self.bind()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the outline alone leads to the paragraphs at the end of the chapter."""
        super().resizeEvent(event)
        self.supplements.set_room(self.width() >= _ROOM_FOR_ALL)

    def _make_block(self, table: str) -> None:
        block = TableBlock(self.session, table, self._settings)
        block.table.commands.told.connect(self.told)
        block.table.selectionModel().currentChanged.connect(lambda *_: HelpCard.close_for(block.table))
        self.blocks[table] = block
        if needs_form(table):
            form = RowForm(self.session, table)
            form.form.text_wanted.connect(self._on_text_wanted)
            self.row_forms[table] = form
            if form.proofs is not None:
                self.proving.serve(block, form)
            block.table.row_changed.connect(form.bind)
            form.bind(block.table.current_id())

    def _build_list(self) -> None:
        block = next(iter(self.blocks.values()))
        if has_offer(block.table.table):
            drafts = OfferButton(self.session, block.table.table, self)
            drafts.made.connect(block.table.show_row)
            self.offer(drafts)
        self.offer(block.last_year)
        self.tools.addLayout(block.tools())
        if self.form is not None:
            card = Card()
            card.body.addWidget(self.form)
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self.body.addWidget(card)
        form = self.row_forms.get(block.table.table)
        block.cap_with_rows(is_beside_form=self.form is not None)
        if form is None:
            self.body.addWidget(block, 1000)
            self.body.addStretch(1)
            return
        form.setMinimumHeight(theme.CONTROL * (4 if self.form is None else 3))
        frame = _framed(form)
        block.table.row_changed.connect(lambda row_id: frame.setVisible(bool(row_id)))
        show_in_parent(frame, bool(form.row_id))
        if form.form.has_texts:
            self._add_split(block, frame)
        else:
            frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            self.body.addWidget(block, 1000)
            self.body.addWidget(frame)
        self.body.addStretch(0)

    def _add_split(self, block: TableBlock, frame: QFrame) -> None:
        """A table over a form that can use all the height it is given; the officer divides it."""
        splitter = KeptSplitter(self._settings, f"page/{self.outline.key}", (block, frame), (1000, 1000))
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        self.body.addWidget(splitter, 1)

    def _build_sheet(self) -> None:
        content = QWidget()
        whole = column(content, spacing=theme.S3)
        is_filled = self.form is not None and self.form.has_texts and not self.blocks
        if self.form is not None:
            card = Card()
            card.body.addWidget(self.form, 1)
            whole.addWidget(card, 1 if is_filled else 0)
        for table, block in self.blocks.items():
            head = row(label(BY_TABLE[table].LABEL, "card"), block.last_year, None, spacing=theme.S3)
            head.addLayout(block.tools())
            whole.addSpacing(theme.S1)
            whole.addLayout(head)
            block.grow_with_rows()
            whole.addWidget(block)
            if table in self.row_forms:
                whole.addWidget(_framed(self.row_forms[table]))
        if not is_filled:
            whole.addStretch(1)
        self.add_scrolling(content)

    def bind(self) -> None:
        """Shows the open report."""
        if not self.session.report_id:
            return
        if self.form is not None:
            self.form.bind(
                {
                    table: self.session.row_id(table)
                    for table in {name.partition(".")[0] for name in self.outline.fields}
                }
            )
        self._show_counts()

    def _show_counts(self) -> None:
        if len(self.outline.tables) == 1 and self.session.report_id:
            count = len(self.session.data.tables[self.outline.tables[0]])
            self.remark.setText(" · ".join(filter(None, (self._section, f"共 {count} 条"))))

    @property
    def _section(self) -> str:
        return f"报告 {self.outline.section}" if self.outline.section else ""

    def refresh(self) -> None:
        """Says what the page is about first, so that the panel beside shows it."""
        tables = list(self.blocks.values())
        if self.form is not None and (len(tables) != 1 or not tables[0].table.current_id()):
            first = next((box for box in self.form.boxes if box.spec.kind is Kind.LONG), self.form.boxes[0])
            self.session.focus_on(first.table, first.row_id, first.spec.name)
        elif tables:
            tables[0].table.announce()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 in a table, which has no use for it, explains the column it is in."""
        table = next((block.table for block in self.blocks.values() if block.table.hasFocus()), None)
        if event.key() != Qt.Key.Key_F1 or table is None or not table.currentIndex().isValid():
            super().keyPressEvent(event)
            return
        spec = table.entity_model.columns[table.currentIndex().column()].spec
        if spec is not None:
            last = self.session.last_year
            value = last.value(table.table, table.current_id(), spec.name) if last is not None else None
            told = "" if value in {None, spec.empty} else self.session.show(table.table, spec.name, value)
            field_help.show(table, table.table, spec, spec.unit, told)

    def _on_text_wanted(self, table: str, row_id: int, field: str) -> None:
        dialog = LongTextDialog(self.session, table, row_id, field, parent=self.window())
        dialog.open_once()

    def show_place(self, place: Place) -> None:
        block = self.blocks.get(place.table)
        if block is not None and place.row_id and not block.table.show_row(place.row_id, place.field):
            return
        box = self._box(place) if place.field else None
        if box is not None:
            if place.table in self.row_forms:
                self.row_forms[place.table].bind(place.row_id)
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring_in_sight(box)
            box.select(place.start, place.end)
            self.session.focus_on(place.table, place.row_id, place.field)
        elif block is not None:
            block.table.setFocus(Qt.FocusReason.OtherFocusReason)
            block.table.announce()
            block.table.select_in_cell(place.start, place.end)

    def show_selection(self, place: Place) -> None:
        box = self._box(place)
        if box is not None:
            box.select(place.start, place.end)

    def _box(self, place: Place) -> FieldBox | None:
        """The form's box of a place; None where only a table shows it."""
        forms = [self.form, *(form.form for table, form in self.row_forms.items() if table == place.table)]
        found = (form.box(place.table, place.field) for form in forms if form is not None)
        return next((box for box in found if box is not None), None)

    def selected_rows(self, table: str) -> tuple[int, ...]:
        block = self.blocks.get(table)
        if block is None:
            return ()
        return tuple(row.id for row in block.table.commands.chosen())

    def chosen(self, fields: frozenset[FieldKey]) -> frozenset[FieldKey]:
        table = next((block.table for block in self.blocks.values() if block.table.hasFocus()), None)
        if table is None or selection.count(table) < 2:
            return frozenset()
        rows = {row.id for row in table.commands.chosen()}
        columns = {table.entity_model.columns[place].key for place in selection.places(table)}
        return frozenset(
            key for key in fields
            if key[0] == table.table and key[1] in rows and (table.is_by_rows or key[2] in columns)
        )  # fmt: skip

    def show_change(self, place: Place) -> None:
        """The cell for an officer who is in the table, else the field, tinted for a moment."""
        block = self.blocks.get(place.table)
        if block is not None and block.table.hasFocus():
            block.table.show_row(place.row_id, place.field)
        else:
            self.show_place(place)
        box = self._box(place)
        if box is not None:
            box.mark()

    def _bring_in_sight(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 0, theme.S4)
            parent = parent.parentWidget()


def needs_form(table: str) -> bool:
    """Whether rows of a table have fields that its columns do not show, not whole, or not beside last year's."""
    declared = specs(BY_TABLE[table]).values()
    return any(spec.in_form and (not spec.in_table or spec.kind in {Kind.LONG, Kind.MONEY}) for spec in declared)


def _fields(names: Sequence[str]) -> list[tuple[str, FieldSpec]]:
    result = []
    for name in names:
        table, _, field = name.partition(".")
        result.append((table, specs(BY_TABLE[table])[field]))
    return result


def _framed(form: RowForm) -> QFrame:
    result = QFrame()
    result.setProperty("role", "sheet")
    whole = column(result, spacing=0)
    whole.setContentsMargins(1, 1, 1, 1)
    whole.addWidget(form)
    return result
