"""Columns shared by tables that stand above each other."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.render.blocks import Cell, Row, Table
from app.render.columns import ColumnGrid, shared_columns


def table(*widths: float, rows: int = 1) -> Table:
    row = Row(tuple(Cell(()) for _ in widths))
    return Table(tuple(widths), (), ((row,) * rows,))


def shares(grid: ColumnGrid, index: int) -> list[float]:
    """The share of the width each column of a table has."""
    return [sum(grid.widths[left:right]) for left, right in pairwise(grid.edges[index])]


def test_no_table_has_one_column() -> None:
    assert shared_columns([]) == ColumnGrid((1.0,), ())


def test_a_single_table_keeps_its_columns() -> None:
    grid = shared_columns([table(1, 2, 1)])
    assert grid.widths == pytest.approx((0.25, 0.5, 0.25))
    assert grid.edges == ((0, 1, 2, 3),)


def test_tables_of_the_same_proportions_share_every_column() -> None:
    grid = shared_columns([table(1, 2, 3, rows=3), table(10, 20, 30)])
    assert len(grid.widths) == 3
    assert grid.edges == ((0, 1, 2, 3), (0, 1, 2, 3))


def test_near_edges_are_joined() -> None:
    grid = shared_columns([table(30, 70), table(32, 68, rows=9)])
    assert grid.widths == pytest.approx((0.32, 0.68))


def test_far_edges_stay_apart() -> None:
    grid = shared_columns([table(1, 1), table(1, 3, rows=9)])
    assert grid.widths == pytest.approx((0.25, 0.25, 0.5))
    assert grid.edges == ((0, 2, 3), (0, 1, 3))


def test_the_longest_table_keeps_its_proportions() -> None:
    short, long = table(*[7, 10, 10, 10] * 3, 7), table(6, 8, 14, 17, 20, 5, 9, 9, 6, 16, 10, rows=70)
    assert shares(shared_columns([short, long]), 1) == pytest.approx([width / 120 for width in long.widths])


def test_the_annex_needs_few_columns_more_than_its_longest_table() -> None:
    short, long = table(7, *[10, 10, 10, 7] * 3), table(6, 8, 14, 17, 20, 5, 9, 9, 6, 16, 10, rows=70)
    assert len(shared_columns([short, long]).widths) <= 16


@given(st.lists(st.lists(st.floats(1, 100), min_size=1, max_size=14), min_size=1, max_size=4))
def test_every_table_fills_the_columns_and_none_becomes_much_narrower(widths: list[list[float]]) -> None:
    tables = [table(*shares, rows=number) for number, shares in enumerate(widths)]
    grid = shared_columns(tables)
    assert sum(grid.widths) == pytest.approx(1)
    assert min(grid.widths) > 0
    for index, own in enumerate(tables):
        assert grid.edges[index][0] == 0
        assert grid.edges[index][-1] == len(grid.widths)
        for got, wanted in zip(shares(grid, index), own.widths, strict=True):
            assert got > 0.6 * wanted / sum(own.widths)
