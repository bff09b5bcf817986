"""PJ-01 to PJ-07: the projects are all there, and their figures fit into the department's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.checks import texts
from app.checks.figures import Figure
from app.checks.funds import project_completion
from app.checks.registry import Findings, Found, Subject, Unchecked, check
from app.checks.relations import Split
from app.model.entities import Axis, Project
from app.model.facts import Amounts
from app.model.project_forms import Form, forms
from app.model.quantities import format_money, format_percent, format_plain, rate
from app.model.results import Severity

_UNLISTED = re.compile("未列示|未逐项|其余(?:[0-9]+个)?项目|其他(?:[0-9]+个)?项目|线下(?:自评)?项目")
_ONLINE, _OFFLINE = re.compile("线上(?:重点|自评)?项目$"), re.compile("线下(?:自评)?项目$")
_ALL_BEFORE, _ALL_AFTER = re.compile("(?:绩效|自评|支出)项目$"), re.compile("(?:支出|自评|绩效|财政支出)项目")


@check("PJ-01", "项目个数闭合", Severity.ERROR, "管 项", "项目总数＝线上重点＋线下自评，且为覆盖率的分母")
def number_of_projects(subject: Subject) -> Findings:
    """The number of projects due, counted and told is one number."""
    facts, report = subject.facts, subject.report
    online, offline, total = facts.projects_online, facts.projects_offline, facts.projects_total
    if report.projects_due is None:
        yield Unchecked("没有填写应开展自评的项目数，未核对项目个数")
    elif total and report.projects_due != total and not _is_told_as_open(subject):
        yield Found(
            f"应开展自评的项目{report.projects_due}个，线上重点{online}个＋线下自评{offline}个＝{total}个，"
            f"其中逐项列示{facts.projects_listed}个",
            "请核对项目个数，或在绩效管理一节说明未自评的原因",
            report,
            "projects_due",
            {"due": str(report.projects_due), "online": str(online), "offline": str(offline), "total": str(total)},
            f"{online}＋{offline}＝{total}≠{report.projects_due}",
        )
    for figure, name, right in _told_numbers(subject):
        if figure.value != right:
            yield Found(
                f"正文写{name}{figure.written}，按填报的项目应为{right}个",
                "请核对项目个数",
                subject.entity(figure.passage),
                figure.passage.field,
                {"written": figure.written, "counted": str(right)},
                f"{figure.written}≠{right}个",
                quote=f"{figure.label}{figure.written}{figure.after}",
            )


def _is_told_as_open(subject: Subject) -> bool:
    """Whether the report says why fewer projects were evaluated than are due."""
    is_short = (subject.report.projects_due or 0) > subject.facts.projects_total
    return is_short and texts.explains(subject.report.management_text)


def _told_numbers(subject: Subject) -> Iterator[tuple[Figure, str, int]]:
    """The numbers of projects the report's own texts tell, with what the entries give."""
    facts = subject.facts
    if not facts.projects_total:
        return
    for figure in subject.reading.figures:
        if figure.unit != "个" or figure.passage.table not in texts.OF_THE_WHOLE or figure.is_approximate:
            continue
        if _ONLINE.search(figure.label):
            yield figure, "线上重点项目", facts.projects_online
        elif _OFFLINE.search(figure.label):
            yield figure, "线下自评项目", facts.projects_offline
        elif "自评" in figure.passage.text and (_ALL_BEFORE.search(figure.label) or _ALL_AFTER.match(figure.after)):
            yield figure, "自评项目", facts.projects_total


@check("PJ-02", "列示项目合计不超项目支出", Severity.ERROR, "项 收", "列示项目是项目支出的一部分")
def listed_within_spending(subject: Subject) -> Findings:
    """The listed projects together are no more than project spending."""
    spending, listed = subject.facts.project_spending, subject.facts.projects
    if spending is None:
        yield Unchecked("没有填报项目支出，未核对列示项目合计")
        return
    for field, name in (("budget", "预算"), ("executed", "执行")):
        part, whole = getattr(listed, field), getattr(spending, field)
        if part is not None and whole is not None and part > whole:
            over = format_money(part - whole)
            yield Found(
                f"列示项目{name}数合计{format_money(part)}万元，超过项目支出{name}数{format_money(whole)}万元，多{over}万元",
                "请核对项目金额或收支情况",
                subject.facts.axis(Axis.STRUCTURE).line("项目支出"),
                field,
                {"listed": format_money(part), "spending": format_money(whole)},
                f"{format_money(part)}＞{format_money(whole)}",
            )


@check("PJ-03", "未列示项目执行率", Severity.WARNING, "项 收 论", "项目支出减列示项目即未列示项目")
def unlisted_projects(subject: Subject) -> Findings:
    """What project spending leaves for the projects that are only counted was spent, or is spoken of."""
    facts = subject.facts
    spending, listed = facts.project_spending, facts.projects
    if spending is None or None in {spending.budget, spending.executed, listed.budget, listed.executed}:
        yield Unchecked("没有填报项目支出或列示项目的金额，未推算未列示项目的执行率")
        return
    rest = Amounts((spending.budget or 0) - (listed.budget or 0), (spending.executed or 0) - (listed.executed or 0))
    done, least = rest.rate, subject.settings.unlisted_completion
    if not facts.projects_unlisted or done is None or rest.budget is None or rest.executed is None:
        return
    if least <= done <= 100 or _is_told(subject):
        return
    unspent, total = rest.budget - rest.executed, (facts.total.budget or 0) - (facts.total.executed or 0)
    share = rate(unspent, total)
    percent, number = format_percent(done), str(facts.projects_unlisted)
    of_all = f"（占全部未支出的{format_percent(share)}）" if share is not None and unspent > 0 else ""
    yield Found(
        f"未列示的{number}个项目推算执行率{percent}，未支出{format_money(unspent)}万元{of_all}，正文没有说明",
        "请补充说明未列示项目的执行情况",
        subject.report,
        "unlisted_projects",
        {"projects": number, "rate": percent, "unspent": format_money(unspent), "budget": format_money(rest.budget)},
        f"（{format_money(spending.executed)}－{format_money(listed.executed)}）÷"
        f"（{format_money(spending.budget)}－{format_money(listed.budget)}）＝{percent}",
    )


def _is_told(subject: Subject) -> bool:
    report = subject.report
    text = f"{report.management_text}\n{report.results_text}\n{report.goal_shortfall}\n{subject.remedies.text}"
    return any(_UNLISTED.search(piece.text) and texts.explains(piece.text) for piece in texts.sentences(text))


@check("PJ-04", "项目完成率复算", Severity.ERROR, "项", "完成率＝全年执行数÷年度预算，四舍五入")
def completion(subject: Subject) -> Findings:
    """A completion rate in a project's text is the quotient of its amounts."""
    return project_completion(subject)


@check("PJ-05", "其中项", Severity.ERROR, "项", "其中项不超过合计")
def parts_of_projects(subject: Subject) -> Findings:
    """What is said to be in a project's money is no more than the money."""
    for project in subject.data.projects:
        for field, name in (("budget", "年度预算"), ("executed", "全年执行数")):
            whole, part = getattr(project, field), getattr(project, f"entrusted_{field}")
            if part is not None and whole is not None and part > whole:
                yield Found(
                    f"“{texts.quote(project.name)}”其中代管资金{format_money(part)}万元大于{name}{format_money(whole)}万元",
                    "请核对金额",
                    project,
                    f"entrusted_{field}",
                    {"part": format_money(part), "whole": format_money(whole)},
                    f"{format_money(part)}＞{format_money(whole)}",
                )
    for split in subject.splits:
        if split.whole.passage.table == Project.TABLE and not split.is_listed and split.whole.unit == "元":
            yield from part_above_whole(subject, split)


def part_above_whole(subject: Subject, split: Split) -> Findings:
    """The first part of a whole that is larger than it."""
    whole = f"{split.whole.noun or split.whole.label}{split.whole.written}"
    for part in split.parts:
        if part.value > split.whole.value and not split.whole.is_approximate:
            yield Found(
                f"“{part.noun}{part.written}”大于其所属的“{whole}”",
                "请核对两个数",
                subject.entity(part.passage),
                part.passage.field,
                {"part": part.written, "whole": split.whole.written},
                f"{part.written}＞{split.whole.written}",
                quote=texts.quote(split.quote),
            )
            return


def wrong_sum(subject: Subject, split: Split) -> Findings:
    """Listed figures that do not come to the total they are listed for."""
    gap = split.sum - split.whole.value
    is_rounding = abs(gap) <= split.slack
    if len(split.parts) < 2 or not split.is_exact or not gap or (is_rounding and split.whole.unit != "元"):
        return
    shown = "＋".join(part.written for part in split.parts)
    summed = amount_like(split.whole, split.sum)
    yield Found(
        f"明细合计{summed}，文中总计{split.whole.written}，相差{amount_like(split.whole, abs(gap))}",
        "请核对是否四舍五入所致" if is_rounding else "请核对明细和总计",
        subject.entity(split.whole.passage),
        split.whole.passage.field,
        {"sum": summed, "total": split.whole.written},
        f"{shown}＝{summed}≠{split.whole.written}",
        quote=texts.quote(split.quote),
        severity=Severity.HINT if is_rounding else None,
    )


def amount_like(figure: Figure, value: Decimal) -> str:
    """A sum written in the unit of one of its figures, with separators where that has them."""
    scale = next((10**power for word, power in (("亿", 8), ("万", 4)) if word in figure.written), 1)
    unit = re.sub("^[0-9.,]+[余多几]?", "", figure.written)
    text = format_plain(value / scale)
    if "," in figure.written:
        whole, point, places = text.partition(".")
        text = f"{int(whole):,}{point}{places}"
    return f"{text}{unit}"


@check("PJ-06", "明细加总", Severity.ERROR, "项", "明细之和等于总计；财预〔2020〕10号：年度资金总额为各来源之和")
def sums_of_projects(subject: Subject) -> Findings:
    """The items of a project's text come to the total it states, and the sources of its form to its amounts."""
    for split in subject.splits:
        if split.whole.passage.table == Project.TABLE and split.is_listed:
            yield from wrong_sum(subject, split)
    for form in forms(subject.data):
        yield from _sources_of_form(form)


def _sources_of_form(form: Form) -> Findings:
    """The money of a project is the same in the report and in its 项目支出绩效自评表 (财预〔2020〕10号)."""
    for amount in form.disagreements():
        summed, own = format_money(amount.form), format_money(amount.project)
        name = "全年预算数" if amount.field == "budget" else "全年执行数"
        yield Found(
            f"“{texts.quote(form.project.name)}”自评表中各资金来源的{name}合计{summed}万元，"
            f"报告中该项目为{own}万元，相差{format_money(abs(amount.form - amount.project))}万元",
            "请核对自评表的项目资金和项目的金额",
            form.funds[0],
            amount.field,
            {"form": summed, "project": own},
            f"{summed}≠{own}",
        )


@check("PJ-07", "转移支付合计", Severity.ERROR, "项 收", "列示的转移支付项目是转移支付支出的一部分")
def transfers(subject: Subject) -> Findings:
    """The listed transfer projects together are no more than the transfers."""
    line = subject.facts.axis(Axis.LEVEL).line("转移支付")
    listed = subject.facts.transfer.executed
    if line is None or line.executed is None:
        yield Unchecked("没有填报转移支付执行数，未核对转移支付项目合计")
    elif listed is not None and listed > line.executed:
        part, whole = format_money(listed), format_money(line.executed)
        yield Found(
            f"列示的转移支付项目执行数合计{part}万元，超过转移支付执行数{whole}万元",
            "请核对项目的资金级次和金额",
            line,
            "executed",
            {"listed": part, "transfers": whole},
            f"{part}＞{whole}",
        )
