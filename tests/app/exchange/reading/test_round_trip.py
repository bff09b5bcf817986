"""What was exported reads back as the same entries, each compared as it prints."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import hypothesis
import pytest

from app.exchange import report_reader
from app.exchange.entries import Entries
from app.library import Library
from app.model.entities import (
    Adjustment,
    AdjustmentKind,
    Department,
    Duty,
    Entity,
    FundLine,
    Indicator,
    KeyWork,
    Project,
    Report,
    ReportRow,
    Task,
    Unit,
)
from app.model.fields import FieldSpec, Kind, specs
from tests.app.exchange.reading import varied
from tests.app.exchange.reading.accuracy import UNPRINTED, recovery, wanted
from tests.bench import reports as bench
from tests.bench.sizes import BY_NAME
from tests.builders import DELIVERY, MANAGEMENT

GENERATED = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
"""Shrinking a whole report takes minutes and says no more than the fault's place does."""


def of(*rows: ReportRow, **report: Any) -> Entries:
    """A report of these rows and fields."""
    tables: dict[str, tuple[ReportRow, ...]] = {}
    for row in rows:
        numbered = dataclasses.replace(row, id=row.id or len(tables.get(row.TABLE, ())) + 1)
        tables[row.TABLE] = (*tables.get(row.TABLE, ()), numbered)
    department = Department(name="清远市水利局", short_name="我局", self_name="本部门")
    return Entries(department, dataclasses.replace(Report(year=2021, pack="panyu-2021"), **report), tables)


def lost(name: str, reason: str, block: str = MANAGEMENT, **values: Any) -> Indicator:
    """A row of the score table that lost half a point of two."""
    row = Indicator(block=block, level2="预算执行", level3=name, weight=Decimal(2), score=Decimal("1.5"), reason=reason)
    return dataclasses.replace(row, **values)


# Reports in which something was once read otherwise than it was written.
EXAMPLES: dict[str, Entries] = {
    "nothing but the title": of(),
    "a list without amounts": of(FundLine(category="财政拨款"), FundLine(category="其他资金", executed=100_000_000)),
    "a duty of several paragraphs": of(Duty(text="负责培训。\n①组织考试。\n②发放证书。"), Duty(text="其他。")),
    "numbers in the text on all work": of(overall_work="总体较好。\n（1）培训3次。\n（2）考试2次。"),
    "the share of projects said again": of(
        Project(name="培训", budget=10**9, executed=10**9, purpose="培训。", result="完成。"),
        projects_due=1,
        management_text="较好。2个项目自评覆盖率达到100.0%。",
    ),
    "a purpose that says so again": of(
        Project(name="培训", budget=10**9, executed=10**9, purpose="培训。\n主要用于教材。", result="完成。")
    ),
    "a key work without text": of(KeyWork(title="开展培训"), KeyWork(title="组织考试", text="共3次。")),
    "entrusted money spent but not budgeted": of(
        Project(name="培训", budget=10**9, executed=10**9, entrusted_executed=10**8, purpose="培训。", result="完成。")
    ),
    "a rate of ten digits": of(Project(name="培训", budget=10_000, executed=10**14, purpose="培训。", result="完成。")),
    "a score of something else": of(management_text="其中2个项目自评得分为95分，总体较好。"),
    "a bonus without a score": of(
        Adjustment(kind=AdjustmentKind.PENALTY.value, name="迟报", reason="迟报3天。"),
        Adjustment(kind=AdjustmentKind.BONUS.value, name="获表彰、获通报，共2次", score=Decimal(2)),
    ),
    "reasons of several sentences": of(
        Task(name="组织培训", analysis="已完成。"),
        lost("培训人数", "受天气影响；共停课2次。已补课！", DELIVERY, task_id=1, level2="组织培训"),
        lost("培训次数", "场地不足。", DELIVERY, task_id=1, level2="组织培训"),
    ),
    "reasons left open": of(lost("预算完成率", ""), lost("采购，执行率", "价格变化")),
    "two rows of one name": of(lost("完成率", ""), lost("完成率", "进度慢")),
    "a row that does not apply": of(
        lost("完成率", "", actual="95%", score=None, not_applicable=True), lost("按期完成率", "进度慢", target="100%")
    ),
    "long titles beside short lines": of(
        *(
            Task(name=f"落实第{number}项年度重点工作任务，提升公共服务水平和群众满意度", analysis=f"完成{number}项")
            for number in range(1, 9)
        )
    ),
    "numbered sentences within a text": of(spending_goal="按计划推进！\n2.完成考试12次！\n（1）加强管理！"),
    "figures of no row": of(unlisted_projects=0, projects_due=5),
    "a name of its own": Entries(
        Department(name="阳山县民政局", short_name="县民政局", self_name="县民政局"),
        Report(year=2021, pack="panyu-2021"),
        {Unit.TABLE: (Unit(id=1, name="县福利院"),)},
    ),
}


def faults(library: Library, report_id: int, path: Path) -> tuple[str, ...]:
    """What reads back otherwise from a report's file."""
    library.exports.write(report_id, path)
    read = report_reader.read(path)
    left = tuple(f"left over: {item.text}" for item in read.leftovers)
    return recovery(read.entries, wanted(library, report_id, path.suffix)).faults + left


@pytest.mark.parametrize("suffix", ["docx", "txt"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_entries_once_misread_read_back_as_they_were(library: Library, tmp_path: Path, name: str, suffix: str) -> None:
    report_id = library.reports.add_entries(EXAMPLES[name], label="x")
    assert faults(library, report_id, tmp_path / f"a.{suffix}") == ()


@pytest.mark.parametrize("suffix", ["docx", "txt"])
@pytest.mark.timeout(600)
def test_entries_of_any_report_read_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, scale: Callable[[int, int], int], suffix: str
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    with Library.open(folder / "library.db", create=True) as library:

        @hypothesis.settings(max_examples=scale(25, 2000), phases=GENERATED)
        @hypothesis.given(found=varied.entries())
        def trip(found: Entries) -> None:
            told = varied.stopped(found) if suffix == "txt" else found
            assert faults(library, library.reports.add_entries(told, label="x"), folder / f"a.{suffix}") == ()

        trip()


@pytest.mark.parametrize("suffix", ["docx", "txt"])
@pytest.mark.parametrize("size", ["sample", "medium"])
def test_every_field_of_sample_and_large_report_comes_back(
    library: Library, tmp_path: Path, size: str, suffix: str
) -> None:
    report_id = bench.add_report(library, BY_NAME[size])
    assert faults(library, report_id, tmp_path / f"a.{suffix}") == ()


T = TypeVar("T", bound=Entity)

COMPUTING = frozenset({"rule", "parameters", "fact"})
"""Fields of an indicator that do not print but decide on what does."""

LEFT_OUT = [
    pytest.param(entity, name, id=f"{entity.TABLE}.{name}")
    for entity, fields in UNPRINTED.items()
    for name in fields
    if name not in COMPUTING
]


def _other(spec: FieldSpec, value: object) -> object:
    match spec.kind:
        case Kind.CHOICE:
            return next(choice for choice in spec.choices if choice != value)
        case Kind.REFERENCE:
            return None if value else 1
        case Kind.COUNT:
            return 7
        case _:
            return "某某"


@pytest.mark.parametrize(("entity", "name"), LEFT_OUT)
def test_what_the_comparison_leaves_out_prints_nowhere(library: Library, entity: type[Entity], name: str) -> None:
    before = bench.report_of(BY_NAME["sample"])
    spec = specs(entity)[name]

    def changed(row: T) -> T:
        values: dict[str, Any] = {name: _other(spec, getattr(row, name))}
        return dataclasses.replace(row, **values)

    department = changed(before.department) if entity is Department else before.department
    report = changed(before.report) if entity is Report else before.report
    rows = dict(before.rows)
    if issubclass(entity, ReportRow):
        rows[entity.TABLE] = tuple(changed(row) for row in rows[entity.TABLE])
    after = dataclasses.replace(before, department=department, report=report, rows=rows)
    assert after != before
    first, second = (library.reports.add_entries(found, label="x") for found in (before, after))
    assert library.documents.text(first) == library.documents.text(second)
