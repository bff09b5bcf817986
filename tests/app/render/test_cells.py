"""Which cells of a workbook are numbers, and which only look like ones."""

from decimal import Decimal

import pytest

from app.render.blocks import Cell, Run
from app.render.cells import Number, read_number


def cell(text: str, align: str = "num") -> Cell:
    return Cell((Run(text),), align=align)


@pytest.mark.parametrize(
    ("shown", "value", "number_format"),
    [
        ("61,296.75", "61296.75", "#,##0.00"),
        ("6,732", "6732", "#,##0"),
        ("987.60", "987.60", "#,##0.00"),
        ("1.48", "1.48", "#,##0.00"),
        ("0.00", "0.00", "#,##0.00"),
        ("-2", "-2", "0"),
        ("1400", "1400", "0"),
        ("1400.5", "1400.5", "0.0"),
        ("0", "0", "0"),
        ("97.5%", "0.975", "0.0%"),
        ("99.97%", "0.9997", "0.00%"),
        ("100%", "1", "0%"),
        ("999,999,999,999.99", "999999999999.99", "#,##0.00"),
    ],
)
def test_a_plain_number_is_one_and_is_shown_as_it_was(shown: str, value: str, number_format: str) -> None:
    assert read_number(cell(shown)) == Number(Decimal(value), number_format)


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "—",
        "001",
        "00.5",
        "+5",
        "=5",
        "1e5",
        "NaN",
        "Infinity",
        "1,23",
        "1,2345",
        "12,34.5",
        ".5",
        "5.",
        "5 ",
        "5\n",
        "5万元",
        "５",
        "٣",
        "1%%",
        "2021-01-01",
        "1234567890123456",
        "0.1234567890123456",
    ],
)
def test_what_is_not_a_plain_number_stays_text(shown: str) -> None:
    assert read_number(cell(shown)) is None


@pytest.mark.parametrize("align", ["text", "center"])
def test_a_number_in_a_text_cell_stays_text(align: str) -> None:
    assert read_number(cell("440113", align)) is None


def test_a_total_in_emphasis_is_a_number() -> None:
    assert read_number(cell("93.25", "strong")) == Number(Decimal("93.25"), "#,##0.00")


def test_a_number_may_come_in_several_runs() -> None:
    assert read_number(Cell((Run("-"), Run("0.5", "adjustment/1/score")), align="num")) == Number(
        Decimal("-0.5"), "#,##0.0"
    )
