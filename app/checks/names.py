"""CX-10, CX-11 and CX-14: the year, the department and the rank a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.checks import texts
from app.checks.figures import narrow
from app.checks.registry import Findings, Found, Subject, check
from app.model.entities import Department
from app.model.results import Severity

_YEAR = re.compile("(?<![0-9〔\\[（(])((?:19|20)[0-9]{2})年(?!以来|以前|之前|版|前|底|末)")
_LEADING = re.compile("(?:^|[。；！？\n]|[一二三四五六七八九十]是|：)$")
_PAST = re.compile(
    "上年|同期|较|相比|入选|考核|起|以来|结转|失业保险|批复|印发|颁布|荣获|获评|评选|成立|建成|启动|开始|实施|出台|下发|立项|签订|购置"
)
_PLAN = re.compile("将|规划|目标|计划|到$|至$|力争|预计|展望|远景|前|底前")
_CARRIED_OVER = 5  # years; texts of reports older than that are not carried over
_RANKED = re.compile(
    "(?:全[国省市区县]|位居|居|位列|列|排名|名列)[^，。；]{0,6}"
    "(?:第[一二三四五六七八九十][名位]?|首位|前列|榜首|前[一二三四五六七八九十]名?)"
)
_SOURCED = re.compile("〔[0-9]{4}〕|《[^》]+》|通报|公布|文件|据|考核结果")


@check("CX-10", "报告期", Severity.WARNING, "任 收 管 论 析 项 效 题 措", "全文为同一报告年度")
def period(subject: Subject) -> Findings:
    """The report speaks of its own year, save where another is plainly meant."""
    own = subject.report.year
    for passage in subject.prose:
        text = narrow(passage.text)
        for found in _YEAR.finditer(text):
            year = int(found[1])
            if year == own:
                continue
            clause = texts.clause_at(text, found.start())
            before = text[: found.start()]
            is_leading = _LEADING.search(before[-3:]) is not None or not before
            is_later = year > own and not _PLAN.search(clause) and not _PLAN.search(before[-2:])
            is_earlier = own - _CARRIED_OVER <= year < own and is_leading and not _PAST.search(clause)
            if is_later or is_earlier:
                yield Found(
                    f"出现非报告年度“{found[0]}”，报告年度为{own}年",
                    "请核对年度",
                    subject.entity(passage),
                    passage.field,
                    {"year": found[1], "own": str(own), "clause": clause[:12]},
                    quote=texts.around(text, *found.span()),
                )


@check("CX-11", "单位名称", Severity.ERROR, "概 任 收 管 论 析 项 效 题 措", "不得出现模板残留的其他单位名称")
def names_of_others(subject: Subject) -> Findings:
    """No other department of the same kind and no wrong way of saying “we” is left from a template."""
    patterns = list(_foreign(subject.data.department.name, subject.data.department.region))
    if not patterns:
        return
    for passage in subject.corpus.having(_anchor(subject.data.department)):
        if passage.table in {"department", "unit", "office"}:
            continue
        for pattern in patterns:
            found = pattern.search(passage.text)
            if found:
                yield Found(
                    f"出现“{found[0]}”，与本部门“{subject.data.department.name}”不符，疑似模板残留",
                    "请核对单位和地区名称",
                    subject.entity(passage),
                    passage.field,
                    {"name": found[0]},
                    quote=texts.around(passage.text, *found.span()),
                )
                break


def _anchor(department: Department) -> re.Pattern[str]:
    """What stands in every text that `_foreign` is found in, and is found fast."""
    where, _, rest = department.name.rpartition(department.region) if department.region else ("", "", "")
    return re.compile(
        "|".join(["我[局委厅院]", "[我本全][区县]", *(re.escape(part) for part in (where, rest) if part)])
    )


def _foreign(name: str, region: str) -> Iterator[re.Pattern[str]]:
    """What must not stand in a report of this department."""
    ends = name[-1:]
    if ends in "局委厅办院处":
        others = "".join(sign for sign in "局委厅院" if sign != ends)
        yield re.compile(f"(?:(?<![\u4e00-\u9fff])|(?<=[由为经在向对与和给将把使及]))我[{others}](?![员托会])")
    where, _, rest = name.rpartition(region) if region else ("", "", "")
    if rest:
        yield re.compile(f"(?!{re.escape(region)})[\u4e00-\u9fff]{{2}}[区县市]{re.escape(rest)}")
    if region:
        kind = region[-1]
        if kind in "区县市":
            wrong = "".join(sign for sign in "区县" if sign != kind) if kind in "区县" else ""
            if wrong:
                yield re.compile(f"[我本全][{wrong}](?![域内间位级直])")
        if where.endswith("市"):
            yield re.compile(f"{re.escape(where)}(?!{re.escape(region)})[\u4e00-\u9fff]{{2}}区(?![域内间位])")


@check("CX-14", "排名与最高级", Severity.HINT, "任", "排名、首位等须有依据")
def rankings(subject: Subject) -> Findings:
    """A place in a ranking names where it is from."""
    for passage in subject.prose:
        for sentence in texts.sentences(passage.text):
            found = _RANKED.search(sentence.text)
            if found and not _SOURCED.search(sentence.text):
                clause = texts.clause_at(passage.text, sentence.start + found.start())
                yield Found(
                    f"“{texts.quote(clause)}”没有写明依据",
                    "请附依据文件或写明出处",
                    subject.entity(passage),
                    passage.field,
                    {"words": found[0], "clause": clause},
                    quote=texts.quote(clause),
                )
