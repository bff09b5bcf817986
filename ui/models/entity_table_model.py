"""The rows of one table of the open report as an item model; the same class serves every entity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.entities import Carried, Indicator, ReportRow
from app.model.facts import FACTS
from app.model.fields import FieldSpec, Kind
from ui import theme
from ui.models.columns import Column, columns
from ui.session import Session

if TYPE_CHECKING:
    from app.storage.journal import Change

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

SPEC_ROLE = Role.UserRole + 1  # FieldSpec of a cell, None where it is computed
REASON_ROLE = Role.UserRole + 2  # why the typed text of a cell was not stored; empty when all is well

CARRIED_ROLE = Role.UserRole + 3  # whether a cell shows last year's content that nobody has confirmed

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class EntityTableModel(QAbstractTableModel):
    """Shows the session's rows and hands typed text to it. Follows change notices in place, never by a reset."""

    def __init__(self, session: Session, table: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.table = session, table
        self.columns: tuple[Column, ...] = columns(table)
        self._rows: list[ReportRow] = list(self._stored())
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)
        session.drafts.changed.connect(self._on_draft_changed)
        session.report_opened.connect(self._on_report_opened)

    # Rows

    @property
    def rows(self) -> Sequence[ReportRow]:
        """The rows shown, in order."""
        return self._rows

    def row_at(self, number: int) -> ReportRow | None:
        """The row on a line; None beyond the last."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def line_of(self, row_id: int) -> int:
        """The line of a row; -1 when it is not here."""
        return next((line for line, row in enumerate(self._rows) if row.id == row_id), -1)

    def column_of(self, field: str) -> int:
        """The column of a field; -1 when the table does not show it."""
        return next((number for number, column in enumerate(self.columns) if column.key == field), -1)

    def _stored(self) -> Sequence[ReportRow]:
        return self.session.data.tables[self.table] if self.session.report_id else ()

    # What Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in {Role.DisplayRole, Role.EditRole}:
            return self._text(row, column, is_editing=role == Role.EditRole)
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.is_number else Qt.AlignmentFlag.AlignCenter if column.is_centred else _LEFT
        if role == Role.ForegroundRole:
            return self._colour(row, column)
        if role == Role.ToolTipRole:
            return self._reason(row, column) or self._carried_tip(row, column) or self._long_text(row, column)
        if role == CARRIED_ROLE:
            return self.session.is_carried(self.table, row.id, column.key)
        if role == REASON_ROLE:
            return self._reason(row, column)
        if role == SPEC_ROLE:
            return column.spec
        if role == Role.CheckStateRole and _is_flag(column):
            return Qt.CheckState.Checked if getattr(row, column.key) else Qt.CheckState.Unchecked
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Role.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.label
        if role == Role.ToolTipRole:
            unit = f"单位：{column.spec.unit}。" if column.spec is not None and column.spec.unit else ""
            return unit + column.help or None
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        result = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        column = self.columns[index.column()]
        if column.spec is None or self.session.is_read_only or self._is_bound(self._rows[index.row()], column):
            return result
        return result | (Qt.ItemFlag.ItemIsUserCheckable if _is_flag(column) else Qt.ItemFlag.ItemIsEditable)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        spec = self.columns[index.column()].spec if index.isValid() else None
        if spec is None or role not in {Role.EditRole, Role.CheckStateRole}:
            return False
        row_id = self._rows[index.row()].id
        if role == Role.CheckStateRole:
            return self.session.store(self.table, row_id, spec.name, Qt.CheckState(value) == Qt.CheckState.Checked)
        if isinstance(value, str):
            return self.session.enter(self.table, row_id, spec.name, value)
        return self.session.store(self.table, row_id, spec.name, value)

    # Cells

    def _text(self, row: ReportRow, column: Column, *, is_editing: bool) -> str:
        if column.spec is None:
            return column.compute(self.session, row) if column.compute is not None else ""
        if _is_flag(column) and not is_editing:
            return ""
        draft = self.session.drafts.get(self.table, row.id, column.key)
        if draft is not None:
            return draft.text
        if (bound := self._bound_text(row, column)) is not None:
            return bound
        show = self.session.show_for_editing if is_editing else self.session.show
        text = show(self.table, column.key, getattr(row, column.key))
        return text if is_editing or column.spec.kind is not Kind.LONG else text.replace("\n", " ")

    def _bound_text(self, row: ReportRow, column: Column) -> str | None:
        """The computed fact a cell shows in place of what could be typed; None where it can be typed."""
        fact = FACTS.get(row.fact) if column.key == "actual" and isinstance(row, Indicator) else None
        if fact is None:
            return None
        found = self.session.library.facts(self.session.report_id)
        return fact.text(found) if fact.value(found) is not None else None

    def _is_bound(self, row: ReportRow, column: Column) -> bool:
        return self._bound_text(row, column) is not None

    def _colour(self, row: ReportRow, column: Column) -> Any:
        if column.spec is None or self._is_bound(row, column):
            return theme.color("secondary")
        return theme.color("error") if self._reason(row, column) else None

    def _reason(self, row: ReportRow, column: Column) -> str:
        draft = self.session.drafts.get(self.table, row.id, column.key)
        return draft.reason if draft is not None else ""

    def _carried_tip(self, row: ReportRow, column: Column) -> str:
        if not self.session.is_carried(self.table, row.id, column.key):
            return ""
        return f"沿用上年内容，还没有确认（F7 确认）\n{self._long_text(row, column) or ''}".rstrip()

    def _long_text(self, row: ReportRow, column: Column) -> str | None:
        if self._is_bound(row, column):
            return "由报告中的数据自动计算。"
        if column.spec is None or column.spec.kind not in {Kind.TEXT, Kind.LONG, Kind.REFERENCE}:
            return None
        text = self._text(row, column, is_editing=True)
        return text if len(text) > column.width else None

    # Notices

    def _on_changed(self, change: Change) -> None:
        tables = {table for table, _ in change.rows}
        if self.table in tables:
            self._follow(self._stored())
        pointed_at = {column.spec.target for column in self.columns if column.spec is not None}
        if tables & (pointed_at | {Carried.TABLE}):
            self._tell_all()

    def _on_settled(self) -> None:
        if any(column.spec is None for column in self.columns):
            self._tell_all()

    def _on_draft_changed(self, table: str, row_id: int, field: str) -> None:
        line, place = self.line_of(row_id), self.column_of(field)
        if table == self.table and line >= 0 and place >= 0:
            self._tell(line, line, place, place)

    def _on_report_opened(self, _report_id: int) -> None:
        self.beginResetModel()
        self._rows = list(self._stored())
        self.endResetModel()

    def _tell(self, top: int, bottom: int, left: int, right: int) -> None:
        self.dataChanged.emit(self.index(top, left), self.index(bottom, right))

    def _tell_all(self) -> None:
        if self._rows:
            self._tell(0, len(self._rows) - 1, 0, len(self.columns) - 1)

    def _follow(self, wanted: Sequence[ReportRow]) -> None:
        """Becomes the wanted rows by the fewest notices: removed runs, inserted rows, a new order, changed lines."""
        self._remove_missing({row.id for row in wanted})
        known = {row.id: row for row in self._rows}
        self._insert_new(wanted, known)
        self._reorder(wanted)
        for line, row in enumerate(wanted):
            if known.get(row.id, row) is not row:
                self._rows[line] = row
                self._tell(line, line, 0, len(self.columns) - 1)

    def _remove_missing(self, wanted: set[int]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if self._rows[last].id in wanted:
                last -= 1
                continue
            first = last
            while first > 0 and self._rows[first - 1].id not in wanted:
                first -= 1
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _insert_new(self, wanted: Sequence[ReportRow], known: dict[int, ReportRow]) -> None:
        line = 0
        while line < len(wanted):
            if wanted[line].id in known:
                line += 1
                continue
            end = line
            while end + 1 < len(wanted) and wanted[end + 1].id not in known:
                end += 1
            self.beginInsertRows(QModelIndex(), line, end)
            self._rows[line:line] = wanted[line : end + 1]
            self.endInsertRows()
            line = end + 1

    def _reorder(self, wanted: Sequence[ReportRow]) -> None:
        order = {row.id: line for line, row in enumerate(wanted)}
        if [row.id for row in self._rows] == [row.id for row in wanted]:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        after = [self.index(order[self._rows[index.row()].id], index.column()) for index in before]
        self._rows.sort(key=lambda row: order[row.id])
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _is_flag(column: Column) -> bool:
    spec: FieldSpec | None = column.spec
    return spec is not None and spec.kind is Kind.FLAG
