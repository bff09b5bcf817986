"""FN: the three ways the money is broken down agree, and what was not spent is explained."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from app.checks import texts
from app.checks.figures import Figure, Role
from app.checks.registry import Findings, Found, Subject, Unchecked, check
from app.checks.relations import is_truncated, wrong_rate
from app.model.entities import Axis, Entity, FundLine, Project
from app.model.facts import Amounts, AxisFacts
from app.model.quantities import format_money, format_percent, format_plain, rate, to_wan
from app.model.results import Severity

_PERSONNEL = re.compile("人员经费|人员变动|人员减少|人员调动|人员变化|在职人员|基本支出")
_PROJECTS = re.compile("项目支出|项目资金|项目经费|项目进度|项目未")
_INITIAL = re.compile("年初(?:批复|下达)?(?:部门)?预算")
_FINAL = re.compile("决算")
_BUDGET = re.compile("预算|安排|下达|资金总额|收入")
_SPENT = re.compile("执行|支出|支付|使用")
_COMPLETION = re.compile("(?:执行|支出|支付|完成|使用)(?:进度|率)$")
_OF_MONEY = re.compile("(?:预算|资金|经费|项目)(?:执行|支出|支付|完成)(?:进度|率)$|^(?:执行率|预算完成率)$")
_OF_ALL = re.compile("部门整体|预算资金完成率|(?:全年|部门)预算|整体支出")
_FEN = 100  # in a 元


def _axis_sums(subject: Subject, axis: Axis, label: str) -> Findings:
    """One axis against the total the others agree on."""
    found = subject.facts.axis(axis)
    if not found.lines:
        yield Unchecked(f"没有填报按{axis.value}划分的收支，未核对{label}")
        return
    for field, name in (("budget", "全年预算数"), ("executed", "执行数")):
        own, total = getattr(found, field), _agreed(subject.facts.axes, field)
        if own is None or total is None or own == total or not _is_odd_one(subject.facts.axes, found, field):
            continue
        parts = "＋".join(format_money(getattr(line, field)) for line in found.lines)
        yield Found(
            f"按{axis.value}划分的{name}合计{format_money(own)}万元，与总额{format_money(total)}万元相差"
            f"{format_money(abs(own - total))}万元",
            "请核对各类别的金额",
            found.lines[0],
            field,
            {"sum": format_money(own), "total": format_money(total), "gap": format_money(abs(own - total))},
            f"{parts}＝{format_money(own)}≠{format_money(total)}",
        )


def _agreed(axes: tuple[AxisFacts, ...], field: str) -> int | None:
    """The total most axes come to, of several the first; None while fewer than two have lines."""
    sums = [getattr(axis, field) for axis in axes if axis.lines]
    return None if len(sums) < 2 else Counter(sums).most_common(1)[0][0]


def _is_odd_one(axes: tuple[AxisFacts, ...], axis: AxisFacts, field: str) -> bool:
    """Whether an axis is one of those that differ; of two that differ, the later."""
    sums = [getattr(item, field) for item in axes if item.lines]
    return sums.count(getattr(axis, field)) == 1 and (len(set(sums)) < 3 or getattr(axis, field) != sums[0])


@check("FN-01", "资金来源合计", Severity.ERROR, "收 表", "收支勾稽关系：财政拨款＋其他资金＝总额")
def sources(subject: Subject) -> Findings:
    """The sources of money add up to the total."""
    return _axis_sums(subject, Axis.SOURCE, "资金来源合计")


@check("FN-02", "资金结构合计", Severity.ERROR, "收 表", "收支勾稽关系：基本支出＋项目支出＝总额")
def structure(subject: Subject) -> Findings:
    """Basic and project spending add up to the total."""
    return _axis_sums(subject, Axis.STRUCTURE, "资金结构合计")


@check("FN-03", "预算级次合计", Severity.ERROR, "收 表", "收支勾稽关系：本级支出＋转移支付＝总额")
def levels(subject: Subject) -> Findings:
    """The levels of the budget add up to the total."""
    return _axis_sums(subject, Axis.LEVEL, "预算级次合计")


def _funded(subject: Subject) -> Iterator[tuple[FundLine | Project, str, str]]:
    """Everything with a budget: row, name and the text that would explain it."""
    report = subject.report
    general = f"{report.management_text}\n{report.goal_shortfall}\n{subject.remedies.text}"
    for line in subject.data.fund_lines:
        yield line, line.category, "\n".join(_sentences_on(general, line.category))
    for project in subject.data.projects:
        yield project, project.name, f"{project.result}\n{project.purpose}"


def _sentences_on(text: str, category: str) -> Iterator[str]:
    return (piece.text for piece in texts.sentences(text) if category in piece.text)


@check("FN-04", "执行不超预算", Severity.ERROR, "收 项", "预算法：支出不得超出批准的预算")
def no_overspending(subject: Subject) -> Findings:
    """Spending stays within the budget; a little more has a reason."""
    ceiling = subject.settings.execution_ceiling
    for row, name, text in _funded(subject):
        if row.budget is None or row.executed is None or row.executed <= row.budget:
            continue
        done = rate(row.executed, row.budget)
        is_gross = done is None or done > ceiling  # without a budget there is nothing to be a little over
        if not is_gross and texts.explains(text):
            continue
        spent, budget = format_money(row.executed), format_money(row.budget)
        if done is None:
            yield Found(
                f"“{texts.quote(name)}”预算数为{budget}，执行数却有{spent}万元，无法计算完成率",
                "请核对预算数；确实没有预算的，请核实资金来源",
                row,
                "budget",
                {"executed": spent, "budget": budget},
                f"{spent}＞{budget}",
            )
            continue
        yield Found(
            f"“{texts.quote(name)}”执行数{spent}万元大于预算数{budget}万元，"
            f"超出{format_money(row.executed - row.budget)}万元",
            "请核对金额" if is_gross else "请核对金额或说明超出的原因",
            row,
            "executed",
            {"executed": spent, "budget": budget},
            f"{spent}＞{budget}",
            severity=None if is_gross else Severity.WARNING,
        )


def rate_figures(subject: Subject) -> Iterator[tuple[Figure, Amounts, str]]:
    """Every completion rate the text states of money, with the amounts it follows from and whose they are."""
    projects = {project.id: project for project in subject.data.projects}
    for figure in subject.reading.figures:
        if figure.unit != "%" or not _COMPLETION.search(figure.label) or "任务" in figure.label:
            continue
        near = subject.reading.of_field(figure.passage.table, figure.passage.row_id, figure.passage.field)
        money = [item for item in near if item.unit == "元" and item.sentence == figure.sentence]
        money = [item for item in money if item.end <= figure.start]
        budget = next((item for item in reversed(money) if _BUDGET.search(item.label)), None)
        spent = next((item for item in reversed(money) if _SPENT.search(item.label) and item is not budget), None)
        if budget and spent and budget.start < spent.start and not (budget.is_approximate or spent.is_approximate):
            yield figure, Amounts(int(budget.value * _FEN), int(spent.value * _FEN)), "句中所列"
        elif figure.passage.table == Project.TABLE and _is_of_money(figure):
            project = projects[figure.passage.row_id]
            yield figure, Amounts(project.budget, project.executed), "该项目"
        elif _OF_ALL.search(figure.label) and figure.role is not Role.CHANGE:
            yield figure, subject.facts.total, "部门整体"


def _is_of_money(figure: Figure) -> bool:
    return _OF_MONEY.search(figure.label) is not None


def _wrong_completion(row: Entity | None, figure: Figure, amounts: Amounts, whose: str) -> Found | None:
    """A stated completion rate that does not follow from its amounts."""
    if not amounts.budget or amounts.executed is None or amounts.budget <= 0:
        return None
    spent, budget = to_wan(amounts.executed), to_wan(amounts.budget)
    right = wrong_rate(figure, spent, budget)
    if right is None:
        return None
    first, second = format_money(amounts.executed), format_money(amounts.budget)
    cut = "（疑为截断）" if is_truncated(figure, spent, budget) else ""
    return Found(
        f"{whose}执行数{first}万元÷预算数{second}万元＝{right}，现写{figure.written}{cut}",
        "请改正完成率或金额",
        row,
        figure.passage.field,
        {"written": figure.written, "rate": right, "executed": first, "budget": second},
        f"{first}÷{second}＝{right}≠{figure.written}",
        quote=f"{figure.label}{figure.written}",
    )


def _wrong_rates(subject: Subject, *, of_projects: bool) -> Findings:
    for figure, amounts, whose in rate_figures(subject):
        if (figure.passage.table == Project.TABLE) is of_projects:
            found = _wrong_completion(subject.entity(figure.passage), figure, amounts, whose)
            if found:
                yield found


@check("FN-05", "完成率复算", Severity.ERROR, "收 项", "完成率＝执行数÷预算数，四舍五入")
def completion(subject: Subject) -> Findings:
    """A completion rate in the text is the quotient of its amounts."""
    return _wrong_rates(subject, of_projects=False)


def project_completion(subject: Subject) -> Findings:
    """The same within the texts of projects."""
    return _wrong_rates(subject, of_projects=True)


@check("FN-06", "低执行率说明", Severity.WARNING, "收 项", "财预〔2020〕10号：偏离较大的须分析原因")
def low_completion(subject: Subject) -> Findings:
    """Money left unspent has a reason."""
    least = subject.settings.reason_below
    for row, name, text in _funded(subject):
        done = rate(row.executed, row.budget)
        if done is not None and done < least and not texts.explains(text):
            percent = format_percent(done)
            yield Found(
                f"“{texts.quote(name)}”执行率{percent}，低于{format_plain(least)}%，没有说明原因",
                "请补写未执行的原因",
                row,
                "result" if isinstance(row, Project) else "executed",
                {"rate": percent, "executed": format_money(row.executed), "budget": format_money(row.budget)},
                f"{format_money(row.executed)}÷{format_money(row.budget)}＝{percent}",
            )


@check("FN-07", "未执行资金归因", Severity.WARNING, "论 收", "扣分原因应与未执行资金的构成相符")
def cause_of_the_unspent(subject: Subject) -> Findings:
    """A reason that blames personnel or projects fits where the unspent money is."""
    axis = subject.facts.axis(Axis.STRUCTURE)
    basic, projects = _unspent(axis.line("基本支出")), _unspent(axis.line("项目支出"))
    if basic is None or projects is None:
        yield Unchecked("没有填报基本支出和项目支出，未核对扣分原因与未执行资金的构成")
        return
    total = basic + projects
    if total <= 0:
        return
    for _, row, _ in subject.losses:
        if not row.fact.startswith("funds."):
            continue
        blames_staff, blames_projects = _PERSONNEL.search(row.reason), _PROJECTS.search(row.reason)
        if bool(blames_staff) == bool(blames_projects):
            continue
        blamed, other, share = ("人员", "项目支出", projects) if blames_staff else ("项目", "基本支出", basic)
        if 2 * share > total:
            percent = format_percent(rate(share, total))
            yield Found(
                f"“{row.level3}”的扣分原因归于{blamed}（“{texts.quote(row.reason)}”），"
                f"但未执行的{format_money(total)}万元中{percent}来自{other}",
                "请核对或补充扣分原因",
                row,
                "reason",
                {"unspent": format_money(total), "share": percent, "from": other},
                f"{format_money(share)}÷{format_money(total)}＝{percent}",
                quote=texts.quote(row.reason),
            )


def _unspent(line: FundLine | None) -> int | None:
    if line is None or line.budget is None or line.executed is None:
        return None
    return max(0, line.budget - line.executed)


@check("FN-08", "口径词", Severity.HINT, "收", "“完成率”的基数是预算数，不是收入额")
def words_for_the_base(subject: Subject) -> Findings:
    """The base of a completion rate is called the budget throughout."""
    pattern = re.compile("完成(?:全年)?收入(?:额|数)")
    for passage in (*(subject.on_paper or ()), *subject.prose):
        found = pattern.search(passage.text)
        if found:
            yield Found(
                f"“{found[0]}”与“全年预算数”“预算完成率”混用，口径不一",
                "请统一写作“预算完成率”",
                subject.entity(passage),
                passage.field or passage.key,
                {"words": found[0]},
                quote=texts.around(passage.text, *found.span()),
                section=passage.section,
            )
            return


@check("FN-09", "预算调整幅度", Severity.WARNING, "收 题", "年中调整较大的应说明原因")
def adjustment(subject: Subject) -> Findings:
    """A large change of the budget during the year has a reason."""
    initial = [item for item in subject.reading.figures if item.unit == "元" and _INITIAL.search(item.label)]
    report_wide = [item for item in initial if item.passage.table in texts.OF_THE_WHOLE]
    total = subject.facts.total.budget
    if not report_wide or not total:
        yield Unchecked("报告中没有写年初预算数，未核对年中调整幅度")
        return
    first = int(report_wide[0].value * _FEN)
    share = rate(abs(total - first), first)
    text = report_wide[0].passage.text
    if share is not None and share > subject.settings.adjustment_share and not texts.explains(text):
        gap, percent = format_money(abs(total - first)), format_percent(share)
        yield Found(
            f"年初预算{format_money(first)}万元，全年预算{format_money(total)}万元，"
            f"年中调整{gap}万元（{percent}），没有说明原因",
            "请说明调整的原因",
            subject.entity(report_wide[0].passage),
            report_wide[0].passage.field,
            {"initial": format_money(first), "budget": format_money(total), "share": percent},
            f"（{format_money(total)}－{format_money(first)}）÷{format_money(first)}＝{percent}",
            quote=report_wide[0].written,
        )


@check("FN-10", "与决算公开一致", Severity.WARNING, "收", "部门决算公开表")
def final_accounts(subject: Subject) -> Findings:
    """The totals are those of the published final accounts, where the report or a piece of evidence gives them."""
    stated = [
        item
        for item in subject.reading.figures
        if item.unit == "元" and not item.is_approximate and _is_of_final_accounts(subject, item)
    ]
    if not stated:
        yield Unchecked("没有部门决算表的数据；可在“佐证材料”登记决算表，并在说明中写“决算支出总计××万元”")
        return
    total = subject.facts.total
    for item in stated:
        ours = total.executed if "支出" in item.label else total.budget
        if ours is not None and int(item.value * _FEN) != ours:
            own, published = format_money(ours), item.written
            yield Found(
                f"报告{'执行数' if '支出' in item.label else '全年预算数'}{own}万元，决算公开表为{published}",
                "请核对口径和金额",
                subject.entity(item.passage),
                item.passage.field,
                {"report": own, "published": published},
                f"{own}≠{published}",
                quote=f"{item.label}{published}",
            )


def _is_of_final_accounts(subject: Subject, item: Figure) -> bool:
    if not re.search("(?:支出|收入)(?:总计|合计|总额|决算)?$", item.label):
        return False
    if _FINAL.search(item.label):
        return True
    row = subject.entity(item.passage) if item.passage.table == "evidence" else None
    return row is not None and _FINAL.search(getattr(row, "name", "")) is not None
