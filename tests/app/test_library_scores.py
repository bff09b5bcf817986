"""The score table in the library: moves and whole systems are one step each, and undone as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.library import Library
from app.model import deductions, indicator_systems, score_tree


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", create=True) as opened:
        opened.reports.add_sample()
        yield opened


def blocks(library: Library) -> list[str]:
    return [block.block for block in library.scores(1).blocks]


def test_a_move_into_another_group_is_one_step(library: Library) -> None:
    before = library.data(1).indicators
    table = list(score_tree.lines(score_tree.tree(library.data(1), blocks(library))))
    move = score_tree.move_rows(before, table, (before[-1].id,), 2)
    assert move is not None
    library.score_table.move(1, move)
    first = library.data(1).indicators[0]
    assert (first.id, first.block, first.level2) == (before[-1].id, before[0].block, before[0].level2)
    library.undo(1)
    assert library.data(1).indicators == before


def test_a_row_that_does_not_apply_says_so_where_its_actual_value_stands(library: Library) -> None:
    row = next(row for row in library.data(1).indicators if row.level3 == "预算完成率")
    library.set_field(1, "indicator", row.id, "not_applicable", True)
    line = next(line for line in library.documents.text(1, ("annex",)).split("\n") if "预算完成率" in line)
    assert "不适用" in line
    assert "97.5%" not in line


def test_a_system_replaces_the_rows_of_its_blocks_in_one_step(library: Library) -> None:
    before = library.data(1).indicators
    presets = [preset.indicator(1, number) for number, preset in enumerate(library.pack(1).indicators[1:], 1)]
    library.score_table.load_system(1, indicator_systems.system(presets), "载入指标体系", replaces=True)
    after = library.data(1).indicators
    assert [row.level3 for row in after][: len(presets)] == [row.level3 for row in presets]
    assert {row.id for row in after} == {row.id for row in before} - {before[0].id}
    assert after[0].score == before[1].score
    library.undo(1)
    assert library.data(1).indicators == before


def test_a_system_can_be_added_behind_all_rows(library: Library) -> None:
    before = library.data(1).indicators
    library.score_table.load_system(1, indicator_systems.system(before[:2]), "载入指标体系", replaces=False)
    after = library.data(1).indicators
    assert after[:-2] == before
    assert [row.level3 for row in after[-2:]] == [row.level3 for row in before[:2]]


def test_a_deleted_row_takes_its_mention_from_the_problem(library: Library) -> None:
    data = library.data(1)
    drafts = deductions.problems_offered(data, library.scores(1), library.facts(1))
    made = library.insert_all(1, "problem", deductions.problem_rows(drafts[:1]), label="由扣分生成草稿")
    assert len(deductions.problems_offered(library.data(1), library.scores(1), library.facts(1))) == len(drafts) - 1
    library.delete(1, "indicator", [drafts[0].source])
    (problem,) = (row for row in library.data(1).problems if row.id == made[0].id)
    assert problem.indicator_id is None


def test_a_copied_report_keeps_what_problems_and_projects_point_at(library: Library) -> None:
    data = library.data(1)
    library.set_fields(1, [("project", data.projects[0].id, "task_id", data.tasks[2].id)], "关联")
    drafts = deductions.problems_offered(library.data(1), library.scores(1), library.facts(1))
    library.insert_all(1, "problem", deductions.problem_rows(drafts[:1]))
    copy = library.data(library.reports.duplicate(1, 2030))
    assert copy.projects[0].task_id == copy.tasks[2].id
    problem = copy.problems[-1]
    (row,) = (row for row in copy.indicators if row.id == problem.indicator_id)
    assert problem.title == f"{row.level3}未得满分"
    kept = library.data(library.reports.new(data.department.name, 2031, from_id=1))
    assert kept.projects[0].task_id == kept.tasks[2].id
