"""What reading a file in would change, a line for each field or row, each of which can be ticked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.model.entities import BY_TABLE
from app.model.fields import specs
from app.model.proposals import Fate, FieldChange, Proposal, shown
from ui import theme

if TYPE_CHECKING:
    from app.model.report_data import ReportData

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

HEADINGS = ("变化", "条目", "填报项", "现有", "文件中", "来源和说明")
LINE_ROLE = Role.UserRole + 1
_COLOURS = {Fate.CHANGED: "accent", Fate.NEW: "good", Fate.MISSING: "error", Fate.SAME: "secondary"}
_LONGEST = 2000  # characters of a tip
_TICKED = frozenset({Fate.NEW, Fate.CHANGED, Fate.MISSING})
_FATE_WORDS = {Fate.MISSING: "删除"}
"""What ticking a line does, where that is not what the row is."""


class Heading(IntEnum):
    """The columns."""

    FATE = 0
    NAME = 1
    LABEL = 2
    BEFORE = 3
    AFTER = 4
    SOURCE = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a changed row, or a whole row."""

    proposal: Proposal
    change: FieldChange | None = None


class ProposalsModel(QAbstractTableModel):
    """The lines of one fate, or all that do something; what is ticked is kept whatever is shown."""

    ticked = Signal()  # other lines are ticked now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data: ReportData | None = None
        self._all: list[Line] = []
        self._on: list[bool] = []
        self._lines: list[int] = []  # places in `_all` of the lines shown
        self._fate: Fate | None = None

    def show(self, data: ReportData, proposals: Sequence[Proposal]) -> None:
        """Shows other proposals, ticked as advised."""
        self.beginResetModel()
        self._data = data
        self._all = [line for proposal in proposals for line in _lines(proposal)]
        self._on = [line.proposal.advises(line.change) for line in self._all]
        self._lines = self._wanted()
        self.endResetModel()
        self.ticked.emit()

    def show_only(self, fate: Fate | None) -> None:
        """Shows the lines of one fate; None for all that would do something."""
        self.beginResetModel()
        self._fate = fate
        self._lines = self._wanted()
        self.endResetModel()

    def _wanted(self) -> list[int]:
        if self._fate is None:
            return [place for place, line in enumerate(self._all) if line.proposal.fate in {Fate.NEW, Fate.CHANGED}]
        return [place for place, line in enumerate(self._all) if line.proposal.fate is self._fate]

    def count(self, fate: Fate) -> int:
        """How many rows come to that."""
        return len({id(line.proposal) for line in self._all if line.proposal.fate is fate})

    def chosen(self) -> list[Proposal]:
        """What is ticked."""
        result: list[Proposal] = []
        fields: dict[int, list[str]] = {}
        order: dict[int, Proposal] = {}
        for line, is_on in zip(self._all, self._on, strict=True):
            if not is_on or line.proposal.fate is Fate.SAME:
                continue
            order.setdefault(id(line.proposal), line.proposal)
            if line.change is not None:
                fields.setdefault(id(line.proposal), []).append(line.change.field)
        for key, proposal in order.items():
            result.append(proposal.only(fields[key]) if key in fields else proposal)
        return result

    def tick_shown(self, *, is_on: bool) -> None:
        """Ticks or unticks every line shown."""
        for place in self._lines:
            self._on[place] = is_on
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0), [Role.CheckStateRole])
        self.ticked.emit()

    def line_at(self, number: int) -> Line | None:
        """The line shown there; None beyond the last."""
        return self._all[self._lines[number]] if 0 <= number < len(self._lines) else None

    def texts(self, line: Line) -> tuple[str, str]:
        """What stands in the report and what the file says, whole."""
        if self._data is None:
            return "", ""
        table = line.proposal.table
        if line.change is not None:
            field, both = line.change.field, (line.change.before, line.change.after)
            before, after = (shown(self._data, table, field, value) for value in both)
            return before, after
        if line.proposal.fate is Fate.NEW:
            return "", "\n".join(self._told(table, line.proposal.changes))
        return line.proposal.name, "" if line.proposal.fate is Fate.MISSING else line.proposal.name

    def _told(self, table: str, changes: Iterable[FieldChange]) -> Iterable[str]:
        declared = specs(BY_TABLE[table])
        for change in changes:
            text = shown(self._data, table, change.field, change.after) if self._data is not None else ""
            if text:
                yield f"{declared[change.field].label}：{text}"

    # What Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Role.DisplayRole:
            return self._text(line, index.column())
        if role == Role.ToolTipRole:
            return self._tip(line, index.column())
        if role == Role.CheckStateRole and index.column() == Heading.FATE and line.proposal.fate in _TICKED:
            is_on = self._on[self._lines[index.row()]]
            return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        if role == Role.ForegroundRole and index.column() == Heading.FATE:
            return theme.color(_COLOURS[line.proposal.fate])
        if role == Role.ForegroundRole and index.column() == Heading.SOURCE:
            return theme.color("warning" if line.proposal.remark else "secondary")
        return line if role == LINE_ROLE else None

    def _text(self, line: Line, column: int) -> str:
        proposal = line.proposal
        match column:
            case Heading.FATE:
                return _FATE_WORDS.get(proposal.fate, proposal.fate.value)
            case Heading.NAME:
                return f"{BY_TABLE[proposal.table].LABEL} · {proposal.name.strip() or '（未命名）'}".replace("\n", " ")
            case Heading.LABEL:
                return specs(BY_TABLE[proposal.table])[line.change.field].label if line.change is not None else "整行"
            case Heading.SOURCE:
                return f"{proposal.remark}（{proposal.source}）" if proposal.remark and proposal.source else (
                    proposal.remark or proposal.source or "只在报告中有"
                )  # fmt: skip
            case _:
                before, after = self.texts(line)
                text = before if column == Heading.BEFORE else after
                return text[:_LONGEST].replace("\n", "；")

    def _tip(self, line: Line, column: int) -> str | None:
        if column in {Heading.BEFORE, Heading.AFTER}:
            return self.texts(line)[column == Heading.AFTER][:_LONGEST] or None
        return self._text(line, column)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        self._on[self._lines[index.row()]] = Qt.CheckState(value) == Qt.CheckState.Checked
        self.dataChanged.emit(index, index, [Role.CheckStateRole])
        self.ticked.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return Qt.ItemFlag.NoItemFlags
        result = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.column() == Heading.FATE and line.proposal.fate in _TICKED:
            result |= Qt.ItemFlag.ItemIsUserCheckable
        return result

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole and 0 <= section < len(HEADINGS):
            return HEADINGS[section]
        return None


def _lines(proposal: Proposal) -> Iterable[Line]:
    if proposal.fate is Fate.CHANGED:
        return [Line(proposal, change) for change in proposal.changes]
    return [Line(proposal)]
