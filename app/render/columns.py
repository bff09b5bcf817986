"""One set of sheet columns for tables of different columns that stand above each other on a worksheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from app.render.blocks import Table

_NEAR = 0.05  # share of the width by which an edge may move to meet another table's
_KEPT = 0.65  # share of its width that a column keeps at least when its edges move
_NEW = 0.04  # an edge of its own costs as much as moving one by this share of the width


class ColumnGrid(NamedTuple):
    """Columns shared by some tables."""

    widths: tuple[float, ...]  # shares of the whole width, together 1
    edges: tuple[tuple[int, ...], ...]  # per table: the grid column at which each of its edges lies, from 0 on


def shared_columns(tables: Sequence[Table]) -> ColumnGrid:
    """The columns of the tables laid over each other; a table's cell then spans one or more of them.

    The longest table keeps its proportions. Edges of the others move a little to meet an edge that is there, so that
    few cells have to be merged; no column becomes much narrower by that.
    """
    if not tables:
        return ColumnGrid((1.0,), ())
    own = [_edges(table.widths) for table in tables]
    fitted: dict[int, tuple[float, ...]] = {}
    taken: set[float] = set()
    for index in sorted(range(len(tables)), key=lambda index: _height(tables[index]), reverse=True):
        fitted[index] = _fit(own[index], sorted(taken))
        taken.update(fitted[index])
    positions = sorted({0.0, *taken})
    places = {position: place for place, position in enumerate(positions)}
    widths = tuple(right - left for left, right in pairwise(positions))
    return ColumnGrid(widths, tuple((0, *(places[edge] for edge in fitted[index])) for index in range(len(tables))))


def _edges(widths: Sequence[float]) -> list[float]:
    """The right edges of columns as shares of the whole width; the last is 1."""
    total = sum(widths)
    return [*(edge / total for edge in accumulate(widths[:-1])), 1.0]


def _height(table: Table) -> int:
    return sum(map(len, table.bodies))


def _fit(edges: Sequence[float], taken: Sequence[float]) -> tuple[float, ...]:
    """The cheapest places for the edges: each stays or moves to a taken one, in order, columns keeping their width.

    Staying is always possible, so there is always an answer.
    """
    ways: dict[float, tuple[float, tuple[float, ...]]] = {0.0: (0.0, ())}  # last place -> cost and places
    before = 0.0
    for edge in edges:
        least = _KEPT * (edge - before)
        ways = {
            place: min((cost + extra, (*path, place)) for last, (cost, path) in ways.items() if place - last >= least)
            for place, extra in _options(edge, taken).items()
            if any(place - last >= least for last in ways)
        }
        before = edge
    return ways[1.0][1]


def _options(edge: float, taken: Sequence[float]) -> dict[float, float]:
    """The places an edge may take, and what each costs."""
    if edge == 1.0:
        return {edge: 0.0}
    return {edge: _NEW**2} | {place: (place - edge) ** 2 for place in taken if abs(place - edge) <= _NEAR and place < 1}
