"""The sentences that reports of this kind share, whichever department wrote them: what each of them says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from app.errors import InputError
from app.exchange.reading.cleaning import GAP
from app.model.entities import Axis
from app.model.quantities import parse_decimal, parse_money

Span = tuple[int, int]

LONGEST = 200_000
"""Characters; in a longer paragraph nothing is looked for, so that no pattern takes long over it."""
_HEAD = 1000  # characters in which a project's funds are told
_MONEY = r"(?:[0-9][0-9,]{0,20}(?:\.[0-9]{1,8})?(?:万元|亿元|元)|【待填[^】]*】万元|—万元)"
_SCORE = r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?"
_PERCENT = r"(?:[0-9]{1,9}(?:\.[0-9]{1,9})?%|—)"


def _entrusted(name: str) -> str:
    """（包括代管资金386.27万元）, its amount in a group of that name."""
    return f"(?:（[^（）]{{0,60}}?代管资金(?:为)?(?P<{name}>{_MONEY})[^（）]{{0,60}}）)?"


_TOTAL = re.compile(
    f"部门(?:整体)?(?:支出)?(?:全年|年度)?预算(?:数|资金)?(?:为|共)?(?P<budget>{_MONEY})，?(?:全年|实际)?(?:执行|支出)数?(?:为|共)?"
    f"(?P<executed>{_MONEY})(?:，?(?:预算)?(?:资金)?(?:完成|执行)率(?:为|达到?)?(?P<rate>{_PERCENT}))?"
)
_PROJECT = re.compile(
    f"该项目(?:年度|全年|年初|调整)?(?:的)?预算(?:资金|数|金额|安排)?(?:为|共)?(?P<budget>{_MONEY}){_entrusted('entrusted_budget')}"
    f"[，；。]?(?:全年|年度|实际)?(?:执行|支出|使用)(?:数|资金|金额)?(?:为|共)?(?P<executed>{_MONEY})"
    f"{_entrusted('entrusted_executed')}"
    f"(?:[，；。]?(?:预算|资金)*(?:完成|执行|支出)率(?:为|达到?)?(?P<rate>{_PERCENT}))?[。；，]?"
)
_PURPOSE = re.compile("(?:该项目|项目|资金)*主要用于")
_RESULT = re.compile("该?项目(?:总体)?完成情况(?:为|如下|是)?：")
_AXIS = re.compile("(?:其中)?[，：]?按照?(?:(资金来源)|(资金(?:支出)?结构)|(预算级[次别]))(?:划分|分类?)?[：，]?")
_LINE = re.compile(
    f"(?P<category>[^，；。：、万]{{1,40}}?)(?P<word>收入(?:预算)?数?|(?:全年)?预算数|(?:全年)?执行数|支出数)?(?:为)?(?P<amount>{_MONEY})"
)
_SPENT = re.compile(r"支出(?:总额|合计|总计)(?:为)?(?:[0-9【—])")
_RECEIVED = re.compile(r"收入(?:总额|合计|总计)(?:为)?(?:[0-9【—])")
_TOTALS = re.compile(f"(?P<self>[^，。；]{{0,20}}?)(?:收入|支出)(?:总额|合计|总计)(?:为)?{_MONEY}，?")

_COVERAGE = re.compile(
    f"(?P<total>[0-9]{{1,9}})个(?:支出)?项目[^。]{{0,300}}?(?:自评|评价)覆盖率(?:达到?了?|为)?(?P<rate>{_PERCENT})"
)
_PROJECT_COUNTS = re.compile(
    r"项目(?P<total>[0-9]{1,9})个[，,]?(?:其中)?[：，,]?(?:线上)(?:重点)?(?:自评)?项目(?P<online>[0-9]{1,9})个[，、]?线下(?:自评)?项目(?P<offline>[0-9]{1,9})个"
)
_TASK_COUNT = re.compile(
    r"年度?，?(?P<we>[^，。；]{1,20}?)整体支出(?:的)?绩效目标共?设(?:置|定)?了?(?P<count>[0-9]{1,9})(?:个|项)"
)

_OFFICES = re.compile(
    r"共?(?:内?设(?:有|置)?)(?:有)?(?:机构)?(?P<count>[0-9]{1,9}|[一二三四五六七八九十]{1,4})个[^，。；：]{0,12}(?:科|处|室|股|机构|部门|队|中心)）?[，：；]?(?:其中)?"
    r"(?:包括|分别(?:是|为)|即|为|有)?[：:]?(?P<names>[^。；：]+)"
)
_OFFICES_LISTED = re.compile(
    "(?:内设机构|内设科室|职能科室|内设处室)(?:有|包括|分别(?:是|为)|为)：?(?P<names>[^。；：]+)"
)
_UNIT_KINDS = re.compile(
    r"(?P<kind>参公|公益一类|公益二类|行政|其他)(?:管理)?(?:的)?(?:事业)?单位(?P<count>[0-9]{1,9})个"
)
_UNITS_HEAD = re.compile(r"下属(?:事业|预算)?单位(?:共)?(?:有)?(?P<count>[0-9]{1,9})个")
_UNITS = re.compile(r"下属(?:事业|预算)?单位(?:(?:分别)?(?:是|为|包括|有))[：:]?(?P<names>[^。；0-9][^。；]*)")

_TOTAL_SCORE = re.compile(f"(?:自评|评价)?总?得分(?:合计)?(?:为|是)?(?P<score>{_SCORE})分")
_BLOCK_SCORE = {
    "management": re.compile(f"管理效能(?:方面)?(?:的)?(?:自评)?得分(?:为|是)?(?P<score>{_SCORE})分"),
    "delivery": re.compile(f"履职效能(?:方面)?(?:的)?(?:自评)?得分(?:为|是)?(?P<score>{_SCORE})分"),
}
_DEDUCTION = re.compile(
    f"(?P<name>[^，；。：]{{1,200}}?)(?:指标)?(?:自评)?得分(?:为)?(?P<score>{_SCORE})分，?(?:主要)?(?:扣分|失分)(?:的)?(?:主要)?原因(?:主要)?(?:是|为|：)"
)
_REASONS = re.compile("扣分(?:情况|原因)(?:分别)?(?:为|是)?：")
_ADJUSTMENT = re.compile(f"(?P<name>[^、，。；：]{{1,200}}?)(?P<kind>加分|减分|扣分)(?P<score>{_SCORE})分")
_ADJUSTMENTS = re.compile(f"加减分项合计(?:为)?{_SCORE}分，其中：")


@dataclass(frozen=True, slots=True)
class Amounts:
    """A budget and what was spent of it, 分; None where the text leaves a gap."""

    budget: int | None
    executed: int | None
    entrusted_budget: int | None = None
    entrusted_executed: int | None = None


def amount(text: str | None) -> int | None:
    """An amount with its unit as 分; None for a gap or what is no amount."""
    if text is None or GAP.search(text) or "—" in text:
        return None
    try:
        return parse_money(text)
    except InputError:
        return None


def number(text: str) -> Decimal | None:
    """A decimal, a percent sign apart; None when it is none."""
    try:
        return parse_decimal(text.rstrip("%"))
    except InputError:
        return None


def _amounts(found: re.Match[str]) -> Amounts:
    groups = found.groupdict()
    names = ("budget", "executed", "entrusted_budget", "entrusted_executed")
    return Amounts(*(amount(groups.get(name)) for name in names))


def total_funds(text: str) -> tuple[Amounts, Span] | None:
    """部门整体全年预算数…，执行数…，预算资金完成率…."""
    found = _TOTAL.search(text)
    return (_amounts(found), found.span()) if found else None


def project_funds(text: str) -> tuple[Amounts, Span] | None:
    """该项目年度预算…，全年执行数…，完成率…."""
    found = _PROJECT.search(text[:_HEAD])
    return (_amounts(found), found.span()) if found else None


def is_project_funds(text: str) -> bool:
    """Whether a paragraph begins with a project's funds, its name perhaps before them."""
    found = _PROJECT.search(text[:_HEAD])
    return found is not None and "。" not in text[: found.start()].rstrip("。")


def purpose_and_result(text: str) -> tuple[str, str | None]:
    """What stands after 主要用于 and after 项目完成情况：; the second is None where the text does not come to it."""
    if found := _PURPOSE.match(text):
        text = text[found.end() :]
    result = _RESULT.search(text)
    if result is None:
        return text, None
    return text[: result.start()], text[result.end() :]


@dataclass(frozen=True, slots=True)
class FundFigure:
    """An amount of one category on one axis."""

    axis: Axis
    category: str
    is_budget: bool
    amount: int | None


_AXES = {1: Axis.SOURCE, 2: Axis.STRUCTURE, 3: Axis.LEVEL}
_SUMS = ("总额", "合计", "总计", "全年收入额")
_CATEGORIES = (
    (Axis.STRUCTURE, re.compile("^(?:基本|项目)支出")),
    (Axis.LEVEL, re.compile("本级|转移支付")),
    (Axis.SOURCE, re.compile("财政拨款|其他资金|事业收入|经营收入|其他收入|专户|结转")),
)


def axis_of(category: str) -> Axis | None:
    """The axis a category stands on when nothing says so; None when it cannot be told."""
    return next((axis for axis, pattern in _CATEGORIES if pattern.search(category)), None)


def fund_figures(text: str) -> list[FundFigure]:
    """The amounts by category of …收入总额…，其中按资金来源：…；…支出总额…; empty when it is no such paragraph."""
    received, spent = _RECEIVED.search(text), _SPENT.search(text)
    if received is None and spent is None:
        return []
    border = spent.start() if spent else len(text)
    first, second = (text[:border], text[border:]) if received is None or received.start() < border else ("", text)
    return [*_figures(first, is_budget=True), *_figures(second, is_budget=False)]


def _figures(text: str, *, is_budget: bool) -> Iterator[FundFigure]:
    found = list(_AXIS.finditer(text))
    first = found[0].start() if found else len(text)
    yield from _lines(text[:first], None, is_budget=is_budget)
    for index, head in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        yield from _lines(text[head.end() : end], _AXES[head.lastindex or 1], is_budget=is_budget)


def _lines(text: str, axis: Axis | None, *, is_budget: bool) -> Iterator[FundFigure]:
    for line in _LINE.finditer(text):
        category = line["category"].removeprefix("其中").strip()
        known = axis or axis_of(category)
        if known and category and not category.endswith(_SUMS):
            yield FundFigure(known, category, is_budget, amount(line["amount"]))


def self_name(text: str) -> str:
    """The name by which a department speaks of itself before 收入总额; empty when the text does not tell."""
    found = _TOTALS.search(text)
    return re.sub("^.*(?:20[0-9]{2}年度?|全年)", "", found["self"]) if found else ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many projects were evaluated, and the share of those due, %."""

    total: int
    rate: Decimal | None
    span: Span


def coverage(text: str) -> Coverage | None:
    """…的76个支出项目…，项目支出绩效自评覆盖率达到100.0%."""
    found = _COVERAGE.search(text)
    return Coverage(int(found["total"]), number(found["rate"]), found.span()) if found else None


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How many projects were evaluated, by the way of evaluation."""

    total: int
    online: int
    offline: int


def project_counts(text: str) -> tuple[ProjectCounts, Span] | None:
    """…项目76个，其中线上重点项目14个，线下自评项目62个."""
    found = _PROJECT_COUNTS.search(text)
    if found is None:
        return None
    return ProjectCounts(int(found["total"]), int(found["online"]), int(found["offline"])), found.span()


def task_count(text: str) -> tuple[str, int, Span] | None:
    """2021年，我局整体支出绩效目标共设了10个主要工作任务: the department's short name and the count."""
    found = _TASK_COUNT.search(text)
    return (found["we"], int(found["count"]), found.span()) if found else None


@dataclass(frozen=True, slots=True)
class Names:
    """Names in an enumeration and how many the text says there are; None when it does not say."""

    names: tuple[str, ...]
    count: str | None
    span: Span


def offices(text: str) -> Names | None:
    """…共设9个职能科（室），包括办公室、…."""
    found = _OFFICES.search(text) or _OFFICES_LISTED.search(text)
    if found is None:
        return None
    return Names(_listed(found["names"]), found.groupdict().get("count"), found.span())


def units(text: str) -> Names | None:
    """下属单位分别是：…、…."""
    found = _UNITS.search(text)
    if found is None:
        return None
    head = _UNITS_HEAD.search(text)
    return Names(_listed(found["names"]), head["count"] if head else None, found.span())


def units_head(text: str) -> Span | None:
    """下属事业单位9个."""
    found = _UNITS_HEAD.search(text)
    return found.span() if found else None


def unit_kinds(text: str) -> tuple[list[tuple[str, int]], list[Span]]:
    """参公事业单位6个、公益一类事业单位2个: the kinds with their counts, and where they stand."""
    found = list(_UNIT_KINDS.finditer(text))
    return [(item["kind"], int(item["count"])) for item in found], [item.span() for item in found]


def _listed(text: str) -> tuple[str, ...]:
    """The parts of an enumeration; a sign within brackets does not part."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "（(") - (character in "）)")
        if character in "、，" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    names = (
        re.sub("(?:和|及)?等?(?:[0-9一二三四五六七八九十]+个(?:科室|单位|部门|机构))?$", "", part.strip())
        for part in parts
    )
    return tuple(name for name in names if name)


@dataclass(frozen=True, slots=True)
class Deduction:
    """A row that lost marks: its name and score are empty where only the reason is told."""

    name: str
    score: Decimal | None
    reason: str
    passage: str


def scores(text: str) -> Mapping[str, Decimal]:
    """The scores a paragraph tells: total, management, delivery."""
    found = {name: match for name, pattern in _BLOCK_SCORE.items() if (match := pattern.search(text))}
    first = min((match.start() for match in found.values()), default=len(text))
    total = _TOTAL_SCORE.search(text, 0, first)
    every = {**({"total": total} if total else {}), **found}
    told = {name: number(match["score"]) for name, match in every.items()}
    return {name: score for name, score in told.items() if score is not None}


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
    return "" if GAP.fullmatch(text) else text


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


def split_sentences(text: str) -> list[Span]:
    """Where the sentences of a paragraph stand."""
    ends = [found.end() for found in re.finditer("[。！？](?:[”）])?", text)]
    borders = [0, *ends, *([] if ends and ends[-1] == len(text) else [len(text)])]
    return [(start, end) for start, end in pairwise(borders) if text[start:end].strip()]


def without(text: str, spans: Sequence[Span]) -> str:
    """The sentences that none of the spans touches."""
    kept = [
        text[start:end]
        for start, end in split_sentences(text)
        if not any(start < last and first < end for first, last in spans)
    ]
    return "".join(kept).strip()
