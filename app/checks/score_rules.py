"""SC-11 to SC-17: scores follow from their rules, and are written consistently."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from app.checks import texts
from app.checks.registry import Findings, Found, Subject, Unchecked, check
from app.checks.scores import conclusion, place_of, rows_of
from app.model.entities import Indicator, Origin, Rule
from app.model.facts import FACTS
from app.model.passage import Passage
from app.model.project_forms import forms
from app.model.quantities import format_money, format_percent, format_plain, format_score
from app.model.results import Severity
from app.model.targets import BAND_LIMITS, Band, band

_TOLERANCE = Decimal("0.01")
_HALF = Decimal("0.5")
_GRADE = re.compile("(?:评价)?等级(?:评?定?为|是|：)?[“”]?(优|良|中|差)")
_SCORE = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)分(?![钟别值之])")
_UNSURE = frozenset({Origin.INFERRED.value, Origin.EXAMPLE.value})


def _recomputed(subject: Subject, row: Indicator, number: int, basis: str) -> Found | None:
    """A typed score that differs from the one the row's rule gives."""
    found = subject.scores.rows[row.id]
    if row.score is None or found.computed is None or abs(row.score - found.computed) <= _TOLERANCE:
        return None
    typed, computed = format_score(row.score), format_score(found.computed)
    return Found(
        f"自评表第{number}行“{row.level3}”按{basis}应得{computed}分，现填{typed}分",
        "请核对得分、完成值或评分规则",
        row,
        "score",
        {"score": typed, "computed": computed, "target": row.target, "actual": subject.facts.actual(row)},
        found.explanation,
    )


@check("SC-11", "定量得分复算", Severity.ERROR, "表", "评分规则（自评表“评分标准”栏）")
def quantitative_scores(subject: Subject) -> Findings:
    """A typed score is the one its rule gives."""
    is_unsure = any(row.origin in _UNSURE for row in subject.data.indicators if row.block in subject.facts.task_blocks)
    for number, row in enumerate(subject.data.indicators, 1):
        if row.rule in {Rule.BANDS, Rule.MANUAL} or row.fact.startswith("funds.") or row.not_applicable:
            continue
        if row.fact.startswith("targets.") and is_unsure:
            if row.score is not None:
                yield Unchecked(f"“{row.level3}”按达标率计分，而任务指标中有示例或推断的数据，未复算")
            continue
        if found := _recomputed(subject, row, number, f"“{row.rule}”规则"):
            yield found


@check("SC-12", "定性档位区间", Severity.ERROR, "表", "财预〔2020〕10号：达成80%—100%，部分达成60%—80%，未达成0—60%")
def qualitative_scores(subject: Subject) -> Findings:
    """A typed score lies in the range of the band that was chosen."""
    for number, row in enumerate(subject.data.indicators, 1):
        chosen = band(row.actual) if row.rule == Rule.BANDS else None
        if chosen is None or row.score is None or not row.weight:
            continue
        shares = [percent / 100 for percent in BAND_LIMITS[chosen]]
        low, high = (share * row.weight for share in shares)
        is_within = low <= row.score and (row.score <= high if chosen is Band.MET else row.score < high)
        if not is_within:
            score, lowest, highest = format_plain(row.score), format_plain(low), format_plain(high)
            side = "含" if chosen is Band.MET else "不含"
            yield Found(
                f"自评表第{number}行“{row.level3}”选“{chosen}”，得分应在{lowest}至{highest}分（{side}）之间，现填{score}分",
                "请改正得分或档次",
                row,
                "score",
                {"band": chosen.value, "score": score, "low": lowest, "high": highest},
                f"{format_plain(row.weight)}×{'—'.join(map(format_plain, shares))}",
            )


@check("SC-13", "预算执行得分复算", Severity.ERROR, "表 收", "评分规则：按收支数据算出的执行率计分")
def completion_scores(subject: Subject) -> Findings:
    """A typed score that rests on the funds is the one the funds give; a project's form has a base for its own."""
    for form in forms(subject.data):
        if form.is_begun and form.total.budget == 0:
            spent = format_money(form.total.executed)
            yield Found(
                f"“{texts.quote(form.project.name)}”自评表的全年预算数为0，无法计算预算执行率得分",
                "请核对项目资金",
                form.funds[0] if form.funds else form.project,
                "budget",
                {"budget": "0", "executed": spent},
                severity=None if form.total.executed else Severity.WARNING,
            )
    for number, row in enumerate(subject.data.indicators, 1):
        if not row.fact.startswith("funds.") or row.not_applicable:
            continue
        actual = subject.facts.actual(row)
        if found := _recomputed(subject, row, number, f"{FACTS[row.fact].label}{actual}" if row.fact in FACTS else ""):
            yield found


@check("SC-14", "得分与执行率不匹配", Severity.WARNING, "论 表 项", "复核要点：得分率明显高于执行率")
def score_above_completion(subject: Subject) -> Findings:
    """A share of marks well above the completion of the budget rests on something."""
    most = subject.settings.score_above_completion
    for row in subject.data.indicators:
        found = subject.scores.rows[row.id]
        spec = FACTS.get(row.fact)
        rate = spec.value(subject.facts) if spec and row.fact.endswith("completion_rate") else None
        if rate is None or not found.weight or not found.score:
            continue
        share = 100 * found.score / found.weight
        if 100 * (share - rate) / share > most and not texts.explains(row.reason):
            yield _mismatch(row, "score", row.level3, share, rate)
    rate = subject.facts.total.rate
    full = subject.pack.scores.full
    if rate is None or not subject.scores.is_scored or not subject.scores.total or not full:
        return
    share = 100 * subject.scores.total / full
    if 100 * (share - rate) / share > most:
        yield _mismatch(subject.report, "typed_total", "自评总得分", share, rate)


def _mismatch(row: Indicator | object, field: str, name: str, share: Decimal, rate: Decimal) -> Found:
    earned, completed = format_percent(share), format_percent(rate)
    return Found(
        f"“{name}”得分率{earned}明显高于预算完成率{completed}",
        "请说明“少花钱多办事”的依据，或复核得分",
        row if isinstance(row, Indicator) else None,
        field,
        {"share": earned, "rate": completed},
        f"（{earned}－{completed}）÷{earned}",
        table="" if isinstance(row, Indicator) else "report",
    )


@check("SC-15", "等级对应", Severity.ERROR, "论", "当年通知的评价等级划分")
def grade(subject: Subject) -> Findings:
    """A grade written in the text is that of the total."""
    said = [*subject.prose, *(() if subject.on_paper is None else conclusion(subject))]
    right = subject.scores.grade
    for passage in said:
        found = _GRADE.search(passage.text)
        if found and right and found[1] != right and subject.scores.is_scored:
            total = format_score(subject.scores.total)
            yield Found(
                f"自评总得分{total}分应为“{right}”，现写“{found[1]}”",
                "请改正等级或得分",
                subject.entity(passage),
                passage.field or passage.key,
                {"total": total, "grade": right, "written": found[1]},
                quote=texts.around(passage.text, *found.span()),
                section=passage.section,
            )
            return


@check("SC-16", "分数写法一致", Severity.HINT, "论", "得分统一保留两位小数")
def score_writing(subject: Subject) -> Findings:
    """One score is written in one way."""
    if subject.on_paper is None:
        yield Unchecked("没有生成正文，未核对得分的写法")
        return
    written: dict[Decimal, dict[str, Passage]] = defaultdict(dict)
    for passage in conclusion(subject):
        for found in _SCORE.finditer(passage.text):
            if not _is_full_marks(passage.text, found):
                written[Decimal(found[1])].setdefault(found[1], passage)
    for ways in written.values():
        if len(ways) > 1:
            first, second = sorted(ways, key=len, reverse=True)[:2]
            yield Found(
                f"同一得分写作“{first}”和“{second}”",
                "请统一为两位小数",
                field=ways[second].key,
                values={"first": first, "second": second},
                quote=f"{second}分",
                section=ways[second].section,
            )


def _is_full_marks(text: str, found: re.Match[str]) -> bool:
    """Whether what is written is what could be earned, as in 投入20分，得分20.00分."""
    return text.startswith("，得分", found.end()) or text.endswith(("分值", "分值为", "满分"), 0, found.start())


@check("SC-17", "半分制核验", Severity.HINT, "论", "分值多以0.5分为单位，未列示扣分的指标应得满分")
def half_points(subject: Subject) -> Findings:
    """What the rows without loss earned is made of whole weights, which are multiples of half a point."""
    for block in subject.scores.blocks:
        rows = rows_of(subject, block)
        if not rows or any((row.weight or 0) % _HALF for row in rows):
            continue
        listed = sum((found.score or 0 for _, row, found in subject.losses if row.block == block.block), Decimal(0))
        rest = block.score - listed
        if rest % _HALF:
            score, shown, left = format_score(block.score), format_score(listed), format_plain(rest)
            yield Found(
                f"{block.block}得分{score}分，减去列示扣分指标的得分{shown}分，其余满分指标合计{left}分，不是0.5的整数倍",
                "请核对得分或漏列的扣分指标",
                *place_of(subject, block),
                {"score": score, "listed": shown, "rest": left},
                f"{score}－{shown}＝{left}",
                table=Indicator.TABLE,
            )
