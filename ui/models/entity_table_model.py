"""The rows of one table of the open report as an item model; the same class serves every entity."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from app.model.entities import Carried, Indicator, ProjectIndicator, ReportRow
from app.model.facts import FACTS, Facts
from app.model.fields import FieldSpec, Kind, Value
from app.model.quantities import half_width
from app.model.rule_parameters import NOT_APPLICABLE
from ui import theme
from ui.models.arrangement import Arrangement, arranged
from ui.models.columns import Column, worded_columns
from ui.models.row_list_model import Index, RowListModel
from ui.session import Session

if TYPE_CHECKING:
    from app.model.entities import Entity
    from app.model.results import Scores
    from app.storage.journal import Change

Role = Qt.ItemDataRole

SPEC_ROLE = Role.UserRole + 1  # FieldSpec of a cell, None where it is computed
REASON_ROLE = Role.UserRole + 2  # why the typed text of a cell was not stored; empty when all is well

CARRIED_ROLE = Role.UserRole + 3  # whether a cell shows last year's content that nobody has confirmed

_SHOWN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_EDITED, _CHECKED = _SHOWN | Qt.ItemFlag.ItemIsEditable, _SHOWN | Qt.ItemFlag.ItemIsUserCheckable
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class EntityTableModel(RowListModel):
    """Shows the session's rows and hands typed text to it. Follows change notices in place, not by a reset.

    While rows are filtered or sorted for the eye, an edit moves or hides none of them: what is shown is asked anew only
    when the officer asks for something else to be shown.
    """

    arranged = Signal()  # the officer asked for other rows, or another order, to be shown

    def __init__(self, session: Session, table: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.table = session, table
        self.columns: tuple[Column, ...] = worded_columns(session, table)
        self.arrangement = Arrangement()
        self.owner: tuple[str, int] | None = None  # the reference and id that all rows shown have; None: all are shown
        self._rows = list(self._stored())
        self._numbers: dict[int, int] | None = None  # place in the report by row id, likewise
        self._derived: tuple[Facts, Scores] | None = None  # those of the last settled state
        self._looks: dict[int, tuple[ReportRow, str]] = {}  # what can be found in a row, as long as it stays as it is
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)
        session.drafts.changed.connect(self._on_draft_changed)
        session.report_opened.connect(self._on_report_opened)

    # Rows

    def number_of(self, line: int) -> int:
        """The number of a shown row in the report, from 1; that of a new row for a line beyond the last."""
        row = self.row_at(line)
        if row is None:
            return len(self._stored()) + 1 + line - len(self._rows)
        if not self.arrangement:
            return line + 1
        if self._numbers is None:
            self._numbers = {row.id: number for number, row in enumerate(self._stored(), 1)}
        return self._numbers.get(row.id, line + 1)

    def column_of(self, field: str) -> int:
        """The column of a field; -1 when the table does not show it."""
        return next((number for number, column in enumerate(self.columns) if column.key == field), -1)

    @property
    def stored_count(self) -> int:
        """How many rows the report has, shown or not."""
        return len(self._stored())

    def _stored(self) -> Sequence[ReportRow]:
        rows = self.session.data.tables[self.table] if self.session.report_id else ()
        if self.owner is None:
            return rows
        field, owner_id = self.owner
        return [row for row in rows if getattr(row, field) == owner_id]

    def show_rows_of(self, field: str, owner_id: int) -> None:
        """Shows only the rows whose reference `field` is to that row, and makes new ones refer to it."""
        if self.owner != (field, owner_id):
            self.session.commit_pending()
            self.owner = field, owner_id
            self._on_report_opened(self.session.report_id)

    def owned(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values of a new row, with what makes it one of those shown."""
        return {**values, **dict([self.owner] if self.owner is not None else ())}

    @property
    def entries(self) -> Sequence[ReportRow]:
        """The report's rows that are shown, in order, without the headings some tables have between them."""
        return self._rows

    def lines_below(self, line: int) -> Iterator[int]:
        """The lines for rows from a line on: those that are there, then those that would come new."""
        return count(line)

    def locked_text(self, line: int, field: str) -> str | None:
        """What a cell shows that is computed from the report and cannot be typed; None for any other."""
        row = self.row_at(line)
        return self._bound_text(row, field) if row is not None else None

    def shown_texts(self, column: Column) -> list[str]:
        """The different texts of a column in all rows of the report, in the order a list of them has."""
        found = dict.fromkeys(self._shown(row, column) for row in self._stored())
        known = column.spec.choices if column.spec is not None else ()
        return sorted(found, key=lambda text: (known.index(text) if text in known else len(known), text))

    # What is shown

    def arrange(self, wanted: Arrangement) -> None:
        """Shows other rows, or another order of them, after what is typed in them was handed in."""
        if wanted == self.arrangement:
            return
        self.session.commit_pending()
        is_of_same_rows = (wanted.text, wanted.chosen) == (self.arrangement.text, self.arrangement.chosen)
        self.arrangement = wanted
        rows = arranged(wanted, self._stored(), self.columns, self._shown, self._look)
        if is_of_same_rows and len(rows) == len(self._rows):
            self._reorder(rows)
        else:
            self._reset(rows)
        self._tell_numbers()
        self.arranged.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column for the eye; -1 is the officer's order."""
        key = self.columns[column].key if 0 <= column < len(self.columns) else ""
        is_descending = bool(key) and order == Qt.SortOrder.DescendingOrder
        known = self.arrangement
        self.arrange(Arrangement(text=known.text, chosen=known.chosen, column=key, is_descending=is_descending))

    def _shown(self, row: ReportRow, column: Column) -> str:
        if column.spec is not None and column.spec.kind is Kind.FLAG:
            return "是" if getattr(row, column.key) else "否"
        return self._text(row, column, is_editing=False)

    def _look(self, row: ReportRow) -> str:
        known = self._looks.get(row.id)
        if known is None or known[0] is not row:
            texts = {self._text(row, column, is_editing=way) for column in self.columns for way in (False, True)}
            known = self._looks[row.id] = row, half_width("\n".join(texts)).casefold()
        return known[1]

    # What Qt asks

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in {Role.DisplayRole, Role.EditRole}:
            return self._text(row, column, is_editing=role == Role.EditRole)
        if role == Role.TextAlignmentRole:
            return _alignment(column)
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
            return str(self.number_of(section)) if role == Role.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.label
        if role == Role.ToolTipRole:
            unit = f"单位：{column.spec.unit}。" if column.spec is not None and column.spec.unit else ""
            return unit + column.help or None
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        column = self.columns[index.column()]
        if column.spec is None or self.session.is_read_only or self._is_bound(self._rows[index.row()], column):
            return _SHOWN
        return _CHECKED if _is_flag(column) else _EDITED

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
            return column.compute(row, self._settled()[1]) if column.compute is not None else ""
        if _is_flag(column) and not is_editing:
            return ""
        draft = self.session.drafts.get(self.table, row.id, column.key)
        if draft is not None:
            return draft.text
        if not is_editing and _is_passed_over(row, column):
            return NOT_APPLICABLE
        if (bound := self._bound_text(row, column.key)) is not None:
            return bound
        show = self.session.show_for_editing if is_editing else self.session.show
        text = show(self.table, column.key, getattr(row, column.key))
        return text if is_editing or column.spec.kind is not Kind.LONG else text.replace("\n", " ")

    def _settled(self) -> tuple[Facts, Scores]:
        """Facts and scores as they were when the report last settled: painting never waits for them to be computed."""
        if self._derived is None:
            library, report_id = self.session.library, self.session.report_id
            self._derived = library.facts(report_id), library.scores(report_id)
        return self._derived

    def _bound_text(self, row: ReportRow, field: str) -> str | None:
        """The computed fact a cell shows in place of what could be typed; None where it can be typed."""
        fact = FACTS.get(row.fact) if field == "actual" and isinstance(row, Indicator) else None
        if fact is None:
            return None
        found = self._settled()[0]
        return fact.text(found) if fact.value(found) is not None else None

    def _is_bound(self, row: ReportRow, column: Column) -> bool:
        return self._bound_text(row, column.key) is not None

    def _colour(self, row: ReportRow, column: Column) -> Any:
        if column.spec is None or self._is_bound(row, column) or _is_passed_over(row, column):
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
        return text if len(text) > column.width // 2 else None  # narrower than it asks for, a column cuts shorter ones

    # Notices

    def _on_changed(self, change: Change) -> None:
        mine = {row_id: states for (table, row_id), states in change.rows.items() if table == self.table}
        if mine and not self._replace(mine):
            self._numbers = None
            self._follow(self._wanted({row_id for row_id, (before, _) in mine.items() if before is None}))
            self._tell_numbers()
        tables = {table for table, _ in change.rows}
        for place, column in enumerate(self.columns):
            if Carried.TABLE in tables or (column.spec is not None and column.spec.target in tables):
                self._looks.clear()
                self._tell_column(place)

    def _on_settled(self) -> None:
        self._derived = None
        for place, column in enumerate(self.columns):
            if column.spec is None or self._has_bound(column):
                self._looks.clear()
                self._tell_column(place)

    def _has_bound(self, column: Column) -> bool:
        return self.table == Indicator.TABLE and column.key == "actual"

    def _on_draft_changed(self, table: str, row_id: int, field: str) -> None:
        if table != self.table:
            return
        line, place = self.line_of(row_id), self.column_of(field)
        if line >= 0 and place >= 0:
            self._tell(line, line, place, place)

    def _on_report_opened(self, _report_id: int) -> None:
        is_arranged = bool(self.arrangement)
        self.arrangement = Arrangement()
        self._derived = None
        self._looks.clear()
        self._reset(self._stored())
        if is_arranged:
            self.arranged.emit()

    def _tell_numbers(self) -> None:
        if self.arrangement and self._rows:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._rows) - 1)

    def _tell_column(self, place: int) -> None:
        if self._rows:
            self._tell(0, len(self._rows) - 1, place, place)

    def _forget_places(self) -> None:
        super()._forget_places()
        self._numbers = None

    def _replace(self, changed: dict[int, tuple[Entity | None, Entity | None]]) -> bool:
        """Puts changed rows in the place of what they were; False where rows came, went or moved."""
        for before, after in changed.values():
            if not (isinstance(before, ReportRow) and isinstance(after, ReportRow)):
                return False
            if (before.position, before.report_id) != (after.position, after.report_id):
                return False
        lines = []
        for row_id, (_, after) in changed.items():
            line = self.line_of(row_id)
            if line >= 0 and isinstance(after, ReportRow):
                self._rows[line] = after
                lines.append(line)
        self._tell_lines(lines)
        return True

    def _wanted(self, added: Collection[int]) -> Sequence[ReportRow]:
        """The rows to show after an edit: as they were shown, and new ones below what they stand below."""
        stored = self._stored()
        if not self.arrangement:
            return stored
        now = {row.id: row for row in stored}
        below: dict[int, list[ReportRow]] = {}  # new rows by the row that stands before them in the report, 0 for none
        anchor = 0
        for row in stored:
            if row.id in added:
                below.setdefault(anchor if self.line_of(anchor) >= 0 else 0, []).append(row)
            else:
                anchor = row.id
        result: list[ReportRow] = []
        for known in self._rows:
            if known.id in now:
                result.append(now[known.id])
            result += below.get(known.id, ())
        return [*result, *below.get(0, ())]


def _is_flag(column: Column) -> bool:
    spec: FieldSpec | None = column.spec
    return spec is not None and spec.kind is Kind.FLAG


def _alignment(column: Column) -> Qt.AlignmentFlag:
    """A heading stands over its column as the column's values do."""
    return _RIGHT if column.is_number else Qt.AlignmentFlag.AlignCenter if column.is_centred else _LEFT


def _is_passed_over(row: ReportRow, column: Column) -> bool:
    """Whether a cell says that its row does not apply, whatever was achieved."""
    return column.key == "actual" and isinstance(row, Indicator | ProjectIndicator) and row.not_applicable
