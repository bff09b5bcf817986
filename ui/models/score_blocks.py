"""What the notice says of the blocks of the score table: their full marks, and where their sums can be typed."""

from __future__ import annotations

from decimal import Decimal

from app.model.entities import Block
from app.model.results import BlockScore
from ui.session import Session

_TYPED = {Block.MANAGEMENT: "typed_management", Block.DELIVERY: "typed_delivery"}


def blocks(session: Session) -> tuple[BlockScore, ...]:
    """The blocks of the open report in their order."""
    return session.library.scores(session.report_id).blocks


def full_marks(session: Session, block: str) -> Decimal | None:
    """What the weights of a block have to add up to, 分; None for one the pack does not know."""
    return session.pack.scores.weight(Block(block)) if block in list(Block) else None


def typed_field(block: str) -> str:
    """The report's field for a typed sum of the block; empty when there is none."""
    return _TYPED[Block(block)] if block in list(Block) else ""
