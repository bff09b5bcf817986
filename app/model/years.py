"""What of a report is compared with other years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.model.facts import Facts
from app.model.report_data import ReportData
from app.model.results import Scores


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One report of a department in a row of years."""

    report_id: int
    year: int
    score: Decimal | None  # the printed total, 分; None while nothing is scored
    grade: str  # empty while nothing is scored
    rate: Decimal | None  # completion of the budget in %, unrounded; None without a budget
    budget: int | None = None  # 分, as is what was spent of it
    executed: int | None = None

    @classmethod
    def of(cls, data: ReportData, facts: Facts, scores: Scores) -> YearFigures:
        """The figures of one report."""
        is_scored = scores.is_scored
        return cls(
            data.report.id,
            data.report.year,
            scores.total if is_scored else None,
            scores.grade if is_scored else "",
            facts.total.rate,
            facts.total.budget,
            facts.total.executed,
        )


def one_a_year(found: Iterable[YearFigures], here: int) -> list[YearFigures]:
    """One report for each year, the earliest year first: the one with the id `here` for its year, else the newest."""
    chosen: dict[int, YearFigures] = {}
    for item in sorted(found, key=lambda item: (item.report_id == here, item.report_id)):
        chosen[item.year] = item
    return [chosen[year] for year in sorted(chosen)]
