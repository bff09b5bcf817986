"""The rules of 校核 and the one place that runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.model.facts import Facts
from app.model.pack import TemplatePack
from app.model.report_data import ReportData
from app.model.results import Checked, Finding, NotChecked, Scores, Severity

Findings = Iterator[Finding | NotChecked]


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules read: one snapshot of a report with what was computed from it, and the pack it follows."""

    data: ReportData
    facts: Facts
    scores: Scores
    pack: TemplatePack


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `sections` are the parts of the report it looks at: 概 任 收 管 论 析 项 效 题 措 表 附件."""

    id: str
    name: str
    severity: Severity
    sections: str
    run: Callable[[Subject], Findings]


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of the families."""


def check(
    rule_id: str, name: str, severity: Severity, sections: str
) -> Callable[[Callable[[Subject], Findings]], Callable[[Subject], Findings]]:
    """Registers the decorated function as a rule."""

    def register(run: Callable[[Subject], Findings]) -> Callable[[Subject], Findings]:
        if rule_id in RULES:
            raise ValueError(f"{rule_id} is registered twice")
        RULES[rule_id] = Rule(rule_id, name, severity, sections, run)
        return run

    return register


def run(subject: Subject) -> Checked:
    """What all rules say of a report: findings in the order of the rules, and which rules could not be applied."""
    said = [item for rule in RULES.values() for item in rule.run(subject)]
    return Checked(
        tuple(item for item in said if isinstance(item, Finding)),
        tuple(item for item in said if isinstance(item, NotChecked)),
    )
