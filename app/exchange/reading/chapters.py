"""Divides a report into its chapters by headings and numbers, whatever outline the notice of that year prescribed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import zip_longest

from app.exchange.reading.cleaning import squeezed
from app.exchange.reading.fund_sentences import is_project_funds
from app.exchange.reading.numbering import Marker, marker
from app.exchange.reading.source import Block, Paragraph, Table
from app.model.chapters import OPENING

_LONGEST_HEADING = 60
_LONGEST_UNNUMBERED = 24
_UPPER = frozenset(
    {"part", "一、", "（一）"}
)  # kinds of numbers that may head a chapter without a style among styled ones
_FEWEST_STYLED = 4  # headings with a style, from which on a document is taken to give them one


class Topic(Enum):
    """What a chapter is about."""

    NONE = auto()
    PREAMBLE = auto()
    PROFILE = auto()
    DUTIES = auto()
    OVERALL_GOAL = auto()
    WORK = auto()
    SPENDING_GOAL = auto()
    FUNDS = auto()
    MANAGEMENT = auto()
    CONCLUSION = auto()
    TASKS = auto()
    PROJECTS = auto()
    RESULTS = auto()
    PROBLEMS = auto()
    MEASURES = auto()
    PROBLEMS_AND_MEASURES = auto()
    ANNEX = auto()


LISTS = frozenset({Topic.DUTIES, Topic.TASKS, Topic.PROJECTS, Topic.PROBLEMS, Topic.MEASURES})
"""Chapters whose numbered paragraphs are entries, not chapters of their own."""

_CLOSED = LISTS | {Topic.ANNEX}
"""Chapters in which a line without a number is no heading: those of an annex are the cells of its table."""

_TOPICS: tuple[tuple[Topic, re.Pattern[str]], ...] = tuple(
    (topic, re.compile(pattern))
    for topic, pattern in (
        (Topic.ANNEX, "^附(?:件|表)"),
        (Topic.PROBLEMS_AND_MEASURES, "(?:问题|不足).*(?:措施|建议|整改|改进|打算)"),
        (Topic.MEASURES, "改进|整改|下一步|^(?:有关|相关|意见和?|对策)?建议$|措施(?:和|及|与)?建议|(?:工作)?打算$"),
        (Topic.PROBLEMS, "问题|不足之处|^不足$"),
        (Topic.PROJECTS, "项目.*(?:支出|完成|执行|分析|情况|绩效)"),
        (Topic.TASKS, "任务.*(?:绩效目标|分析)|履职效能.*(?:分析|情况)|(?:职责|职能)履行|^履职(?:完成)?情况"),
        (Topic.CONCLUSION, "结论|(?:自评|评价)(?:总)?得分"),
        (Topic.RESULTS, "成效|成绩|工作亮点|主要绩效$|^(?:履职|社会|整体)?(?:效益|效果)(?:情况|分析)?$"),
        (Topic.PROFILE, "机构|概况|(?:职能|职责).*人员|^人员(?:编制)?情况|编制情况"),
        (Topic.DUTIES, "职能|职责"),
        (Topic.OVERALL_GOAL, "履职(?:总体)?目标|(?<!绩效)总体目标|^年度(?:工作)?目标"),
        (Topic.WORK, "总体工作|重点工作"),
        (
            Topic.SPENDING_GOAL,
            "(?:整体|支出|部门|年度)绩效目标(?:设[定置])?(?:情况)?$|^绩效目标(?:设[定置])?(?:情况)?$",
        ),
        (Topic.MANAGEMENT, "绩效管理|绩效自评(?:工作)?(?:开展|组织)"),
        (Topic.FUNDS, "收支|收入.*支出|预算(?:完成|执行)|支出(?:进度|规模|情况)|资金(?:使用|安排|情况)|决算"),
    )
)


_MAIN = re.compile(
    "存在的?(?:主要)?(?:问题|困难|不足)(?:和不足|与不足|及(?:其)?原因(?:分析)?)?"
    "|(?:下一步|今后)?(?:工作)?(?:的)?(?:改进|整改)(?:措施|意见|建议|计划|方向)(?:[和及与](?:有关|相关)?(?:建议|意见))?"
)
"""Headings that end a list even without a number."""

_NAMED = re.compile(
    "[^，；：。0-9]{0,14}(?:职能|职责|概况|情况|机构设置|人员编制|(?:总体|重点)工作(?:任务)?|绩效目标|总体目标|主要问题|改进措施|建议|成效)"
)
"""Headings that are known as such even where they end with a stop or run into their text."""


@dataclass(slots=True)
class Chapter:
    """A heading that says something of what follows, and the blocks up to the next such heading."""

    topic: Topic
    path: tuple[str, ...]  # the titles of the chapters it is in and its own, as leftovers name it
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str
    kind: str  # of its marker or style: headings of one kind are of one level
    number: int  # 0 without a marker
    topic: Topic
    is_styled: bool = False


@dataclass(slots=True)
class _Open:
    """A chapter that further headings may be under."""

    kind: str
    number: int
    text: str


def topic_of(text: str) -> Topic:
    """The topic that a heading without its number names."""
    bare = squeezed(text[:_LONGEST_HEADING])
    return next((topic for topic, pattern in _TOPICS if pattern.search(bare)), Topic.NONE)


def chapters(blocks: Sequence[Block]) -> list[Chapter]:
    """The chapters in order, the first being what stands before any of them."""
    return list(_Divider(blocks).run())


class _Divider:
    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        styled = [block for block in blocks if isinstance(block, Paragraph) and block.heading]
        self._is_styled = len(styled) >= _FEWEST_STYLED
        found = (marker(block.text, is_heading=True) for block in styled)
        self._styled_kinds = {item.kind for item in found if item} if self._is_styled else set[str]()
        self._path: list[_Open] = []

    def run(self) -> Iterator[Chapter]:
        current = Chapter(Topic.PREAMBLE, (OPENING,))
        for block, following in zip_longest(self._blocks, self._blocks[1:]):
            assert block is not None
            is_project = isinstance(following, Paragraph) and is_project_funds(following.text)
            found = None if isinstance(block, Table) or is_project else self._chapter_head(block, current)
            if found is None:
                current.blocks.append(block)
                continue
            yield current
            heading, rest = found
            self._enter(heading)
            current = Chapter(heading.topic, tuple(item.text for item in self._path))
            if rest:
                current.blocks.append(Paragraph(rest))
        yield current

    def _chapter_head(self, paragraph: Paragraph, current: Chapter) -> tuple[_Heading, str] | None:
        """The heading by which a paragraph begins a chapter, and the text that runs into it; None when it does not."""
        heading = self._heading(paragraph, current)
        if heading is not None:
            return (heading, "") if self._opens(heading, current) else None
        head, rest = _run_in(paragraph)
        heading = self._heading(Paragraph(head), current) if head else None
        if heading is None or heading.topic is Topic.NONE or not self._follows(heading):
            return None
        return (heading, rest) if self._opens(heading, current) else None

    def _follows(self, heading: _Heading) -> bool:
        """Whether a number goes on from the open chapter of its kind; in running text, points begin at one again."""
        depth = self._depth(heading.kind)
        return depth is None or heading.number > self._path[depth].number

    def _heading(self, paragraph: Paragraph, current: Chapter) -> _Heading | None:
        """The paragraph as a heading; None when it cannot be one."""
        text = paragraph.text
        found = marker(text, is_heading=paragraph.heading > 0)
        rest = found.rest if found else text
        topic = topic_of(rest)
        if paragraph.heading:
            return _Heading(text, f"h{paragraph.heading}", found.number if found else 0, topic, is_styled=True)
        if not _looks_like_heading(rest, found):
            return None
        if found is None:
            if self._is_styled:
                return None
            is_main = _MAIN.fullmatch(squeezed(rest)) is not None
            if topic is Topic.NONE or (current.topic in _CLOSED and not is_main) or not self._path:
                return None
            return _Heading(text, self._path[-1].kind if self._path else "", 0, topic)
        if topic is not Topic.NONE and "，" in rest and re.search("[0-9]", rest):
            topic = Topic.NONE  # a point with its figures
        if self._is_styled and (topic is Topic.NONE or found.kind not in _UPPER - self._styled_kinds):
            return None  # where headings of a kind have a style, what has none is text
        return _Heading(text, found.kind, found.number, topic)

    def _opens(self, heading: _Heading, current: Chapter) -> bool:
        """Whether a heading begins a chapter, rather than an entry of the chapter it is in."""
        if not self._path:
            return bool(heading.number) or heading.topic is not Topic.NONE
        depth = self._depth(heading.kind)
        if depth is None:  # a kind that no open chapter has: something under the present one
            if current.topic in LISTS:
                return False
            is_key_work = current.topic is heading.topic is Topic.WORK
            return current.topic is Topic.NONE or (heading.topic is not Topic.NONE and not is_key_work)
        if heading.topic is not Topic.NONE or heading.is_styled:
            return True
        furthest = 3 if depth == 0 else 1  # a chapter may have been left out
        return 0 < heading.number - self._path[depth].number <= furthest

    def _depth(self, kind: str) -> int | None:
        return next((depth for depth, item in enumerate(self._path) if item.kind == kind), None)

    def _enter(self, heading: _Heading) -> None:
        depth = self._depth(heading.kind)
        number = heading.number
        if depth is not None:
            number = number or self._path[depth].number
            del self._path[depth:]
        self._path.append(_Open(heading.kind, number, heading.text))


def _looks_like_heading(rest: str, found: Marker | None) -> bool:
    longest = _LONGEST_HEADING if found else _LONGEST_UNNUMBERED
    if not 0 < len(rest) <= longest or "。" in rest or "；" in rest:
        return False
    if found is None and (rest.startswith("序号") or rest.count("（") != rest.count("）")):
        return False  # the headings of a table, whose cells were run together
    return rest[-1] not in "，：:,、！？" and not (found is None and re.search("[，0-9]", rest))


def _run_in(paragraph: Paragraph) -> tuple[str, str]:
    """A heading with a stop that a paragraph without a style begins with, and the text behind it; empty for none."""
    head, stop, rest = paragraph.text.partition("。")
    found = marker(head) if stop and not paragraph.heading else None
    if found is None or found.kind not in _UPPER or not _NAMED.fullmatch(squeezed(found.rest)):
        return "", ""
    return head, rest.strip()
