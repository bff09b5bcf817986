"""The score table as a tree: its headings, its sums, and where rows go when they are moved."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import score_tree
from app.model.entities import Indicator, Project, Task
from app.model.facts import Facts
from app.model.report_data import ReportData
from app.model.score_tree import Group, Line, Move
from app.scoring.engine import score_row
from tests.builders import TASK_BLOCKS, make_data, make_indicator

BLOCKS = ("管理效能", "履职效能")


def rows_of(*places: tuple[str, str], task: int | None = None) -> list[Indicator]:
    """Rows from (block, level 2), numbered from 1."""
    return [
        make_indicator(id=number, position=number, block=block, level2=level2, level3=f"指标{number}", task_id=task)
        for number, (block, level2) in enumerate(places, 1)
    ]


@pytest.fixture
def data() -> ReportData:
    return make_data(*rows_of(
        ("管理效能", "预算"), ("管理效能", "预算"), ("管理效能", "采购"),
        ("履职效能", "任务一"), ("履职效能", "任务二"),
    ))  # fmt: skip


def shown(data: ReportData, *folded: str) -> list[Line]:
    return list(score_tree.lines(score_tree.tree(data, BLOCKS), folded))


def words(found: list[Line]) -> list[str]:
    return [f"{'　' * line.level}{line.label}" if isinstance(line, Group) else str(line.id) for line in found]


def changes(move: Move, row_id: int) -> dict[str, Any]:
    return dict(move.values) if row_id in move.ids else {}


def after(data: ReportData, move: Move | None) -> list[str]:
    """What the table shows once a move is done."""
    assert move is not None
    moving = set(move.ids)
    rows = {row.id: row for row in data.indicators}
    order = [row_id for row_id in rows if row_id not in moving]
    place = order.index(move.before) if move.before in order else len(order)
    order[place:place] = move.ids
    moved = [
        dataclasses.replace(rows[row_id], position=number, **changes(move, row_id))
        for number, row_id in enumerate(order)
    ]
    return words(shown(make_data(*moved, *data.tasks)))


def test_rows_stand_under_their_block_and_group(data: ReportData) -> None:
    assert words(shown(data)) == [
        "管理效能", "　预算", "1", "2", "　采购", "3", "履职效能", "　任务一", "4", "　任务二", "5",
    ]  # fmt: skip


def test_nothing_stands_below_a_folded_heading(data: ReportData) -> None:
    budget = shown(data)[1]
    assert isinstance(budget, Group)
    assert words(shown(data, "履职效能", budget.key)) == ["管理效能", "　预算", "　采购", "3", "履职效能"]


def test_a_block_without_rows_and_one_no_pack_names_are_shown() -> None:
    data = make_data(*rows_of(("其他", "")))
    assert words(shown(data)) == ["管理效能", "履职效能", "其他", "　", "1"]


def test_a_task_is_a_heading_where_the_second_level_says_something_else() -> None:
    rows = [
        make_indicator(id=1, level2="就业", task_id=7),
        make_indicator(id=2, level2="数量指标", task_id=7),
        make_indicator(id=3, level2="", task_id=7),
    ]
    data = make_data(*rows, Task(id=7, report_id=1, name="就业"))
    assert words(shown(data)) == ["管理效能", "　就业", "1", "　就业", "　　数量指标", "2", "　就业", "3", "履职效能"]
    assert len({line.key for line in shown(data) if isinstance(line, Group)}) == 6


def test_a_group_adds_up_weights_and_what_counts() -> None:
    rows = [
        make_indicator(id=1, weight=Decimal("2.5"), score=Decimal(2)),
        make_indicator(id=2, weight=Decimal(3)),
        make_indicator(id=3, weight=None),
    ]
    data = make_data(*rows)
    scores = {row.id: score_row(row, Facts.of(data, TASK_BLOCKS)) for row in rows}
    found = score_tree.sums(score_tree.tree(data, BLOCKS)[0], scores, Decimal(50))
    assert (found.weight, found.score, found.unscored, found.gap) == (Decimal("5.5"), Decimal(2), 2, Decimal("44.5"))


@pytest.mark.parametrize(
    ("ids", "line", "expected"),
    [
        ((1,), 4, ["管理效能", "　预算", "2", "1", "　采购", "3", "履职效能", "　任务一", "4", "　任务二", "5"]),
        ((1,), 5, ["管理效能", "　预算", "2", "　采购", "1", "3", "履职效能", "　任务一", "4", "　任务二", "5"]),
        ((3,), 2, ["管理效能", "　预算", "3", "1", "2", "履职效能", "　任务一", "4", "　任务二", "5"]),
        ((4,), 1, ["管理效能", "　预算", "4", "1", "2", "　采购", "3", "履职效能", "　任务二", "5"]),
        ((1, 4), 11, ["管理效能", "　预算", "2", "　采购", "3", "履职效能", "　任务二", "5", "1", "4"]),
        ((3,), 7, ["管理效能", "　预算", "1", "2", "履职效能", "　任务一", "3", "4", "　任务二", "5"]),
    ],
)
def test_rows_join_the_group_they_are_dropped_in(
    data: ReportData, ids: tuple[int, ...], line: int, expected: list[str]
) -> None:
    assert after(data, score_tree.move_rows(data.indicators, shown(data), ids, line)) == expected


def test_rows_dropped_where_they_are_do_not_move(data: ReportData) -> None:
    for line in (2, 3):
        assert score_tree.move_rows(data.indicators, shown(data), (1,), line) is None


def test_rows_go_to_the_end_of_a_folded_group(data: ReportData) -> None:
    table = shown(data)
    budget = table[1]
    assert isinstance(budget, Group)
    table = shown(data, budget.key)
    move = score_tree.move_rows(data.indicators, table, (4,), 2)
    assert after(data, move)[:5] == ["管理效能", "　预算", "1", "2", "4"]


@pytest.mark.parametrize(
    ("row_id", "step", "expected"),
    [
        (2, -1, ["　预算", "2", "1"]),
        (3, -1, ["　预算", "1", "2", "3"]),
        (2, 1, ["　预算", "1", "　采购", "2", "3"]),
        (3, 1, ["　任务一", "3", "4"]),
        (4, -1, ["　采购", "3", "4"]),
    ],
)
def test_a_step_leads_through_a_group_and_into_the_next(
    data: ReportData, row_id: int, step: int, expected: list[str]
) -> None:
    table = shown(data)
    line = next(number for number, each in enumerate(table) if isinstance(each, Indicator) and each.id == row_id)
    found = after(data, score_tree.step_rows(data.indicators, table, (row_id,), line, line, step))
    start = found.index(expected[0])
    assert found[start : start + len(expected)] == expected


def test_a_step_beyond_the_ends_does_nothing(data: ReportData) -> None:
    table = shown(data)
    assert score_tree.step_rows(data.indicators, table, (1,), 2, 2, -1) is None
    assert score_tree.step_rows(data.indicators, table, (5,), 10, 10, 1) is None


def test_a_step_leads_into_a_block_without_rows() -> None:
    data = make_data(*rows_of(("管理效能", "预算")))
    move = score_tree.step_rows(data.indicators, shown(data), (1,), 2, 2, 1)
    assert after(data, move) == ["管理效能", "履职效能", "　预算", "1"]


def group(data: ReportData, label: str) -> Group:
    return next(each for each in score_tree.walk(score_tree.tree(data, BLOCKS)) if each.label == label)


@pytest.mark.parametrize(
    ("label", "step", "expected"),
    [
        ("采购", -1, ["管理效能", "　采购", "3", "　预算", "1", "2", "履职效能", "　任务一", "4", "　任务二", "5"]),
        ("任务一", 1, ["管理效能", "　预算", "1", "2", "　采购", "3", "履职效能", "　任务二", "5", "　任务一", "4"]),
        ("采购", 1, ["管理效能", "　预算", "1", "2", "履职效能", "　采购", "3", "　任务一", "4", "　任务二", "5"]),
    ],
)
def test_a_group_changes_places_with_its_neighbour(
    data: ReportData, label: str, step: int, expected: list[str]
) -> None:
    blocks = score_tree.tree(data, BLOCKS)
    assert after(data, score_tree.step_group(data.indicators, blocks, group(data, label), step)) == expected


def test_a_group_stops_at_the_ends_of_the_table(data: ReportData) -> None:
    blocks = score_tree.tree(data, BLOCKS)
    assert score_tree.step_group(data.indicators, blocks, group(data, "预算"), -1) is None
    assert score_tree.step_group(data.indicators, blocks, group(data, "任务二"), 1) is None
    assert score_tree.step_group(data.indicators, blocks, blocks[0], 1) is None


@pytest.mark.parametrize(("line", "first"), [(4, "　任务二"), (1, "　任务二"), (6, "　任务二")])
def test_a_group_keeps_its_name_where_it_is_dropped(data: ReportData, line: int, first: str) -> None:
    move = score_tree.move_groups(data.indicators, shown(data), [group(data, "任务二")], line)
    found = after(data, move)
    assert first in found[: found.index("履职效能")]


@given(st.randoms(use_true_random=False), st.integers(2, 14), st.integers(1, 3))
def test_a_move_loses_no_row_and_leaves_the_others_in_order(dice: Random, number: int, moving: int) -> None:
    data = make_data(*rows_of(*[(dice.choice(BLOCKS), dice.choice("甲乙丙")) for _ in range(number)]))
    table = shown(data)
    ids = tuple(sorted(dice.sample(range(1, number + 1), min(moving, number))))
    move = score_tree.move_rows(data.indicators, table, ids, dice.randint(0, len(table)))
    if move is None:
        return
    found = [int(word) for word in after(data, move) if word.strip().isdigit()]
    assert sorted(found) == list(range(1, number + 1))
    for block in BLOCKS:
        staying = [row.id for row in data.indicators if row.block == block and row.id not in ids]
        assert [row_id for row_id in found if row_id in staying] == staying


def test_rows_share_the_budget_of_their_tasks_projects() -> None:
    rows = [make_indicator(id=1, task_id=7), make_indicator(id=2, task_id=7), make_indicator(id=3, task_id=8)]
    projects = [
        Project(id=1, report_id=1, task_id=7, budget=600),
        Project(id=2, report_id=1, task_id=7, budget=400),
        Project(id=3, report_id=1, task_id=8),
    ]
    data = make_data(*rows, *projects, Task(id=7, report_id=1), Task(id=8, report_id=1))
    assert score_tree.budgets(data, rows) == {1: Decimal(500), 2: Decimal(500)}
