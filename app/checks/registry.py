"""The rules of 校核 and the one place that runs them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.checks import figures, relations, texts
from app.model import completeness
from app.model.check_settings import RULE_IDS, CheckSettings
from app.model.completeness import Completeness
from app.model.entities import Entity, Indicator, Report, Task
from app.model.facts import Facts
from app.model.pack import TemplatePack
from app.model.passage import Passage
from app.model.report_data import ReportData
from app.model.results import Checked, Finding, NotChecked, RowScore, Scores, Severity
from app.model.text import with_inner_marks


@dataclass(frozen=True)
class Subject:
    """What the rules read: one snapshot of a report, what was computed from it, and readings of its text.

    Not slotted, because a reading is made when the first rule asks for it and kept for the others.
    """

    data: ReportData
    facts: Facts
    scores: Scores
    pack: TemplatePack
    previous: ReportData | None = None  # last year's report; None when there is none in the library
    print_out: Callable[[], Sequence[Passage]] | None = None  # makes the printed paragraphs, as generated

    @property
    def settings(self) -> CheckSettings:
        """The limits of the pack."""
        return self.pack.checks

    @property
    def report(self) -> Report:
        """The report's own row."""
        return self.data.report

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text an officer typed, field by field."""
        return tuple(texts.passages(self.data, self.sections))

    @cached_property
    def corpus(self) -> texts.Corpus:
        """The passages as one text to look for patterns in."""
        return texts.Corpus(self.passages)

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """The passages that are running text."""
        return tuple(passage for passage in self.passages if texts.is_prose(passage))

    @cached_property
    def reading(self) -> figures.Reading:
        """The figures of the running text."""
        return figures.Reading.of(self.prose, self.data.department.region)

    @cached_property
    def splits(self) -> tuple[relations.Split, ...]:
        """The wholes of the running text with their parts."""
        return tuple(relations.splits(self.reading))

    @cached_property
    def attainments(self) -> tuple[relations.Attainment, ...]:
        """The figures of the running text that are stated with their targets."""
        return tuple(relations.attainments(self.reading))

    @cached_property
    def printed(self) -> tuple[Passage, ...] | None:
        """The printed paragraphs as the template generates them; None where nobody prints."""
        return None if self.print_out is None else tuple(self.print_out())

    @cached_property
    def on_paper(self) -> tuple[Passage, ...] | None:
        """The printed paragraphs, those taken over by hand in place; None where nobody prints."""
        if self.printed is None:
            return None
        by_key = {row.key: row.text for row in self.data.overrides}
        return tuple(
            dataclasses.replace(passage, text=by_key[passage.key]) if passage.key in by_key else passage
            for passage in self.printed
        )

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """Where a table, a `table.field` or the page of a paragraph's key stands in the report."""
        return texts.sections(self.pack.outline)

    @cached_property
    def rows_of_tasks(self) -> Mapping[int, tuple[Indicator, ...]]:
        """The score rows of each task by its id."""
        found: dict[int, list[Indicator]] = {task.id: [] for task in self.data.tasks}
        for row in self.data.indicators:
            if row.task_id in found:
                found[row.task_id].append(row)
        return {task_id: tuple(rows) for task_id, rows in found.items()}

    @cached_property
    def tasks(self) -> Mapping[int, Task]:
        """The tasks by their ids."""
        return {task.id: task for task in self.data.tasks}

    @cached_property
    def losses(self) -> tuple[tuple[int, Indicator, RowScore], ...]:
        """The score rows below full marks: number in the table, row and score."""
        scored = ((number, row, self.scores.rows[row.id]) for number, row in enumerate(self.data.indicators, 1))
        return tuple(item for item in scored if item[2].lost > 0)

    @cached_property
    def remedies(self) -> texts.Words:
        """What chapters 三 and 四 say, in one piece."""
        problems = [f"{row.title}。{row.text}" for row in self.data.problems]
        return texts.Words("\n".join([*problems, *(f"{row.title}。{row.text}" for row in self.data.measures)]))

    @cached_property
    def completeness(self) -> Completeness:
        """What is filled in and what is missing."""
        return completeness.measure(self.data, self.scores, self.pack.outline)

    def section(self, row: Entity | None, field: str) -> str:
        """Where a field of a row stands in the report."""
        return "" if row is None else texts.section(row, field, self.sections)

    def entity(self, passage: Passage) -> Entity | None:
        """The row a passage belongs to."""
        return self.data.find(passage.table, passage.row_id) if passage.table else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule function says; the registry adds its id, level and section."""

    fact: str  # what is wrong, with both figures; no full stop
    advice: str  # what to do, beginning with 请
    row: Entity | None = None
    field: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    formula: str = ""
    quote: str = ""
    severity: Severity | None = None  # where it is not the rule's
    section: str = ""  # where it is not that of the field
    table: str = ""  # where it concerns a whole table


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Why a rule could not be applied."""

    reason: str


Findings = Iterator[Found | Unchecked]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `sections` are the parts of the report it looks at: 概 任 收 管 论 析 项 效 题 措 表 附件."""

    id: str
    name: str
    severity: Severity
    sections: str
    source: str  # what it rests on: the standard, the notice or the arithmetic
    run: Callable[[Subject], Findings]

    def finding(self, subject: Subject, found: Found) -> Finding:
        """What the rule found, as the library hands it on."""
        return Finding(
            rule=self.id,
            severity=found.severity or self.severity,
            message=with_inner_marks(f"{found.fact}，{found.advice}。"),
            section=found.section or subject.section(found.row, found.field) or subject.sections.get(found.table, ""),
            entity=found.row.TABLE if found.row else found.table,
            entity_id=found.row.id if found.row else 0,
            field=found.field,
            quote=found.quote,
            values=dict(found.values),
            formula=found.formula,
            advice=with_inner_marks(found.advice),
        )


RULES: dict[str, Rule] = {}
"""Every rule by its id."""


def check(
    rule_id: str, name: str, severity: Severity, sections: str, source: str
) -> Callable[[Callable[[Subject], Findings]], Callable[[Subject], Findings]]:
    """Registers the decorated function as a rule."""

    def register(run: Callable[[Subject], Findings]) -> Callable[[Subject], Findings]:
        if rule_id in RULES:
            raise ValueError(f"{rule_id} is registered twice")
        RULES[rule_id] = Rule(rule_id, name, severity, sections, source, run)
        return run

    return register


def run(subject: Subject) -> Checked:
    """What all rules say of a report: findings in the order of the rules, and which rules could not be applied."""
    said = [item for rule_id in RULE_IDS for item in apply(RULES[rule_id], subject)]
    return Checked(
        tuple(item for item in said if isinstance(item, Finding)),
        tuple(item for item in said if isinstance(item, NotChecked)),
    )


def apply(rule: Rule, subject: Subject) -> Iterator[Finding | NotChecked]:
    """What one rule says of a report."""
    if rule.id in subject.settings.off:
        yield NotChecked(rule.id, "模板包关闭了这项校核")
        return
    for item in rule.run(subject):
        yield rule.finding(subject, item) if isinstance(item, Found) else NotChecked(rule.id, item.reason)
