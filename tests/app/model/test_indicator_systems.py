"""A whole indicator system is brought in row by row: what is filled in for a row of the same name stays."""

from __future__ import annotations

from decimal import Decimal

from app.model import indicator_systems
from app.model.entities import Task
from tests.builders import make_indicator


def names(found: indicator_systems.Replacement, rows: dict[int, str]) -> list[str]:
    return [
        rows[row_id] if row_id is not None else str(found.added[place]["level3"])
        for place, row_id in enumerate(found.order)
    ]


def test_rows_of_the_same_name_are_kept_and_the_others_come_or_go() -> None:
    present = [
        make_indicator(id=1, level3="预算完成率", weight=Decimal(2), actual="97%", score=Decimal(1)),
        make_indicator(id=2, level3="旧指标"),
        make_indicator(id=3, level3="任务指标", block="履职效能"),
    ]
    system = indicator_systems.system([
        make_indicator(level3="新指标", weight=Decimal(4)),
        make_indicator(level3="预算完成率", weight=Decimal(3)),
    ])  # fmt: skip
    found = indicator_systems.replacement(present, system)
    assert found.changed == {1: {"weight": Decimal(3)}}
    assert found.removed == (2,)
    assert names(found, {1: "预算完成率", 3: "任务指标"}) == ["新指标", "预算完成率", "任务指标"]
    assert indicator_systems.blocks(system) == ("管理效能",)


def test_the_same_system_again_changes_nothing() -> None:
    present = [make_indicator(id=1), make_indicator(id=2, level3="另一项")]
    found = indicator_systems.replacement(present, indicator_systems.system(present))
    assert not found
    assert found.order == (1, 2)


def test_rows_of_one_name_are_matched_in_their_order() -> None:
    present = [make_indicator(id=1, target="1"), make_indicator(id=2, target="2")]
    found = indicator_systems.replacement(present, indicator_systems.system(present[:1]))
    assert (found.order, found.removed) == ((1,), (2,))


def test_what_was_filled_in_elsewhere_is_left_behind_and_tasks_are_found_by_name() -> None:
    row = make_indicator(actual="97%", score=Decimal(1), reason="慢", task_id=7, fact="funds.completion_rate")
    (values,) = indicator_systems.system(
        [row], [Task(id=7, report_id=2, name="促进就业")], [Task(id=3, report_id=1, name=" 促进就业")]
    )
    assert values["task_id"] == 3
    assert values["fact"] == "funds.completion_rate"
    assert not {"actual", "score", "reason"} & values.keys()
    (alone,) = indicator_systems.system([row])
    assert alone["task_id"] is None
