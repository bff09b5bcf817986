"""TX: document numbers, punctuation, numbering and the writing of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.checks import texts
from app.checks.figures import Figure, narrow
from app.checks.registry import Findings, Found, Subject, Unchecked, check
from app.model.entities import Project, Task
from app.model.passage import Passage
from app.model.results import Severity

_HAN = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
DOCUMENT = re.compile(f"([{_HAN}]{{2,8}})([\\[【(（〔])((?:19|20)[0-9]{{2}})([\\]】)）〕])(第?)(0*[0-9]+)(号)")
"""A document number: who, opening bracket, year, closing bracket, 第, number, 号."""

_NO_ISSUER = re.compile("资金|补助|补贴|经费|项目|根据|按照|依据|文件|通知|关于|和|及")

HALF_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_BEFORE, _AFTER = f"{_HAN}”’》）】〕%％", f"{_HAN}“‘《（【〔"
PUNCTUATION = re.compile(
    f"(?<=[{_HAN}”’》）])[,;:!?](?=[{_HAN}“‘《（])|(?<=[{_HAN}”’》）])\\((?=[{_HAN}“‘《])|(?<=[{_HAN}”’》])\\)(?=[{_HAN}“‘《（，。；：、]|$|\n)"
)
"""Half-width punctuation with Chinese on both sides."""

SPACES = re.compile(f"(?<=[{_HAN}，。；：、])[ \u3000]{{2,}}(?=[{_HAN}])")
"""Two or more spaces within Chinese text."""

_TWO_NUMBERS = re.compile("[〔\\[][0-9]{4}[〕\\]][0-9]+号(?=[\u4e00-\u9fff]{2,6}[〔\\[][0-9]{4}[〕\\]])")
_NUMBER_YEAR = re.compile("[\\[【(（〔](?:19|20)[0-9]{2}[\\]】)）〕]第?[0-9]+号")
_MAY_BE_WRONG = re.compile("[^\\x00-\\x7f][,;:!?()]|[ \u3000]{2}|号[^\\x00-\\x7f]{2,6}[〔\\[]|”、“|》、《")
_BETWEEN_QUOTES = re.compile("”、“|》、《")
_DOUBLED = re.compile(f"([{_HAN}]{{2,4}})\\1")
_MAY_DOUBLE = re.compile("一|研究|商量|讨论|来来|往往|人人|方方|面面|种种|层层|时时|处处|家家|户户")
_BROKEN = re.compile("的的|了了|和和|是是|与与|将将|，，|。。|、、|；；|，。|。，|、，")
_ORDINALS = "一二三四五六七八九十"
_ITEM = re.compile(f"(?<![第{_ORDINALS}])([{_ORDINALS}]{{1,3}})是(?=[{_HAN}“])")
_WRONG_MARK = re.compile("（[一二三四五六七八九十]+）、|（[0-9]+）、|(?:^|[。；\n])[0-9]{1,2}、")
_FIRST, _SECOND = re.compile("首先[，是]"), re.compile("第二[，是]")
_COUNTED_UNITS = ("期", "场次", "场", "人次", "家", "宗", "件", "批次")
_CHINESE = re.compile(
    f"(?<![第{_ORDINALS}])([二两三四五六七八九十百]{{1,4}})({'|'.join(_COUNTED_UNITS)})(?!工程|项目|建设|人士|族|套|事)"
)
_THOUSAND = 4  # digits from which an amount may be grouped


@check(
    "TX-01",
    "六角括号",
    Severity.WARNING,
    "概 任 收 管 论 析 项 效 题 措 表",
    "GB/T 9704-2012，7.2.5：发文字号年份用六角括号",
)
def document_numbers(subject: Subject) -> Findings:
    """The year of a document number stands in 〔〕, the number without 第 and without leading zeros."""
    seen: set[tuple[str, int, str]] = set()
    for passage in subject.corpus.having(_NUMBER_YEAR):
        for found in DOCUMENT.finditer(passage.text):
            issuer, opening, year, closing, ordinal, number, _ = found.groups()
            issuer = _NO_ISSUER.split(issuer)[-1]
            if (opening + closing) == "〔〕" and not ordinal and not number.startswith("0"):
                continue
            key = (passage.table, passage.row_id, f"{issuer}{year}/{number}")
            if key in seen:
                continue
            seen.add(key)
            right = f"〔{year}〕{number.lstrip('0')}号"
            written = f"{opening}{year}{closing}{ordinal}{number}号"
            why = f"应使用六角括号〔{year}〕" if opening + closing != "〔〕" else "不加“第”、不编虚位"
            yield Found(
                f"文号“{issuer}{written}”{why}",
                f"请改为“{right}”",
                subject.entity(passage),
                passage.field,
                {"written": f"{issuer}{written}", "right": right},
                quote=f"{issuer}{written}",
            )


@check("TX-02", "半角标点", Severity.WARNING, "概 任 收 管 论 析 项 效 题 措 表", "GB/T 15834-2011：汉字之间用全角标点")
def punctuation(subject: Subject) -> Findings:
    """Chinese text has full-width punctuation and no double spaces."""
    for passage in subject.corpus.having(_MAY_BE_WRONG):
        text = passage.text
        for pattern, what, advice in (
            (PUNCTUATION, "有半角标点", "请改为全角标点"),
            (SPACES, "有多余空格", "请删去空格"),
            (_TWO_NUMBERS, "两个文号之间没有顿号", "请补上顿号"),
        ):
            found = pattern.search(text)
            if found:
                number = len(pattern.findall(text))
                places = f"（共{number}处）" if number > 1 else ""
                near = texts.around(text, *found.span(), width=8)
                yield Found(
                    f"“{near}”{what}{places}",
                    advice,
                    subject.entity(passage),
                    passage.field,
                    {"text": near, "places": str(number)},
                    quote=near,
                )
        if found := _BETWEEN_QUOTES.search(text):
            near = texts.around(text, *found.span(), width=8)
            yield Found(
                f"“{near}”的引号或书名号之间不用顿号",
                "请删去顿号",
                subject.entity(passage),
                passage.field,
                {"text": near},
                quote=near,
                severity=Severity.HINT,
            )


@check("TX-03", "叠词漏字", Severity.HINT, "概 任 收 管 论 析 项 效 题 措 表", "文字校对")
def doubled_words(subject: Subject) -> Findings:
    """No word stands twice by mistake."""
    for passage in subject.corpus.having(_DOUBLED, _BROKEN):
        for pattern in (_DOUBLED, _BROKEN):
            found = pattern.search(passage.text)
            if found and not _MAY_DOUBLE.search(found[0]):
                near = texts.around(passage.text, *found.span(), width=6)
                yield Found(
                    f"“{near}”中“{found[0]}”疑为重复或漏字",
                    "请核对",
                    subject.entity(passage),
                    passage.field,
                    {"words": found[0]},
                    quote=near,
                )


@check("TX-04", "序号", Severity.WARNING, "概 任 析 项 题 措", "GB/T 9704-2012，7.3.3：结构层次序数")
def numbering(subject: Subject) -> Findings:
    """Numbers of items follow one another and do not run into what they number."""
    yield from _run_together(subject.data.tasks)
    yield from _run_together(subject.data.projects)
    for passage in subject.prose:
        for problem, quoted in _numbering_faults(passage.text):
            yield Found(
                f"“{quoted}”{problem}",
                "请改正序号",
                subject.entity(passage),
                passage.field,
                {"text": quoted},
                quote=quoted,
            )


def _run_together(rows: Sequence[Task | Project]) -> Findings:
    for number, row in enumerate(rows, 1):
        if row.name[:1].isdigit():
            shown = f"{number}.{row.name[:6]}"
            yield Found(
                f"标题“{shown}…”的序号与数字相连，易误读为小数",
                "请调整名称，如把年份移到后面",
                row,
                "name",
                {"shown": shown},
                quote=texts.quote(row.name),
            )


def _numbering_faults(text: str) -> Iterator[tuple[str, str]]:
    expected = 1
    for found in _ITEM.finditer(text):
        number = _number(found[1])
        if number == 1:
            expected = 2
            continue
        if number != expected and not (number == 2 and expected == 1):
            yield f"前缺“{_ORDINALS_OF[expected - 1]}是”，序号不连续", texts.around(text, found.start(), found.end(), 4)
        expected = number + 1
    if wrong := _WRONG_MARK.search(text):
        yield "的序号后标点有误（括号后不加顿号，阿拉伯数字后用圆点）", wrong[0].strip()
    if _FIRST.search(text) and (second := _SECOND.search(text)):
        yield "与“首先”混用", second[0]


_ORDINALS_OF = (*_ORDINALS, *(f"十{digit}" for digit in _ORDINALS[:9]), "二十")


def _number(text: str) -> int:
    return _ORDINALS_OF.index(text) + 1 if text in _ORDINALS_OF else 0


@check("TX-05", "数字分节和小数位", Severity.HINT, "任 收 析 项", "GB/T 15835-2011，5.1.1：同一文中数字形式一致")
def writing_of_numbers(subject: Subject) -> Findings:
    """Amounts, percentages and counts of one kind are written in one way."""
    reading = subject.reading.figures
    amounts = [item for item in reading if item.unit == "元" and not item.is_approximate and _is_long(item)]
    grouped = next((item for item in amounts if "," in item.written), None)
    yield from _unlike(subject, [item for item in amounts if "," not in item.written], grouped, "没有用千分号")
    rates = [item for item in reading if item.unit == "%" and not item.is_approximate]
    with_place = next((item for item in rates if item.places == 1), None)
    yield from _unlike(subject, [item for item in rates if not item.places], with_place, "没有保留一位小数")
    yield from _two_scripts(subject)


def _is_long(item: Figure) -> bool:
    return len(re.sub("[^0-9].*", "", item.written.replace(",", ""))) >= _THOUSAND


def _unlike(subject: Subject, odd: list[Figure], pattern: Figure | None, what: str) -> Findings:
    """The odd figures, told by the first of them, where another one shows how the report writes them."""
    if odd and pattern is not None:
        first, number = odd[0], f"（共{len(odd)}处）" if len(odd) > 1 else ""
        yield Found(
            f"“{first.label}{first.written}”{what}{number}，与文中“{pattern.written}”的写法不一",
            "请统一写法",
            subject.entity(first.passage),
            first.passage.field,
            {"first": first.written, "second": pattern.written, "places": str(len(odd))},
            quote=f"{first.label}{first.written}",
        )


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A count in Chinese numerals."""

    passage: Passage
    written: str
    unit: str
    clause: str


def _two_scripts(subject: Subject) -> Findings:
    """Counts in one unit, some in Chinese numerals and some in Arabic, told with the most alike of the others."""
    for word in _spelled(subject):
        others = [
            item for item in subject.reading.figures if item.written.endswith(word.unit) and not item.is_approximate
        ]
        if not others:
            continue
        near = max(others, key=lambda item: texts.likeness(texts.clause_at(item.passage.text, item.start), word.clause))
        other = texts.clause_at(near.passage.text, near.start)
        yield Found(
            f"“{texts.quote(word.clause)}”与“{texts.quote(other)}”中“{word.written}”“{near.written}”写法不一，数值也不同",
            "请核对是否同一事项，并统一数字写法",
            subject.entity(word.passage),
            word.passage.field,
            {"first": word.written, "second": near.written},
            quote=texts.quote(word.clause),
        )


def _spelled(subject: Subject) -> Iterator[_Spelled]:
    for passage in subject.prose:
        for found in _CHINESE.finditer(passage.text):
            yield _Spelled(passage, found[0], found[2], texts.clause_at(passage.text, found.start()))


@check("TX-06", "标题断行", Severity.HINT, "题名", "GB/T 9704-2012，7.3.1：标题回行词意完整")
def title_lines(subject: Subject) -> Findings:
    """No line of the title ends within a year or before a mark."""
    if subject.printed is None:
        yield Unchecked("没有生成正文，未核对标题断行")
        return
    for passage in subject.printed:
        if passage.style != "title":
            continue
        lines = narrow(passage.text).split("\n")
        for first, second in pairwise(lines):
            if (first[-1:].isdigit() and second[:1] in "0123456789年") or second[:1] in "的，、）和及":
                yield Found(
                    f"标题在“{first[-4:]}｜{second[:2]}”处断行",
                    "请缩短标题，或选用另一种版式",
                    table="department",
                    field="name",
                    section="标题",
                    values={"first": first, "second": second},
                    quote=f"{first}｜{second}",
                )
