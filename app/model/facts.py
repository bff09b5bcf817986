"""The figures that follow from a report's entries, computed once and read by scoring, checks and templates alike."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeAlias

from app.model import project_forms
from app.model.entities import Axis, FundLine, Indicator, ProjectKind, ProjectLevel, UnitKind
from app.model.quantities import format_money, format_percent, format_plain, rate, to_wan
from app.model.report_data import ReportData
from app.model.targets import Measured, is_met


class _Funded(Protocol):
    """Anything with a budget and what was spent of it, 分."""

    @property
    def budget(self) -> int | None: ...
    @property
    def executed(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Amounts:
    """A budget and what was spent of it, 分; None while no row gives a figure."""

    budget: int | None
    executed: int | None

    @property
    def rate(self) -> Decimal | None:
        """Completion in %, unrounded; None without a budget."""
        return rate(self.executed, self.budget)


@dataclass(frozen=True, slots=True)
class AxisFacts(Amounts):
    """The lines of one axis and their sums."""

    axis: Axis
    lines: tuple[FundLine, ...]

    def line(self, word: str) -> FundLine | None:
        """The first line whose category contains `word`, such as 项目支出."""
        return next((line for line in self.lines if word in line.category), None)


@dataclass(frozen=True, slots=True)
class Targets:
    """How many indicators have a target that can be judged, and how many of those met it."""

    met: int
    total: int

    @property
    def share(self) -> Decimal | None:
        """Met ÷ total in %; None without a target."""
        return rate(self.met, self.total)

    def and_also(self, others: Targets) -> Targets:
        """These and those of another table."""
        return Targets(self.met + others.met, self.total + others.total)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything computed from one report. Counts are numbers of rows; money is 分, rates are % unrounded."""

    total: Amounts  # the 资金来源 axis where it has lines, else the first axis that has
    axes: tuple[AxisFacts, ...]  # all three, in the order of Axis
    offices: int
    units: int
    units_by_kind: tuple[tuple[UnitKind, int], ...]  # in the order of UnitKind, kinds that occur
    duties: int
    tasks: int
    has_transfers: bool  # whether any project or line says that money came from higher up
    projects: Amounts  # of the listed projects
    online: Amounts  # of the listed 线上重点 projects
    transfer: Amounts  # of the listed 转移支付 projects
    projects_online: int
    projects_offline_listed: int
    projects_unlisted: int  # 线下自评 projects that are counted only
    projects_due: int | None
    posts: int | None  # 编制数
    staff: int | None  # 在职人员数
    targets: Targets  # of the score table and of the projects' forms
    project_targets: Targets  # of these, those of the projects' forms
    forms: int  # projects with a 项目支出绩效自评表
    task_blocks: frozenset[str]  # names of the blocks of the score table whose rows measure the main tasks

    @classmethod
    def of(cls, data: ReportData, task_blocks: frozenset[str]) -> Facts:
        """The facts of a report; `task_blocks` are the pack's (`ScoreSettings.task_blocks`)."""
        axes = tuple(_axis(axis, data.fund_lines) for axis in Axis)
        kinds = Counter(unit.kind for unit in data.units)
        online = [row for row in data.projects if row.kind == ProjectKind.ONLINE]
        facts = cls(
            total=next((axis for axis in axes if axis.lines), axes[0]),
            axes=axes,
            offices=len(data.offices),
            units=len(data.units),
            units_by_kind=tuple((kind, kinds[kind]) for kind in UnitKind if kinds[kind]),
            duties=len(data.duties),
            tasks=len(data.tasks),
            has_transfers=_has_transfers(data),
            projects=_sum(data.projects),
            online=_sum(online),
            transfer=_sum(row for row in data.projects if row.level == ProjectLevel.TRANSFER),
            projects_online=len(online),
            projects_offline_listed=len(data.projects) - len(online),
            projects_unlisted=data.report.unlisted_projects or 0,
            projects_due=data.report.projects_due,
            posts=data.report.posts,
            staff=data.report.staff,
            targets=Targets(0, 0),
            project_targets=_judged((row, row.actual) for row in data.project_indicators),
            forms=len(project_forms.with_forms(data)),
            task_blocks=task_blocks,
        )
        return dataclasses.replace(facts, targets=facts.judge(data.indicators).and_also(facts.project_targets))

    def judge(self, rows: Iterable[Indicator]) -> Targets:
        """How the rows of the main tasks among `rows` met their targets; none is judged before the first has an actual
        value.
        """
        counted = (row for row in rows if row.block in self.task_blocks and not row.fact.startswith("targets."))
        return _judged((row, self.actual(row)) for row in counted)

    def actual(self, row: Indicator) -> str:
        """The 实际完成值 of a row as text: of the fact it is bound to, else what was typed."""
        spec = FACTS.get(row.fact)
        return (spec.text(self) if spec else "") or row.actual

    def axis(self, axis: Axis) -> AxisFacts:
        """The lines and sums of one axis."""
        return next(item for item in self.axes if item.axis is axis)

    @property
    def projects_offline(self) -> int:
        """线下自评 projects, listed or only counted."""
        return self.projects_offline_listed + self.projects_unlisted

    @property
    def projects_listed(self) -> int:
        return self.projects_online + self.projects_offline_listed

    @property
    def projects_total(self) -> int:
        """Projects that were evaluated."""
        return self.projects_online + self.projects_offline

    @property
    def coverage(self) -> Decimal | None:
        """Evaluated projects ÷ projects due in %; None while the number due is not filled in or zero."""
        return rate(self.projects_total, self.projects_due)

    @property
    def staff_rate(self) -> Decimal | None:
        """在职人员数 ÷ 编制数 in % (在职人员控制率); None while one of them is not filled in."""
        return rate(self.staff, self.posts)

    @property
    def project_spending(self) -> Amounts | None:
        """The 项目支出 line of the structure axis; None when there is none."""
        return _amounts(self.axis(Axis.STRUCTURE).line("项目支出"))


def _has_transfers(data: ReportData) -> bool:
    """What only repeats a category of last year, with no amount in it, says nothing."""
    lines = (line for line in data.fund_lines if any(word in line.category for word in ("转移支付", "上级")))
    return any(line.budget or line.executed for line in lines) or any(
        project.level == ProjectLevel.TRANSFER for project in data.projects
    )


def _judged(actuals: Iterable[tuple[Measured, str]]) -> Targets:
    found = list(actuals)
    is_begun = any(actual.strip() for _, actual in found)
    verdicts = [is_met(row, actual) if is_begun else None for row, actual in found]
    return Targets(verdicts.count(True), len(verdicts) - verdicts.count(None))


def _axis(axis: Axis, lines: Iterable[FundLine]) -> AxisFacts:
    found = tuple(line for line in lines if line.axis == axis)
    total = _sum(found)
    return AxisFacts(total.budget, total.executed, axis, found)


def _sum(rows: Iterable[_Funded]) -> Amounts:
    pairs = [(row.budget, row.executed) for row in rows]
    budgets = [budget for budget, _ in pairs if budget is not None]
    spent = [executed for _, executed in pairs if executed is not None]
    return Amounts(sum(budgets) if budgets else None, sum(spent) if spent else None)


def _amounts(row: _Funded | None) -> Amounts | None:
    return None if row is None else Amounts(row.budget, row.executed)


_Part: TypeAlias = tuple[str, int | None]
"""A figure another is made of: its name and value, None while it is not filled in."""


def _no_parts(_facts: Facts) -> tuple[_Part, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A computed figure an indicator can be bound to by `name`."""

    name: str
    label: str
    unit: str  # %, 万元 or a unit of count
    value: Callable[[Facts], Decimal | None]  # in `unit`, unrounded; None while its entries are missing
    basis: Callable[[Facts], str]  # the figures behind it, as an explanation says them
    parts: Callable[[Facts], tuple[_Part, ...]] = _no_parts  # what it is made of; of a rate the base last

    def gap(self, facts: Facts) -> str:
        """Why there is no value, a clause; empty while there is one. A rate with a base of zero has none."""
        if self.value(facts) is not None:
            return ""
        parts = self.parts(facts)
        lacking = [name for name, number in parts if number is None]
        if lacking:
            return f"没有填写{'和'.join(lacking)}"
        name, base = parts[-1]
        return f"{name}为 0" if base == 0 else f"{name}小于 0"

    def text(self, facts: Facts) -> str:
        """The figure as a cell shows it; empty while there is none."""
        value = self.value(facts)
        if value is None:
            return ""
        return format_percent(value) if self.unit == "%" else f"{format_plain(value)}{self.unit}"


def _deviation(amounts: Amounts | None) -> Decimal | None:
    """|executed − budget| ÷ budget in % (财政拨款收入预决算差异率)."""
    if amounts is None or amounts.executed is None or amounts.budget is None:
        return None
    return rate(abs(amounts.executed - amounts.budget), amounts.budget)


def _unspent(amounts: Amounts) -> Decimal | None:
    """What is left of the budget in %, zero where all was spent (财预〔2013〕53号, 结转结余率)."""
    done = amounts.rate
    return None if done is None else max(Decimal(0), 100 - done)


def _appropriation(facts: Facts) -> Amounts | None:
    return _amounts(facts.axis(Axis.SOURCE).line("财政拨款"))


def _key_share(facts: Facts) -> Amounts:
    """The budget of all projects, and of the key ones: 财预〔2013〕53号 asks how the money was allotted."""
    spending = facts.project_spending
    return Amounts(spending.budget if spending else None, facts.online.budget)


def _of_budget(found: Amounts | None, whose: str = "") -> tuple[_Part, ...]:
    """What is compared where spending is held against its budget."""
    amounts = found or Amounts(None, None)
    return (f"{whose}执行数", amounts.executed), (f"{whose}全年预算数", amounts.budget)


def _completion(name: str, label: str, amounts: Callable[[Facts], Amounts | None], whose: str = "") -> FactSpec:
    """A fact that is executed ÷ budget; `whose` are the words before 执行数."""

    def value(facts: Facts) -> Decimal | None:
        found = amounts(facts)
        return None if found is None else found.rate

    def basis(facts: Facts) -> str:
        found = amounts(facts) or Amounts(None, None)
        done = format_percent(found.rate, 2)
        return f"{format_money(found.budget)} 中完成 {format_money(found.executed)}，完成率 {done}"

    return FactSpec(name, label, "%", value, basis, lambda facts: _of_budget(amounts(facts), whose))


def _amount(name: str, label: str, amount: Callable[[Facts], int | None]) -> FactSpec:
    def value(facts: Facts) -> Decimal | None:
        found = amount(facts)
        return None if found is None else to_wan(found)

    def basis(facts: Facts) -> str:
        return f"{label} {format_money(amount(facts))} 万元"

    return FactSpec(name, label, "万元", value, basis, lambda facts: ((label, amount(facts)),))


def _count(name: str, label: str, unit: str, count: Callable[[Facts], int]) -> FactSpec:
    return FactSpec(
        name, label, unit, lambda facts: Decimal(count(facts)), lambda facts: f"{label} {count(facts)} {unit}"
    )


def _deviation_basis(facts: Facts) -> str:
    found = _appropriation(facts) or Amounts(None, None)
    difference = format_percent(_deviation(found), 2)
    return f"财政拨款预算 {format_money(found.budget)}，决算 {format_money(found.executed)}，差异率 {difference}"


def _unspent_basis(facts: Facts) -> str:
    share = format_percent(_unspent(facts.total), 2)
    return f"{format_money(facts.total.budget)} 中完成 {format_money(facts.total.executed)}，结转结余率 {share}"


def _key_share_basis(facts: Facts) -> str:
    found = _key_share(facts)
    share = format_percent(found.rate, 2)
    return f"项目支出预算 {format_money(found.budget)} 中重点项目 {format_money(found.executed)}，占 {share}"


def _coverage_basis(facts: Facts) -> str:
    due = "—" if facts.projects_due is None else facts.projects_due
    return f"应自评 {due} 个项目，已自评 {facts.projects_total} 个，覆盖率 {format_percent(facts.coverage, 2)}"


def _staff_basis(facts: Facts) -> str:
    posts, staff = ("—" if number is None else number for number in (facts.posts, facts.staff))
    return f"编制数 {posts} 人，在职 {staff} 人，控制率 {format_percent(facts.staff_rate, 2)}"


def _targets_basis(facts: Facts) -> str:
    met, total = facts.targets.met, facts.targets.total
    names = "、".join(sorted(facts.task_blocks))
    own = f"{names}指标 {total - facts.project_targets.total} 项"
    if facts.project_targets.total:
        own += f"、项目指标 {facts.project_targets.total} 项"
    return f"有目标值的{own}，达标 {met} 项，达标率 {format_percent(facts.targets.share, 2)}"


_SPECS = (
    _amount("funds.budget", "全年预算数", lambda facts: facts.total.budget),
    _amount("funds.executed", "执行数", lambda facts: facts.total.executed),
    _completion("funds.completion_rate", "预算完成率", lambda facts: facts.total),
    FactSpec(
        "funds.appropriation_deviation", "财政拨款收入预决算差异率", "%",
        lambda facts: _deviation(_appropriation(facts)), _deviation_basis,
        lambda facts: _of_budget(_appropriation(facts), "财政拨款"),
    ),
    _completion(
        "funds.basic_completion_rate", "基本支出完成率",
        lambda facts: _amounts(facts.axis(Axis.STRUCTURE).line("基本支出")), "基本支出",
    ),
    _completion("funds.project_completion_rate", "项目支出完成率", lambda facts: facts.project_spending, "项目支出"),
    _completion(
        "funds.transfer_completion_rate", "转移支付完成率",
        lambda facts: _amounts(facts.axis(Axis.LEVEL).line("转移支付")), "转移支付",
    ),
    FactSpec(
        "funds.unspent_rate", "结转结余率", "%", lambda facts: _unspent(facts.total), _unspent_basis,
        lambda facts: _of_budget(facts.total),
    ),
    _completion("projects.completion_rate", "列示项目完成率", lambda facts: facts.projects, "列示项目"),
    FactSpec(
        "projects.key_share", "重点支出安排率", "%", lambda facts: _key_share(facts).rate, _key_share_basis,
        lambda facts: (("重点项目预算数", _key_share(facts).executed), ("项目支出预算数", _key_share(facts).budget)),
    ),
    FactSpec(
        "projects.coverage", "项目支出绩效自评覆盖率", "%", lambda facts: facts.coverage, _coverage_basis,
        lambda facts: (("应开展自评的项目数", facts.projects_due),),
    ),
    _count("projects.total", "自评项目数", "个", lambda facts: facts.projects_total),
    _count("projects.online", "线上重点项目数", "个", lambda facts: facts.projects_online),
    _count("projects.offline", "线下自评项目数", "个", lambda facts: facts.projects_offline),
    _count("projects.forms", "项目支出绩效自评表", "份", lambda facts: facts.forms),
    FactSpec(
        "targets.met_share", "绩效目标完成率", "%", lambda facts: facts.targets.share, _targets_basis,
        lambda facts: (("有目标值的指标数", facts.targets.total),),
    ),
    _count("targets.met", "达标指标数", "项", lambda facts: facts.targets.met),
    _count("targets.total", "有目标值的指标数", "项", lambda facts: facts.targets.total),
    FactSpec(
        "staff.control_rate", "在职人员控制率", "%", lambda facts: facts.staff_rate, _staff_basis,
        lambda facts: (("在职人员数", facts.staff), ("编制数", facts.posts)),
    ),
    _count("tasks.count", "工作任务数", "项", lambda facts: facts.tasks),
)  # fmt: skip

FACTS: dict[str, FactSpec] = {spec.name: spec for spec in _SPECS}
"""The figures an indicator's `fact` can name."""
