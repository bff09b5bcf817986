"""Two states of a report, or two years' reports, held against each other: field by field."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.model.entities import ROWS, Department, Entity, Report, ReportRow
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.naming import naming_field, title
from app.model.quantities import show_value
from app.model.report_data import ReportData
from app.model.text_comparison import TextChange


class Fate(StrEnum):
    """What has become of a field or row."""

    CHANGED = "修改"
    ADDED = "新增"
    REMOVED = "删除"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs, or one row that only one side has."""

    fate: Fate
    table: str
    before_id: int  # the row on the one side and on the other; 0 where it is not there
    after_id: int
    field: str  # empty for a row that came or went
    place: str  # 重点项目 · 培训经费
    label: str  # of the field; empty for a row
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a report that can be compared: as it is now, or as a snapshot kept it."""

    report_id: int
    snapshot_id: int = 0  # 0: as it is now
    year: int = 0
    name: str = ""  # of the snapshot; empty: as it is now
    time: str = ""  # of the snapshot, ISO 8601 with the zone; empty: as it is now
    remark: str = ""  # of the report


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions: in the entries, and in the text they make."""

    entries: tuple[Difference, ...]
    text: tuple[TextChange, ...]


Pair = tuple[ReportRow | None, ReportRow | None]

_YEARS = re.compile(r"\d+|\s+")  # what a project's name changes with the year


def compare(before: ReportData, after: ReportData) -> tuple[Difference, ...]:
    """Every difference between the entries of two reports, in the order of the field table.

    Rows of one report are the same when they have the same id; rows of two reports when they are called the same,
    years and document numbers aside.
    """
    found = [
        *_fields(before, after, before.department, after.department),
        *_fields(before, after, before.report, after.report),
    ]
    is_same_report = before.report.id == after.report.id
    for entity in ROWS:
        if specs(entity):
            for pair in _matched(before, after, entity, by_id=is_same_report):
                found += _row(before, after, *pair)
    return tuple(found)


def _row(before: ReportData, after: ReportData, old: ReportRow | None, new: ReportRow | None) -> Iterator[Difference]:
    if old is not None and new is not None:
        yield from _fields(before, after, old, new)
    elif old is not None:
        place = f"{old.LABEL} · {called(before, old)}"
        yield Difference(Fate.REMOVED, old.TABLE, old.id, 0, "", place, "", told(before, old), "")
    elif new is not None:
        place = f"{new.LABEL} · {called(after, new)}"
        yield Difference(Fate.ADDED, new.TABLE, 0, new.id, "", place, "", "", told(after, new))


def _fields(before: ReportData, after: ReportData, old: Entity, new: Entity) -> Iterator[Difference]:
    for name, spec in specs(type(new)).items():
        first, second = shown(before, spec, getattr(old, name)), shown(after, spec, getattr(new, name))
        if first != second:
            place = new.LABEL if isinstance(new, Department | Report) else f"{new.LABEL} · {called(after, new)}"
            yield Difference(Fate.CHANGED, new.TABLE, old.id, new.id, name, place, spec.label, first, second)


def called(data: ReportData, row: Entity) -> str:
    """What a row is called; a link by what it links."""
    if naming_field(type(row)):
        return title(row) or "（未命名）"
    return " → ".join(text for spec in specs(type(row)).values() if (text := _shown_of(data, spec, row)))


def told(data: ReportData, row: Entity) -> str:
    """All that a row says, a field a line."""
    filled = ((spec, _shown_of(data, spec, row)) for spec in specs(type(row)).values())
    return "\n".join(f"{spec.label}：{text}" for spec, text in filled if text)


def _shown_of(data: ReportData, spec: FieldSpec, row: Entity) -> str:
    return shown(data, spec, getattr(row, spec.name))


def shown(data: ReportData, spec: FieldSpec, value: Value) -> str:
    """A value as it is compared for a reader; a reference by what it points at."""
    if spec.kind is Kind.REFERENCE:
        row = data.find(spec.target, value) if isinstance(value, int) else None
        return called(data, row) if row is not None else ""
    return show_value(spec, value)


def _matched(before: ReportData, after: ReportData, entity: type[ReportRow], *, by_id: bool) -> list[Pair]:
    """The rows of a table in pairs, in the order of `after`, then those that are gone."""
    old, new = list(before.tables[entity.TABLE]), list(after.tables[entity.TABLE])
    keys: Sequence[Callable[[ReportData, ReportRow], Hashable]] = (_by_id,) if by_id else (_whole, called, _undated)
    partner: dict[int, ReportRow] = {}
    for key in keys:
        waiting: dict[Hashable, list[ReportRow]] = defaultdict(list)
        for row in old:
            waiting[key(before, row)].append(row)
        for row in new:
            if row.id not in partner and (found := waiting.get(key(after, row))):
                partner[row.id] = found.pop(0)
        taken = {row.id for row in partner.values()}
        old = [row for row in old if row.id not in taken]
    return [*((partner.get(row.id), row) for row in new), *((row, None) for row in old)]


def _by_id(_data: ReportData, row: ReportRow) -> Hashable:
    return row.id


def _whole(data: ReportData, row: ReportRow) -> Hashable:
    """Name and kind together, because two axes have the same categories and two tasks the same indicators."""
    telling = {Kind.TEXT, Kind.CHOICE, Kind.REFERENCE}
    kept = (spec for spec in specs(type(row)).values() if spec.kind in telling and (spec.carried or spec.required))
    return called(data, row), *(_shown_of(data, spec, row) for spec in kept)


def _undated(data: ReportData, row: ReportRow) -> Hashable:
    return _YEARS.sub("", called(data, row))
