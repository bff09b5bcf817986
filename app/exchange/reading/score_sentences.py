"""Finds the sentences that tell of scores: the totals, what was lost and why, bonuses and penalties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.exchange.reading.cleaning import GAP
from app.exchange.reading.sentences import number

_SCORE = r"(?:-?[0-9]{1,9}(?:\.[0-9]{1,9})?|【待填[^】]*】)"
_TOTAL_SCORE = re.compile(f"(?:自评|评价)?总?得分(?:合计)?(?:为|是)?(?P<score>{_SCORE})分")
_OVERALL_SCORE = re.compile(f"(?:总得?分|(?:部门|整体)[^，。；]{{0,30}}?得分)(?:合计)?(?:为|是)?(?P<score>{_SCORE})分")
_BLOCK_SCORE = {
    "management": re.compile(f"管理效能(?:方面)?(?:的)?(?:自评)?得分(?:为|是)?(?P<score>{_SCORE})分"),
    "delivery": re.compile(f"履职效能(?:方面)?(?:的)?(?:自评)?得分(?:为|是)?(?P<score>{_SCORE})分"),
}
_DEDUCTION = re.compile(
    f"(?P<name>[^，；。：]{{1,200}}?)(?:指标)?(?:自评)?得分(?:为)?(?P<score>{_SCORE})分，?(?:主要)?(?:扣分|失分)(?:的)?(?:主要)?原因(?:主要)?(?:是|为|：)"
)
_REASONS = re.compile("扣分(?:情况|原因)(?:分别)?(?:为|是)?：")
_ADJUSTMENT = re.compile(f"、?(?P<name>[^。；]{{1,300}}?)(?P<kind>加分|减分|扣分)(?P<score>{_SCORE})分(?=[、。]|$)")
_ADJUSTMENTS = re.compile(f"加减分项合计(?:为)?{_SCORE}分，其中：")


@dataclass(frozen=True, slots=True)
class Deduction:
    """A row that lost marks: its name and score are empty where only the reason is told."""

    name: str
    score: Decimal | None
    reason: str
    passage: str


def scores(text: str, *, is_conclusion: bool) -> Mapping[str, Decimal | None]:
    """The scores a paragraph tells: total, management, delivery; None where a gap stands in its place.

    得分 alone is the total's only in the conclusion.
    """
    found = {name: match for name, pattern in _BLOCK_SCORE.items() if (match := pattern.search(text))}
    first = min((match.start() for match in found.values()), default=len(text))
    total = (_TOTAL_SCORE if is_conclusion or found else _OVERALL_SCORE).search(text, 0, first)
    every = {**({"total": total} if total else {}), **found}
    return {name: number(match["score"]) for name, match in every.items()}


def deductions(text: str) -> tuple[list[Deduction], list[Deduction]]:
    """What 管理效能 and 履职效能 lost and why, in the paragraph that tells it."""
    border = _BLOCK_SCORE["delivery"].search(text)
    first = text[: border.start()] if border else text
    second = text[border.end() :] if border else ""
    start = _REASONS.search(first)
    listed = first[start.end() :] if start else first
    return list(_named(listed, is_bounded=border is not None)), list(_delivery(second))


def _named(text: str, *, is_bounded: bool = False) -> Iterator[Deduction]:
    """The rows of 某指标得分…分，扣分主要原因是…; a bounded text holds nothing after the last reason."""
    heads = list(_DEDUCTION.finditer(text))
    for index, head in enumerate(heads):
        last = len(text) if is_bounded else _sentence_end(text, head.end())
        end = heads[index + 1].start() if index + 1 < len(heads) else last
        reason = _reason(text[head.end() : end])
        name = re.sub("^(?:其中|一是|二是|三是|[0-9]+[.、]|（[0-9一二三四五六七八九十]+）)", "", head["name"].strip())
        yield Deduction(name, number(head["score"]), reason, text[head.start() : end].strip("；。，"))


def _sentence_end(text: str, start: int) -> int:
    end = text.find("。", start)
    return len(text) if end < 0 else end


def _delivery(text: str) -> Iterator[Deduction]:
    if named := list(_named(text)):
        yield from named
        return
    found = _REASONS.search(text)
    if found is None:
        return
    for part in text[found.end() : _sentence_end(text, found.end())].split("；"):
        if reason := _reason(part):
            yield Deduction("", None, reason, part)


def _reason(text: str) -> str:
    text = text.strip("；。;. ，")
    return "" if GAP.match(text) else text


_CAUSE = re.compile(".*(?:，|的|造成|导致|致使|使得|使|引起)")
_MISSED = re.compile("(?:未能?(?:达|完成|实现)|没有(?:达|完成)|低于|不达标|偏低|不足|未及)")


def missed_name(reason: str) -> str:
    """What fell short in a reason such as 受疫情影响，日常巡查企业数量未达预期目标值; empty when it cannot be told."""
    found = _MISSED.search(reason)
    if found is None:
        return ""
    return _CAUSE.sub("", reason[: found.start()].rstrip("均也都仍尚")).removeprefix("参加")


@dataclass(frozen=True, slots=True)
class AdjustmentFigure:
    """A bonus or penalty as the text tells it."""

    name: str
    is_bonus: bool
    score: Decimal | None


def adjustments(text: str) -> list[AdjustmentFigure]:
    """加减分项合计1分，其中：获省级表彰加分2分、迟报减分1分."""
    head = _ADJUSTMENTS.search(text)
    if head is None:
        return []
    part = text[head.end() : _sentence_end(text, head.end())]
    return [
        AdjustmentFigure(found["name"], found["kind"] == "加分", number(found["score"]))
        for found in _ADJUSTMENT.finditer(part)
    ]
