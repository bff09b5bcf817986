"""Small libraries to test on, and a clock that stands still until it is told otherwise."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from app.model.entities import (
    Department,
    Evidence,
    EvidenceLink,
    FundLine,
    Indicator,
    Measure,
    Office,
    Problem,
    Project,
    Report,
    Task,
)
from app.storage.database import Database
from app.storage.journal import Journal


class Clock:
    """Stands at noon of a day in spring."""

    def __init__(self) -> None:
        self.time = datetime(2022, 3, 5, 12, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        return self.time

    def pass_seconds(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Ids:
    """The ids of what `fill` makes."""

    department: int
    report: int
    task: int
    project: int
    indicator: int
    problem: int
    measure: int
    evidence: int


def fill(journal: Journal) -> Ids:
    """A department with one report that has every kind of reference: two steps of the library, one of the report."""
    with journal.step("新建部门", None) as step:
        department = step.insert(Department(name="广州市番禺区民政局", short_name="我局", region="番禺区"))
    with journal.step("新建报告", None) as step:
        report = step.insert(Report(department_id=department.id, year=2021, pack="panyu-2021"))
    with journal.step("填报", report.id) as step:
        step.insert(Office(report_id=report.id, position=1, name="办公室"))
        step.insert(FundLine(report_id=report.id, category="财政拨款", budget=6_129_675_00, executed=5_975_842_00))
        task = step.insert(Task(report_id=report.id, name="兜底保障", analysis="全面完成。"))
        project = step.insert(Project(report_id=report.id, name="养老服务", budget=474_458, executed=None))
        indicator = step.insert(
            Indicator(report_id=report.id, task_id=task.id, level2="数量", level3="救助人数", weight=Decimal("2.5"))
        )
        problem = step.insert(Problem(report_id=report.id, title="支出进度偏慢"))
        measure = step.insert(Measure(report_id=report.id, title="加快支出", problem_id=problem.id))
        evidence = step.insert(Evidence(report_id=report.id, name="发放表"))
        step.insert(EvidenceLink(report_id=report.id, evidence_id=evidence.id, indicator_id=indicator.id))
    return Ids(
        department.id, report.id, task.id, project.id, indicator.id, problem.id, measure.id, evidence.id
    )  # fmt: skip


def make_library(path: Path) -> Ids:
    """A closed library file with what `fill` makes."""
    with Database.open(path, create=True) as database:
        return fill(Journal(database, clock=Clock()))


def dump(path: Path, *, without: tuple[str, ...] = ()) -> list[str]:
    """Every statement that would make the file anew, but for the rows of some tables."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            line
            for line in connection.iterdump()
            if not any(line.startswith(f'INSERT INTO "{name}"') for name in without)
        ]


def run_sql(path: Path, *statements: str) -> None:
    """Changes a file behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
