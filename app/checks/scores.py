"""SC: the score table against itself and against what is said of it."""

from __future__ import annotations

from app.checks.registry import Findings, Subject, check
from app.model.quantities import format_plain
from app.model.results import Finding, Severity


@check("SC-06", "扣分必有原因", Severity.ERROR, "表论")
def reason_of_loss(subject: Subject) -> Findings:
    """A row below full marks says why (standards.md C, SC-06)."""
    for number, row in enumerate(subject.data.indicators, 1):
        found = subject.scores.rows[row.id]
        if found.score is not None and found.lost > 0 and not row.reason.strip():
            score, weight = format_plain(found.score), format_plain(found.weight)
            yield Finding(
                "SC-06",
                Severity.ERROR,
                f"自评表第{number}行“{row.level3}”得分{score}分，低于分值{weight}分，没有写扣分原因，请补写原因。",
                "附件",
                row.TABLE,
                row.id,
                "reason",
                row.level3,
                {"score": score, "weight": weight},
            )
