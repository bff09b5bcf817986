"""Large reports made by program, the same on every run, so that figures of different runs can be compared."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from decimal import Decimal

from app import paths
from app.exchange import entries
from app.exchange.entries import Entries
from app.library import Library
from app.model.entities import Indicator, Project, ProjectKind, ProjectLevel, ReportRow, Rule, Task
from tests.bench.sizes import Size
from tests.builders import DELIVERY, MANAGEMENT

_MANAGEMENT_ROWS = 20
_ROWS_OF_TASK = 24
_LOSING = 5  # every fifth row falls short of its target

# Clauses of the kind officers write; the numbers keep them apart.
_CLAUSES = (
    "审核就业补助资金补贴金额为{}万元，惠及{}人次",
    "举办各类线上线下招聘活动共{}场，进场企业{}家",
    "组织开展“粤菜师傅”培训{}期，培训{}人",
    "按照“谁支出、谁自评”的原则完成{}个项目的绩效自评",
    "按时足额发放各类待遇补贴，涉及参保人员{}人",
    "受理劳动人事争议案件{}件，调解成功率达{}.6%",
    "根据穗人社规字〔2019〕{}号文件的有关规定给予相应补贴",
    "进一步完善公共就业服务体系，促进人力资源的合理流动和有效配置",
    "为{}名退休人员提供免费体检服务",
    "优化业务经办流程，实现“数据多跑路，群众少跑腿”",
)
_NAMES = (
    "产业人才发展专项资金", "就业补助资金转移支付项目", "劳动监察执法经费", "退休人员社会化管理经费",
    "职业技能提升培训补贴", "信息系统运行维护经费",
)  # fmt: skip

_INDICATORS = ("参保人数", "补贴发放及时率", "培训人次", "案件办结率", "服务对象满意度", "招聘活动场次")
_UNITS = ("万人", "%", "人次", "件", "场")


def add_report(library: Library, size: Size) -> int:
    """Adds the report of that size; its id."""
    return library.reports.add_entries(report_of(size), label="bench")


def report_of(size: Size) -> Entries:
    """The sample, with tasks, projects and score rows of its own where the size asks for them."""
    sample = entries.read_file(paths.resources() / "sample" / "panyu-2021.toml")
    if not size.rows:
        return sample
    chance = random.Random(size.rows)
    tasks = _tasks(chance, 1 + (size.rows - _MANAGEMENT_ROWS) // _ROWS_OF_TASK)
    made: dict[str, tuple[ReportRow, ...]] = {
        Task.TABLE: tasks,
        Project.TABLE: tuple(_project(chance, number) for number in range(1, size.projects + 1)),
        Indicator.TABLE: tuple(_indicator(chance, number, tasks) for number in range(1, size.rows + 1)),
    }
    return dataclasses.replace(sample, rows={**sample.rows, **made})


def _text(chance: random.Random, length: int) -> str:
    """Clauses up to about `length` characters, ending with a full stop."""
    return "，".join(_clauses(chance, length)) + "。"


def _clauses(chance: random.Random, length: int) -> Iterator[str]:
    while length > 0:
        clause = chance.choice(_CLAUSES).format(chance.randint(1, 9999), chance.randint(10, 99))
        length -= len(clause) + 1
        yield clause


def _phrase(chance: random.Random) -> str:
    """What a definition or criterion says: 20 to 60 characters."""
    return _text(chance, chance.randint(10, 40))[:60]


def _tasks(chance: random.Random, count: int) -> tuple[Task, ...]:
    return tuple(
        Task(id=number, name=f"落实第{number}项年度重点工作任务，提升公共服务效能", analysis=_text(chance, 250))
        for number in range(1, count + 1)
    )


def _project(chance: random.Random, number: int) -> Project:
    budget = chance.randint(1_000_000, 9_999_999_999)
    return Project(
        id=number,
        name=f"{chance.choice(_NAMES)}（第{number}项）",
        document_number=f"穗财社〔2021〕{number}号",
        kind=chance.choice(tuple(ProjectKind)).value,
        level=chance.choice(tuple(ProjectLevel)).value,
        budget=budget,
        executed=budget * chance.randint(700, 1000) // 1000,
        entrusted_budget=budget // 10 if number % 10 == 0 else None,
        entrusted_executed=budget // 20 if number % 10 == 0 else None,
        purpose=_text(chance, 240),
        result=_text(chance, 240),
    )


def _indicator(chance: random.Random, number: int, tasks: tuple[Task, ...]) -> Indicator:
    place = number - _MANAGEMENT_ROWS - 1
    task = tasks[place // _ROWS_OF_TASK] if place >= 0 else None
    target, is_short = chance.randint(50, 5000), number % _LOSING == 0
    return Indicator(
        id=number,
        block=DELIVERY if task else MANAGEMENT,
        task_id=task.id if task else None,
        level2=task.name if task else f"管理事项{(number - 1) // 4 + 1}",
        level3=f"{chance.choice(_INDICATORS)}{number}",
        definition=_phrase(chance),
        criterion=_phrase(chance),
        weight=Decimal(chance.randint(1, 8)) / 2,
        target=f"≥{target}",
        actual=str(target - 7 if is_short else target + chance.randint(0, 50)),
        unit=chance.choice(_UNITS),
        rule=Rule.AT_LEAST.value,
        reason=_phrase(chance) if is_short else "",
    )
