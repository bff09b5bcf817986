"""PJ-08 to PJ-11: what the projects' texts tell of their output and their money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.checks import texts
from app.checks.figures import Figure, Role
from app.checks.registry import Findings, Found, Subject, Unchecked, check
from app.model.entities import KeyWork, Project
from app.model.quantities import format_money, format_percent, format_plain, rate
from app.model.results import Severity

_PERIODS = frozenset({"年", "天", "日", "个月", "小时"})
_MARKS = re.compile(r"[\s，。；：、（）()“”《》]+")
_DIGITS = re.compile("[0-9]")
_BLOCK = 20  # characters; two passages that share a stretch twice as long share an aligned block of it
_LEAST_COST = 5  # 元 a person, below which the money of a project cannot be all it took
_MANY = 1000  # persons
_PAID = re.compile("补贴|补助|发放|奖励|资助|待遇")
_YUAN = 10_000  # in a 万元
_FEN = 100  # in a 元


def outputs(subject: Subject, project: Project) -> list[Figure]:
    """The figures a project's result is told by."""
    found = subject.reading.of_field(Project.TABLE, project.id, "result")
    return [figure for figure in found if figure.unit not in _PERIODS and figure.role is not Role.TARGET]


@check("PJ-08", "产出未量化", Severity.WARNING, "项", "绩效目标应细化量化（财预〔2015〕88号）")
def output_is_counted(subject: Subject) -> Findings:
    """The result of a project is told in figures; one whose money never came has none."""
    for project in subject.data.projects:
        has_no_money = project.budget == 0 and not project.executed
        if project.result.strip() and not has_no_money and not outputs(subject, project):
            yield Found(
                f"“{texts.quote(project.name)}”的完成情况没有量化产出",
                "请补写数量、时效或质量的完成数",
                project,
                "result",
                {"text": texts.quote(project.result)},
                quote=texts.quote(project.result),
            )


@dataclass(frozen=True, slots=True)
class _Copy:
    """The longest stretch found that a text shares with an earlier one."""

    other: str  # name of the project that has it too
    text: str


@check("PJ-09", "雷同文本", Severity.HINT, "项 析", "各项目的完成情况应据实分写")
def copied_texts(subject: Subject) -> Findings:
    """Projects do not share long passages, and none repeats last year's figures."""
    least = subject.settings.copied_length
    stored: dict[str, tuple[str, str]] = {}
    for project in subject.data.projects:
        text = _MARKS.sub("", project.result)
        found = _copy(text, stored, least)
        if found:
            yield Found(
                f"“{texts.quote(project.name)}”的完成情况与“{texts.quote(found.other)}”有{len(found.text)}字相同",
                "请核实是否照搬，按各自情况改写",
                project,
                "result",
                {"other": found.other, "length": str(len(found.text))},
                quote=texts.quote(found.text),
            )
        for start in range(0, len(text) - _BLOCK + 1, _BLOCK):
            stored.setdefault(text[start : start + _BLOCK], (project.name, text))
    if subject.previous is None:
        yield Unchecked("台账库中没有上年报告，未与上年文本对照")
        return
    yield from _as_last_year(subject, subject.previous.projects)


def _copy(text: str, stored: dict[str, tuple[str, str]], least: int) -> _Copy | None:
    """The first stretch of at least `least` characters that an earlier text has too."""
    place = 0
    while place <= len(text) - _BLOCK:
        known = stored.get(text[place : place + _BLOCK])
        if known is None:
            place += 1
            continue
        name, other = known
        shared = _shared(text, place, other)
        if len(shared) >= least:
            return _Copy(name, shared)
        place += _BLOCK
    return None


def _shared(text: str, place: int, other: str) -> str:
    """The stretch around a block that both texts have."""
    there = other.find(text[place : place + _BLOCK])
    before = 0
    while before < min(place, there) and text[place - before - 1] == other[there - before - 1]:
        before += 1
    length = _BLOCK
    while place + length < len(text) and there + length < len(other) and text[place + length] == other[there + length]:
        length += 1
    return text[place - before : place + length]


def _as_last_year(subject: Subject, before: Iterable[Project]) -> Findings:
    last = {project.name: project.result for project in before if _DIGITS.search(project.result)}
    for project in subject.data.projects:
        if len(project.result) >= subject.settings.copied_length and last.get(project.name) == project.result:
            yield Found(
                f"“{texts.quote(project.name)}”的完成情况与上年报告一字不差，数字也相同",
                "请核实是否照搬上年",
                project,
                "result",
                {"length": str(len(project.result))},
                quote=texts.quote(project.result),
            )


@check("PJ-10", "资金与产出脱节", Severity.WARNING, "项", "产出应与支出相当")
def output_without_money(subject: Subject) -> Findings:
    """Output takes money: little spent and much done needs to name its source."""
    for project in subject.data.projects:
        done, spent = rate(project.executed, project.budget), project.executed
        told = outputs(subject, project)
        if done is None or spent is None or not told:
            continue
        own = spent - (project.entrusted_executed or 0)
        people = max((item for item in told if item.unit in {"人", "人次"}), key=lambda item: item.value, default=None)
        if done < subject.settings.idle_completion:
            reason = f"执行率只有{format_percent(done)}，却报告完成{told[0].noun}{told[0].written}"
        elif (
            people and project.entrusted_executed and people.value >= _MANY and own / _FEN < _LEAST_COST * people.value
        ):
            output = f"{people.noun}{people.written}"
            reason = f"除代管资金外支出{format_money(own)}万元，却完成{output}，人均不到{_LEAST_COST}元"
        else:
            continue
        yield Found(
            f"“{texts.quote(project.name)}”{reason}",
            "请说明资金来源",
            project,
            "executed",
            {"executed": format_money(spent), "rate": format_percent(done), "output": (people or told[0]).written},
        )


@check("PJ-11", "主体外资金", Severity.HINT, "项 任", "代管资金、基金等不在部门预算内的应注明来源")
def money_of_others(subject: Subject) -> Findings:
    """Entrusted money, and payouts larger than any project, name their source."""
    settings = subject.settings
    for project in subject.data.projects:
        share = rate(project.entrusted_budget, project.budget)
        if share is not None and share > settings.entrusted_share:
            percent = format_percent(share)
            yield Found(
                f"“{texts.quote(project.name)}”年度预算中{percent}为代管资金（{format_money(project.entrusted_budget)}万元）",
                "请注明资金来源和绩效归属",
                project,
                "entrusted_budget",
                {"share": percent, "entrusted": format_money(project.entrusted_budget)},
                f"{format_money(project.entrusted_budget)}÷{format_money(project.budget)}＝{percent}",
            )
    largest = max((project.budget or 0 for project in subject.data.projects), default=0)
    for figure in _payouts(subject):
        if figure.value >= settings.large_payout * _YUAN and figure.value * _FEN > largest:
            yield Found(
                f"“{figure.label}{figure.written}”大于任何一个列示项目的预算（最大{format_money(largest)}万元）",
                "请注明资金来源（如就业补助资金、社会保险基金）",
                subject.entity(figure.passage),
                figure.passage.field,
                {"amount": figure.written, "largest": format_money(largest)},
                f"{format_plain(figure.value / _YUAN)}万元＞{format_money(largest)}万元",
                quote=f"{figure.label}{figure.written}",
            )


def _payouts(subject: Subject) -> Iterator[Figure]:
    """Money paid out as the key works tell it, where their text names no source."""
    for figure in subject.reading.figures:
        if figure.passage.table == KeyWork.TABLE and figure.unit == "元" and _PAID.search(figure.label):
            yield figure
