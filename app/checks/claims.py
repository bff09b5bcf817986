"""CX-06 to CX-09: what is claimed in words fits the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.checks import texts
from app.checks.figures import Role, narrow
from app.checks.indicators import missed
from app.checks.registry import Findings, Found, Subject, check
from app.errors import InputError
from app.model.entities import Indicator, Task
from app.model.passage import Passage
from app.model.results import Severity
from app.model.targets import read_quantity

_WISH = re.compile("力争|确保|争取|努力|要求|推动|目标是|计划|拟|将|未|没有|不能|尚")
_ALL = re.compile(
    "(?:所有|全部|全体)(?P<subject>[\u4e00-\u9fff]{2,12}?)(?:均|都|全部|已|皆)+(?P<rest>[\u4e00-\u9fff、]{2,16})"
)
_DONE = re.compile("办结|结案|完成|达标|合格|发放|到位|覆盖|支付|整改|验收|签订|参保|处理|就业|调解")
_SAVE_FOR = re.compile("除[^。；！？\n]{1,80}外[，、]?$")
_ACHIEVED = re.compile(
    "圆满完成|全面完成|全部完成|均(?:已|已经)?(?:圆满|超额|按时|如期)?完成|(?:均|已|全部|全面)(?:已)?(?:达标|达成|实现)|超额完成"
)
_OVERALL = re.compile("目标|任务|指标|工作")
_CLAIMING_FIELDS = frozenset({"overall_goal", "overall_work", "goal_completion", "management_text", "results_text"})
_NUMERALS = {"两": 2} | {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)}
_COUNT = "(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
_LISTED_BEFORE = re.compile(f"(?P<open>等)?{_COUNT}(?P<unit>大|项|类|种|地|方面|个方面|个)(?=[\u4e00-\u9fff]|$)")
_LISTED_AFTER = re.compile(
    f"{_COUNT}(?:个|家|所|项|类|种|大|条)(?P<noun>[\u4e00-\u9fff（）]{{0,12}})，?(?:包括|分别是|分别为|即|具体为|具体是)[:：]?(?P<list>[^。；\\n]+)"
)
_DATE = re.compile("^[0-9]{4}年度?")
_NOT_BEFORE_COUNT = frozenset("第共有为达约近超的了各每十一二三四五六七八九")
_TASKS = re.compile(
    "(?P<count>[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:大项|个|项|大)(?:主要|重点|年度|重要)*(?:工作)?任务"
)


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate below 100 % and where it is stated."""

    name: str
    written: str
    section: str


def _low_rates(subject: Subject) -> Iterator[_Rate]:
    for figure in subject.reading.figures:
        if figure.unit == "%" and figure.value < 100 and figure.role is Role.ACTUAL and len(figure.noun) > 2:
            yield _Rate(figure.noun, figure.written, figure.passage.section)
    for row in subject.data.indicators:
        actual = subject.facts.actual(row)
        try:
            found = read_quantity(actual, row.unit) if "率" in row.level3 and actual.strip() else None
        except InputError:
            continue
        if found is not None and found.is_percent and found.value < 100:
            yield _Rate(row.level3, f"{actual.strip().rstrip('%')}%", "自评表")


@check("CX-06", "全称断言", Severity.ERROR, "任 析", "“所有、全部、均”须有100%的数支持")
def everything(subject: Subject) -> Findings:
    """What is claimed of all is not contradicted by a rate below 100 %."""
    rates: dict[str, list[_Rate]] = {}
    for rate in _low_rates(subject):
        for done in set(_DONE.findall(rate.name)):
            rates.setdefault(done, []).append(rate)
    for passage in subject.prose:
        for found in _ALL.finditer(passage.text):
            clause = texts.clause_at(passage.text, found.start())
            if _WISH.search(clause[: clause.find(found[0]) + 2]):
                continue
            against = _contradicting(found, rates)
            if against:
                yield Found(
                    f"写“{texts.quote(found[0])}”，但{against.section}“{against.name}”为{against.written}",
                    "请核对是否同一事项，并改正其一",
                    subject.entity(passage),
                    passage.field,
                    {"claim": found[0], "rate": against.written, "name": against.name},
                    f"100%≠{against.written}",
                    quote=texts.quote(clause),
                )


def _contradicting(found: re.Match[str], rates: dict[str, list[_Rate]]) -> _Rate | None:
    """The rate of the same deed on the same thing."""
    topic = texts.pairs(found["subject"])
    for done in dict.fromkeys(_DONE.findall(found["rest"])):
        for rate in rates.get(done, ()):
            if 2 * len(topic & texts.pairs(rate.name)) >= len(topic):
                return rate
    return None


@check("CX-07", "结论与扣分矛盾", Severity.WARNING, "任 论 析", "有未达标指标的不能写全部完成")
def claims_of_success(subject: Subject) -> Findings:
    """Nothing is said to be wholly achieved where a target was missed."""
    by_task: dict[int, list[Indicator]] = {}
    for row, _ in missed(subject):
        by_task.setdefault(row.task_id or 0, []).append(row)
    everything_missed = [row for rows in by_task.values() for row in rows]
    if not everything_missed:
        return
    for passage in subject.prose:
        if passage.table == Task.TABLE:
            rows = by_task.get(passage.row_id, [])
        else:
            is_general = passage.table == "report" and passage.field in _CLAIMING_FIELDS
            rows = everything_missed if is_general else []
        claim = _claim(passage.text) if rows else None
        if claim:
            names = "".join(f"“{row.level3}”" for row in rows[:3])
            yield Found(
                f"“{texts.quote(claim)}”与自评结论矛盾：{names}{'等' if len(rows) > 3 else ''}未达标",
                "请改写结论或核对指标",
                subject.entity(passage),
                passage.field,
                {"claim": claim, "missed": str(len(rows))},
                quote=texts.quote(claim),
            )


def _claim(text: str) -> str | None:
    """The first clause that says all was achieved, and names nothing before it that was not."""
    for clause in texts.clauses(text):
        found = _ACHIEVED.search(clause.text)
        if found and _SAVE_FOR.search(text[: clause.start]):
            continue
        if found and _OVERALL.search(clause.text) and not _WISH.search(clause.text[: found.end()]):
            return clause.text.strip()
    return None


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, sign, ones = text.partition("十")
    if not sign:
        return _NUMERALS.get(text, 0)
    return 10 * (_NUMERALS.get(tens, 1) if tens else 1) + (_NUMERALS.get(ones, 0) if ones else 0)


@check("CX-08", "声明个数=列举个数", Severity.ERROR, "概 任 析 项", "声明的个数与列举的个数一致")
def numbers_of_things(subject: Subject) -> Findings:
    """As many things are listed as are announced."""
    for listing in subject.reading.listings:
        names, values = len(listing.names), len(listing.figures)
        if names != values:
            yield _miscounted(subject, listing.passage, f"{names}项", f"{values}个数", listing.quote)
    for passage in subject.prose:
        for declared, listed, quoted in (*_lists_before(passage.text), *_lists_after(passage.text)):
            yield _miscounted(subject, passage, f"{declared}", f"{listed}项", quoted)


def _miscounted(subject: Subject, passage: Passage, declared: str, listed: str, quoted: str) -> Found:
    return Found(
        f"“{texts.quote(quoted)}”声明{declared}，列举{listed}",
        "请核对个数或补全列举",
        subject.entity(passage),
        passage.field,
        {"declared": declared, "listed": listed},
        f"{declared}≠{listed}",
        quote=texts.quote(quoted),
    )


def _lists_before(text: str) -> Iterator[tuple[str, int, str]]:
    """Things enumerated before their number, as in A、B、C等三项工程."""
    plain = narrow(text)
    for found in _LISTED_BEFORE.finditer(plain):
        start = max(plain.rfind(mark, 0, found.start()) for mark in "，。；：！？\n（(") + 1
        lead = _DATE.sub("", plain[start : found.start()])
        if not lead or (not found["open"] and lead[-1] in _NOT_BEFORE_COUNT) or any(sign.isdigit() for sign in lead):
            continue
        listed, declared = _items(lead), _value(found["count"])
        is_spelled = not found["count"].isdigit()
        if listed < 2 or declared < 2 or listed == declared or (not is_spelled and not found["open"]):
            continue
        is_short = found["open"] is not None and listed < declared
        if is_short and not (is_spelled and (found["unit"] == "大" or declared - listed == 1)):
            continue  # 等 leaves the list open
        yield f"{found['count']}{found['unit']}", listed, plain[start : found.end() + 4]


def _items(lead: str) -> int:
    """How many things a list names: between quotation marks, or by 、 and 和."""
    quoted = re.search("(?:“[^”]*”){2,}$", lead)
    if quoted:
        return quoted[0].count("“")
    if "、" not in lead:
        return 0
    *_, last = lead.split("、")
    return lead.count("、") + 1 + len(re.findall("[^和及与]{2}[和及与](?=[^和及与]{2})", last))


def _lists_after(text: str) -> Iterator[tuple[str, int, str]]:
    """Things enumerated after their number, as in 共设3个科室，包括A、B、C."""
    plain = narrow(text)
    for found in _LISTED_AFTER.finditer(plain):
        items, declared = found["list"], _value(found["count"])
        before = plain[found.start() - 1 : found.start()]
        if items.endswith("等") or "等" in items[-6:] or any(sign.isdigit() for sign in items) or before.isdigit():
            continue
        listed = _items(items)
        if listed > 2 and declared > 1 and listed != declared:
            yield f"{found['count']}{plain[found.end('count') : found.end('count') + 1]}", listed, found[0]


@check("CX-09", "任务口径一致", Severity.WARNING, "任 管 析", "工作任务的个数全文一致")
def number_of_tasks(subject: Subject) -> Findings:
    """The number of tasks told is the number analysed."""
    tasks = subject.facts.tasks
    for passage in subject.prose:
        if passage.table not in texts.OF_THE_WHOLE or not tasks:
            continue
        for found in _TASKS.finditer(passage.text):
            if _value(found["count"]) != tasks and _value(found["count"]) > 1:
                yield Found(
                    f"工作任务口径不一致：{passage.section}写“{found[0]}”，逐项分析的任务为{tasks}个",
                    "请统一口径，或说明两者的关系",
                    subject.entity(passage),
                    passage.field,
                    {"written": found[0], "tasks": str(tasks)},
                    f"{found[0]}≠{tasks}个",
                    quote=texts.around(passage.text, *found.span()),
                )
