"""IX: targets that can be judged, and what was missed or far exceeded is explained."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from app.checks import texts
from app.checks.figures import Role
from app.checks.registry import Findings, Found, Subject, check
from app.errors import InputError
from app.model.entities import Entity, Indicator, Rule
from app.model.quantities import format_percent, format_plain
from app.model.results import Severity
from app.model.targets import Quantity, is_met, read_quantity, relation

_LESS = frozenset({Rule.AT_MOST.value, Rule.AT_MOST_RATIO.value, Rule.NO_EXCESS.value})
_MORE = frozenset({Rule.AT_LEAST.value})
_NUMERIC = frozenset(
    {Rule.AT_LEAST.value, Rule.AT_MOST.value, Rule.AT_MOST_RATIO.value, Rule.EQUAL.value, Rule.NO_EXCESS.value,
     Rule.PER_POINT.value, Rule.PER_STEP.value}
)  # fmt: skip
_UP_TO = frozenset({"≤", "<"})
_FROM = frozenset({"≥", ">"})
_VAGUE = re.compile("明显|有效|显著|较好|进一步|不断|持续|大幅|基本|良好|提升|提高|改善|增强|优化")
_COST = re.compile("成本|经费控制率|支出控制|造价|能耗|投诉率|事故|差异率|发生率|逾期率|三公")
_SAVING = re.compile("节约|降低|下降|减少|压减|处理|办结")
_GOOD = re.compile("(?:及时|完成|合格|达标|办结|覆盖|就业|到位|结案|成功)率$|满意度$|满意率$")
_OUTPUT, _BENEFIT = re.compile("产出|数量|质量|时效|成本"), re.compile("效益|影响|满意")
_FITTING = (
    ("数量", re.compile("率$|及时|满意|成本|支付")),
    ("质量", re.compile("人数|场次|数量$|及时|成本|满意")),
    ("时效", re.compile("人数|场次|数量$|成本|合格|满意")),
    ("成本", re.compile("人数|场次|及时|合格|满意")),
    ("满意", re.compile("人数|场次|及时率|完成率|合格率|成本")),
)
_SURVEY = re.compile("问卷|样本|调查|访谈|抽样|测评|回访|[0-9]份|评价器")
_NO_COMPLAINT = re.compile("(?:无|没有|零|未收到|未发生)投诉")
_UNFINISHED = re.compile("(?:待|未|尚未|没有|未能)(?:完成)?(?:验收|完工|竣工|交付)|在建")


def _quantity(text: str, unit: str) -> Quantity | None:
    try:
        return read_quantity(text, unit) if text.strip() else None
    except InputError:
        return None


def _completion(row: Indicator, actual: str) -> Decimal | None:
    """Actual ÷ target in % of a row where more is better; None where it has no such rate."""
    target, value = _quantity(row.target, row.unit), _quantity(actual, row.unit)
    if target is None or value is None or target.value <= 0 or not target.is_comparable(value):
        return None
    if row.rule in _LESS or target.relation in _UP_TO or row.not_applicable:
        return None
    return 100 * value.value / target.value


@check("IX-01", "超额偏离", Severity.WARNING, "析 项 表", "财预〔2020〕10号：偏离目标较大的须说明原因")
def over_target(subject: Subject) -> Findings:
    """A target that was far exceeded was set too low, or something happened that is told."""
    limit, hint = subject.settings.over_target, subject.settings.over_target_hint
    told: set[tuple[Decimal, Decimal]] = set()
    for row in subject.data.indicators:
        actual = subject.facts.actual(row)
        done = _completion(row, actual) if row.block in subject.facts.task_blocks else None
        if done is None or done <= hint:
            continue
        target, value = read_quantity(row.target, row.unit), read_quantity(actual, row.unit)
        told.add((value.value, target.value))
        if not texts.explains(f"{row.reason}\n{row.measure}"):
            shown = f"{_shown(actual, row.unit)}÷{_shown(row.target, row.unit)}"
            yield _over(row, "actual", f"“{row.level3}”", done, limit, shown)
    for item in subject.attainments:
        if item.target.value <= 0 or (item.actual.value, item.target.value) in told:
            continue
        done = 100 * item.actual.value / item.target.value
        passage = item.actual.passage
        if done > hint and not texts.explains(_sentence(passage.text, item.actual.start)):
            told.add((item.actual.value, item.target.value))
            name = f"“{item.noun or item.actual.label}”"
            shown = f"{item.actual.written}÷{item.target.written}"
            yield _over(subject.entity(passage), passage.field, name, done, limit, shown)
    yield from _over_without_target(subject, limit)


def _over_without_target(subject: Subject, limit: Decimal) -> Findings:
    """Rates of completion that the text gives without the figures they come from."""
    stated = {item.rate for item in subject.attainments}
    for figure in subject.reading.figures:
        if figure.role is not Role.COMPLETION or figure in stated or figure.value <= limit:
            continue
        if not texts.explains(_sentence(figure.passage.text, figure.start)):
            yield Found(
                f"“{figure.label}{figure.written}”超出目标{format_plain(limit - 100)}%以上，没有说明原因",
                "请写明目标值，并说明超额的原因",
                subject.entity(figure.passage),
                figure.passage.field,
                {"rate": figure.written},
                quote=f"{figure.label}{figure.written}",
            )


def _over(row: Entity | None, field: str, name: str, done: Decimal, limit: Decimal, shown: str) -> Found:
    percent = format_percent(done)
    is_far = done > limit
    edge = f"超出目标{format_plain(limit - 100)}%以上" if is_far else "超出目标较多"
    actual, _, target = shown.partition("÷")
    return Found(
        f"{name}完成{actual}，目标{target}，完成率{percent}，{edge}，没有说明原因",
        "请说明超额的原因或目标设置偏低的情况" if is_far else "请考虑说明原因",
        row,
        field,
        {"actual": actual, "target": target, "rate": percent},
        f"{shown}＝{percent}",
        quote=actual,
        severity=None if is_far else Severity.HINT,
    )


def _shown(text: str, unit: str) -> str:
    text = text.strip()
    return f"{text}{unit}" if text[-1:].isdigit() else text


def _sentence(text: str, place: int) -> str:
    return next((piece.text for piece in texts.sentences(text) if piece.start + len(piece.text) > place), "")


def missed(subject: Subject) -> Iterator[tuple[Indicator, str]]:
    """The rows of the main tasks that did not reach their target, with what they reached."""
    for row in subject.data.indicators:
        actual = subject.facts.actual(row)
        if row.block in subject.facts.task_blocks and actual.strip() and is_met(row, actual) is False:
            yield row, actual


@check("IX-02", "未完成指标", Severity.ERROR, "论 析 措", "财预〔2020〕10号：未完成的须写明原因和改进措施")
def missed_targets(subject: Subject) -> Findings:
    """A missed target has a reason and a measure."""
    for row, actual in missed(subject):
        without = []
        if not row.reason.strip():
            without.append("原因")
        if not row.measure.strip() and not subject.remedies.mention(row.level3):
            without.append("改进措施")
        if without:
            first, second = _shown(actual, row.unit), _shown(row.target, row.unit)
            yield Found(
                f"“{row.level3}”未完成（完成{first}，目标{second}），缺少{'和'.join(without)}",
                f"请补写{'和'.join(without)}",
                row,
                "reason" if "原因" in without else "measure",
                {"actual": first, "target": second, "missing": "、".join(without)},
                f"{first}未达{second}",
            )


@check("IX-03", "只有完成值没有目标值", Severity.WARNING, "析", "未达标指标须同时写目标值和完成值")
def target_is_told(subject: Subject) -> Findings:
    """The text on a task tells the target of what was missed, not only the figure reached."""
    for row, actual in missed(subject):
        task = subject.tasks.get(row.task_id or 0)
        value, target = _quantity(actual, row.unit), _quantity(row.target, row.unit)
        if task is None or value is None or target is None:
            continue
        told = subject.reading.of_field("task", task.id, "analysis")
        figure = next((item for item in told if item.value == value.value), None)
        if figure is None or any(item.value == target.value or item.role is Role.TARGET for item in told):
            continue
        yield Found(
            f"“{row.level3}”未达标，正文只写完成{figure.written}，没有写目标值{_shown(row.target, row.unit)}",
            "请在该任务的分析中补写目标值",
            task,
            "analysis",
            {"actual": figure.written, "target": _shown(row.target, row.unit)},
            quote=f"{figure.label}{figure.written}",
        )


@check("IX-04", "空洞指标", Severity.WARNING, "表 析", "绩效目标应细化量化、可衡量（财预〔2015〕88号）")
def empty_targets(subject: Subject) -> Findings:
    """A target can be measured: it has a number, and a percentage says how it is worked out."""
    proved = {link.indicator_id for link in subject.data.evidence_links}
    for row in subject.data.indicators:
        if row.block not in subject.facts.task_blocks or not row.target.strip() or row.rule == Rule.BANDS:
            continue
        quantity = _quantity(row.target, row.unit)
        if quantity is None and _VAGUE.search(row.target):
            why = f"的目标值“{texts.quote(row.target)}”没有数字，无法衡量"
        elif (
            quantity
            and quantity.is_percent
            and not (row.definition.strip() or row.criterion.strip() or row.id in proved)
        ):
            why = f"的目标值{_shown(row.target, row.unit)}没有计算办法和依据，不具考核性"
        else:
            continue
        yield Found(
            f"“{row.level3}”{why}", "请写明可衡量的目标值、指标解释或评分标准", row, "target", {"target": row.target}
        )


@check("IX-05", "方向错误", Severity.ERROR, "表", "成本类指标用≤，比率类产出指标用≥")
def direction(subject: Subject) -> Findings:
    """Costs have a ceiling; rates of success have a floor."""
    for row in subject.data.indicators:
        sign = relation(row.target)
        wants_more = sign in _FROM or (not sign and row.rule in _MORE)
        wants_less = sign in _UP_TO or (not sign and row.rule in _LESS)
        is_cost = _COST.search(row.level3) and not _SAVING.search(row.level3)
        is_good = _GOOD.search(row.level3) and not is_cost
        if row.target.strip() and ((is_cost and wants_more) or (is_good and wants_less)):
            shown = sign or ("≥" if wants_more else "≤")
            why = "与控制支出、减少问题的方向相反" if wants_more else "与越高越好的方向相反"
            yield Found(
                f"“{row.level3}”的目标方向为“{shown}”，{why}",
                "请改正目标值的方向或评分规则",
                row,
                "target",
                {"target": row.target, "direction": shown},
                quote=row.target,
            )


@check("IX-06", "二三级不匹配", Severity.ERROR, "表", "财预〔2020〕10号指标框架：数量、质量、时效、成本、满意度")
def levels_fit(subject: Subject) -> Findings:
    """A third-level indicator measures what its second level is about."""
    for row in subject.data.indicators:
        if not row.level2.endswith("指标") or len(row.level2) > 8:
            continue
        wrong = next((pattern for word, pattern in _FITTING if word in row.level2 and pattern.search(row.level3)), None)
        if wrong and not (row.level2.startswith("成本") and "控制率" in row.level3):
            yield Found(
                f"“{row.level3}”不反映“{row.level2}”", "请调整二级或三级指标", row, "level3", {"level2": row.level2}
            )


@check("IX-07", "产出效益重复", Severity.WARNING, "表", "同一指标不得在产出和效益中重复设置")
def repeated_indicators(subject: Subject) -> Findings:
    """No indicator stands twice under one task, or under both output and benefit."""
    seen: dict[tuple[str, int | None, str], Indicator] = {}
    for row in subject.data.indicators:
        name = row.level3.strip()
        key = (row.block, row.task_id, name)
        first = seen.setdefault(key, row)
        if name and first is not row:
            both = _OUTPUT.search(first.level2) and _BENEFIT.search(row.level2)
            where = "在产出与效益重复设置" if both else "在自评表中重复设置"
            yield Found(
                f"“{name}”{where}", "请删去或改设一项", row, "level3", {"first": first.level2, "second": row.level2}
            )


@check("IX-08", "满意度依据", Severity.WARNING, "表 析", "满意度须有调查方式和样本量")
def satisfaction(subject: Subject) -> Findings:
    """A rate of satisfaction tells how it was found out."""
    links: dict[int, list[str]] = defaultdict(list)
    evidence = {item.id: f"{item.name}{item.note}" for item in subject.data.evidence}
    for link in subject.data.evidence_links:
        if link.indicator_id is not None and link.evidence_id is not None:
            links[link.indicator_id].append(evidence.get(link.evidence_id, ""))
    for row in subject.data.indicators:
        actual = subject.facts.actual(row)
        if "满意" not in row.level3 or not actual.strip():
            continue
        task = subject.tasks.get(row.task_id or 0)
        basis = "".join([row.definition, row.criterion, row.reason, *links[row.id], task.analysis if task else ""])
        if _NO_COMPLAINT.search(basis) and not _SURVEY.search(basis):
            why = "以没有投诉为依据"
        elif not _SURVEY.search(basis):
            why = "缺少调查方式和样本量"
        else:
            continue
        yield Found(
            f"“{row.level3}”{_shown(actual, row.unit)}{why}",
            "请补充问卷或回访的份数和结果",
            row,
            "actual",
            {"actual": actual},
        )


@check("IX-09", "数值类型", Severity.ERROR, "表", "定量指标的指标值为数值")
def numeric_values(subject: Subject) -> Findings:
    """Target and actual value of a quantitative row are numbers."""
    for row in subject.data.indicators:
        if row.rule not in _NUMERIC or row.not_applicable:
            continue
        for field, label in (("target", "目标值"), ("actual", "实际完成值")):
            text = getattr(row, field).strip()
            if not text or (field == "actual" and row.fact) or text == "不适用":
                continue
            try:
                read_quantity(text, row.unit)
            except InputError:
                yield Found(
                    f"“{row.level3}”是定量指标，{label}“{texts.quote(text)}”不是一个数值",
                    "请填写一个数字，或改用定性的评分规则",
                    row,
                    field,
                    {field: text},
                    quote=texts.quote(text),
                )


@check("IX-10", "验收逻辑", Severity.WARNING, "表 项", "未验收、未完工的不能按完成计分")
def acceptance(subject: Subject) -> Findings:
    """What is not accepted or finished has no full marks and is not fully paid."""
    for row in subject.data.indicators:
        said = _UNFINISHED.search(f"{row.reason}；{row.actual}；{row.measure}")
        found = subject.scores.rows[row.id]
        if said and found.score is not None and found.weight and not found.lost:
            yield Found(
                f"“{row.level3}”写明“{said[0]}”，却得满分{format_plain(found.score)}分",
                "请核对完成值和得分",
                row,
                "score" if row.score is not None else "actual",
                {"words": said[0], "score": format_plain(found.score)},
                quote=said[0],
            )
    for project in subject.data.projects:
        said = _UNFINISHED.search(project.result)
        if said and project.budget and project.executed == project.budget:
            yield Found(
                f"“{texts.quote(project.name)}”写明“{said[0]}”，资金却已全部支出",
                "请核对支出进度或完成情况",
                project,
                "result",
                {"words": said[0]},
                quote=texts.around(project.result, *said.span()),
            )
