"""The names a template can use: the rows, figures and scores of a report as views of them."""

from __future__ import annotations

from collections.abc import Iterable

from app.model import project_forms, quantities
from app.model.entities import Entity, FundLine, Project
from app.model.facts import AxisFacts, Facts
from app.model.pack import ProjectSettings, ScoreSettings, TemplatePack
from app.model.project_forms import Form, FormFunds
from app.model.report_data import ReportData
from app.model.results import BlockScore, ProjectScores, Scores
from app.render.figures import Figure
from app.render.views import FactsView, FundedView, IndicatorView, RowView


def build(
    data: ReportData, facts: Facts, scores: Scores, settings: ScoreSettings, *, references: bool = True
) -> dict[str, object]:
    """The names a template can use; `CONTRIBUTING.md` lists them. Without references values print as bare text."""
    return _Builder(data, facts, scores, settings, references=references).names()


def build_forms(
    data: ReportData, facts: Facts, scores: Scores, pack: TemplatePack, only: int = 0, *, references: bool = True
) -> dict[str, object]:
    """The names for the forms of the projects, of one project where `only` is its id."""
    found = _Builder(data, facts, scores, pack.scores, references=references)
    if pack.projects is None:
        return found.names() | {"forms": []}
    return found.names() | {"forms": found.forms(pack.projects, only)}


class _Builder:
    """Makes the views of one report."""

    def __init__(
        self, data: ReportData, facts: Facts, scores: Scores, settings: ScoreSettings, *, references: bool
    ) -> None:
        self._data = data
        self._facts = facts
        self._scores = scores
        self._settings = settings
        self._references = references

    def names(self) -> dict[str, object]:
        data = self._data
        indicators = self._indicators()
        return {
            "department": self._view(data.department),
            "report": self._view(data.report),
            "offices": self._views(data.offices),
            "units": self._views(data.units),
            "duties": self._views(data.duties),
            "key_works": self._views(data.key_works),
            "tasks": self._views(data.tasks),
            "projects": [self._funded(row) for row in data.projects],
            "problems": self._views(data.problems),
            "measures": self._views(data.measures),
            "evidence": self._views(data.evidence),
            "adjustments": self._views(data.adjustments),
            "facts": FactsView(self._facts, self._ref("fact")),
            "axes": [{"name": axis.axis, "lines": list(map(self._funded, axis.lines))} for axis in self._facts.axes],
            "scores": self._score_view(),
            "deductions": {
                block.key: [row for row in indicators if row.block == block.name and row.lost]
                for block in self._settings.blocks
            },
            "indicators": indicators,
            "fund_rows": self._fund_rows(),
        }

    def forms(self, settings: ProjectSettings, only: int) -> list[dict[str, object]]:
        """The forms that are begun, in the order of their projects."""
        return [
            self._form(form, self._scores.projects[form.project.id], settings, number)
            for number, form in enumerate(project_forms.forms(self._data), 1)
            if form.is_begun and only in {0, form.project.id}
        ]

    def _form(self, form: Form, scores: ProjectScores, settings: ProjectSettings, number: int) -> dict[str, object]:
        blocks = {block.block: self._block_view(block) for block in scores.blocks}
        order = list(blocks)
        rows = sorted(form.indicators, key=lambda row: order.index(row.block) if row.block in blocks else len(order))
        return {
            "number": number,
            "title": f"{number}.{form.project.name}",
            "project": self._view(form.project),
            "total": self._fund_line(form.total),
            "funds": [self._fund_line(line) for line in form.lines()],
            "rate": Figure(scores.rate, "", ""),
            "execution": Figure(scores.execution, "", ""),
            "execution_weight": settings.execution,
            "indicators": [
                IndicatorView(
                    row,
                    scores.rows[row.id],
                    row.actual,
                    "",
                    (),
                    blocks.get(row.block) or {"name": row.block, "weight": None, "score": None, "lost": None},
                    references=self._references,
                )
                for row in rows
            ],
            "weight": settings.full,
            "score": Figure(scores.total if scores.is_whole else None, "", ""),
        }

    def _fund_line(self, line: FormFunds) -> dict[str, object]:
        ref = f"project_fund/{line.row_id}/" if line.row_id else ""
        amounts = {
            name: Figure(getattr(line, name), self._ref(ref and f"{ref}{name}"), "")
            for name in ("initial", "budget", "executed")
        }
        done = quantities.rate(line.executed, line.budget) if line.budget else None
        return {"name": line.name, **amounts, "rate": Figure(done, "", "")}

    def _ref(self, ref: str) -> str:
        return ref if self._references else ""

    def _view(self, entity: Entity) -> RowView:
        return RowView(entity, references=self._references)

    def _views(self, rows: Iterable[Entity]) -> list[RowView]:
        return [self._view(row) for row in rows]

    def _funded(self, row: FundLine | Project) -> FundedView:
        return FundedView(row, references=self._references)

    def _score_view(self) -> dict[str, object]:
        """Totals, sums and grade; without a value while nothing is scored, so that nobody prints 0 分 and a grade."""
        scores = self._scores
        blocks = {
            block.key: self._block_view(block, f"score/{block.key}", is_scored=scores.is_scored)
            for block in scores.blocks
        }
        grade = scores.grade if scores.is_scored else ""
        return {
            "total": Figure(scores.total if scores.is_scored else None, self._ref("score/total"), ""),
            "blocks": list(blocks.values()),
            **blocks,
            "adjustments": Figure(scores.adjustments, self._ref("score/adjustments"), ""),
            "grade": Figure(grade, self._ref("score/grade"), grade),
            "weight": self._settings.full,
        }

    def _block_view(self, block: BlockScore, ref: str = "", *, is_scored: bool = True) -> dict[str, object]:
        score = Figure(block.score if is_scored else None, self._ref(ref), "")
        lost = block.weight - block.score if is_scored else 0
        return {"key": block.key, "name": block.block, "score": score, "weight": block.weight, "lost": lost}

    def _indicators(self) -> list[IndicatorView]:
        """The rows of the score table, block by block, with their scores and the numbers of their evidence."""
        proofs = self._proofs()
        tasks = {task.id: task.name for task in self._data.tasks}
        actual, rows = self._facts.actual, self._scores.rows
        blocks = {block.block: self._block_view(block) for block in self._scores.blocks}
        known = list(blocks)
        in_order = sorted(
            self._data.indicators, key=lambda row: known.index(row.block) if row.block in blocks else len(known)
        )
        return [
            IndicatorView(
                row,
                rows[row.id],
                actual(row),
                tasks.get(row.task_id or 0, ""),
                proofs.get(row.id, ()),
                blocks.get(row.block) or {"name": row.block, "weight": None, "score": None, "lost": None},
                references=self._references,
            )
            for row in in_order
        ]

    def _proofs(self) -> dict[int, list[int]]:
        """The numbers of the evidence of each indicator."""
        numbers = {row.id: number for number, row in enumerate(self._data.evidence, 1)}
        proofs: dict[int, list[int]] = {}
        for link in self._data.evidence_links:
            number = numbers.get(link.evidence_id or 0)
            if link.indicator_id is not None and number is not None:
                proofs.setdefault(link.indicator_id, []).append(number)
        return proofs

    def _fund_rows(self) -> list[list[dict[str, object] | None]]:
        """The funds block of the annex: a first row of totals, then one line of each axis side by side."""
        axes = self._facts.axes
        height = max(len(axis.lines) for axis in axes)
        totals: list[dict[str, object] | None] = [self._fund_total(axis) for axis in axes]
        return [totals, *([self._fund_cell(axis, line) for axis in axes] for line in range(height))]

    def _fund_total(self, axis: AxisFacts) -> dict[str, object]:
        ref = f"fact/axes/{axis.axis}"
        return {
            "name": "合计",
            "budget": Figure(axis.budget, self._ref(f"{ref}/budget"), ""),
            "executed": Figure(axis.executed, self._ref(f"{ref}/executed"), ""),
            "rate": Figure(axis.rate, self._ref(f"{ref}/rate"), ""),
        }

    def _fund_cell(self, axis: AxisFacts, line: int) -> dict[str, object] | None:
        if line >= len(axis.lines):
            return None
        row = self._funded(axis.lines[line])
        return {"name": row.category, "budget": row.budget, "executed": row.executed, "rate": row.rate}
