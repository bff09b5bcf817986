"""What the notice says of the blocks of the score table: their full marks, and where their sums can be typed."""

from __future__ import annotations

from decimal import Decimal

from app.model.results import BlockScore
from ui.session import Session


def blocks(session: Session) -> tuple[BlockScore, ...]:
    """The blocks of the open report in their order."""
    return session.library.scores(session.report_id).blocks


def full_marks(session: Session, block: str) -> Decimal | None:
    """What the weights of a block have to add up to, 分; None where nothing says so, or the pack does not know it."""
    known = session.pack.scores.blocks
    return next((each.weight for each in known if each.name == block and not each.is_preset), None)


def suggested_marks(session: Session, block: str) -> Decimal | None:
    """The same, or what the pack suggests where no notice says so."""
    return next((known.weight for known in session.pack.scores.blocks if known.name == block), None)
