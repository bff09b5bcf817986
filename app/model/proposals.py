"""What to do with the rows of a file: each is new to the report, changes one of its rows, or is one already."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.model.entities import BY_TABLE
from app.model.fields import Kind, Value, specs
from app.model.naming import title
from app.model.quantities import show_value
from app.model.report_data import ReportData


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "新增"
    CHANGED = "修改"
    SAME = "相同"
    MISSING = "文件中没有"


@dataclass(frozen=True, slots=True)
class Mention:
    """A row by its exact name, where it is only stored together with the row that mentions it."""

    table: str
    name: str  # as `offer_matching.exact` gives it


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a proposal. `before` is the field's empty value in a new row."""

    field: str
    before: Value
    after: Value | Mention
    is_advised: bool = True  # whether it is right to take it unless the officer says otherwise


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do with one row: add it, change it, nothing, or delete it."""

    table: str
    fate: Fate
    row_id: int  # 0 for a new row
    name: str
    source: str  # where it stands in the file; empty for a missing row
    changes: tuple[FieldChange, ...] = ()  # in the order of the field table
    remark: str = ""
    is_advised: bool = True

    def only(self, fields: Iterable[str]) -> Proposal:
        """The same with some of its fields."""
        wanted = frozenset(fields)
        kept = tuple(each for each in self.changes if each.field in wanted)
        return self if len(kept) == len(self.changes) else dataclasses.replace(self, changes=kept)

    def advises(self, change: FieldChange | None = None) -> bool:
        """Whether the row, or one of its fields, is taken where the officer ticks and unticks nothing."""
        is_taken = self.is_advised and (self.fate is Fate.NEW or self.fate is Fate.CHANGED)
        return is_taken and (change is None or change.is_advised)


def advised(proposals: Iterable[Proposal]) -> list[Proposal]:
    """What is done where the officer ticks and unticks nothing: missing rows stay."""
    taken = (each for each in proposals if each.advises())
    kept = (each.only(change.field for change in each.changes if change.is_advised) for each in taken)
    return [each for each in kept if each.changes]


def stored(proposal: Proposal, made: Mapping[Mention, int]) -> dict[str, Value]:
    """The values of a proposal once the rows it mentions are stored; a mention of one that is not is left out."""
    result: dict[str, Value] = {}
    for change in proposal.changes:
        if not isinstance(change.after, Mention):
            result[change.field] = change.after
        elif (found := made.get(change.after)) is not None:
            result[change.field] = found
    return result


def shown(data: ReportData, table: str, field: str, value: Value | Mention) -> str:
    """A value of a proposal as the officer reads it."""
    if isinstance(value, Mention):
        return value.name
    spec = specs(BY_TABLE[table])[field]
    if spec.kind is Kind.REFERENCE:
        row = data.find(spec.target, value) if isinstance(value, int) else None
        return title(row) if row is not None else ""
    return show_value(spec, value)


def counts(proposals: Iterable[Proposal]) -> Mapping[Fate, int]:
    """How many rows come to what."""
    return Counter(proposal.fate for proposal in proposals)
