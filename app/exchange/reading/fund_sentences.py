"""Finds the sentences that tell of money: totals, a project's funds, and the amounts by category."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.errors import InputError
from app.exchange.reading.cleaning import GAP
from app.exchange.reading.sentences import PERCENT, Span
from app.model.entities import Axis
from app.model.fund_axes import axis_of
from app.model.quantities import parse_money

_HEAD = 1000  # characters in which a project's funds are told
_MONEY = r"(?:[0-9][0-9,]{0,20}(?:\.[0-9]{1,8})?(?:万元|亿元|元)|【待填[^】]*】万元|—万元)"


def _entrusted(name: str) -> str:
    """（包括代管资金386.27万元）, the amount in a group of that name; another remark in one of its own."""
    amount = f"[^（）]{{0,60}}?代管资金(?:为)?(?P<{name}>{_MONEY})[^（）]{{0,60}}"
    return f"(?:（{amount}）|(?P<{name}_remark>（[^（）]{{1,60}}）))?"


_TOTAL = re.compile(
    f"部门(?:整体)?(?:支出)?(?:全年|年度)?预算(?:数|资金)?(?:为|共)?(?P<budget>{_MONEY})，?(?:全年|实际)?(?:执行|支出)数?(?:为|共)?"
    f"(?P<executed>{_MONEY})(?:，?(?:预算)?(?:资金)?(?:完成|执行)率(?:为|达到?)?(?P<rate>{PERCENT}))?"
)
_PROJECT = re.compile(
    f"该项目(?:年度|全年|年初|调整)?(?:的)?预算(?:资金|数|金额|安排)?(?:为|共)?(?P<budget>{_MONEY}){_entrusted('entrusted_budget')}"
    f"[，；。]?(?:全年|年度|实际)?(?:执行|支出|使用)(?:数|资金|金额)?(?:为|共)?(?P<executed>{_MONEY})"
    f"{_entrusted('entrusted_executed')}"
    f"(?:[，；。]?(?:预算|资金)*(?:完成|执行|支出)率(?:为|达到?)?(?P<rate>{PERCENT}))?[。；，]?"
)
_PURPOSE = re.compile("(?:该项目|项目|资金)*主要用于")
_RESULT = re.compile("该?项目(?:总体)?完成情况(?:为|如下|是)?：")
_PAIR = re.compile(
    f"(?P<category>(?:基本|项目)支出|财政拨款|其他资金|[省市区县镇]?本级支出|转移支付)(?:全年|年度|调整)?预算(?:数|资金|安排|金额)?(?:为|共)?(?P<budget>{_MONEY})"
    f"[，；]?(?:全年|年度|实际)?(?:执行|支出|完成|使用)(?:数|金额)?(?:为|共|了)?(?P<executed>{_MONEY})"
)
_AXIS = re.compile("(?:其中)?[，：]?按照?(?:(资金来源)|(资金(?:支出)?结构)|(预算级[次别]))(?:划分|分类?)?[：，]?")
_LINE = re.compile(
    f"(?P<category>[^，；。：、万]{{1,40}}?)(?P<word>收入(?:预算)?数?|(?:全年)?预算数|(?:全年)?执行数|支出数)?(?:为)?(?P<amount>{_MONEY})"
)
_SPENT = re.compile(r"支出(?:总额|合计|总计)(?:为)?(?:[0-9【—])")
_RECEIVED = re.compile(r"收入(?:总额|合计|总计)(?:为)?(?:[0-9【—])")
_TOTALS = re.compile(f"(?P<self>[^，。；]{{0,20}}?)(?:收入|支出)(?:总额|合计|总计)(?:为)?{_MONEY}，?")
_RECEIVED_AND_SPENT = re.compile(
    f"收入(?:总额|合计|总计)(?:为)?(?P<budget>{_MONEY})[，；。][^，；。]{{0,20}}?支出(?:总额|合计|总计)(?:为)?(?P<executed>{_MONEY})"
)


@dataclass(frozen=True, slots=True)
class Amounts:
    """A budget and what was spent of it, 分; None where the text leaves a gap."""

    budget: int | None
    executed: int | None
    entrusted_budget: int | None = None
    entrusted_executed: int | None = None


NO_AMOUNTS = Amounts(None, None)


def amount(text: str | None) -> int | None:
    """An amount with its unit as 分; None for a gap or what is no amount."""
    if text is None or GAP.search(text) or "—" in text:
        return None
    try:
        return parse_money(text)
    except InputError:
        return None


def _amounts(found: re.Match[str]) -> Amounts:
    groups = found.groupdict()
    names = ("budget", "executed", "entrusted_budget", "entrusted_executed")
    return Amounts(*(amount(groups.get(name)) for name in names))


def total_funds(text: str) -> tuple[Amounts, Span] | None:
    """部门整体全年预算数…，执行数…，预算资金完成率…, or 收入总额…，支出总额… without any category."""
    found = _TOTAL.search(text) or _RECEIVED_AND_SPENT.search(text)
    return (_amounts(found), found.span()) if found else None


def project_funds(text: str) -> tuple[Amounts, Span, str] | None:
    """该项目年度预算…，全年执行数…，完成率…, and the remarks in brackets behind the amounts that give no amount."""
    found = _PROJECT.search(text[:_HEAD])
    if found is None:
        return None
    remarks = (found["entrusted_budget_remark"], found["entrusted_executed_remark"])
    return _amounts(found), found.span(), "".join(filter(None, remarks))


def is_project_funds(text: str) -> bool:
    """Whether a paragraph begins with a project's funds, its name perhaps before them."""
    found = _PROJECT.search(text[:_HEAD])
    return found is not None and "。" not in text[: found.start()].rstrip("。")


def purpose_and_result(text: str, *, is_first: bool) -> tuple[str, str | None]:
    """What stands after 主要用于, with which the first paragraph begins, and after 项目完成情况：; the second is None
    where the text does not come to it.
    """
    if is_first and (found := _PURPOSE.match(text)):
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


def fund_figures(text: str) -> list[FundFigure]:
    """The amounts by category of …收入总额…，其中按资金来源：…；…支出总额…; empty when it is no such paragraph."""
    received, spent = _RECEIVED.search(text), _SPENT.search(text)
    if received is None and spent is None:
        return []
    border = spent.start() if spent else len(text)
    first, second = (text[:border], text[border:]) if received is None or received.start() < border else ("", text)
    spending = list(_figures(second, is_budget=False))
    return [*_named_alike(_figures(first, is_budget=True), spending), *spending]


def _named_alike(budgets: Iterable[FundFigure], spending: Iterable[FundFigure]) -> Iterator[FundFigure]:
    """The budgets under the names by which the spending is told: 事业收入200万元 may be of 事业 or of 事业收入."""
    known = {(figure.axis, figure.category) for figure in spending}
    for figure in budgets:
        longer = f"{figure.category}收入"
        is_longer = (figure.axis, figure.category) not in known and (figure.axis, longer) in known
        yield dataclasses.replace(figure, category=longer) if is_longer else figure


@dataclass(frozen=True, slots=True)
class FundPair:
    """Budget and spending of one category in one sentence, 分."""

    axis: Axis
    category: str
    budget: int | None
    executed: int | None
    span: Span


def fund_pairs(text: str) -> list[FundPair]:
    """基本支出预算…，执行…；项目支出预算…，执行…. 年初 is no budget of the year and not read."""
    found = ((item, axis_of(item["category"])) for item in _PAIR.finditer(text))
    return [
        FundPair(axis, item["category"], amount(item["budget"]), amount(item["executed"]), item.span())
        for item, axis in found
        if axis is not None
    ]


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
