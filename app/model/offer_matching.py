"""Rows read from a file held against a report: what is new, what changes, what stays, what the file does not have."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from app.model.entities import (
    BY_TABLE,
    ROWS,
    Adjustment,
    Department,
    Entity,
    FundLine,
    Indicator,
    Project,
    Report,
    ReportRow,
)
from app.model.facts import FACTS, Facts
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.fund_axes import axis_of
from app.model.indicator_values import parted_as
from app.model.last_year import plain
from app.model.naming import naming_field, title
from app.model.offers import Offer
from app.model.progress import Progress, unheard
from app.model.proposals import Fate, FieldChange, Mention, Proposal
from app.model.report_data import ReportData
from app.model.results import Scores
from app.model.text import without_stops

_AROUND = " \t\n\u3000\u00a0"


def merge(
    data: ReportData,
    facts: Facts,
    scores: Scores,
    offers: Sequence[Offer],
    progress: Progress = unheard,
    *,
    keeps: bool = False,
) -> list[Proposal]:
    """What each offered row means to the report, table by table, then the rows that the file does not have.

    Rows are the same when they are called the same, or have the same document number. Where the file has more or fewer
    rows of a name than the report it is left open which is which: they are proposed as new, but not advised. An empty
    cell changes nothing. With `keeps`, only what fills an empty field is advised, and a text that differs in blanks and
    stops alone is the same, since a report is printed with stops that its entries do not have.
    """
    merger = _Merger(data, facts, scores, offers, keeps=keeps)
    found = [proposal for row in (data.department, data.report) for proposal in merger.whole(row)]
    for number, entity in enumerate(ROWS):
        progress(number, len(ROWS), f"正在比对{entity.LABEL}")
        found += merger.table(entity.TABLE)
    return found


Key: TypeAlias = tuple[str, ...]
Read: TypeAlias = Callable[[str], str]
"""Gives a field's text of an offer or a row; empty where there is none."""
KeyOf: TypeAlias = Callable[[Read], Key | None]


@lru_cache(maxsize=16_384)
def exact(name: str) -> str:
    """A name without blanks and full-width forms, years and punctuation kept."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()


def _by(*fields: str, way: Callable[[str], str] = exact) -> KeyOf:
    def key(read: Read) -> Key | None:
        found = tuple(way(read(field)) for field in fields)
        return found if all(found) else None

    return key


def _keys(table: str) -> Sequence[KeyOf]:
    """How rows are told apart, the strictest way first."""
    naming = naming_field(BY_TABLE[table])
    if table == FundLine.TABLE:
        return _by("axis", naming), _by("axis", naming, way=plain)
    if table == Indicator.TABLE:
        return (
            _by("block", "level2", naming, way=plain), _by("block", "task", naming, way=plain),
            _by("block", naming, way=plain), _by(naming, way=plain),
        )  # fmt: skip
    if table == Adjustment.TABLE:
        return (_by("kind", naming, way=plain),)
    number = (_by("document_number"),) if table == Project.TABLE else ()
    return _by(naming), *number, _by(naming, way=plain)


class _Merger:
    def __init__(self, data: ReportData, facts: Facts, scores: Scores, offers: Sequence[Offer], *, keeps: bool) -> None:
        self._data, self._facts, self._scores, self._keeps = data, facts, scores, keeps
        self._offers: dict[str, list[Offer]] = {}
        for offer in offers:
            self._offers.setdefault(offer.table, []).append(self._on_axis(offer))
        self._tasks = {task.id: task.name for task in data.tasks}
        self._known: dict[str, dict[str, int | None]] = {}
        self._offered: dict[str, dict[str, int | Mention]] = {}

    def _on_axis(self, offer: Offer) -> Offer:
        """An offered category of funds on the axis on which the report has it, or on which such a one stands.

        Files that list 基本支出 and 项目支出 hardly ever say that they are 资金结构; without it, they would be added
        a second time, among the sources.
        """
        if offer.table != FundLine.TABLE or offer.values.get("axis"):
            return offer
        name = plain(self._name(offer))
        axes = {row.axis for row in self._data.fund_lines if plain(row.category) == name}
        axis = axes.pop() if len(axes) == 1 else axis_of(self._name(offer))
        return offer if axis is None else dataclasses.replace(offer, values={**offer.values, "axis": str(axis)})

    def whole(self, row: Department | Report) -> Iterator[Proposal]:
        """What is offered of the department or the report itself, in one proposal."""
        values = {name: value for offer in self._offers.get(row.TABLE, ()) for name, value in offer.values.items()}
        if values:
            found = self._changed(Offer(row.TABLE, self._offers[row.TABLE][0].source, values), row)
            yield dataclasses.replace(found, name=row.LABEL)

    def table(self, table: str) -> Iterator[Proposal]:
        """The proposals for one table."""
        offers = self._offers.get(table, [])
        if not offers:
            return
        pairs, loose = self._paired(table, offers)
        names = [self._name(offer) for offer in offers]
        self._offered[table] = {
            name: pairs[number].id if number in pairs else Mention(table, name)
            for number, name in enumerate(map(exact, names))
        }
        counts = Counter(names)
        for number, (offer, name) in enumerate(zip(offers, names, strict=True)):
            row = pairs.get(number)
            if row is not None:
                yield self._changed(offer, row)
            else:
                yield self._new(offer, counts[name], loose.get(number, 0))
        taken = {row.id for row in pairs.values()}
        yield from self._missing(table, offers, taken)

    # Which row is meant

    def _paired(self, table: str, offers: Sequence[Offer]) -> tuple[dict[int, ReportRow], dict[int, int]]:
        """The rows that offers stand for, by the offer's number; and of the others how many rows they may stand for."""
        pairs: dict[int, ReportRow] = {}
        loose: dict[int, int] = {}
        taken: set[int] = set()
        for key in _keys(table):
            left = [row for row in self._data.tables[table] if row.id not in taken]
            if not left:
                break
            rows: dict[Key, list[ReportRow]] = {}
            for row in left:
                if (found := key(self._reading_row(row))) is not None:
                    rows.setdefault(found, []).append(row)
            groups: dict[Key, list[int]] = {}
            for number, offer in enumerate(offers):
                if number not in pairs and (found := key(self._reading(offer))) in rows:
                    groups.setdefault(found, []).append(number)
            for name, numbers in groups.items():
                others = rows[name]
                if len(numbers) == len(others):
                    pairs |= dict(zip(numbers, others, strict=True))
                    taken |= {row.id for row in others}
                else:
                    loose |= dict.fromkeys(numbers, len(others))
        return pairs, loose

    def _reading(self, offer: Offer) -> Read:
        def read(field: str) -> str:
            if field == "task":
                return offer.mentions.get("task_id") or str(offer.values.get("level2") or "")
            return str(offer.values.get(field) or "")

        return read

    def _reading_row(self, row: ReportRow) -> Read:
        def read(field: str) -> str:
            if field == "task":
                return self._tasks.get(getattr(row, "task_id", None) or 0, "")
            return str(getattr(row, field) or "")

        return read

    def _name(self, offer: Offer) -> str:
        return str(offer.values.get(naming_field(BY_TABLE[offer.table])) or "")

    def _name_of(self, row: Entity) -> str:
        return str(getattr(row, naming_field(type(row))))

    # What it comes to

    def _new(self, offer: Offer, count: int, candidates: int) -> Proposal:
        declared = specs(BY_TABLE[offer.table])
        after, unknown = self._after(offer)
        changes = tuple(FieldChange(name, spec.empty, after[name]) for name, spec in declared.items() if name in after)
        remarks = [offer.remark] if offer.remark else []
        remarks += [f"报告中有 {candidates} 条同名的，不能确定是哪一条"] if candidates else []
        remarks += [f"文件中有 {count} 行同名"] if count > 1 else []
        remark = "；".join([*remarks, *unknown])
        is_advised = offer.is_advised and not candidates
        return Proposal(
            offer.table, Fate.NEW, 0, self._name(offer), offer.source, changes, remark, is_advised=is_advised
        )

    def _changed(self, offer: Offer, row: Entity) -> Proposal:
        declared = specs(BY_TABLE[offer.table])
        naming = naming_field(BY_TABLE[offer.table]) if isinstance(row, ReportRow) else ""
        after, unknown = self._after(offer)
        after = parted_as(row, after) if isinstance(row, Indicator) else after
        is_certain = not naming or exact(self._name(offer)) == exact(self._name_of(row))
        told = [declared[name] for name in declared if name in after]
        differing = [spec for spec in told if not self._is_same(row, spec, after[spec.name])]
        changes = tuple(
            FieldChange(
                spec.name,
                getattr(row, spec.name),
                after[spec.name],
                is_advised=self._is_free(row, spec) and (is_certain or spec.name != naming),
            )
            for spec in differing
        )
        bound = [
            f"{declared[each.field].label}由报告中的数据自动计算，没有采用文件中的“{each.after}”"
            for each in changes if self._is_bound(row, each.field)
        ]  # fmt: skip
        changes = tuple(each for each in changes if not self._is_bound(row, each.field))
        remarks = [] if is_certain else ["名称不完全相同，请核对是否同一条"]
        fate = Fate.CHANGED if changes else Fate.SAME
        remark = "；".join([*remarks, *bound, *unknown])
        return Proposal(offer.table, fate, row.id, title(row), offer.source, changes, remark)

    def _is_free(self, row: Entity, spec: FieldSpec) -> bool:
        """Whether nothing stands in a field that has to be kept."""
        return not self._keeps or (spec.kind is not Kind.CHOICE and getattr(row, spec.name) == spec.empty)

    def _after(self, offer: Offer) -> tuple[dict[str, Value | Mention], list[str]]:
        """The values an offer gives, its mentions resolved, and what is to be said of those that mean no row."""
        after: dict[str, Value | Mention] = dict(offer.values)
        unknown = []
        for field, name in offer.mentions.items():
            spec = specs(BY_TABLE[offer.table])[field]
            found = self._meant(spec.target, name)
            if found is None:
                unknown.append(f"没有名为“{name[:30]}”的{BY_TABLE[spec.target].LABEL}")
            else:
                after[field] = found
        return after, unknown

    def _meant(self, table: str, name: str) -> int | Mention | None:
        """The row of a name: the one in the report, else the last that is offered; None where there is none."""
        if table not in self._known:
            self._known[table] = {}
            for row in self._data.tables[table]:
                names = self._name_of(row), title(row)  # a copied table has the short one
                for key in {way(name) for name in names for way in (exact, plain)}:
                    self._known[table][key] = None if key in self._known[table] else row.id
        known, offered = self._known[table], self._offered.get(table, {})
        return known.get(exact(name)) or known.get(plain(name)) or offered.get(exact(name))

    def _is_same(self, row: Entity, spec: FieldSpec, value: Value | Mention) -> bool:
        before = getattr(row, spec.name)
        if value == before:
            return True
        if isinstance(value, str) and isinstance(before, str) and self._bare(value) == self._bare(before):
            return True
        return isinstance(row, Indicator) and self._is_printed(row, spec, value)

    def _bare(self, text: str) -> str:
        return without_stops(text) if self._keeps else text.strip(_AROUND)

    def _is_printed(self, row: Indicator, spec: FieldSpec, value: Value | Mention) -> bool:
        """Whether a value is what the score table prints in a field that holds another, or nothing."""
        match spec.name:
            case "score" if row.score is None:
                found = self._scores.rows.get(row.id)
                return found is not None and found.score == value
            case "level2" if not row.level2:
                return exact(str(value)) == exact(self._tasks.get(row.task_id or 0, ""))
            case "target" | "actual":
                shown = row.target if spec.name == "target" else self._facts.actual(row)
                return exact(str(value)) in {exact(shown), exact(f"{shown}{row.unit}")}
            case _:
                return False

    def _is_bound(self, row: Entity, field: str) -> bool:
        fact = FACTS.get(row.fact) if isinstance(row, Indicator) and field == "actual" else None
        return fact is not None and fact.value(self._facts) is not None

    def _missing(self, table: str, offers: Sequence[Offer], taken: set[int]) -> Iterator[Proposal]:
        """The rows that the file does not have, of those kinds that it has any of."""
        groups = [name for name in ("axis", "block") if name in specs(BY_TABLE[table])]
        offered = {name: {offer.values.get(name) for offer in offers} for name in groups}
        for row in self._data.tables[table]:
            if row.id not in taken and all(
                getattr(row, name) in words or None in words for name, words in offered.items()
            ):
                yield Proposal(table, Fate.MISSING, row.id, title(row), "", is_advised=False)
