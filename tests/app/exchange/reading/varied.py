"""Reports as different as officers write them: chapters left empty, free prose, odd names, figures of any size."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st

from app.exchange.entries import Entries
from app.model.entities import (
    Adjustment,
    AdjustmentKind,
    Axis,
    Department,
    Duty,
    Entity,
    FundLine,
    Indicator,
    KeyWork,
    Measure,
    Office,
    Origin,
    Problem,
    Project,
    ProjectKind,
    ProjectLevel,
    Report,
    ReportRow,
    Rule,
    Task,
    Unit,
    UnitKind,
)
from app.model.fields import Kind, specs
from tests.builders import DELIVERY, MANAGEMENT

_WORDS = (
    "就业补贴", "技能培训", "社会保险", "劳动监察", "人才引进", "公共服务", "档案管理", "绩效管理", "“双创”活动",
    "（含往期）业务", "老旧小区改造", "5G应用", "A级景区", "《条例》宣传", "“放管服”改革", "24小时自助服务",
    "预算执行", "项目支出", "资金使用", "问题整改", "“一老一小”照护（含托育、助餐）", "GIS平台运维", "𠮷祥社区",
    "附属设施",
)  # fmt: skip
_VERBS = ("完成", "开展", "推进", "落实", "加强", "组织", "提供", "关于落实", "2021年度", "第2批", "“十四五”")
_COUNTED = ("人", "家", "场", "万元", "%", "人次", "个百分点", "亿元", "万人", "次")
_ECHOES = (
    "项目年度预算安排较为合理", "其中2个项目自评得分为95分", "全年支出总额控制在预算以内", "主要用于保障基层运转",
    "内设3个工作组", "重点工作完成情况良好", "该项目完成情况较好", "扣分主要原因是个别指标设置偏高",
    "下属单位分别是甲所和乙所", "部门整体全年预算数较上年下降", "按资金来源分类管理", "绩效自评覆盖率达到100.0%",
    "根据穗财社〔2021〕27号文件安排", "（以下简称“方案”）", "2021年3月5日印发", "附件1至附件3已报送",
    "存在的问题已整改", "下一步将加强管理", "共3项",
)  # fmt: skip
"""What the sentences of the report itself are known by, said of something else."""

_LEADS = ("一是", "二是", "①", "第一，", "——", "其中：", "注：", "★")
_NUMBERED = ("（1）", "（2）", "（一）", "1.", "2.", "1、", "三、")
_TAILS = ("", "项目", "专项资金", "经费项目（区本级）", "补助资金（第二期）", "-市级", "“一事一议”")

T = TypeVar("T")
E = TypeVar("E", bound=Entity)

_words = st.sampled_from(_WORDS)
_names = st.builds(
    lambda verb, parts, sign: verb + sign.join(parts),
    st.sampled_from(_VERBS), st.lists(_words, min_size=1, max_size=3), st.sampled_from(("与", "、", "和", "，")),
)  # fmt: skip
_long_names = st.builds(
    lambda verb, parts: verb + "及".join(parts), st.sampled_from(_VERBS), st.lists(_words, min_size=8, max_size=11)
)
_titles = st.one_of(_names, _names, _names, _long_names)
_figures = st.builds(
    lambda whole, cents, unit: f"{whole:,}.{cents}{unit}" if cents else f"{whole}{unit}",
    st.integers(1, 99_999), st.integers(0, 9), st.sampled_from(_COUNTED),
)  # fmt: skip
_clauses = st.one_of(st.builds(lambda name, figure: name + figure, _names, _figures), st.sampled_from(_ECHOES))
_sentences = st.builds(
    lambda parts, stop: "，".join(parts) + stop,
    st.lists(_clauses, min_size=1, max_size=4), st.sampled_from(("。", "。", "。", "；", "！", "")),
)  # fmt: skip


def _lines(*leads: str) -> st.SearchStrategy[str]:
    """A paragraph that may begin with one of the leads."""
    starts = st.sampled_from(("", "", *leads))
    return st.builds(lambda lead, parts: lead + "".join(parts), starts, st.lists(_sentences, min_size=1, max_size=3))


def _texts(*leads: str) -> st.SearchStrategy[str]:
    return st.lists(_lines(*leads), min_size=1, max_size=4).map("\n".join)


_prose = _texts(*_LEADS, *_NUMBERED)
_listed_prose = _texts(*_LEADS)  # under what is numbered by the report itself
_money = st.one_of(st.none(), st.integers(0, 10**15 - 10_000), st.integers(0, 10**12).map(lambda amount: amount * 100))
_scores = st.integers(0, 5000).map(lambda hundredths: Decimal(hundredths) / 100)


def _maybe(found: st.SearchStrategy[T], empty: T) -> st.SearchStrategy[T]:
    return st.one_of(found, found, found, st.just(empty))


def _unique(found: st.SearchStrategy[str], high: int) -> st.SearchStrategy[list[str]]:
    return st.lists(found, max_size=high, unique=True)


def _rows(make: Callable[..., T], count: int) -> list[T]:
    return [make(id=number) for number in range(1, count + 1)]


def stopped(found: Entries) -> Entries:
    """The same with a stop after every paragraph: a text file has nothing else to tell it from a broken line."""

    def ended(row: E) -> E:
        names = (name for name, spec in specs(type(row)).items() if spec.kind is Kind.LONG)
        texts = {name: re.sub(r"(?m)(?<![。；！])$", "。", text) for name in names if (text := getattr(row, name))}
        return dataclasses.replace(row, **dict[str, Any](texts))

    rows = {table: tuple(map(ended, listed)) for table, listed in found.rows.items()}
    return Entries(found.department, ended(found.report), rows)


@st.composite
def entries(draw: st.DrawFn) -> Entries:
    """A report of any content, also one that is hardly begun."""
    tasks = [
        Task(id=number, name=name, analysis=draw(_maybe(_listed_prose, "")))
        for number, name in enumerate(draw(_unique(_titles, 4)), 1)
    ]
    projects = draw(_projects())
    rows: list[ReportRow] = [
        *(Office(id=number, name=name) for number, name in enumerate(draw(_unique(_office_names, 12)), 1)),
        *draw(_units()),
        *(Duty(id=number, text=text) for number, text in enumerate(draw(_unique(_listed_prose, 4)), 1)),
        *draw(_headed(KeyWork)), *draw(_fund_lines()), *tasks, *projects, *draw(_indicators(tasks)),
        *draw(_adjustments()), *draw(_headed(Problem)), *draw(_headed(Measure)),
    ]  # fmt: skip
    tables: dict[str, tuple[ReportRow, ...]] = {}
    for row in rows:
        tables[row.TABLE] = (*tables.get(row.TABLE, ()), row)
    return Entries(draw(_departments), draw(_reports(len(projects))), tables)


_office_names = st.builds(
    lambda word, tail: f"{word}{tail}", _words, st.sampled_from(("科", "处", "办公室", "科（挂审批科、信访科牌子）"))
)
_departments = st.builds(
    Department,
    name=st.sampled_from((
        "广州市番禺区民政局", "阳山县发展和改革局", "清远市水利局", "广州市海珠区城市管理和综合执法局",
        "中共番禺区委宣传部", "番禺区石碁镇人民政府", "广东省档案局", "广州市第二人民医院",
        "佛山市南海区住房城乡建设和水利局（人防办）",
    )),
    short_name=st.sampled_from(("我局", "我委", "我部", "我镇", "")),
    self_name=st.sampled_from(("本部门", "本单位", "区民政局", "")),
)  # fmt: skip


@st.composite
def _reports(draw: st.DrawFn, listed: int) -> Report:
    unlisted = draw(st.sampled_from((None, 0, 3, 62, 999)))
    total = listed + (unlisted or 0)
    typed = draw(st.booleans())
    return Report(
        year=draw(st.integers(2015, 2030)), pack="panyu-2021",
        annex_label=draw(st.sampled_from(("", "附件4", "附件", "附件1-2"))),
        sign_date=draw(st.sampled_from(("", "2022-03-05"))),
        overall_goal=draw(_maybe(_prose, "")), overall_work=draw(_maybe(_prose, "")),
        spending_goal=draw(_maybe(_prose, "")), goal_completion=draw(_maybe(_prose, "")),
        goal_shortfall=draw(st.sampled_from(("", "无", "个别指标受疫情影响未完成。"))),
        projects_due=draw(st.sampled_from((None, total, total + 1, 2 * total + 5))), unlisted_projects=unlisted,
        management_text=draw(_maybe(_prose, "")), results_text=draw(_maybe(_prose, "")),
        typed_total=draw(_scores.map(lambda score: score + 45)) if typed else None,
        typed_management=draw(_scores) if typed else None, typed_delivery=draw(_scores) if typed else None,
        preparer=draw(st.sampled_from(("", "张三"))), phone=draw(st.sampled_from(("", "020-84690000"))),
        leader=draw(st.sampled_from(("", "李四"))), filled_on=draw(st.sampled_from(("", "2022-03-10"))),
    )  # fmt: skip


@st.composite
def _headed(draw: st.DrawFn, entity: type[KeyWork] | type[Problem] | type[Measure]) -> list[ReportRow]:
    found = draw(_unique(_titles, 4))
    return [
        entity(id=number, title=title, text=draw(_maybe(_listed_prose, ""))) for number, title in enumerate(found, 1)
    ]


@st.composite
def _units(draw: st.DrawFn) -> list[Unit]:
    found = draw(_unique(_words.map(lambda word: f"区{word}中心"), 5))
    return [
        Unit(id=number, name=name, kind=draw(st.sampled_from(UnitKind)).value) for number, name in enumerate(found, 1)
    ]


@st.composite
def _fund_lines(draw: st.DrawFn) -> list[FundLine]:
    categories = {
        Axis.SOURCE: ("财政拨款", "其他资金", "上年结转", "上年结转和结余", "事业收入"),
        Axis.STRUCTURE: ("基本支出", "项目支出", "上年结转项目支出"),
        Axis.LEVEL: ("区本级支出", "转移支付区", "上级转移支付结转"),
    }
    places = [
        (axis, category)
        for axis, listed in categories.items()
        for category in draw(_unique(st.sampled_from(listed), 5))
    ]
    return [
        FundLine(id=number, axis=axis.value, category=category, budget=draw(_money), executed=draw(_money))
        for number, (axis, category) in enumerate(places, 1)
    ]


@st.composite
def _project_names(draw: st.DrawFn) -> tuple[str, str]:
    """A name and the document numbers within it."""
    numbers = draw(st.sampled_from(
        ((), (), ("穗财社〔2021〕27号",), ("穗财农[2021]38号",), ("番府办〔2020〕101号",),
         ("穗财社[2021]9号", "粤财社[2020]321号"))
    ))  # fmt: skip
    start = draw(st.sampled_from(("", "", "2021年", "2021", "追加", "广州追加", "3.", "一、")))
    sign = draw(st.sampled_from(("#", "", "（"))) if numbers else ""
    tail = draw(st.sampled_from(_TAILS))
    name = draw(_titles)
    if sign == "（":
        return f"{start}{name}（{'、'.join(numbers)}）{tail}", "、".join(numbers)
    return f"{start}{name}补助资金{sign}{''.join(numbers)}{tail}" if numbers else f"{start}{name}{tail}", "、".join(
        numbers
    )


@st.composite
def _projects(draw: st.DrawFn) -> list[Project]:
    rows = []
    for number, (name, documents) in enumerate(draw(st.lists(_project_names(), max_size=5, unique=True)), 1):
        entrusted = draw(st.booleans())
        rows.append(
            Project(
                id=number, name=name, document_number=documents, kind=draw(st.sampled_from(ProjectKind)).value,
                level=draw(st.sampled_from(ProjectLevel)).value, budget=draw(_money), executed=draw(_money),
                entrusted_budget=draw(_money) if entrusted else None,
                entrusted_executed=draw(_money) if entrusted else None,
                purpose=draw(_maybe(_prose, "")), result=draw(_maybe(_prose, "")),
            )
        )  # fmt: skip
    return rows


@st.composite
def _weights_and_scores(draw: st.DrawFn) -> tuple[Decimal, Decimal | None]:
    """A weight and what a row of it got; None where the score is computed."""
    weight = Decimal(draw(st.integers(0, 40))) / 4
    share = draw(st.one_of(st.none(), st.just(1000), st.integers(0, 1000)))
    return weight, None if share is None else round(weight * share / 1000, 2)


@st.composite
def _indicators(draw: st.DrawFn, tasks: list[Task]) -> list[Indicator]:
    groups = [
        (MANAGEMENT, "预算执行", None),
        (MANAGEMENT, "资产管理", None),
        *((DELIVERY, draw(st.sampled_from((task.name, "", "数量指标"))), task.id) for task in tasks),
    ]
    rows: list[Indicator] = []
    for block, level2, task_id in groups:
        for name in draw(
            _unique(st.builds(lambda name, tail: name + tail, _names, st.sampled_from(("率", "数", "（%）"))), 3)
        ):
            weight, score = draw(_weights_and_scores())
            rows.append(
                Indicator(
                    id=len(rows) + 1, block=block, task_id=task_id, level2=level2, level3=name, weight=weight,
                    definition=draw(_maybe(_lines(*_LEADS), "")), criterion=draw(_maybe(_prose, "")),
                    target=draw(st.sampled_from(("100", "≥95%", "是", "全部符合", "1,200", "≥3次", "", "2021年底前"))),
                    actual=draw(st.sampled_from(("98.5", "1,200", "部分符合", "", "100%", "2次", "12月完成"))),
                    unit=draw(st.sampled_from(("%", "人", "万元", ""))),
                    rule=draw(st.sampled_from((Rule.MANUAL, Rule.AT_LEAST, Rule.YES_NO, Rule.EQUAL))).value,
                    score=score, reason=draw(_maybe(st.one_of(_clauses, _lines()), "")),
                    origin=draw(st.sampled_from(Origin)).value,
                    not_applicable=draw(st.sampled_from((False, False, True))),
                )
            )  # fmt: skip
    return rows


@st.composite
def _adjustments(draw: st.DrawFn) -> list[Adjustment]:
    return [
        Adjustment(
            id=number, kind=draw(st.sampled_from(AdjustmentKind)).value, name=name,
            score=draw(_maybe(st.integers(0, 200).map(lambda tenths: Decimal(tenths) / 10), None)),
            reason=draw(_maybe(_lines(), "")),
        )
        for number, name in enumerate(draw(_unique(_titles, 3)), 1)
    ]  # fmt: skip
