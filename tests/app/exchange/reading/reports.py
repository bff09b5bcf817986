"""Reports of any content, as officers could have written them, for reading back what was printed."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from app.exchange.entries import Entries
from app.model.entities import (
    Adjustment,
    AdjustmentKind,
    Axis,
    Block,
    Department,
    Duty,
    FundLine,
    Indicator,
    KeyWork,
    Level,
    Measure,
    Office,
    Problem,
    Project,
    ProjectKind,
    Report,
    ReportRow,
    Rule,
    Task,
    Unit,
    UnitKind,
)

_WORDS = (
    "就业补贴", "技能培训", "社会保险", "劳动监察", "人才引进", "信息化建设", "公共服务", "档案管理", "绩效管理",
    "“双创”活动", "（含往期）业务", "老旧小区改造", "5G应用", "A级景区", "食品安全",
)  # fmt: skip
_VERBS = ("完成", "开展", "推进", "落实", "加强", "完善", "组织", "提供")
_COUNTED = ("人", "家", "场", "万元", "%", "人次", "个百分点", "亿元")

words = st.sampled_from(_WORDS)
names = st.builds(lambda verb, first, second: f"{verb}{first}与{second}", st.sampled_from(_VERBS), words, words)
money = st.integers(0, 10**9).map(lambda hundreds: hundreds * 10_000)  # 分; as fine as a report prints, 0.01万元


def _figure(whole: int, cents: int, unit: str) -> str:
    return f"{whole:,}.{cents}{unit}" if cents else f"{whole}{unit}"


figures = st.builds(_figure, st.integers(1, 99_999), st.integers(0, 9), st.sampled_from(_COUNTED))
clauses = st.builds(lambda name, figure: f"{name}{figure}", names, figures)
sentences = st.lists(clauses, min_size=1, max_size=4).map(lambda parts: "，".join(parts) + "。")
paragraphs = st.lists(sentences, min_size=1, max_size=3).map("".join)
long_texts = st.lists(paragraphs, min_size=1, max_size=3).map("\n".join)


def _unique(rows: st.SearchStrategy[str], low: int, high: int) -> st.SearchStrategy[list[str]]:
    return st.lists(rows, min_size=low, max_size=high, unique=True)


@st.composite
def entries(draw: st.DrawFn) -> Entries:
    """A whole report."""
    department = Department(
        name=draw(
            st.sampled_from(
                ("广州市番禺区民政局", "阳山县发展和改革局", "清远市水利局", "广州市海珠区城市管理和综合执法局")
            )
        ),
        short_name=draw(st.sampled_from(("我局", "我委"))),
        self_name=draw(st.sampled_from(("本部门", "本单位"))),
        level=Level.DISTRICT.value,
    )
    projects = draw(_projects())
    tasks = [
        Task(id=number, name=name, analysis=draw(long_texts))
        for number, name in enumerate(draw(_unique(names, 1, 4)), 1)
    ]
    offline = draw(st.integers(0, 50))
    report = Report(
        year=draw(st.integers(2015, 2030)),
        pack="panyu-2021",
        annex_label=draw(st.sampled_from(("", "附件4", "附件"))),
        sign_date=draw(st.sampled_from(("", "2022-03-05"))),
        overall_goal=draw(long_texts),
        overall_work=draw(long_texts),
        spending_goal=draw(paragraphs),
        goal_completion=draw(paragraphs),
        goal_shortfall=draw(st.sampled_from(("", "无"))),
        projects_due=len(projects) + offline,
        unlisted_projects=offline,
        management_text=draw(long_texts),
        results_text=draw(long_texts),
    )
    offices = draw(_unique(words.map(lambda word: f"{word}科"), 1, 5))
    rows: list[ReportRow] = [
        *(Office(id=number, name=name) for number, name in enumerate(offices, 1)),
        *draw(_units()),
        *(Duty(id=number, text=text) for number, text in enumerate(draw(_unique(paragraphs, 1, 4)), 1)),
        *draw(_headed(KeyWork, long_texts)),
        *draw(_fund_lines()),
        *tasks,
        *projects,
        *draw(_indicators(tasks)),
        *draw(_adjustments()),
        *draw(_headed(Problem, st.one_of(st.just(""), long_texts))),
        *draw(_headed(Measure, st.one_of(st.just(""), long_texts))),
    ]
    tables: dict[str, tuple[ReportRow, ...]] = {}
    for row in rows:
        tables[row.TABLE] = (*tables.get(row.TABLE, ()), row)
    return Entries(department, report, tables)


@st.composite
def _headed(
    draw: st.DrawFn, entity: type[KeyWork] | type[Problem] | type[Measure], texts: st.SearchStrategy[str]
) -> list[ReportRow]:
    titles = draw(_unique(names, 1, 3))
    return [entity(id=number, title=title, text=draw(texts)) for number, title in enumerate(titles, 1)]


@st.composite
def _units(draw: st.DrawFn) -> list[Unit]:
    found = draw(_unique(words.map(lambda word: f"区{word}中心"), 0, 4))
    kinds = sorted((draw(st.sampled_from(UnitKind)) for _ in found), key=list(UnitKind).index)
    return [
        Unit(id=number, name=name, kind=kind.value)
        for number, (name, kind) in enumerate(zip(found, kinds, strict=True), 1)
    ]


@st.composite
def _fund_lines(draw: st.DrawFn) -> list[FundLine]:
    categories = {
        Axis.SOURCE: ("财政拨款", "其他资金"),
        Axis.STRUCTURE: ("基本支出", "项目支出"),
        Axis.LEVEL: ("区本级支出", "转移支付区"),
    }
    places = [(axis, category) for axis, listed in categories.items() for category in listed]
    return [
        FundLine(id=number, axis=axis.value, category=category, budget=draw(money), executed=draw(money))
        for number, (axis, category) in enumerate(places, 1)
    ]


@st.composite
def _projects(draw: st.DrawFn) -> list[Project]:
    ends = st.sampled_from(("项目", "专项资金", "经费项目（区本级）", "补助资金#穗财社〔2021〕27号项目"))
    starts = st.sampled_from(("", "2021年", "2021", "追加"))
    found = draw(_unique(st.builds(lambda start, name, end: start + name + end, starts, names, ends), 1, 5))
    rows = []
    for number, name in enumerate(found, 1):
        budget, executed = draw(money), draw(money)
        entrusted = draw(st.booleans())
        rows.append(
            Project(
                id=number, name=name, kind=ProjectKind.ONLINE.value, budget=budget, executed=executed,
                entrusted_budget=draw(money) if entrusted else None,
                entrusted_executed=draw(money) if entrusted else None,
                purpose=draw(long_texts), result=draw(long_texts),
            )
        )  # fmt: skip
    return rows


@st.composite
def _indicators(draw: st.DrawFn, tasks: list[Task]) -> list[Indicator]:
    groups = [(Block.MANAGEMENT, "预算执行", None), *((Block.DELIVERY, task.name, task.id) for task in tasks)]
    rows: list[Indicator] = []
    for block, level2, task_id in groups:
        for name in draw(_unique(names.map(lambda name: f"{name}率"), 1, 3)):
            weight = Decimal(draw(st.integers(1, 20))) / 2
            score = min(weight, Decimal(draw(st.integers(0, 1000))) / 100)
            rows.append(
                Indicator(
                    id=len(rows) + 1, block=block.value, task_id=task_id, level2=level2, level3=name, weight=weight,
                    definition=draw(st.one_of(st.just(""), sentences)), criterion=draw(sentences),
                    target=draw(st.sampled_from(("100", "≥95%", "是", "全部符合"))),
                    actual=draw(st.sampled_from(("98.5", "1,200", "部分符合", ""))),
                    unit=draw(st.sampled_from(("%", "人", ""))), rule=Rule.MANUAL.value, score=score,
                    reason=draw(clauses) if score < weight else "",
                    origin=draw(st.sampled_from(("填报", "公布", "推断", "示例"))),
                )
            )  # fmt: skip
    return rows


@st.composite
def _adjustments(draw: st.DrawFn) -> list[Adjustment]:
    return [
        Adjustment(
            id=number, kind=draw(st.sampled_from(AdjustmentKind)).value, name=name,
            score=Decimal(draw(st.integers(1, 20))) / 10, reason=draw(st.one_of(st.just(""), sentences)),
        )
        for number, name in enumerate(draw(_unique(names, 0, 2)), 1)
    ]  # fmt: skip
