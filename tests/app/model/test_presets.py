"""The score table of a report that a file starts."""

from __future__ import annotations

from decimal import Decimal

from app.model.entities import Rule
from app.model.fields import Value
from app.model.offers import Offer
from app.model.pack import IndicatorPreset
from app.model.presets import with_presets

PRESETS = (
    IndicatorPreset(
        "预算", "完成率", Decimal(2), Rule.AT_LEAST, "管理效能", target="95%", fact="funds.completion_rate"
    ),
    IndicatorPreset("预算", "公开率", Decimal(3), block="管理效能"),
    IndicatorPreset("产出", "完成率", Decimal(5), block="履职效能"),
)


def told(block: str, name: str, **values: Value) -> Offer:
    return Offer("indicator", "第1段", {"block": block, "level3": name, **values})


def names(offers: list[Offer]) -> list[tuple[Value, Value]]:
    return [(offer.values["block"], offer.values["level3"]) for offer in offers]


def test_without_any_row_every_preset_is_there_in_the_order_of_the_pack() -> None:
    assert names(with_presets([], PRESETS)) == [("管理效能", "完成率"), ("管理效能", "公开率"), ("履职效能", "完成率")]


def test_what_a_text_tells_of_lost_marks_completes_the_presets_and_other_rows_follow() -> None:
    found = with_presets(
        [told("管理效能", "巡查次数", reason="汛期"), told("管理效能", "公开率", score=Decimal(1))], PRESETS
    )
    assert names(found)[-1] == ("管理效能", "巡查次数")
    assert (found[1].values["score"], found[1].values["weight"]) == (1, 3)
    assert len(found) == 4


def test_a_block_that_the_file_lists_has_just_its_rows_in_the_order_of_the_file() -> None:
    weight = Decimal(4)
    found = with_presets(
        [told("管理效能", "新指标", weight=weight), told("管理效能", "完成率", weight=weight)], PRESETS
    )
    assert names(found) == [("管理效能", "新指标"), ("管理效能", "完成率"), ("履职效能", "完成率")]
    assert (found[1].values["weight"], found[1].values["fact"]) == (4, "funds.completion_rate")
    assert found[1].source == "第1段"


def test_values_are_parted_into_number_and_unit_as_the_preset_parts_them() -> None:
    (found, *_) = with_presets([told("管理效能", "完成率", target="95", actual="96", unit="%")], PRESETS)
    assert [found.values[name] for name in ("target", "actual", "unit")] == ["95%", "96%", ""]


def test_rows_of_other_tables_go_through_as_they_are() -> None:
    task = Offer("task", "第2段", {"name": "甲"})
    assert with_presets([task], PRESETS)[0] is task
