"""The score table as the tree it is printed as, in the lines of a table: headings with their sums, rows below them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject, Qt, Signal

from app.model import score_tree
from app.model.entities import Indicator, ReportRow, Task
from app.model.quantities import format_plain, format_score, half_width
from app.model.score_tree import Group, Line, Sums
from ui import theme
from ui.models.arrangement import Arrangement, arranged
from ui.models.columns import Column
from ui.models.entity_table_model import SPEC_ROLE, EntityTableModel
from ui.models.row_list_model import Index
from ui.models.score_blocks import full_marks
from ui.session import Session

if TYPE_CHECKING:
    from app.model.entities import Entity
    from app.storage.journal import Change

Role = Qt.ItemDataRole

GROUP_ROLE = Role.UserRole + 10  # Group of a heading; None for a row
FOLDED_ROLE = Role.UserRole + 11  # whether nothing is shown below a heading
DEPTH_ROLE = Role.UserRole + 12  # how many headings a row stands below

_IN_HEADINGS = frozenset({"block", "level2"})
_WIDTHS = {"level3": 22, "target": 6, "actual": 6, "reason": 14}
_PLACE = frozenset({"block", "level2", "task_id"})
_SHOWN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Heading(ReportRow):
    """A heading in the place of a row; ids below 0 tell headings from stored rows."""

    TABLE: ClassVar[str] = ""
    LABEL: ClassVar[str] = "分组"

    group: Group


class ScoreTableModel(EntityTableModel):
    """Follows edits as other tables do; a row that says it belongs elsewhere moves there at once.

    A filter leaves out headings without rows; sorting sorts the rows of each group.
    """

    folded_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, Indicator.TABLE, parent)
        self.columns = tuple(_fitted(column) for column in self.columns if column.key not in _IN_HEADINGS)
        self.groups: tuple[Group, ...] = ()
        self.folded: frozenset[str] = frozenset()  # keys of headings
        self._shown_ids: list[int] = []  # of the rows an arrangement shows, below folded headings too, in its order
        self._ids: dict[str, int] = {}
        self._sums: dict[str, Sums] | None = None
        self._is_stale = False  # whether headings hold rows as they were before an edit that moved none
        self._depths: dict[int, int] = {}
        self._rows = self._laid_out(self._stored())

    # Lines

    @property
    def entries(self) -> Sequence[ReportRow]:
        return [row for row in self._rows if not isinstance(row, Heading)]

    @property
    def lines(self) -> list[Line]:
        """Headings and rows as they are shown."""
        found = (row.group if isinstance(row, Heading) else row for row in self._rows)
        return [line for line in found if isinstance(line, Group | Indicator)]

    def row_at(self, number: int) -> ReportRow | None:
        row = super().row_at(number)
        return None if isinstance(row, Heading) else row

    def group_at(self, number: int) -> Group | None:
        """The heading on a line; None where a row is, or nothing."""
        row = super().row_at(number)
        return row.group if isinstance(row, Heading) else None

    def group_of(self, number: int) -> Group | None:
        """The heading on a line, or the innermost one above its row."""
        while number >= 0 and self.group_at(number) is None:
            number -= 1
        return self.group_at(number)

    def lines_below(self, line: int) -> Iterator[int]:
        end = len(self._rows)
        yield from (number for number in range(line, end) if not isinstance(self._rows[number], Heading))
        yield from count(max(line, end))

    def number_of(self, line: int) -> int:
        row = self.row_at(line)
        if self._numbers is None:
            self._numbers = {stored.id: number for number, stored in enumerate(self._stored(), 1)}
        if row is None:
            return len(self._numbers) + 1 + max(0, line - len(self._rows))
        return self._numbers.get(row.id, 0)

    def _laid_out(self, rows: Sequence[ReportRow]) -> list[ReportRow]:
        """The lines for rows that may be shown, given in the report's order."""
        if not self.session.report_id:
            return []
        self._shown_ids = [row.id for row in rows]
        return self._lines_of(rows)

    def _lines_of(self, rows: Sequence[ReportRow], ranks: dict[int, int] | None = None) -> list[ReportRow]:
        names = [block.block for block in self._settled()[1].blocks]
        indicators = [row for row in rows if isinstance(row, Indicator)]
        found = score_tree.tree(self.session.data, names, indicators)
        self.groups = found if not self.arrangement.is_filtered else tuple(group for group in found if group.rows)
        self._sums, self._is_stale = None, False
        self._depths = {
            row.id: group.level + 1 for group in score_tree.walk(self.groups) if not group.groups for row in group.rows
        }
        result: list[ReportRow] = []
        for is_heading, run in groupby(score_tree.lines(self.groups, self.folded), key=_is_heading):
            if is_heading:
                result += [self._heading(line) for line in run if isinstance(line, Group)]
            else:
                part = [line for line in run if isinstance(line, Indicator)]
                result += sorted(part, key=lambda row: ranks[row.id]) if ranks is not None else part
        return result

    def _heading(self, group: Group) -> Heading:
        row_id = self._ids.setdefault(group.key, -1 - len(self._ids))
        return Heading(id=row_id, group=group)

    # Folding

    def fold(self, keys: Collection[str], *, is_folded: bool) -> None:
        """Takes away what stands below headings, or brings it back."""
        wanted = self.folded | frozenset(keys) if is_folded else self.folded - frozenset(keys)
        if wanted != self.folded:
            self.session.commit_pending()
            self.folded = wanted
            self._follow(self._wanted(()))
            self._tell_column(0)
            self.folded_changed.emit()

    def reveal(self, row_id: int) -> None:
        """Unfolds what hides a row."""
        self.fold(
            [group.key for group in score_tree.walk(self.groups) if any(row.id == row_id for row in group.rows)],
            is_folded=False,
        )

    def line_of_group(self, key: str) -> int:
        """The line of a heading; -1 when it is not shown."""
        return self.line_of(self._ids.get(key, 0))

    # What is shown

    def arrange(self, wanted: Arrangement) -> None:
        if wanted == self.arrangement:
            return
        self.session.commit_pending()
        self.arrangement = wanted
        self._shown_ids = [row.id for row in arranged(wanted, self._stored(), self.columns, self._shown, self._look)]
        self._reset(self._wanted(()))
        self._tell_numbers()
        self.arranged.emit()

    def _look(self, row: ReportRow) -> str:
        place = f"{row.block}\n{row.level2}" if isinstance(row, Indicator) else ""
        return f"{super()._look(row)}\n{half_width(place).casefold()}"

    def _wanted(self, added: Collection[int]) -> Sequence[ReportRow]:
        stored = self._stored()
        if not self.arrangement:
            return self._laid_out(stored)
        self._shown_ids += [row.id for row in stored if row.id in added]
        ranks = {row_id: rank for rank, row_id in enumerate(self._shown_ids)}
        return self._lines_of([row for row in stored if row.id in ranks], ranks if self.arrangement.is_sorted else None)

    def _replace(self, changed: dict[int, tuple[Entity | None, Entity | None]]) -> bool:
        for before, after in changed.values():
            if any(getattr(before, name, None) != getattr(after, name, None) for name in _PLACE):
                return False
        self._is_stale = True
        return super()._replace(changed)

    def _on_changed(self, change: Change) -> None:
        super()._on_changed(change)
        if any(table == Task.TABLE for table, _ in change.rows):
            self._follow(self._wanted(()))

    def _on_settled(self) -> None:
        super()._on_settled()
        self._sums = None
        if self._is_stale:
            self._follow(self._wanted(()))
        self._tell_lines(line for line, row in enumerate(self._rows) if isinstance(row, Heading))

    def _on_report_opened(self, _report_id: int) -> None:
        self.folded = frozenset()
        is_arranged = bool(self.arrangement)
        self.arrangement = Arrangement()
        self._derived = None
        self._looks.clear()
        self._reset(self._laid_out(self._stored()))
        if is_arranged:
            self.arranged.emit()

    # Headings

    def sums(self, group: Group) -> Sums:
        """What a heading's rows add up to, as of the last settled state."""
        if self._sums is None:
            scores = self._settled()[1].rows
            self._sums = {
                each.key: score_tree.sums(
                    each, scores, full_marks(self.session, each.label) if each.level == 0 else None
                )
                for each in score_tree.walk(self.groups)
            }
        return self._sums.get(group.key) or score_tree.sums(group, {})

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row = self._rows[index.row()] if index.isValid() else None
        if isinstance(row, Heading):
            return self._heading_data(row.group, self.columns[index.column()].key, role)
        if role == DEPTH_ROLE and row is not None:
            return self._depths.get(row.id, 1)
        if role in {Role.ForegroundRole, Role.ToolTipRole} and row is not None:
            told = self._difference(row, self.columns[index.column()].key)
            if told:
                return theme.color("warning") if role == Role.ForegroundRole else told
        return super().data(index, role)

    def _difference(self, row: ReportRow, key: str) -> str:
        """How a typed score differs from the computed one, for its cell; empty where it does not."""
        score = self._settled()[1].rows.get(row.id) if key == "score" else None
        if score is None or not score.difference:
            return ""
        side = "多" if score.difference > 0 else "少"
        counted, computed = format_score(score.score), format_score(score.computed)
        return f"填报 {counted}，计算 {computed}，{side} {format_score(abs(score.difference))}"

    def _heading_data(self, group: Group, key: str, role: int) -> Any:
        if role in {Role.DisplayRole, Role.EditRole}:
            return self._heading_text(group, key)
        if role == GROUP_ROLE:
            return group
        if role == FOLDED_ROLE:
            return group.key in self.folded
        if role == Role.TextAlignmentRole:
            is_left = key in {self.columns[0].key, "reason"}
            across = Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignRight
            return across | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ForegroundRole:
            return theme.color("error") if key in {"weight", "reason"} and self.sums(group).gap else None
        if role == Role.ToolTipRole:
            return self._heading_tip(group)
        if role == Role.AccessibleTextRole and key == self.columns[0].key:
            state = "已收起" if group.key in self.folded else "已展开"
            return f"分组，{state}，{self._heading_tip(group)}"
        if role == SPEC_ROLE and key == self.columns[0].key and group.is_named:
            return self.session.spec(self.table, "level2")
        return None

    def _heading_text(self, group: Group, key: str) -> str:
        if key == self.columns[0].key:
            return group.label or "（未填二级指标）"
        found = self.sums(group)
        if key == "weight":
            return f"{'⚠ ' if found.gap else ''}{format_plain(found.weight)}"
        if key == "score":
            return format_score(found.score) if len(group.rows) > found.unscored else ""
        if key == "reason" and found.gap:
            return gap_words(found).rpartition("，")[2]  # the column is narrow; the tip says the rest
        return ""

    def _heading_tip(self, group: Group) -> str:
        found = self.sums(group)
        told = [f"{group.label}：{len(group.rows)} 项，分值合计 {format_plain(found.weight)} 分"]
        if found.full is not None:
            told.append(f"应为 {format_plain(found.full)} 分")
        told.append(f"得分 {format_score(found.score)}")
        if found.unscored:
            told.append(f"{found.unscored} 项还没有得分")
        return "，".join(told)

    def flags(self, index: Index) -> Qt.ItemFlag:
        group = self.group_at(index.row()) if index.isValid() else None
        if group is None:
            return super().flags(index)
        may_rename = index.column() == 0 and group.is_named and not self.session.is_read_only
        return _SHOWN | Qt.ItemFlag.ItemIsEditable if may_rename else _SHOWN

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        group = self.group_at(index.row()) if index.isValid() else None
        if group is None:
            return super().setData(index, value, role)
        name = str(value).strip()
        changes = score_tree.renamed(group, name) if name and group.is_named and role == Role.EditRole else []
        library, report_id = self.session.library, self.session.report_id
        return bool(changes) and self.session.edit(lambda: library.set_fields(report_id, changes, "二级指标改名"))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical and self.group_at(section) is not None:
            return "" if role == Role.DisplayRole else None
        return super().headerData(section, orientation, role)


def _fitted(column: Column) -> Column:
    """A column with the width that is good here: names stand farther right, and headings need room."""
    label = "填报得分" if column.key == "score" else column.label
    return replace(column, label=label, width=_WIDTHS.get(column.key, column.width))


def gap_words(found: Sums) -> str:
    """How far weights are from what they have to add up to; empty where they are right."""
    if not found.gap or found.full is None:
        return ""
    side = "少" if found.gap > 0 else "多"
    return f"应为 {format_plain(found.full)} 分，{side} {format_plain(abs(found.gap))} 分"


def _is_heading(line: Line) -> bool:
    return isinstance(line, Group)
