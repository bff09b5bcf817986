"""The figures that are computed where an officer may type another: what counts while such a field is empty."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.model.entities import Indicator, Report
from app.model.facts import FACTS
from app.model.quantities import format_score
from app.model.results import Scores
from ui.session import Session


def _row(scores: Scores, row_id: int) -> Decimal | None:
    found = scores.rows.get(row_id)
    return None if found is None else found.computed


def _of_block(scores: Scores, field: str) -> Decimal | None:
    """The sum that a typed one stands in for; None in packs without such a block."""
    return next((block.computed for block in scores.blocks if block.typed_field == field), None)


_COMPUTED: dict[tuple[str, str], Callable[[Scores, int], Decimal | None]] = {
    (Report.TABLE, "typed_total"): lambda scores, _: scores.computed_total,
    (Report.TABLE, "typed_management"): lambda scores, _: _of_block(scores, "typed_management"),
    (Report.TABLE, "typed_delivery"): lambda scores, _: _of_block(scores, "typed_delivery"),
    (Indicator.TABLE, "score"): _row,
}


_BOUND = (Indicator.TABLE, "actual")
"""What a row takes from the report's own figures, where it is bound to one."""


def _fact(session: Session, row_id: int) -> str:
    row = session.find(Indicator.TABLE, row_id)
    spec = FACTS.get(row.fact) if isinstance(row, Indicator) else None
    return spec.text(session.library.facts(session.report_id)) if spec is not None else ""


def is_computed(table: str, field: str) -> bool:
    """Whether something is computed in place of the field."""
    return (table, field) in _COMPUTED or (table, field) == _BOUND


def computed(session: Session, table: str, row_id: int, field: str) -> str:
    """The computed figure; empty where there is none, as while nothing is scored."""
    if not row_id or not session.report_id:
        return ""
    if (table, field) == _BOUND:
        return _fact(session, row_id)
    read = _COMPUTED.get((table, field))
    if read is None:
        return ""
    scores = session.library.scores(session.report_id)
    value = read(scores, row_id) if scores.is_scored else None
    return "" if value is None else format_score(value)
