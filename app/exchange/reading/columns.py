"""What the columns of a table hold, by their headings and the field table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app.exchange.reading.chapters import Topic
from app.exchange.reading.cleaning import squeezed
from app.model.entities import BY_TABLE, FundLine, Indicator, Office, Project, ReportRow, Task, Unit
from app.model.fields import specs
from app.model.naming import naming_field

_LISTED: tuple[type[ReportRow], ...] = (Indicator, Project, FundLine, Unit, Office, Task)
_FAVOURED = {Topic.FUNDS: FundLine, Topic.PROJECTS: Project, Topic.PROFILE: Unit, Topic.TASKS: Task}
_BRACKETS = re.compile("（[^）]*）")
_UNIT = re.compile("（(?:单位：)?(万元|亿元|元)）")
_LONGEST_HEADING = 30  # characters; a cell that says more is no heading
_SHORTEST_PART = 4  # characters of a label that may be part of a longer heading

EVIDENCE = "evidence"
"""Stands for the column 佐证材料, which is no field of a row."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of one kind of row."""

    entity: type[ReportRow]
    fields: Mapping[int, str]  # by column
    units: Mapping[int, str]  # 万元, 元 … where the heading names one


def columns(headings: Sequence[str], topic: Topic) -> Columns | None:
    """What a row of headings says; None when it is no row of headings."""
    if any(len(text) > _LONGEST_HEADING for text in headings):
        return None
    best: Columns | None = None
    best_rank = (1, False)
    for entity in _LISTED:
        found = _matched(entity, headings)
        naming = naming_field(entity)
        enough = 1 if entity is Office and len([text for text in headings if text]) <= 2 else 2
        if naming not in found.values() or len(found) < enough:
            continue
        rank = (len(found), _FAVOURED.get(topic) is entity)
        if rank > best_rank or (best is None and enough == 1):
            best_rank, best = rank, Columns(entity, found, _units(headings))
    return best


def _units(headings: Sequence[str]) -> dict[int, str]:
    return {column: found[1] for column, text in enumerate(headings) if (found := _UNIT.search(squeezed(text)))}


def _matched(entity: type[ReportRow], headings: Sequence[str]) -> dict[int, str]:
    words = _words(entity.TABLE)
    fields: dict[int, str] = {}
    for column, heading in enumerate(headings):
        text = _BRACKETS.sub("", squeezed(heading)).rstrip("：")
        name = words.get(text) or _part(words, text)
        if name and name not in fields.values():
            fields[column] = name
    return fields


@cache
def _words(table: str) -> Mapping[str, str]:
    """Every heading under which a field is known."""
    words: dict[str, str] = {}
    for name, spec in specs(BY_TABLE[table]).items():
        for word in (spec.label, *spec.aliases):
            words.setdefault(_BRACKETS.sub("", word), name)
    if table == Indicator.TABLE:
        words["佐证材料"] = EVIDENCE
    return words


def _part(words: Mapping[str, str], heading: str) -> str:
    """The field of the label that a longer heading begins with, as in 偏差原因分析及改进措施."""
    found = [word for word in words if len(word) >= _SHORTEST_PART and heading.startswith(word)]
    return words[max(found, key=len)] if found else ""
