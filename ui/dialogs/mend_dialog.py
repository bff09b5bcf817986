"""What can be mended without harm, shown before it is: brackets of document numbers, punctuation, double spaces."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.checks import replacements
from app.model.differences import differences
from app.model.entities import BY_TABLE
from app.model.fields import specs
from app.model.results import Replacement
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.titles import title
from ui.widgets.basics import label
from ui.widgets.difference_text import DifferenceText

_SIZE = 760, 520
_LABEL = "改正文号括号和标点"
_HINT = "只改括号、标点和空格，不动数字。删除线是去掉的，下划线是换上的。"


class MendDialog(Dialog):
    """Every field that would change, to be looked at and ticked off; one undo step."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_LABEL, parent, done="改正")
        self.session = session
        self.replacements: Sequence[Replacement] = replacements(session.data, session.checker.now().open)
        self.list = QListWidget()
        self.list.setProperty("role", "lines")
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a place ends in the field, which tells most
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("将要改正的内容")
        for item in self.replacements:
            line = QListWidgetItem(self._place(item))
            line.setToolTip(line.text())
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            line.setSizeHint(QSize(0, theme.ROW))
            line.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(line)
        self.text = DifferenceText("改前改后")
        self.body.addWidget(label(_HINT, "secondary", wrap=True))
        self.body.addWidget(self.list, 3)
        self.body.addWidget(self.text, 2)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemChanged.connect(self._show_count)
        self.list.setCurrentRow(0)
        self._show_count()
        self.resize(*_SIZE)

    def _place(self, item: Replacement) -> str:
        row = self.session.find(item.table, item.row_id)
        name = title(row) if row is not None and item.table in self.session.data.tables else ""
        spec = specs(BY_TABLE[item.table])[item.field]
        return " · ".join(part for part in (BY_TABLE[item.table].LABEL, name, spec.label) if part)

    def _on_row(self, line: int) -> None:
        item = self.replacements[line] if 0 <= line < len(self.replacements) else None
        self.text.show_parts(differences(item.before, item.after) if item is not None else ())

    @property
    def chosen(self) -> list[Replacement]:
        """What is ticked."""
        ticks = (self.list.item(line).checkState() == Qt.CheckState.Checked for line in range(self.list.count()))
        return [item for item, is_ticked in zip(self.replacements, ticks, strict=True) if is_ticked]

    def _show_count(self) -> None:
        count = len(self.chosen)
        self.done_button.setText(f"改正 {count} 处")
        self.done_button.setEnabled(count > 0)

    def on_done(self) -> None:
        library, report_id = self.session.library, self.session.report_id
        changes = [(item.table, item.row_id, item.field, item.after) for item in self.chosen]
        if self.session.edit(lambda: library.set_fields(report_id, changes, _LABEL), self.tell_error):
            self.session.informed.emit(f"已改正 {len(changes)} 处。")
            self.accept()
