"""What scoring and checking produce: plain data without behaviour."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True)
class RowScore:
    """How one row of the score table came out. All figures in 分."""

    indicator_id: int
    weight: Decimal
    computed: Decimal | None  # by the rule; None where the rule or its inputs do not allow it
    score: Decimal | None  # what counts: the typed score, else the computed one; None while neither is there
    typed: bool
    explanation: str  # how the computed score came about, or why there is none

    @property
    def lost(self) -> Decimal:
        """分 below full marks; 0 while the row has no score."""
        return Decimal(0) if self.score is None else max(Decimal(0), self.weight - self.score)

    @property
    def difference(self) -> Decimal:
        """The typed score less the computed one, 分; 0 where there are not both."""
        if not self.typed or self.score is None or self.computed is None:
            return Decimal(0)
        return self.score - self.computed


@dataclass(frozen=True, slots=True)
class BlockScore:
    """The sum of one block of the table. All figures in 分."""

    key: str
    block: str  # its name
    weight: Decimal
    computed: Decimal  # the sum of the rows
    typed_score: Decimal | None = None  # what the report says instead
    typed_field: str = ""  # the report's field that holds a typed sum; empty where it has none

    @property
    def score(self) -> Decimal:
        """What counts: typed on the report, else the sum."""
        return self.computed if self.typed_score is None else self.typed_score

    @property
    def typed(self) -> bool:
        """Whether the officer's figure differs from the sum of the rows."""
        return self.score != self.computed


@dataclass(frozen=True, slots=True)
class ProjectScores:
    """The 项目支出绩效自评表 of one project. All figures in 分 but `rate`."""

    rate: Decimal | None  # executed ÷ budget in %, unrounded; None where the budget allows none
    execution_weight: Decimal
    execution: Decimal | None  # the score of the rate; None without one
    explanation: str  # how the score of the rate came about, or why there is none
    rows: Mapping[int, RowScore]  # by the ids of its indicators
    blocks: tuple[BlockScore, ...]

    @property
    def total(self) -> Decimal:
        """What counts so far; what is not scored yet counts as 0."""
        return sum((block.score for block in self.blocks), self.execution or Decimal(0))

    @property
    def is_whole(self) -> bool:
        """Whether everything is scored."""
        return self.execution is not None and all(row.score is not None for row in self.rows.values())


@dataclass(frozen=True, slots=True)
class Scores:
    """The whole score table of a report. All figures in 分."""

    rows: Mapping[int, RowScore]  # by indicator id
    blocks: tuple[BlockScore, ...]  # in the pack's order
    adjustments: Decimal
    computed_total: Decimal  # `raw_total` held between the pack's bounds
    typed_total: Decimal | None
    grade: str  # empty while rows are without a score and no total was typed
    projects: Mapping[int, ProjectScores] = dataclasses.field(default_factory=dict)  # of projects with a form, by id
    form_rows: Mapping[int, RowScore] = dataclasses.field(default_factory=dict)  # of all forms, by indicator id

    def row(self, table: str, row_id: int) -> RowScore | None:
        """The score of a row of the score table or of a project's form; None where there is none."""
        if table == "indicator":
            return self.rows.get(row_id)
        return self.form_rows.get(row_id)

    @property
    def total(self) -> Decimal:
        """The total that is printed: the typed one, else the computed one."""
        return self.computed_total if self.typed_total is None else self.typed_total

    @property
    def is_scored(self) -> bool:
        """Whether there is any score yet; a table nobody has filled in has no total worth showing."""
        is_typed = self.typed_total is not None or any(block.typed_score is not None for block in self.blocks)
        return is_typed or any(row.score is not None for row in self.rows.values())

    @property
    def unscored(self) -> int:
        """How many rows have no score yet; none where a typed total, or one of each block, needs no rows."""
        if self.typed_total is not None or all(block.typed_score is not None for block in self.blocks):
            return 0
        return sum(row.score is None for row in self.rows.values())

    @property
    def raw_total(self) -> Decimal:
        """Blocks plus adjustments, whatever the bounds."""
        return sum((block.score for block in self.blocks), self.adjustments)

    def block(self, key: str) -> BlockScore:
        """The block of that key; KeyError where the pack has none."""
        found = next((block for block in self.blocks if block.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    @property
    def management(self) -> BlockScore:
        """管理效能, in packs that have it."""
        return self.block("management")

    @property
    def delivery(self) -> BlockScore:
        """履职效能, in packs that have it."""
        return self.block("delivery")


class Severity(StrEnum):
    """How much a finding matters: 错 is listed before an export, 警 is listed, 示 is a hint."""

    ERROR = "错"
    WARNING = "警"
    HINT = "示"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found, and where."""

    rule: str
    severity: Severity
    message: str
    section: str
    entity: str = ""  # table
    entity_id: int = 0
    field: str = ""  # of the entity; without one the key of a printed paragraph
    quote: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    formula: str = ""
    advice: str = ""  # what to do, as `message` ends with it

    @property
    def fingerprint(self) -> str:
        """Names this finding as long as rule, place and values stay what they are."""
        place = [self.rule, self.entity, self.entity_id, self.field, sorted(self.values.items())]
        return hashlib.sha256(json.dumps(place, ensure_ascii=False).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Replacement:
    """What mending a finding changes in one field."""

    table: str
    row_id: int
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule that could not be applied, and why: 未检 is not the same as passed."""

    rule: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """What 校核 says of a report."""

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    reasons: Mapping[str, str] = dataclasses.field(default_factory=dict)  # of acknowledged findings, by fingerprint

    def reason(self, finding: Finding) -> str | None:
        """Why the officer lets a finding stand; None while nobody has acknowledged it."""
        return self.reasons.get(finding.fingerprint) if self.reasons else None

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        """The findings nobody has acknowledged; picked once, since every view that shows a count asks for them."""
        if not self.reasons:
            return self.findings
        return tuple(finding for finding in self.findings if finding.fingerprint not in self.reasons)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The open findings that hold up an export."""
        return tuple(finding for finding in self.open if finding.severity is Severity.ERROR)
