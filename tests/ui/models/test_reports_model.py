"""The list of reports: what it shows, how it is ordered and filtered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from app.library import ReportSummary
from tests.ui.models.conftest import Check
from ui.models.reports_model import REPORT_ROLE, Heading, ReportsModel, ReportsOrder

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
REPORTS = [
    ReportSummary(1, "乙局", 2022, "草稿", "p", Decimal(80), "2023-03-05T12:00:00+08:00", Decimal("99.6")),
    ReportSummary(2, "甲局", 2022, "定稿", "p", None, "2023-03-04T12:00:00+08:00", Decimal(100)),
    ReportSummary(3, "甲局", 2021, "送审", "p", Decimal("93.25"), "", None, "由快照“初稿”恢复"),
]


@pytest.fixture
def model() -> ReportsModel:
    made = ReportsModel()
    made.show(REPORTS)
    return made


def ids(order: ReportsOrder) -> list[int]:
    return [order.index(line, 0).data(REPORT_ROLE).id for line in range(order.rowCount())]


def test_the_list_keeps_the_rules_of_item_models(model: ReportsModel, check_model: Check) -> None:
    check_model(model)
    check_model(ReportsOrder(model))


def test_a_line_says_all_of_a_report(model: ReportsModel) -> None:
    lines = [[model.index(line, column).data() for column in range(5)] for line in range(3)]
    assert lines == [
        ["乙局", "2022年度", "草稿", "80.00", "99%"],
        ["甲局", "2022年度", "定稿", "—", "100%"],
        ["甲局", "2021年度", "送审", "93.25", "—"],
    ]


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (Heading.DEPARTMENT, UP, [1, 2, 3]),
        (Heading.DEPARTMENT, DOWN, [2, 3, 1]),
        (Heading.YEAR, UP, [3, 1, 2]),
        (Heading.YEAR, DOWN, [1, 2, 3]),
        (Heading.STATUS, UP, [1, 3, 2]),
        (Heading.SCORE, DOWN, [3, 1, 2]),
        (Heading.SHARE, UP, [3, 1, 2]),
        (Heading.EDITED, DOWN, [1, 2, 3]),
    ],
)
def test_reports_alike_in_a_column_stand_by_department_and_year(
    model: ReportsModel, column: Heading, order: Qt.SortOrder, expected: list[int]
) -> None:
    shown = ReportsOrder(model)
    shown.sort(column, order)
    assert ids(shown) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", [1, 2, 3]), ("甲", [2, 3]), ("甲局 2021", [3]), ("定稿", [2]), ("快照", [3]), ("丙", [])],
)
def test_every_word_of_the_filter_must_occur(model: ReportsModel, text: str, expected: list[int]) -> None:
    shown = ReportsOrder(model)
    shown.filter_by(text)
    assert ids(shown) == expected
