"""A report made of a few rows, and what one rule says of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from app import packs
from app.checks import RULES, Subject
from app.checks.registry import apply
from app.model.entities import ReportRow
from app.model.facts import Facts
from app.model.passage import Passage
from app.model.report_data import ReportData
from app.model.results import Finding, NotChecked
from app.scoring import engine
from tests.builders import TASK_BLOCKS, make_data, make_department, make_report

REGION: Mapping[str, Any] = {"name": "广州市番禺区某某局", "region": "番禺区"}


def subject_of(
    *rows: ReportRow,
    report: Mapping[str, Any] | None = None,
    department: Mapping[str, Any] | None = None,
    printed: Sequence[Passage] | None = None,
    previous: ReportData | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Subject:
    """A report with those rows; ids count up table by table where they are the builders' own."""
    pack = packs.load(packs.DEFAULT)
    pack = dataclasses.replace(pack, checks=dataclasses.replace(pack.checks, **(settings or {})))
    data = make_data(
        *_numbered(rows),
        report=make_report(**(report or {})),
        department=make_department(**{**REGION, **(department or {})}),
    )
    facts = Facts.of(data, TASK_BLOCKS)
    scores = engine.score(data, facts, pack.scores)
    return Subject(data, facts, scores, pack, previous, None if printed is None else lambda: printed)


def _numbered(rows: Sequence[ReportRow]) -> list[ReportRow]:
    taken: set[tuple[str, int]] = set()
    found = []
    for position, row in enumerate(rows, 1):
        number = row.id or 1
        while (row.TABLE, number) in taken:
            number += 1
        taken.add((row.TABLE, number))
        found.append(dataclasses.replace(row, id=number, report_id=1, position=position))
    return found


def found_by(rule: str, subject: Subject) -> list[Finding]:
    """The findings of one rule."""
    return [item for item in apply(RULES[rule], subject) if isinstance(item, Finding)]


def unchecked_by(rule: str, subject: Subject) -> list[str]:
    """Why one rule could not be applied."""
    return [item.reason for item in apply(RULES[rule], subject) if isinstance(item, NotChecked)]


def expect(rule: str, subject: Subject, says: str | None) -> None:
    """Asserts that a rule says something with `says` in it, or nothing for None."""
    messages = [finding.message for finding in found_by(rule, subject)]
    if says is None:
        assert messages == []
    else:
        assert any(says in message for message in messages), messages
        assert all(message.endswith("。") and "，请" in message for message in messages)
