"""Two copies of a report that were both edited, held against the state they came from: what is only theirs, what only
mine, and where they contradict each other, field by field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.model import carry_over
from app.model.carry_over import FieldKey
from app.model.comparison import Fate, called, shown, told
from app.model.entities import ROWS, Carried, Department, Entity, Evidence, Report, ReportRow
from app.model.fields import Value, specs
from app.model.progress import Progress, unheard
from app.model.report_data import ReportData

T = TypeVar("T")

ORDER = "position"
"""The field of a change that is the order of a table's rows."""
_NOT_MERGED = frozenset({(Report.TABLE, "status")})
_TOGETHER = {(Evidence.TABLE, "file_name"): ("file_name", "content_hash")}
"""Columns that only make sense together, by the field that is shown for them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing the other copy would bring."""

    fate: Fate  # what the other copy did: changed a field, added a row, deleted one
    table: str
    row_id: int  # negative for a row that is not here
    field: str  # empty for a row; ORDER for the order of the table
    place: str  # 重点项目 · 培训经费
    label: str  # of the field; empty for a row
    base: str  # as both had it; empty where that is not known
    mine: str
    theirs: str
    is_conflict: bool  # this copy changed it too, and otherwise


@dataclass(frozen=True, slots=True)
class Merge:
    """Both copies by the ids of this library, and what differs. `base` is None where no common state is known."""

    base: ReportData | None
    mine: ReportData
    theirs: ReportData
    changes: tuple[Change, ...]

    @property
    def conflicts(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_conflict)

    @property
    def certain(self) -> tuple[Change, ...]:
        """What can be taken over without a question."""
        return tuple(change for change in self.changes if not change.is_conflict)

    @property
    def confirmed(self) -> frozenset[FieldKey]:
        """The marks 沿用 that the other copy took off."""
        if self.base is None:
            return frozenset()
        before, after = (carry_over.marks(data.tables[Carried.TABLE]) for data in (self.base, self.theirs))
        return (before - after) & carry_over.marks(self.mine.tables[Carried.TABLE])


def merge(base: ReportData | None, mine: ReportData, theirs: ReportData, progress: Progress = unheard) -> Merge:
    """What the other copy would bring, in the order of the field table.

    All three have the ids of one library. Without a base every field that differs is a conflict, rows that only the
    other has are new, and none of this copy's are deleted.
    """
    found = [
        *_fields(base, mine, theirs, (base.department if base else None), mine.department, theirs.department),
        *_fields(base, mine, theirs, (base.report if base else None), mine.report, theirs.report),
    ]
    for number, entity in enumerate(ROWS):
        progress(number, len(ROWS), f"正在比较{entity.LABEL}")
        if specs(entity):
            found += _rows(base, mine, theirs, entity)
    return Merge(base, mine, theirs, tuple(found))


def _rows(base: ReportData | None, mine: ReportData, theirs: ReportData, entity: type[ReportRow]) -> Iterator[Change]:
    before, here, there = ({row.id: row for row in data.rows(entity)} if data else {} for data in (base, mine, theirs))
    for row_id, row in there.items():
        if row_id in here:
            yield from _fields(base, mine, theirs, before.get(row_id), here[row_id], row)
        elif row_id not in before or not _is_same(before[row_id], row):
            is_conflict = row_id in before  # deleted here, edited there
            here_text = "（本机已删除）" if is_conflict else ""
            yield _of_row(Fate.ADDED, theirs, row, here_text, told(theirs, row), is_conflict)
    for row_id, row in here.items():
        if row_id not in there and row_id in before:
            is_conflict = not _is_same(before[row_id], row)  # edited here, deleted there
            yield _of_row(Fate.REMOVED, mine, row, told(mine, row), "（对方已删除）", is_conflict)
    if base is not None and _is_reordered(list(before), list(here), list(there)):
        yield Change(
            Fate.CHANGED, entity.TABLE, 0, ORDER, entity.LABEL, "各行的顺序", "", "现在的顺序", "对方的顺序", False
        )  # fmt: skip


def _of_row(fate: Fate, data: ReportData, row: ReportRow, mine: str, theirs: str, is_conflict: bool) -> Change:
    return Change(fate, row.TABLE, row.id, "", f"{row.LABEL} · {called(data, row)}", "", "", mine, theirs, is_conflict)


def _fields(
    base: ReportData | None, mine: ReportData, theirs: ReportData, before: Entity | None, here: Entity, there: Entity
) -> Iterator[Change]:
    for name, spec in specs(type(here)).items():
        if (here.TABLE, name) in _NOT_MERGED:
            continue
        group = merged_columns(there, name)
        own, other = _values(here, group), _values(there, group)
        if own == other:
            continue
        known = _values(before, group)
        if other == known:
            continue
        first, second, third = (
            _text(row, group, shown(data, spec, getattr(row, name))) if data is not None and row is not None else ""
            for data, row in ((base, before), (mine, here), (theirs, there))
        )
        place = here.LABEL if isinstance(here, Department | Report) else f"{here.LABEL} · {called(mine, here)}"
        yield Change(
            Fate.CHANGED, here.TABLE, here.id, name, place, spec.label, first, second, third, own != known
        )  # fmt: skip


def _values(row: Entity | None, group: Sequence[str]) -> tuple[Value, ...] | None:
    return None if row is None else tuple([getattr(row, name) for name in group])


def _text(row: Entity, group: Sequence[str], text: str) -> str:
    """A file by its name and the beginning of its hash, since two contents may have one name."""
    if len(group) == 1 or not isinstance(row, Evidence):
        return text
    return f"{text}（{row.content_hash[:8]}）" if row.content_hash else f"{text}（未附）" if text else ""


def merged_columns(row: Entity, field: str) -> tuple[str, ...]:
    """The columns that change together with a field of the other copy's row.

    A package may leave evidence files out, so that a file which is not there never takes away one that is.
    """
    is_without_file = isinstance(row, Evidence) and not row.content_hash
    return (field,) if is_without_file else _TOGETHER.get((row.TABLE, field), (field,))


def _is_same(first: Entity, second: Entity) -> bool:
    names = {name for field in specs(type(first)) for name in merged_columns(second, field)}
    return all(getattr(first, name) == getattr(second, name) for name in names)


def _is_reordered(before: Sequence[int], here: Sequence[int], there: Sequence[int]) -> bool:
    """Whether only the other copy put common rows into another order."""
    common = set(before) & set(here) & set(there)
    old, own, other = ([row_id for row_id in ids if row_id in common] for ids in (before, here, there))
    return own == old and other != old


def ordered(leading: Sequence[T], following: Sequence[T]) -> list[T]:
    """The items of both: in the order of the first, those of the second only after what stands before them there."""
    result = list(leading)
    known = set(leading)
    last: T | None = None
    for item in following:
        if item not in known:
            result.insert(0 if last is None else result.index(last) + 1, item)
            known.add(item)
        last = item
    return result
