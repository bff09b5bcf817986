"""Lost points as drafts of problems, and problems as drafts of measures, in no words but the row's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.model.entities import Indicator, Problem
from app.model.facts import Facts
from app.model.fields import Value
from app.model.losses import Loss
from app.model.quantities import format_score
from app.model.report_data import ReportData
from app.model.results import Scores

_LONGEST = 300  # characters of a headline, as the field table says
_ENDS = "。；;.!！？?，,、：: "
_CAUSES = "扣分主要原因是", "扣分原因是", "主要原因是", "原因是", "由于", "因为"


@dataclass(frozen=True, slots=True)
class Draft:
    """A row to be added, and what it comes from."""

    source: int  # id of the indicator or problem
    title: str
    text: str
    loss: str = ""  # the points it is about, as 扣 0.52 分

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take from the source, so that the officer has to write it."""
        return not self.title


def problems_offered(data: ReportData, scores: Scores, facts: Facts) -> list[Draft]:
    """A problem for each row that lost points and has none yet, in the order of the table."""
    known = {problem.indicator_id for problem in data.problems}
    found = ((row, scores.rows[row.id]) for row in data.indicators if row.id in scores.rows)
    lost = [Loss(row, score) for row, score in found if score.lost and row.id not in known]
    return [_problem(loss, facts) for loss in lost]


def _problem(loss: Loss, facts: Facts) -> Draft:
    row, points = loss.row, format_score(loss.score.lost)
    name = row.level3.strip() or row.level2.strip()
    return Draft(row.id, f"{name}未得满分"[:_LONGEST], _circumstances(row, facts.actual(row)), f"扣 {points} 分")


def _circumstances(row: Indicator, actual: str) -> str:
    """What the row says: what was aimed at, what came of it, and why."""
    target = _with_unit(row.target, row.unit)
    told = [f"目标值为{target}" if target else "", f"实际完成{_with_unit(actual, row.unit)}" if actual.strip() else ""]
    figures = "，".join(filter(None, told))
    reason = row.reason.strip().rstrip(_ENDS)
    for words in _CAUSES:
        reason = reason.removeprefix(words)
    sentences = [figures, f"主要原因是{reason}" if reason else ""]
    return "".join(f"{sentence}。" for sentence in sentences if sentence)


def _with_unit(text: str, unit: str) -> str:
    text = text.strip()
    return f"{text}{unit}" if text[-1:].isdigit() and "/" not in text else text


def unanswered(data: ReportData) -> tuple[Problem, ...]:
    """The problems drafted from a row of the score table for which there is no measure yet."""
    answered = {measure.problem_id for measure in data.measures}
    return tuple(problem for problem in data.problems if problem.indicator_id and problem.id not in answered)


def measures_offered(data: ReportData) -> list[Draft]:
    """A measure for each problem that came from the score table and has none; in the row's own words, where it says
    what is to be done.
    """
    rows = {row.id: row for row in data.indicators}
    return [_measure(problem, rows.get(problem.indicator_id or 0)) for problem in unanswered(data)]


def _measure(problem: Problem, row: Indicator | None) -> Draft:
    words = row.measure.strip() if row is not None else ""
    first, _, rest = words.partition("\n")
    head, mark, tail = first.partition("。")
    text = "\n".join(filter(None, [tail.strip(), rest.strip()]))
    if len(head) > _LONGEST:
        return Draft(problem.id, head[:_LONGEST], words)
    return Draft(problem.id, head.strip().rstrip(_ENDS) if mark or head else "", text)


def problem_rows(drafts: Iterable[Draft]) -> list[dict[str, Value]]:
    """The drafts as values of new problems."""
    return [{"title": draft.title, "text": draft.text, "indicator_id": draft.source} for draft in drafts]


def measure_rows(drafts: Iterable[Draft]) -> list[dict[str, Value]]:
    """The drafts as values of new measures."""
    return [{"title": draft.title, "text": draft.text, "problem_id": draft.source} for draft in drafts]
