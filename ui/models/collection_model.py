"""Who is asked for figures and how far each has answered, a line for every office and unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from app.model.collection import UNASSIGNED, Collector, questions
from app.model.entities import Office, Unit
from app.storage.forms import Issued
from ui import theme
from ui.models.history_model import when
from ui.models.line_model import Index, LineModel
from ui.session import Session
from ui.titles import title

Role = Qt.ItemDataRole

_HEADINGS = ("填报对象", "类别", "应填", "已填", "状态", "发出", "收回")
_KINDS = {Office.TABLE: "科室", Unit.TABLE: "下属单位", "": "—"}


class Heading(IntEnum):
    """The columns."""

    NAME = 0
    KIND = 1
    ASKED = 2
    ANSWERED = 3
    STATE = 4
    MADE = 5
    READ = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One that is asked, with what is asked now and the newest form that went out."""

    collector: Collector
    asked: int
    issued: Issued | None

    @property
    def state(self) -> tuple[str, str]:
        """Where it stands, and the colour for it."""
        if not self.asked:
            return "没有分配", "secondary"
        if self.issued is None:
            return "未发出", "secondary"
        if self.issued.read is None or self.issued.answered is None:
            return "已发出，未收回", "warning"
        share = 100 * self.issued.answered // max(self.issued.asked, 1)
        return ("已收回，填齐" if share >= 100 else f"已收回，填了 {share}%"), "good"


class CollectionModel(LineModel[Line]):
    """All offices and units of the open report, and last what nobody is asked for."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(_HEADINGS, (), parent)
        self._session = session
        self.refresh()

    def refresh(self) -> None:
        """Reads the report and the forms anew."""
        data = self._session.data
        found = [Collector(row.TABLE, row.id, title(row)) for row in (*data.offices, *data.units)]
        found.append(Collector("", 0, UNASSIGNED))
        library, report_id = self._session.library, self._session.report_id
        issued = self._session.read(lambda: library.collection.issued(report_id)) or {}
        lines = [Line(each, len(questions(data, each)), issued.get((each.table, each.row_id))) for each in found]
        self._reset([line for line in lines if line.collector.table or line.asked or line.issued])

    @property
    def summary(self) -> str:
        """How far all are together."""
        asked = [line for line in self.lines if line.asked]
        out = [line for line in asked if line.issued is not None]
        back = [line for line in out if line.issued is not None and line.issued.read]
        answered = sum(line.issued.answered or 0 for line in back if line.issued is not None)
        total = sum(line.asked for line in asked)
        return f"应发 {len(asked)} 份，已发 {len(out)} 份，收回 {len(back)} 份；应填 {total} 项，收回 {answered} 项。"

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Role.DisplayRole:
            return _text(line, index.column())
        if role == Role.ForegroundRole and index.column() == Heading.STATE:
            return theme.color(line.state[1])
        if role == Role.ForegroundRole and not line.asked:
            return theme.color("secondary")
        return _alignment(index.column()) if role == Role.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return _alignment(section)
        return super().headerData(section, orientation, role)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in {Heading.ASKED, Heading.ANSWERED} else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _text(line: Line, column: int) -> str:
    issued = line.issued
    match column:
        case Heading.NAME:
            return line.collector.name or "（未命名）"
        case Heading.KIND:
            return _KINDS[line.collector.table]
        case Heading.ASKED:
            return str(line.asked) if line.asked else "—"
        case Heading.ANSWERED:
            return str(issued.answered) if issued is not None and issued.answered is not None else "—"
        case Heading.STATE:
            return line.state[0]
        case Heading.MADE:
            return when(issued.made) if issued is not None else ""
        case _:
            return when(issued.read) if issued is not None and issued.read else ""
