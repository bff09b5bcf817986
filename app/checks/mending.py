"""Mending by one click what is only a matter of signs: brackets of document numbers, punctuation, double spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from app.checks.wording import DOCUMENT, HALF_WIDTH, PUNCTUATION, SPACES
from app.model.entities import Entity
from app.model.fields import Kind, specs
from app.model.report_data import ReportData
from app.model.results import Finding, Replacement

_NOT_DIGITS = re.compile("[^0-9]+")


def replacements(data: ReportData, findings: Iterable[Finding]) -> tuple[Replacement, ...]:
    """What mending these findings changes; nothing for a finding that is not safe to mend by program.

    A number is never changed: a field whose digits would not be the same afterwards is left as it is.
    """
    texts: dict[tuple[str, int, str], str] = {}
    before: dict[tuple[str, int, str], str] = {}
    for finding in findings:
        mend = _MENDS.get(finding.rule)
        row = data.find(finding.entity, finding.entity_id) if mend and finding.entity else None
        if mend is None or row is None:
            continue
        for field in _fields(row, finding):
            key = (row.TABLE, row.id, field)
            before.setdefault(key, getattr(row, field))
            texts[key] = mend(texts.get(key, before[key]))
    return tuple(
        Replacement(*key, before[key], after)
        for key, after in texts.items()
        if after != before[key] and _digits(after) == _digits(before[key])
    )


def _fields(row: Entity, finding: Finding) -> Iterator[str]:
    """The fields to mend: a document number stands in several fields of a row and is found in the first only."""
    if finding.rule != "TX-01":
        yield finding.field
        return
    for name, spec in specs(type(row)).items():
        if spec.kind in {Kind.TEXT, Kind.LONG} and getattr(row, name):
            yield name


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def _brackets(text: str) -> str:
    """Document numbers with their year in 〔〕; 第 and leading zeros stay for the officer to judge."""
    return DOCUMENT.sub(lambda found: f"{found[1]}〔{found[3]}〕{found[5]}{found[6]}{found[7]}", text)


def _punctuation(text: str) -> str:
    """Full-width punctuation between Chinese characters, and no double spaces there."""
    return SPACES.sub("", PUNCTUATION.sub(lambda found: HALF_WIDTH[found[0]], text))


_MENDS: dict[str, Callable[[str], str]] = {"TX-01": _brackets, "TX-02": _punctuation}
