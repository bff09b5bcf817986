"""The figures of running text: each number with what it counts, its unit and its part in the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from app.checks.texts import Piece, clauses, sentences
from app.model.passage import Passage
from app.model.quantities import MAX_DIGITS


class Role(StrEnum):
    """What a figure says of its noun."""

    ACTUAL = "实际"
    TARGET = "目标"
    PREVIOUS = "上年"
    CHANGE = "增减"  # by how much, not how many
    COMPLETION = "完成率"  # actual ÷ target in %


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a passage."""

    passage: Passage
    sentence: int  # number of its sentence in the passage
    start: int  # of the number in the passage
    end: int  # after the unit
    label: str  # the words before it, as written, without words that only link
    noun: str  # the label reduced to what is counted
    after: str  # the words after its unit
    value: Decimal  # 万 and 亿 multiplied out; money in 元, a percentage as the figure before its sign
    unit: str  # one for units that mean the same: 名 is 人, 间 is 家, 宗 is 件, 元 for money
    written: str  # as it stands, with its unit
    places: int  # decimals as written
    is_approximate: bool  # 近、约、余、以上, or one end of a range
    role: Role

    @property
    def key(self) -> tuple[str, str]:
        """What is counted and in which unit."""
        return self.noun, self.unit


_UNITS = (
    "个百分点", "百分点", "平方公里", "平方米", "公里", "人次", "家次", "户次", "件次", "场次", "课时", "学时", "小时",
    "分钟", "个月", "年度", "元", "%", "人", "名", "位", "家", "间", "户", "件", "宗", "起", "个", "项", "场", "期",
    "次", "批", "张", "份", "所", "门", "类", "条", "篇", "座", "台", "套", "辆", "亩", "吨", "天", "日", "月", "年",
    "分", "倍", "支", "部", "本", "册", "村", "镇", "只", "株", "米", "处", "栋", "卷", "组", "班",
)  # fmt: skip
_SAME = {"名": "人", "位": "人", "间": "家", "宗": "件", "起": "件", "百分点": "个百分点", "年度": "年", "场次": "场"}
_LONGEST = MAX_DIGITS + 5  # characters of a number with its separators and point; a longer one is no figure
_DATES = frozenset({"年", "年度", "月", "日"})
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_FIGURE = re.compile(
    r"(?<![0-9A-Za-z.,])([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"([余多几]?)(千万|百万|十万|[百千万亿])?([余多]?)({'|'.join(_UNITS)})?"
)
_WIDE = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {0xFF0E: ".", 0xFF05: "%", 0xFE6A: "%"}
_ANY_WIDE = re.compile("[０-９．％﹪]|[0-9]，[0-9]")
_WIDE_COMMA = re.compile("(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")
_BREAKS = "，。；：、！？（）()\n“”《》"
_BEFORE = re.compile(f"[^{_BREAKS}]*$")
_AFTER = re.compile(f"[^{_BREAKS}0-9]*")
_LINKS = re.compile(
    "(?:分别|累计|合计|总计|共计|不少于|不低于|不超过|至少|大约|左右|达到|超过|增至|高达|仅有|[为是达有了至到共约近超逾仅的：:≥≤<>=])+$"
)
_VAGUE_BEFORE = re.compile("(?:近|约|超|逾|超过|不足|不到|大约|不少于|至少|不低于|≥|≤)(?:为|达|达到)?$")
_VAGUE_AFTER = re.compile("以上|以下|以内|左右|上下|余")
_RANGE_BEFORE, _RANGE_AFTER = re.compile("[0-9%万亿]\\s*[-~～—–至到]$"), re.compile("[-~～—–至到][0-9]")
_TARGET = re.compile("(?:目标|任务|计划|指标|预期|应完成|指标值|任务数|目标值|计划数|年度值)(?:任务|总?数|值|人数)?$")
_NO_TARGET = re.compile("(?:主要|工作|重点|各项)任务$|完成(?:目标)?任务$")
_PLANNED = re.compile(
    "^(?:年度|全年|年初|本年)?(?:计划(?!生育|单列)|目标任务|目标|任务|拟|预计)(?!.*(?:完成|实际|达成))"
)
_PREVIOUS = re.compile("上年|去年|上一年|同期|年初")
_CHANGE = re.compile("增长|增加|提高|提升|上升|下降|减少|降低|压减|同比|环比|增幅|降幅|多出|高出|相差")
_COMPLETION = re.compile(
    "(?:完成|达成|实现)(?:率|比例|进度)$|目标(?:完成|实现)率$|(?:完成|占|达到)[^，]{0,6}(?:目标|任务|计划)(?:任务)?$"
)
_TAIL = re.compile("(?:的|总)?(?:[人户家件场期个]数|人次数?|场次|数量|金额|数额|总[数额]|数)$")
_DAY = r"截至|20[0-9]{2}年度?|[0-9]{1,2}[月日]|年?[底末]|年内|期间|以来"
_VERBS = (
    "完成|实现|办理|开展|提供|举办|组织|处理|受理|引进|发放|审核|促进|帮扶|吸引|共有|建成|安排|投入|拨付|达到"
    "|各[类种项]|总共|实际"
)


def _leading(region: str) -> re.Pattern[str]:
    own = f"{re.escape(region)}|" if region else ""
    named = "[\u4e00-\u9fff]{2,3}(?:县|州|(?<![城都门超上股])市)(?:[二三四五六七八九]地)?"
    places = f"{own}全[区市县]|[我本][区市县]|辖区内?|{named}"
    return re.compile(
        rf"^(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]|其中|包括|{_DAY}|全年|本年度?|当年|年度|目前|累计|合计|总计|共计"
        rf"|{places}|我局|本部门|本单位|已|共|现|并|还|均|分别|按照?|{_VERBS})"
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """Names before 分别为 and the figures after it."""

    passage: Passage
    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All figures of some passages, in order."""

    figures: tuple[Figure, ...]
    by_field: Mapping[tuple[str, int, str], tuple[Figure, ...]]  # table, row id and field of a passage
    listings: tuple[Listing, ...]

    @classmethod
    def of(cls, passages: Iterable[Passage], region: str = "") -> Reading:
        """Reads passages; `region` is the department's own, which adds nothing to what is counted."""
        leading = _leading(region)
        by_field: dict[tuple[str, int, str], tuple[Figure, ...]] = {}
        listings: list[Listing] = []
        for passage in passages:
            found = tuple(_read(passage, leading))
            if found:
                found, listed = _listed(passage, found, leading)
                listings += listed
            by_field[passage.table, passage.row_id, passage.field] = found
        return cls(tuple(figure for found in by_field.values() for figure in found), by_field, tuple(listings))

    def of_field(self, table: str, row_id: int, field: str) -> tuple[Figure, ...]:
        """The figures of one field."""
        return self.by_field.get((table, row_id, field), ())


def narrow(text: str) -> str:
    """Text with full-width digits, points and percent signs as ASCII, every character where it was."""
    return _WIDE_COMMA.sub(",", text.translate(_WIDE)) if _ANY_WIDE.search(text) else text


def figures_of(passage: Passage, region: str = "") -> tuple[Figure, ...]:
    """The figures of one passage."""
    return Reading.of((passage,), region).figures


def _read(passage: Passage, leading: re.Pattern[str]) -> Iterator[Figure]:
    text = narrow(passage.text)
    for number, sentence in enumerate(sentences(text)):
        last = sentence.start
        for found in _FIGURE.finditer(text, sentence.start, sentence.start + len(sentence.text)):
            figure = _figure(passage, text, number, last, found, leading)
            if figure is not None:
                yield figure
                last = figure.end


def _figure(
    passage: Passage, text: str, sentence: int, last: int, found: re.Match[str], leading: re.Pattern[str]
) -> Figure | None:
    digits, more, scale, rest, unit = found.groups(default="")
    if len(digits) > _LONGEST or not (unit or scale) or (unit in _DATES and (len(digits) == 4 or unit in {"月", "日"})):
        return None
    before = _BEFORE.search(text, last, found.start())
    raw = before[0] if before else ""
    after = _AFTER.match(text, found.end())
    tail = after[0] if after else ""
    label = _LINKS.sub("", raw)
    is_range = bool(
        _RANGE_BEFORE.search(text[max(0, last - 1) : found.start()]) or _RANGE_AFTER.match(text, found.end())
    )
    is_vague = bool(more or rest or _VAGUE_BEFORE.search(raw) or _VAGUE_AFTER.match(tail))
    return Figure(
        passage=passage,
        sentence=sentence,
        start=found.start(),
        end=found.end(),
        label=label,
        noun=_noun(label, leading),
        after=tail,
        value=Decimal(digits.replace(",", "")) * _SCALES[scale],
        unit=_SAME.get(unit, unit) or _unit_of(label),
        written=passage.text[found.start() : found.end()],
        places=len(digits.partition(".")[2]),
        is_approximate=is_range or is_vague,
        role=_role(label, unit),
    )


def _unit_of(label: str) -> str:
    """The unit a label implies where none follows the number, as in 培育人次超30万."""
    if label.endswith(("人次", "人次数")):
        return "人次"
    return "人" if label.endswith("人数") else ""


def _noun(label: str, leading: re.Pattern[str]) -> str:
    """What a label counts: without who, when and did, and without 人数 and the like at its end."""
    noun = label.strip()
    while found := leading.match(noun):
        noun = noun[found.end() :]
    return _TAIL.sub("", noun.replace("的", ""))


def _role(label: str, unit: str) -> Role:
    if unit == "%" and _COMPLETION.search(label):
        return Role.COMPLETION
    if (_TARGET.search(label) and not _NO_TARGET.search(label)) or _PLANNED.search(label):
        return Role.TARGET
    if _CHANGE.search(label[-8:]):
        return Role.CHANGE
    return Role.PREVIOUS if _PREVIOUS.search(label) else Role.ACTUAL


_RESPECTIVELY = re.compile("分别(?:为|是|达到?|有)")


def _listed(
    passage: Passage, found: tuple[Figure, ...], leading: re.Pattern[str]
) -> tuple[tuple[Figure, ...], list[Listing]]:
    """The figures after 分别为 each under the name that stands in its place before it."""
    text = narrow(passage.text)
    listings: list[Listing] = []
    renamed = {figure.start: figure for figure in found}
    for mark in _RESPECTIVELY.finditer(text):
        values = _row_of(text, mark.end(), found)
        names, suffix = _names(text, mark.start())
        if len(values) < 2 or len(names) < 2:
            continue
        first, last = mark.start() - len("、".join(names) + suffix), values[-1].end
        listings.append(Listing(passage, tuple(names), values, passage.text[max(0, first) : last]))
        if len(names) == len(values):
            for name, figure in zip(names, values, strict=True):
                label = name + suffix
                renamed[figure.start] = replace(figure, label=label, noun=_noun(label, leading))
    return tuple(renamed.values()), listings


def _row_of(text: str, start: int, found: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures from `start` that follow one another with nothing but 、 or 和 between them."""
    values: list[Figure] = []
    for figure in found:
        if figure.start < start:
            continue
        between = text[start : figure.start]
        if between and not re.fullmatch("[、，和及与:：]?", between):
            break
        values.append(figure)
        start = figure.end
    return tuple(values)


def _names(text: str, end: int) -> tuple[list[str], str]:
    """The names enumerated before a place, and what the last of them adds that belongs to all."""
    start = max(text.rfind(mark, 0, end) for mark in "，。；：！？\n") + 1
    names = [name for name in re.split("[、]|(?<=[^、])[和及与](?=[^、]{2})", text[start:end]) if name]
    if len(names) < 2:
        return names, ""
    common = names[0][-2:]
    cut = names[-1].rfind(common)
    if cut < 0:
        return names, ""
    suffix = names[-1][cut + len(common) :]
    return [*names[:-1], names[-1][: cut + len(common)]], suffix


_LEAD = re.compile("^(?:[一二三四五六七八九十]+是|其中|20[0-9]{2}年度?)+|约(?=为)")
_ANY_NUMBER = re.compile(r"[约近超逾]?[0-9][0-9,]*(?:\.[0-9]+)?")


def masked(piece: Piece | str) -> str:
    """A clause with every number as #, and without the words and dates that only lead it in."""
    text = narrow(piece if isinstance(piece, str) else piece.text)
    return _ANY_NUMBER.sub("#", _LEAD.sub("", text.strip()))


def clauses_with_figures(passage: Passage, found: tuple[Figure, ...]) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """The clauses of a passage that hold figures, masked, each with its figures."""
    waiting = list(found)
    for clause in clauses(passage.text):
        end = clause.start + len(clause.text)
        inside = []
        while waiting and waiting[0].start < end:
            inside.append(waiting.pop(0))
        if inside:
            yield masked(clause), tuple(inside)
