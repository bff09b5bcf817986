"""The projects of a report with what became of their 项目支出绩效自评表, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from app.model.completeness import missing_in_form
from app.model.project_forms import Form, forms
from app.model.quantities import MISSING, format_money_table, format_percent, format_score, rate
from ui import theme
from ui.models.line_model import Index, LineModel
from ui.session import Session


class Heading(IntEnum):
    """The columns."""

    NAME = 0
    BUDGET = 1
    RATE = 2
    SCORE = 3
    STATE = 4


_TITLES = {
    Heading.NAME: "项目名称", Heading.BUDGET: "全年预算数", Heading.RATE: "执行率", Heading.SCORE: "自评得分",
    Heading.STATE: "填报情况",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """What a line shows."""

    project_id: int
    texts: tuple[str, ...]  # by Heading
    tone: str  # of the state


class ProjectFormsModel(LineModel[Line]):
    """Follows the report once an edit has settled; lines keep their place as long as their projects do."""

    def __init__(self, session: Session, page: str, parent: QObject | None = None) -> None:
        super().__init__([_TITLES[heading] for heading in Heading], (), parent)
        self.session, self._page = session, page
        session.settled.connect(self.refresh)
        session.report_opened.connect(self.refresh)
        self.refresh()

    def line_of(self, project_id: int) -> int:
        """The line of a project; -1 when there is none."""
        return next((number for number, line in enumerate(self.lines) if line.project_id == project_id), -1)

    def refresh(self) -> None:
        """Shows the report as it stands now."""
        found = self._found()
        if [line.project_id for line in found] != [line.project_id for line in self.lines]:
            self._reset(found)
            return
        changed = [number for number, line in enumerate(found) if line != self.lines[number]]
        self.lines = found
        for number in changed:
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(Heading) - 1))

    def _found(self) -> Sequence[Line]:
        if not self.session.report_id or self.session.pack.projects is None:
            return ()
        return [self._line(form) for form in forms(self.session.data)]

    def _line(self, form: Form) -> Line:
        total = form.total
        scores = self.session.library.scores(self.session.report_id).projects.get(form.project.id)
        state, tone = self._state(form)
        texts = (
            form.project.name or "（未命名）",
            self.session.figure(format_money_table(total.budget)),
            format_percent(rate(total.executed, total.budget)),
            format_score(scores.total) if scores is not None and scores.is_whole else MISSING,
            state,
        )
        return Line(form.project.id, texts, tone)

    def _state(self, form: Form) -> tuple[str, str]:
        if not form.is_begun:
            return "未建立", "secondary"
        found = self.session.completeness().by_page.get(self._page)
        missing = missing_in_form(found, self.session.data, form.project.id) if found is not None else 0
        if missing:
            return f"还有 {missing} 项未填", "warning"
        return ("⚠ 资金与项目不符", "warning") if any(form.disagreements()) else ("✓ 已填全", "good")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _alignment(section)
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.texts[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(line, index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
            case Qt.ItemDataRole.ForegroundRole:
                return theme.color(line.tone) if index.column() == Heading.STATE else None
        return None


def _tip(line: Line, column: int) -> str | None:
    if column == Heading.STATE and "不符" in line.texts[Heading.STATE]:
        return "项目资金各来源合计与“重点项目”中的年度预算或全年执行数不一致，请核对。"
    return line.texts[Heading.NAME] if column == Heading.NAME else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    is_figure = column in {Heading.BUDGET, Heading.RATE, Heading.SCORE}
    return (Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
