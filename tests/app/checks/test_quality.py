"""How good 校核 is, measured: planted errors that are found, and correct reports that are left alone."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest

from app import checks
from app.checks.registry import RULES, Subject, apply
from app.model.results import Finding, Severity
from tests.app.checks.corrected import corrected, reworded, subject_of
from tests.app.checks.plants import PLANTS, SIBLINGS

_LEAST_RECALL = 98  # % of the planted errors
_LEAST_OF_RULE = 80  # % of those of one rule
Scale = Callable[[int, int], int]


def _found(rule: str, subject: Subject) -> set[str]:
    names = {rule, SIBLINGS.get(rule, rule)}
    return {item.fingerprint for name in names for item in apply(RULES[name], subject) if isinstance(item, Finding)}


def _errors(subject: Subject) -> list[str]:
    findings = checks.run(subject).findings
    return [f"{item.rule} {item.message}" for item in findings if item.severity is Severity.ERROR]


def test_planted_errors_are_found(scale: Scale, record_property: Callable[[str, object], None]) -> None:
    """Recall over all numeric and structural rules, and of each of them."""
    base = corrected()
    known = {rule: _found(rule, subject_of(base)) for rule in PLANTS}
    tried: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for rule, ways in PLANTS.items():
        for number in range(scale(8, 200)):
            chance = random.Random(f"{rule}/{number}")
            spoiled = ways[number % len(ways)](base, chance)
            tried[rule] += 1
            if not _found(rule, subject_of(spoiled)) - known[rule]:
                missed[rule] += 1
    recall = {rule: 100 * (count - missed[rule]) / count for rule, count in tried.items()}
    overall = 100 * (tried.total() - missed.total()) / tried.total()
    record_property("planted", tried.total())
    record_property("recall", f"{overall:.2f}%")
    print(
        f"\n{tried.total()} planted, recall {overall:.2f}%",
        {rule: share for rule, share in recall.items() if share < 100},
    )
    assert tried.total() >= 300
    assert overall >= _LEAST_RECALL
    assert min(recall.values()) >= _LEAST_OF_RULE, recall


def test_a_correct_report_has_no_error() -> None:
    assert _errors(subject_of(corrected())) == []


def test_a_correct_report_in_other_words_has_no_error(scale: Scale) -> None:
    alarms: Counter[str] = Counter()
    for seed in range(scale(25, 500)):
        alarms.update(_errors(subject_of(reworded(corrected(), random.Random(seed)))))
    assert alarms == Counter()


@pytest.mark.parametrize("rule", PLANTS)
def test_a_plant_is_the_same_on_every_run(rule: str) -> None:
    first, second = (PLANTS[rule][0](corrected(), random.Random(7)) for _ in range(2))
    assert first == second != corrected()
