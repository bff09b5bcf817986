"""What a workbook was understood to hold: its tables, the field of each column, the unit of its amounts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QListWidget, QListWidgetItem, QScrollArea, QSizePolicy, QWidget

from app.exchange.workbook_reader import Part, Workbook
from app.exchange.workbooks.columns import Column, Match
from app.exchange.workbooks.units import UNITS
from app.exchange.workbooks.vocabulary import TABLES
from app.model.entities import BY_TABLE
from app.model.fields import specs
from ui import theme
from ui.settings import Settings
from ui.widgets.basics import Card, ElidedLabel, column, label, row
from ui.widgets.message_bar import MessageBar

_LIST_WIDTH = 244
_LEFT_OUT = "不导入这张表"
_NO_FIELD = "不导入"
_SHOWN = 60  # columns of a table that are listed; further ones are hardly of a report
_WARNED = frozenset({Match.LIKELY})


class Choice(QComboBox):
    """A list of words that the wheel does not turn while it is scrolled past."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PartsPage(QWidget):
    """The tables at the left, the chosen one at the right. What the officer changes is read anew at once."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.parts: list[Part] = []
        self._tables: list[str] = []  # what each part was last read as, while it is left out as well
        self.list = QListWidget()
        self.list.setProperty("role", "lines")
        self.list.setAccessibleName("文件中的表格")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show_part)
        self.list.itemChanged.connect(self._on_item_changed)
        self.table, self.unit = Choice("这张表是"), Choice("金额单位")
        self.table.activated.connect(self._on_table_chosen)
        self.unit.activated.connect(self._on_unit_chosen)
        self.unit_note = label("", "secondary")
        self.notice = MessageBar(can_close=False)
        self.choices: dict[int, Choice] = {}  # by the place of their column
        self._place = ElidedLabel("", "card")
        self._counts = label("", "secondary", wrap=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._unit_label = label("金额单位", "secondary")
        self._build()

    def _build(self) -> None:
        for entity in TABLES:
            self.table.addItem(entity.LABEL, entity.TABLE)
        self.table.addItem(_LEFT_OUT, "")
        self.unit.addItems(UNITS)
        left = Card("文件中的表格")
        left.setFixedWidth(_LIST_WIDTH)
        left.body.addWidget(self.list, 1)
        right = Card()
        right.body.addWidget(self._place)
        right.body.addLayout(
            row(
                label("这张表是", "secondary"), self.table, theme.S3, self._unit_label, self.unit, self.unit_note, None
            )
        )  # fmt: skip
        right.body.addWidget(self._counts)
        right.body.addWidget(self._area, 1)
        whole = column(self, spacing=theme.S3)
        whole.addWidget(self.notice)
        both = row(left, right, spacing=theme.S3)
        both.setStretch(1, 1)
        whole.addLayout(both, 1)

    # What is shown

    def show_book(self, book: Workbook) -> None:
        """Shows what was read."""
        self.parts = list(book.parts)
        self._tables = [part.table for part in self.parts]
        self.list.blockSignals(True)
        self.list.clear()
        for part in self.parts:
            item = QListWidgetItem(_words(part), self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setToolTip(part.name)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self._show_part(0)

    def _show_part(self, place: int) -> None:
        if not 0 <= place < len(self.parts):
            return
        part = self.parts[place]
        self._place.setText(part.name)
        self.table.setCurrentIndex(max(0, self.table.findData(part.table)))
        for widget in (self._unit_label, self.unit, self.unit_note):
            widget.setVisible(part.has_money)
        self.unit.setCurrentText(part.unit)
        self.unit_note.setText(part.unit_source.value)
        self.unit_note.setProperty("role", "warning" if part.is_unit_open else "secondary")
        self.unit_note.style().polish(self.unit_note)
        self._counts.setText(_told(part))
        self._show_columns(part)
        self._show_notice()

    def _show_columns(self, part: Part) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, theme.S3, 0)
        grid.setHorizontalSpacing(theme.S3)
        grid.setVerticalSpacing(theme.S1)
        for number, text in enumerate(("列", "文件中的标题", "例子", "填入", "")):
            grid.addWidget(label(text, "secondary"), 0, number)
        self.choices = {}
        for number, found in enumerate(part.columns[:_SHOWN], 1):
            self._add_column(grid, number, part, found)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 4)
        grid.setRowStretch(len(part.columns) + 1, 1)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)

    def _add_column(self, grid: QGridLayout, number: int, part: Part, found: Column) -> None:
        grid.addWidget(label(found.letters, "secondary"), number, 0)
        grid.addWidget(ElidedLabel(found.heading, mode=Qt.TextElideMode.ElideLeft), number, 1)
        grid.addWidget(ElidedLabel("、".join(found.samples), "secondary"), number, 2)
        choice = Choice(f"{found.heading}填入")
        choice.addItem(_NO_FIELD, "")
        for spec in specs(BY_TABLE[part.table]).values() if part.table else ():
            if spec.in_form:
                choice.addItem(spec.label, spec.name)
        choice.setCurrentIndex(max(0, choice.findData(found.field)))
        choice.setEnabled(bool(part.table))
        choice.setFixedWidth(168)
        choice.activated.connect(lambda _index: self._on_field_chosen(found, str(choice.currentData())))
        self.choices[found.place] = choice
        grid.addWidget(choice, number, 3)
        how = label(found.remark or found.match.value, "warning" if found.match in _WARNED else "secondary")
        how.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid.addWidget(how, number, 4)

    def _show_notice(self) -> None:
        doubtful = [part for part in self.parts if part.is_unit_open]
        if doubtful:
            names = "、".join(f"“{part.region.sheet.name}”" for part in doubtful)
            self.notice.tell(f"{names}没有写明金额单位，请核对右边的“金额单位”，数额会相差一万倍。", "warning")
        else:
            self.notice.hide()

    # What is chosen

    def _put(self, place: int, part: Part) -> None:
        self.parts[place] = part
        if part.table:
            self._tables[place] = part.table
        item = self.list.item(place)
        self.list.blockSignals(True)
        item.setText(_words(part))
        item.setCheckState(Qt.CheckState.Checked if part.table else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        if place == self.list.currentRow():
            self._show_part(place)
        self._show_notice()
        self.changed.emit()

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        place = self.list.row(item)
        is_on = item.checkState() == Qt.CheckState.Checked
        if is_on != bool(self.parts[place].table):
            self._put(place, self.parts[place].for_table(self._tables[place] if is_on else ""))

    def _on_table_chosen(self, _index: int) -> None:
        place, table = self.list.currentRow(), str(self.table.currentData())
        if table != self.parts[place].table:
            self._put(place, self.parts[place].for_table(table))

    def _on_unit_chosen(self, _index: int) -> None:
        place = self.list.currentRow()
        self._put(place, self.parts[place].with_unit(self.unit.currentText()))

    def _on_field_chosen(self, found: Column, field: str) -> None:
        place = self.list.currentRow()
        part = self.parts[place]
        if field == found.field:
            return
        self._settings.set_heading_choice(part.table, found.key, field)
        bar = self._area.verticalScrollBar()
        at = bar.value()
        self._put(place, part.with_field(found.place, field))
        bar.setValue(at)
        self.choices[found.place].setFocus()


def _words(part: Part) -> str:
    what = f"{BY_TABLE[part.table].LABEL} {len(part.rows.offers):,} 行" if part.table else "不导入"
    corner = f"{part.columns[0].letters if part.columns else ''}{part.region.line}"
    return f"{what}\n{corner} 起　{part.region.sheet.name}"


def _told(part: Part) -> str:
    if not part.table:
        return "这张表不会导入。"
    rows = part.rows
    words = [f"读出 {len(rows.offers):,} 行"]
    words += [f"跳过合计、小计 {rows.sums} 行"] if rows.sums else []
    words += [f"跳过说明和签署 {rows.notes} 行"] if rows.notes else []
    words += [f"{len(rows.refusals):,} 处不能采用（下一步可查看）"] if rows.refusals else []
    words += [f"合计与各行之和有 {len(rows.warnings)} 处不一致"] if rows.warnings else []
    return "，".join(words) + "。"
