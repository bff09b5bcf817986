"""What each block of the score table lost, and whether the rows say why."""

from __future__ import annotations

from decimal import Decimal

from app import packs
from app.model.entities import Indicator, Report
from app.model.facts import Facts
from app.model.losses import BlockLosses, losses
from app.scoring import engine
from tests.builders import DELIVERY, TASK_BLOCKS, make_data, make_indicator, make_report


def found(*rows: Indicator, report: Report | None = None) -> tuple[BlockLosses, ...]:
    data = make_data(*rows, report=report)
    return losses(data, engine.score(data, Facts.of(data, TASK_BLOCKS), packs.load(packs.DEFAULT).scores))


def row(number: int, weight: str, score: str | None, **more: str) -> Indicator:
    typed = None if score is None else Decimal(score)
    return make_indicator(id=number, position=number, weight=Decimal(weight), score=typed, **more)


def test_the_largest_loss_stands_first() -> None:
    management, _ = found(row(1, "2", "1.5"), row(2, "5", "0"), row(3, "3", "3"))
    assert [item.row.id for item in management.rows] == [2, 1]
    assert management.lost == management.listed == Decimal("5.5")


def test_blank_reasons_do_not_explain() -> None:
    management, _ = found(row(1, "2", "1", reason=" \n"), row(2, "2", "1", reason="疫情影响。"))
    assert management.unexplained == 1


def test_each_block_has_its_own_rows() -> None:
    management, delivery = found(row(1, "2", "1"), row(2, "2", "0", block=DELIVERY))
    assert [len(block.rows) for block in (management, delivery)] == [1, 1]
    assert delivery.rows[0].row.id == 2


def test_a_typed_block_loses_what_was_typed() -> None:
    management, _ = found(row(1, "50", "48"), report=make_report(typed_management=Decimal("47.5")))
    assert (management.lost, management.listed) == (Decimal("2.5"), Decimal(2))


def test_a_score_above_full_marks_is_a_negative_loss() -> None:
    management, _ = found(row(1, "2", "3"))
    assert management.lost == Decimal(-1)
    assert management.rows == ()


def test_rows_without_a_score_are_counted_apart() -> None:
    management, _ = found(row(1, "2", None), row(2, "2", "1"))
    assert management.unscored == 1
    assert len(management.rows) == 1
