"""What a 采集表 carries unseen, so that its answers are found again whatever was renamed, sorted or moved in it.

A hidden sheet holds a line for each thing: what the form is, every question with the value the report had when the
form was made, every word that is not to be changed, and last a hash of it all. In the sheets themselves a hidden first
column names the row and a hidden first line the field.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.model.collection import Collector

VERSION = 1
HIDDEN = "_ziping"
MARK = "ziping-form"
FIELDS = "ziping-fields"
"""What the hidden line of field names begins with."""
MOST_TEXT = 32_000  # UTF-16 units asked for in one cell, which holds 32,767
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def hide(text: str) -> str:
    """A text for the hidden sheet: programs do not agree on _x0041_, which stands for A in a workbook's XML."""
    return text.replace("\\", "\\\\").replace("_x", "_\\x")


def unhide(text: str) -> str:
    """The text that was hidden."""
    return _ESCAPED.sub(r"\1", text)


@dataclass(frozen=True, slots=True)
class Question:
    """One field of one row that is asked for; `base` is its text when the form was made."""

    table: str
    row_key: str
    field: str
    base: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text beside the answers that is not to be changed."""

    table: str
    row_key: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """All that a form knows of itself."""

    key: str
    report_key: str
    collector: Collector
    department: str
    year: int
    made: str  # ISO 8601 with the zone
    questions: tuple[Question, ...]
    words: tuple[Word, ...]
    version: int = VERSION

    def lines(self) -> list[list[str]]:
        """The hidden sheet, line by line."""
        lines = [
            [MARK, str(self.version)],
            ["form", self.key],
            ["report", self.report_key, self.department, str(self.year)],
            ["collector", self.collector.table, str(self.collector.row_id), self.collector.name],
            ["made", self.made],
            *(["ask", each.table, each.row_key, each.field, each.base] for each in self.questions),
            *(["word", each.table, each.row_key, each.field, each.text] for each in self.words),
        ]
        return [*lines, ["hash", seal(lines)]]


def seal(lines: Iterable[Sequence[str]]) -> str:
    """SHA-256 of lines, hexadecimal."""
    return hashlib.sha256(json.dumps([list(line) for line in lines], ensure_ascii=False).encode()).hexdigest()


def from_lines(lines: Sequence[Sequence[str]]) -> Form | None:
    """The form of a hidden sheet; None when it was changed. ValueError or IndexError when it is none."""
    if not lines or lines[0][0] != MARK:
        raise ValueError("no form")
    version = int(lines[0][1])
    body, last = lines[:-1], lines[-1]
    if last[0] != "hash" or last[1] != seal(body):
        return None
    one = {line[0]: line for line in body if line[0] not in {"ask", "word"}}
    _, report_key, department, year = one["report"]
    _, table, row_id, name = one["collector"]
    return Form(
        key=one["form"][1],
        report_key=report_key,
        collector=Collector(table, int(row_id), name),
        department=department,
        year=int(year),
        made=one["made"][1],
        questions=tuple(Question(*line[1:5]) for line in body if line[0] == "ask"),
        words=tuple(Word(*line[1:5]) for line in body if line[0] == "word"),
        version=version,
    )
