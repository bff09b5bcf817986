"""CX-12: the text has the figures of the score table and of the entries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from app.checks import texts
from app.checks.figures import Figure, Role, figures_of
from app.checks.registry import Findings, Found, Subject, Unchecked, check
from app.errors import InputError
from app.model.entities import Indicator
from app.model.results import Severity
from app.model.targets import Quantity, read_quantity

_MEANS = 0.6  # share of an indicator's word pairs a clause has when it speaks of it
_REACH = 40  # characters before a figure that may name it
_UP_TO_FIGURE = re.compile("[^，。；：、！？（）()\n0-9]*$")
_QUOTES = re.compile("[“”]")
_MONEY = frozenset({"万元", "元", "亿元"})


@check("CX-12", "正文与自评表一致", Severity.ERROR, "任 收 管 论 析 表", "正文数字与自评表、填报数据一致")
def text_and_table(subject: Subject) -> Findings:
    """The text on a task has the figures of its rows, and a paragraph taken over by hand those of the entries."""
    for task_id, rows in subject.rows_of_tasks.items():
        told = [
            (texts.pairs(_words_for(figure)), figure)
            for figure in subject.reading.of_field("task", task_id, "analysis")
            if figure.role is Role.ACTUAL
        ]
        if told:
            for row in rows:
                yield from _row_in_text(subject, row, told)
    if subject.data.overrides and subject.printed is None:
        yield Unchecked("没有生成正文，未核对手工段落中的数字")
        return
    generated = {passage.key: passage for passage in subject.printed or () if passage.key}
    for paragraph in subject.data.overrides:
        if paragraph.key in generated:
            own = subject.reading.of_field(paragraph.TABLE, paragraph.id, "text")
            now = figures_of(generated[paragraph.key], subject.data.department.region)
            yield from _taken_over(subject, own, now)


def _row_in_text(subject: Subject, row: Indicator, told: Sequence[tuple[frozenset[str], Figure]]) -> Findings:
    """`told` are the figures of the task's text, each with the word pairs around it."""
    value = _quantity(subject.facts.actual(row), row.unit)
    if value is None or row.block not in subject.facts.task_blocks:
        return
    name = _QUOTES.sub("", texts.core(row.level3))
    wanted = texts.pairs(name)
    if len(wanted) < 2:
        return
    meant = [(len(wanted & words) / len(wanted), figure) for words, figure in told if _fits(figure, row, value)]
    best = max((share for share, _ in meant), default=0.0)
    near = [figure for share, figure in meant if share >= _MEANS]
    if best < _MEANS or any(figure.value == value.value or figure.is_approximate for figure in near):
        return
    top = [figure for share, figure in meant if share == best]
    if len(top) == 1:
        figure = top[0]
        actual = subject.facts.actual(row).strip()
        shown = f"{actual}{row.unit}" if actual[-1:].isdigit() else actual
        yield Found(
            f"“{row.level3}”正文写{figure.written}，自评表为{shown}",
            "请核对并统一",
            subject.entity(figure.passage),
            figure.passage.field,
            {"text": figure.written, "table": shown},
            f"{figure.written}≠{shown}",
            quote=f"{figure.label}{figure.written}{figure.after[:8]}",
        )


def _words_for(figure: Figure) -> str:
    """The words on both sides of a figure, without quotation marks."""
    before = _UP_TO_FIGURE.search(figure.passage.text, max(0, figure.start - _REACH), figure.start)
    words = before[0] if before and figure.label in before[0] else figure.label  # 分别为 names a figure from afar
    return _QUOTES.sub("", f"{words}{figure.after}")


def _fits(figure: Figure, row: Indicator, value: Quantity) -> bool:
    """Whether a figure is in the unit of a row."""
    if value.is_percent or figure.unit == "%":
        return value.is_percent and figure.unit == "%"
    unit = re.sub("^[万亿千百]+", "", row.unit)
    if unit in _MONEY or figure.unit == "元":
        return row.unit in _MONEY and figure.unit == "元"
    named = re.split("[（）()/、]", unit)
    return not unit or any(figure.unit in {item, *_SAME_UNITS.get(item, ())} for item in named if item)


_SAME_UNITS = {"名": ("人",), "人": ("人",), "间": ("家",), "家": ("家",), "宗": ("件",), "起": ("件",), "位": ("人",)}


def _quantity(text: str, unit: str) -> Quantity | None:
    try:
        return read_quantity(text, unit) if text.strip() else None
    except InputError:
        return None


def _taken_over(subject: Subject, own: Sequence[Figure], now: Sequence[Figure]) -> Findings:
    right: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in now:
        right[figure.key].append(figure)
    for figure in own:
        known = right.get(figure.key, [])
        if not figure.noun or not known or figure.is_approximate or any(item.value == figure.value for item in known):
            continue
        if len(known) == 1 or len([item for item in own if item.key == figure.key]) == len(known):
            place = [item for item in own if item.key == figure.key].index(figure)
            wanted = known[min(place, len(known) - 1)]
            yield Found(
                f"手工段落写“{figure.label}{figure.written}”，按填报数据应为{wanted.written}",
                "请改正，或恢复自动生成",
                subject.entity(figure.passage),
                figure.passage.field,
                {"text": figure.written, "entries": wanted.written},
                f"{figure.written}≠{wanted.written}",
                quote=f"{figure.label}{figure.written}",
            )
