"""Rows and reports for tests, each with sensible values that a test overrides where it matters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.model.entities import Department, FundLine, Indicator, Project, Report, ReportRow
from app.model.report_data import ReportData

MANAGEMENT, DELIVERY = "管理效能", "履职效能"
"""The blocks of the default pack."""

TASK_BLOCKS = frozenset({DELIVERY})


def make_department(**overrides: Any) -> Department:
    values: dict[str, Any] = {"id": 1, "name": "某市某局", "short_name": "我局", "self_name": "本部门"}
    return Department(**values | overrides)


def make_report(**overrides: Any) -> Report:
    values: dict[str, Any] = {"id": 1, "department_id": 1, "year": 2021, "pack": "panyu-2021"}
    return Report(**values | overrides)


def make_project(**overrides: Any) -> Project:
    values: dict[str, Any] = {
        "id": 1,
        "report_id": 1,
        "name": "培训经费",
        "budget": 291_000_000,
        "executed": 145_500_000,
    }
    return Project(**values | {"purpose": "培训。", "result": "培训200人。"} | overrides)


def make_fund_line(**overrides: Any) -> FundLine:
    values: dict[str, Any] = {
        "id": 1,
        "report_id": 1,
        "category": "财政拨款",
        "budget": 1_000_000_000,
        "executed": 900_000_000,
    }
    return FundLine(**values | overrides)


def make_indicator(**overrides: Any) -> Indicator:
    values: dict[str, Any] = {
        "id": 1,
        "report_id": 1,
        "block": MANAGEMENT,
        "level2": "预算执行",
        "level3": "预算完成率",
        "weight": Decimal(2),
    }
    return Indicator(**values | overrides)


def make_data(*rows: ReportRow, department: Department | None = None, report: Report | None = None) -> ReportData:
    return ReportData.of(department or make_department(), report or make_report(), rows)
