"""The texts of a report field by field, and the words checks look for in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate

from app.model.chapters import section_of
from app.model.entities import BY_TABLE, Entity, Override, Supplement
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
     "project.purpose", "project.result", "problem.text", "measure.text", "override.text", "evidence.note",
     "supplement.text"}
)  # fmt: skip
OF_THE_WHOLE = frozenset({"report", "override", "supplement"})
"""Tables whose texts speak of the department as a whole, and not of one task, project or row."""

_REASON = re.compile(
    "因为|由于|原因|受[^，。；]{1,20}影响|导致|造成|得益于|所致|鉴于|超出目标|目标设置|政策调整|结转"
    "|(?<![原起成诱])因(?![此而素公地])[^，。；]{2,}"
)
_KEY_PART = re.compile("[./]")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_CLAUSE = re.compile(r"[^，。；：！？\n]+")
_QUOTE = 40  # characters
_SHORT_NAME = 3
_MOST = 0.7  # of a name's word pairs


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
            yield Passage(text, section(row, name, places), row.TABLE, row.id, name)


def section(row: Entity, field: str, places: Mapping[str, str]) -> str:
    """Where a field of a row stands in the report."""
    if isinstance(row, Override):
        return section_of_key(row.key, places)
    if isinstance(row, Supplement):
        return section_of(row.chapter)
    return places.get(f"{row.TABLE}.{field}", places.get(row.TABLE, ""))


def section_of_key(key: str, places: Mapping[str, str]) -> str:
    """Where a paragraph stands by its key, such as funds.total or project/7."""
    return places.get(_KEY_PART.split(key)[0], "")


@cache
def _text_fields(table: str) -> tuple[str, ...]:
    return tuple(
        name
        for name, spec in specs(BY_TABLE[table]).items()
        if spec.kind in {Kind.TEXT, Kind.LONG} and f"{table}.{name}" not in _UNREAD
    )


class Corpus:
    """All passages as one text, in which a pattern is looked for once instead of passage by passage."""

    def __init__(self, found: Sequence[Passage]) -> None:
        self._passages = found
        self._text = "\n".join(passage.text for passage in found)
        self._starts = list(accumulate((len(passage.text) + 1 for passage in found), initial=0))

    def having(self, *patterns: re.Pattern[str]) -> Iterator[Passage]:
        """The passages, in order, in which one of the patterns occurs; none may depend on where a text begins."""
        places = {
            bisect_right(self._starts, found.start()) - 1
            for pattern in patterns
            for found in pattern.finditer(self._text)
        }
        return (self._passages[place] for place in sorted(places))


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


def core(name: str) -> str:
    """What an indicator's name is about, without 人数, 率 and the like at its end."""
    name = name.strip("“” ")
    return _NAME_TAIL.sub("", name) if len(name) > _SHORT_NAME else name


class Words:
    """A text that is asked again and again whether it speaks of something."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _clauses(self) -> tuple[frozenset[str], ...]:
        return tuple(pairs(clause.text) for clause in clauses(self.text))

    def mention(self, name: str) -> bool:
        """Whether the text speaks of an indicator: by its name, or by most of what the name is made of in a clause."""
        about = core(name)
        if about and about in self.text:
            return True
        wanted = pairs(about)
        least = _MOST * len(wanted)
        return len(wanted) > 2 and any(len(wanted & clause) >= least for clause in self._clauses)


def mentions(text: str, name: str) -> bool:
    """Whether a text speaks of an indicator; see `Words`."""
    return Words(text).mention(name)
