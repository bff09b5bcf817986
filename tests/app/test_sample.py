"""The published report from its entries: line by line, save the figures that were wrong in print."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from app.library import Library
from app.model.entities import Origin

# Printed line (its beginning) → what differs, and why the program is right.
WRONG_IN_PRINT = {
    "部门整体全年预算数": ("97.4%", "97.5%", "59,757.75 ÷ 61,296.75 = 97.489 %, 四舍五入为 97.5 %（原文为截断）"),
}


@pytest.fixture
def reference() -> list[str]:
    folder = os.environ.get("ZIPING_REFERENCE")
    if not folder:
        pytest.skip("ZIPING_REFERENCE does not name the folder of the published report")
    lines = (Path(folder) / "panyu-2021.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in map(squeezed, lines) if line]


def squeezed(line: str) -> str:
    """The line without white space."""
    return "".join(line.split())


def test_the_report_is_the_published_one(library: Library, sample: int, reference: list[str]) -> None:
    printed = [line for line in map(squeezed, library.documents.text(sample, ["report"]).split("\n")) if line]
    assert len(printed) == len(reference)
    for ours, published in zip(printed, reference, strict=True):
        wrong = next((change for start, change in WRONG_IN_PRINT.items() if published.startswith(start)), None)
        expected = published.replace(wrong[0], wrong[1]) if wrong else published
        assert ours == expected


def test_the_exceptions_are_few_and_real(reference: list[str]) -> None:
    assert len(WRONG_IN_PRINT) <= 3
    for start, (wrong, right, _) in WRONG_IN_PRINT.items():
        assert any(line.startswith(start) and wrong in line and right not in line for line in reference)


def test_the_funds_add_up_on_every_axis(library: Library, sample: int) -> None:
    facts = library.facts(sample)
    assert {axis.budget for axis in facts.axes} == {facts.total.budget} == {6_129_675_00_00}
    assert {axis.executed for axis in facts.axes} == {facts.total.executed}


def test_the_counts_are_the_published_ones(library: Library, sample: int) -> None:
    facts = library.facts(sample)
    assert (facts.offices, facts.units, facts.duties, facts.tasks) == (9, 9, 17, 10)
    assert [count for _, count in facts.units_by_kind] == [6, 2, 1]
    assert (facts.projects_total, facts.projects_online, facts.projects_offline) == (76, 14, 62)


def test_nothing_inferred_passes_for_published(library: Library, sample: int) -> None:
    rows = library.data(sample).indicators
    published = {row.level3 for row in rows if row.origin == Origin.PUBLISHED}
    assert published == {
        "预算完成率",
        "财政拨款收入预决算差异率",
        "政府采购执行率",
        "绩效目标完成率",
        "农村劳动力转移就业人数",
        "脱贫人口转移就业人数",
    }
    assert {row.origin for row in rows} <= {Origin.PUBLISHED, Origin.INFERRED, Origin.EXAMPLE}
    assert sum((row.weight or Decimal(0) for row in rows), Decimal(0)) == 100
