"""Where points were lost and why, block by block of the score table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.model.entities import Indicator
from app.model.report_data import ReportData
from app.model.results import BlockScore, RowScore, Scores


@dataclass(frozen=True, slots=True)
class Loss:
    """One row of the score table below full marks."""

    row: Indicator
    score: RowScore

    @property
    def is_explained(self) -> bool:
        """Whether the row says why."""
        return bool(self.row.reason.strip())


@dataclass(frozen=True, slots=True)
class BlockLosses:
    """What one block lost. All figures in 分."""

    block: BlockScore
    rows: tuple[Loss, ...]  # the largest loss first
    unscored: int  # rows without any score yet

    @property
    def lost(self) -> Decimal:
        """Full marks less what counts; below zero where a typed score is above full marks."""
        return self.block.weight - self.block.score

    @property
    def listed(self) -> Decimal:
        """What the rows lost together; differs from `lost` where the block's score was typed."""
        return sum((item.score.lost for item in self.rows), Decimal(0))

    @property
    def unexplained(self) -> int:
        """How many rows do not say why."""
        return sum(not item.is_explained for item in self.rows)


def losses(data: ReportData, scores: Scores) -> tuple[BlockLosses, ...]:
    """The losses of every block."""
    return tuple(_of_block(data, scores, block) for block in scores.blocks)


def _of_block(data: ReportData, scores: Scores, block: BlockScore) -> BlockLosses:
    rows = [(row, scores.rows[row.id]) for row in data.indicators if row.block == block.block]
    lost = sorted((Loss(row, found) for row, found in rows if found.lost), key=lambda item: -item.score.lost)
    return BlockLosses(block, tuple(lost), sum(found.score is None for _, found in rows))
