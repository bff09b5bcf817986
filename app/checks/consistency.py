"""CX-01, CX-02 and CX-13: one thing has one figure, one name and one unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.checks import texts
from app.checks.figures import Figure, Role, clauses_with_figures, masked
from app.checks.registry import Findings, Found, Subject, check
from app.checks.slips import is_within, slips
from app.model.results import Severity

_HAN = re.compile("[\u4e00-\u9fff]")
_LONG_NAME = 4  # characters a noun needs to name one thing
_OWN_NAME = 6  # … and to name it also within one table
_FEW = 2  # values a name may have in a table and still be one thing's
_LONG_CLAUSE = 8  # Chinese characters two clauses share before they are taken to say the same
_UNCOMPARED = frozenset({"", "年", "天", "日", "个月", "小时", "分钟", "倍", "分"})
_VERB_ONLY = re.compile(
    "^(?:惠及|涉及|支付|发放|补贴|奖励|培训|参加|覆盖|服务|累计|其他|合计|任务|完成率?|年度任务).{0,2}$"
)
_DIGITS = 4  # significant digits that make a figure unlikely to turn up twice by chance
_ALIKE = 0.3  # likeness of two clauses from which on they may speak of one thing


@dataclass(slots=True)
class Conflict:
    """Figures that should be one."""

    name: str
    figures: list[Figure] = field(default_factory=list)
    target: Figure | None = None  # the target they share


def _places(figures: Iterable[Figure]) -> dict[tuple[str, int, str], set[Decimal]]:
    found: dict[tuple[str, int, str], set[Decimal]] = defaultdict(set)
    for figure in figures:
        found[figure.passage.table, figure.passage.row_id, figure.passage.field].add(figure.value)
    return found


def _comparable(figures: Sequence[Figure], *, is_own_name: bool) -> list[Figure]:
    """Of figures for one thing, those whose scope is the whole report: not several in one field, and not different
    from row to row of a table unless the name is long enough to be the thing's own.
    """
    places = _places(figures)
    by_table: dict[str, set[Decimal]] = defaultdict(set)
    for (table, _, _), values in places.items():
        by_table[table] |= values
    kept = []
    for figure in figures:
        passage = figure.passage
        is_one = len(places[passage.table, passage.row_id, passage.field]) == 1
        ways = len(by_table[passage.table])
        is_shared = ways == 1 or (ways <= _FEW and is_own_name and passage.table != "project")
        if is_one and is_shared:
            kept.append(figure)
    return kept


def conflicts(subject: Subject) -> list[Conflict]:
    """Every thing with two figures, each pair of values once."""
    found: dict[tuple[str, frozenset[Decimal]], Conflict] = {}
    for conflict in (*_by_noun(subject), *_by_clause(subject), *_by_target(subject)):
        figures = conflict.figures
        key = (figures[0].unit, frozenset(item.value for item in figures))
        known = found.setdefault(key, conflict)
        if known is not conflict:
            places = {(item.passage.table, item.passage.row_id) for item in known.figures}
            known.figures += [item for item in figures if (item.passage.table, item.passage.row_id) not in places]
            known.target = known.target or conflict.target
    return list(found.values())


def _by_noun(subject: Subject) -> Iterator[Conflict]:
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in subject.reading.figures:
        if figure.role is Role.ACTUAL and not figure.is_approximate and _names(figure):
            groups[figure.key].append(figure)
    for (noun, _), figures in groups.items():
        if len({figure.value for figure in figures}) > 1:
            kept = _comparable(figures, is_own_name=len(noun) >= _OWN_NAME)
            if len({figure.value for figure in kept}) > 1:
                yield Conflict(noun, kept)


def _names(figure: Figure) -> bool:
    is_name = len(_HAN.findall(figure.noun)) >= _LONG_NAME and not _VERB_ONLY.search(figure.noun)
    return is_name and figure.unit not in _UNCOMPARED


def _by_clause(subject: Subject) -> Iterator[Conflict]:
    """The same clause with other figures."""
    groups: dict[str, list[tuple[Figure, ...]]] = defaultdict(list)
    for passage in subject.prose:
        found = subject.reading.of_field(passage.table, passage.row_id, passage.field)
        for clause, figures in clauses_with_figures(passage, found):
            if len(_HAN.findall(clause)) >= _LONG_CLAUSE:
                groups[clause].append(figures)
    for clause, rows in groups.items():
        if len(rows) < 2 or len({len(row) for row in rows}) > 1:
            continue
        for column in zip(*rows, strict=True):
            is_alike = len({figure.is_approximate for figure in column}) == 1
            if is_alike and column[0].unit not in _UNCOMPARED and len({figure.value for figure in column}) > 1:
                kept = _comparable(column, is_own_name=False)
                if len({figure.value for figure in kept}) > 1:
                    yield Conflict(kept[0].noun or texts.quote(clause.replace("#", "…")), kept)


def _by_target(subject: Subject) -> Iterator[Conflict]:
    """Two figures against the same target under names one of which is contained in the other."""
    groups: dict[tuple[Decimal, str], list[Conflict]] = defaultdict(list)
    for item in subject.attainments:
        if item.actual.is_approximate or len(item.noun) < _LONG_NAME or item.target.unit == "%":
            continue
        group = groups[item.target.value, item.target.unit]
        known = next((other for other in group if is_within(item.noun, other.name)), None)
        if known is None:
            group.append(Conflict(item.noun, [item.actual], item.target))
        else:
            known.name = min(known.name, item.noun, key=len)
            known.figures.append(item.actual)
    for group in groups.values():
        yield from (conflict for conflict in group if len({figure.value for figure in conflict.figures}) > 1)


@check("CX-01", "同一指标多值", Severity.ERROR, "任 收 管 析 项 效", "同一指标在全文只有一个数")
def one_figure(subject: Subject) -> Findings:
    """One thing has one figure throughout the report."""
    known = conflicts(subject)
    for conflict in known:
        told: dict[str, Figure] = {}
        for figure in conflict.figures:
            told.setdefault(f"{figure.passage.section}/{figure.value}", figure)
        shown = "，".join(f"{figure.passage.section}为{figure.written}" for figure in told.values())
        last = next(item for item in reversed(conflict.figures) if item.value != conflict.figures[0].value)
        aim = f"（目标均为{conflict.target.written}）" if conflict.target else ""
        values = {"first": conflict.figures[0].written, "second": last.written}
        if conflict.target:
            values["target"] = conflict.target.written
        yield Found(
            f"“{conflict.name}”前后不一：{shown}{aim}",
            "请核对口径，属同一指标的统一为一个数",
            subject.entity(last.passage),
            last.passage.field,
            values,
            f"{conflict.figures[0].written}≠{last.written}",
            quote=f"{last.label}{last.written}{last.after[:8]}",
        )
    told_values = {frozenset(item.value for item in conflict.figures) for conflict in known}
    for first, second in slips(subject.reading, told_values):
        yield Found(
            f"“{_with_words(first)}”（{first.passage.section}）与“{_with_words(second)}”只差一两位数字",
            "请核对是否同一个数",
            subject.entity(second.passage),
            second.passage.field,
            {"first": first.written, "second": second.written},
            f"{first.written}≠{second.written}",
            quote=_with_words(second),
            severity=Severity.WARNING,
        )


def _with_words(figure: Figure) -> str:
    return f"{figure.noun}{figure.written}{figure.after[:8]}"


@check("CX-02", "同一数值多名", Severity.WARNING, "任 析 项", "同一数值不应指两件事")
def one_name(subject: Subject) -> Findings:
    """An unusual figure does not stand for two things that have no word in common."""
    groups: dict[tuple[Decimal, str], list[Figure]] = defaultdict(list)
    for figure in subject.reading.figures:
        if figure.role is Role.ACTUAL and figure.unit != "%" and _is_unusual(figure) and _names(figure):
            groups[figure.value, figure.unit].append(figure)
    for figures in groups.values():
        first = figures[0]
        for other in figures[1:]:
            is_elsewhere = (other.passage.table, other.passage.row_id) != (first.passage.table, first.passage.row_id)
            if is_elsewhere and not _share_words(first, other):
                yield Found(
                    f"{other.written}既是“{first.noun}”（{first.passage.section}）又是“{other.noun}”",
                    "请核对是否填错",
                    subject.entity(other.passage),
                    other.passage.field,
                    {"value": other.written, "first": first.noun, "second": other.noun},
                    quote=f"{other.label}{other.written}",
                )
                break


def _is_unusual(figure: Figure) -> bool:
    """Whether a figure has so many digits that it hardly turns up twice by chance."""
    digits = [sign for sign in figure.written if sign.isdigit()]
    return len("".join(digits).strip("0")) >= _DIGITS


def _share_words(first: Figure, other: Figure) -> bool:
    clauses = (masked(texts.clause_at(item.passage.text, item.start)) for item in (first, other))
    return bool(texts.pairs(first.noun) & texts.pairs(other.noun)) or texts.likeness(*clauses) > _ALIKE


_CONFUSED = (("人", "人次"),)
_COUNTS_OF = re.compile("企业|单位|公司")


@check("CX-13", "量词一致", Severity.HINT, "任 析 项", "同一指标使用同一计量单位")
def units(subject: Subject) -> Findings:
    """One thing is counted in one unit."""
    by_noun: dict[str, dict[str, Figure]] = defaultdict(dict)
    counted: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in subject.reading.figures:
        if _names(figure):
            by_noun[figure.noun].setdefault(figure.unit, figure)
        said = _COUNTS_OF.match(figure.after)
        if said and figure.unit == "家":
            counted[said[0]].setdefault(figure.written[-1], figure)
    for noun, ways in by_noun.items():
        for first, second in _CONFUSED:
            if first in ways and second in ways:
                yield _two_units(subject, noun, ways[first], ways[second])
    for noun, ways in counted.items():
        if "家" in ways and "间" in ways:
            yield _two_units(subject, noun, ways["家"], ways["间"])


def _two_units(subject: Subject, noun: str, first: Figure, second: Figure) -> Found:
    return Found(
        f"“{noun}”的单位写作“{first.written}”和“{second.written}”",
        "请统一计量单位",
        subject.entity(second.passage),
        second.passage.field,
        {"first": first.written, "second": second.written},
        quote=f"{second.label}{second.written}{second.after[:6]}",
    )
