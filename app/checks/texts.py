"""The texts of a report field by field, and the words checks look for in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from app.model.entities import BY_TABLE, Entity, Override
from app.model.fields import Kind, specs
from app.model.pack import OutlineChapter
from app.model.passage import Passage
from app.model.report_data import ReportData

_SILENT = frozenset({"evidence_link", "acknowledgement"})  # tables without text of the report
_UNREAD = frozenset(
    {"indicator.parameters", "project_indicator.parameters", "project_indicator.unit",
     "indicator.unit", "indicator.fact", "override.key", "override.generated",
     "evidence.file_name", "report.phone"}
)  # fmt: skip
_PROSE = frozenset(
    {"report.overall_goal", "report.overall_work", "report.spending_goal", "report.goal_completion",
     "report.goal_shortfall", "report.management_text", "report.results_text", "key_work.text", "task.analysis",
     "project.purpose", "project.result", "problem.text", "measure.text", "override.text", "evidence.note"}
)  # fmt: skip
_REASON = re.compile(
    "因为|由于|原因|受[^，。；]{1,20}影响|导致|造成|得益于|所致|鉴于|超出目标|目标设置|政策调整|结转"
    "|(?<![原起成诱])因(?![此而素公地])[^，。；]{2,}"
)
_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_CLAUSE = re.compile(r"[^，。；：！？\n]+")
_QUOTE = 40


def passages(data: ReportData, places: Mapping[str, str]) -> Iterator[Passage]:
    """Every filled-in text of a report, the report's own fields first, then table by table."""
    yield from _of(data.department, places)
    yield from _of(data.report, places)
    for table, rows in data.tables.items():
        if table not in _SILENT:
            for row in rows:
                yield from _of(row, places)


def _of(row: Entity, places: Mapping[str, str]) -> Iterator[Passage]:
    for name in _text_fields(row.TABLE):
        text = getattr(row, name)
        if text:
            if isinstance(row, Override):
                place = places.get(row.key.partition(".")[0], "")
            else:
                place = places.get(f"{row.TABLE}.{name}", places.get(row.TABLE, ""))
            yield Passage(text, place, row.TABLE, row.id, name)


@cache
def _text_fields(table: str) -> tuple[str, ...]:
    return tuple(
        name
        for name, spec in specs(BY_TABLE[table]).items()
        if spec.kind in {Kind.TEXT, Kind.LONG} and f"{table}.{name}" not in _UNREAD
    )


def is_prose(passage: Passage) -> bool:
    """Whether a passage is running text in which figures are stated."""
    return f"{passage.table}.{passage.field}" in _PROSE


def sections(outline: Iterable[OutlineChapter]) -> dict[str, str]:
    """Where each table, `table.field` and page key of the outline stands in the report."""
    found: dict[str, str] = {}
    for chapter in outline:
        for page in chapter.pages:
            for name in (*page.fields, *page.tables, page.key):
                found.setdefault(name, page.section)
    return found


def explains(text: str) -> bool:
    """Whether a text gives a reason for anything."""
    return _REASON.search(text) is not None


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or clause and where it begins in its passage."""

    text: str
    start: int


def sentences(text: str) -> list[Piece]:
    """A text at 。！？ and line ends."""
    return [Piece(found[0], found.start()) for found in _SENTENCE.finditer(text)]


def clauses(text: str) -> list[Piece]:
    """A text at every comma, colon, semicolon and full stop."""
    return [Piece(found[0], found.start()) for found in _CLAUSE.finditer(text)]


def clause_at(text: str, place: int) -> str:
    """The clause around a place."""
    start = max(text.rfind(mark, 0, place) for mark in "，。；：！？\n") + 1
    found = _CLAUSE.match(text, start)
    return found[0] if found else ""


def quote(text: str) -> str:
    """A text short enough to stand in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE else f"{line[:_QUOTE]}…"


def around(text: str, start: int, end: int, width: int = 12) -> str:
    """A place of a text with what stands around it, cut at line ends."""
    first = max(start - width, text.rfind("\n", 0, start) + 1, 0)
    last = text.find("\n", end)
    return text[first : min(end + width, len(text) if last < 0 else last)].strip()


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, by which two phrases are compared."""
    return frozenset(text[index : index + 2] for index in range(len(text) - 1))


def likeness(first: str, second: str) -> float:
    """How much of the shorter phrase's pairs the other has, 0 to 1."""
    one, other = pairs(first), pairs(second)
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


_NAME_TAIL = re.compile("(?:的)?(?:完成率|执行率|及时率|合规性|及时性|时效性|人数|人次|数量|情况|建设|执行|率|数|值)$")


def mentions(text: str, name: str) -> bool:
    """Whether a text speaks of an indicator: by its name, or by most of what the name is made of in one clause."""
    name = name.strip('“”" ')
    core = _NAME_TAIL.sub("", name) if len(name) > 3 else name
    if core and core in text:
        return True
    wanted = pairs(core)
    return len(wanted) > 2 and any(len(wanted & pairs(clause.text)) >= 0.7 * len(wanted) for clause in clauses(text))
