"""The score table of a report: every row by its rule, rounded, then summed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from app.errors import InputError
from app.model.entities import Adjustment, AdjustmentKind, Indicator, ProjectIndicator, Rule
from app.model.facts import FACTS, Facts
from app.model.pack import NotApplicable, ProjectSettings, ScoreBlock, ScoreSettings
from app.model.project_forms import Form, forms
from app.model.quantities import format_percent, format_score, rate, round_half_up
from app.model.report_data import ReportData
from app.model.results import BlockScore, ProjectScores, RowScore, Scores
from app.model.rule_inputs import treatment
from app.model.rule_parameters import NOT_APPLICABLE, Parameters, parse
from app.model.targets import Measured, Quantity
from app.scoring import rows

_ZERO = Decimal(0)


Earlier: TypeAlias = tuple[ReportData, Scores]
"""A state of the report that was scored before."""


def score(
    data: ReportData,
    facts: Facts,
    settings: ScoreSettings,
    projects: ProjectSettings | None = None,
    earlier: Earlier | None = None,
) -> Scores:
    """The scores of a report, 分: rows half-up to two decimals, then sums; figures typed on rows or report count.

    Adjustments count up to the pack's limits; the total lies between the pack's bounds. Rows of a block that the pack
    does not have are scored but count nowhere. The grade is that of the total that is printed, once
    every row has its score. With an `earlier` state of the same report only rows are scored whose score may be another
    now, and the scores are the same as without.
    """
    report = data.report
    kept = _kept(data.indicators, earlier) if earlier is not None else {}
    scored, by_block = _scored(data.indicators, facts, settings.blocks, settings.not_applicable, kept)
    made = Scores(
        rows=scored,
        blocks=tuple(
            _block(block, by_block[block.name], scored, getattr(report, block.typed_field, None))
            for block in settings.blocks
        ),
        adjustments=_adjustments(data.adjustments, settings),
        computed_total=_ZERO,
        typed_total=report.typed_total,
        grade="",
        projects=_of_projects(data, facts, projects) if projects is not None else {},
    )
    rows_of_forms = {row_id: found for form in made.projects.values() for row_id, found in form.rows.items()}
    made = dataclasses.replace(made, form_rows=rows_of_forms)
    made = dataclasses.replace(made, computed_total=settings.bounded(made.raw_total))
    return dataclasses.replace(made, grade="" if made.unscored else settings.grade(made.total))


def _of_projects(data: ReportData, facts: Facts, settings: ProjectSettings) -> dict[int, ProjectScores]:
    """The scores of the forms that are begun, by the id of their project."""
    return {form.project.id: score_project(form, facts, settings) for form in forms(data) if form.is_begun}


def _kept(rows: Iterable[Indicator], earlier: Earlier) -> dict[int, RowScore]:
    """The scores that hold still: of rows that are what they were and read nothing but themselves, neither a fact nor
    what the rest of their block earned.
    """
    data, scores = earlier
    return {
        row.id: scores.rows[row.id]
        for row in rows
        if data.find(row.TABLE, row.id) is row and not row.fact and not _is_not_applicable(row)
    }


def _scored(
    found: Iterable[Indicator | ProjectIndicator],
    facts: Facts,
    blocks: Iterable[ScoreBlock],
    usual: NotApplicable,
    kept: Mapping[int, RowScore] = MappingProxyType({}),
) -> tuple[dict[int, RowScore], dict[str, list[Indicator | ProjectIndicator]]]:
    """The scores of rows by id, and the rows by the name of their block."""
    by_block: dict[str, list[Indicator | ProjectIndicator]] = {block.name: [] for block in blocks}
    scored = {}
    for row in found:
        scored[row.id] = kept.get(row.id) or score_row(row, facts)
        by_block.setdefault(row.block, []).append(row)
    for block in by_block.values():
        scored |= _rescaled(block, scored, usual)
    return scored, by_block


def score_project(form: Form, facts: Facts, settings: ProjectSettings) -> ProjectScores:
    """The form of one project (财预〔2020〕10号): its rows, and 执行 ÷ 预算 × full marks for the money."""
    scored, by_block = _scored(form.indicators, facts, settings.blocks, NotApplicable.FULL)
    execution, why = _execution(form, settings.execution)
    return ProjectScores(
        rate=rate(form.total.executed, form.total.budget),
        execution_weight=settings.execution,
        execution=execution,
        explanation=why,
        rows=scored,
        blocks=tuple(_block(block, by_block[block.name], scored) for block in settings.blocks),
    )


def _execution(form: Form, weight: Decimal) -> tuple[Decimal | None, str]:
    total = form.total
    if total.budget is None or total.executed is None:
        return None, "没有填写全年预算数或执行数。"
    if total.budget == 0:
        return None, "全年预算数为 0，无法计算执行率，请核对项目资金。"
    share = Decimal(total.executed) / Decimal(total.budget)
    score = _rounded(min(weight, weight * share), weight)
    return score, f"执行率 {format_percent(share * 100, 2)}，{_result(weight, score)}"


def score_row(row: Measured, facts: Facts) -> RowScore:
    """One row by its rule, half-up to two decimals. A row that does not apply has full marks; one that is to be
    rescaled has them until `score` knows the rest of its block.
    """
    weight = row.weight or _ZERO
    try:
        computed, explanation = _computed(row, weight, facts)
    except InputError as error:
        computed, explanation = None, _unscored(row, str(error))
    return _counted(row, weight, computed, explanation)


def trial(row: Indicator, actual: str, facts: Facts) -> RowScore:
    """How the row would be scored with another actual value, its bound fact and its typed score set aside."""
    return score_row(replace(row, actual=actual, fact="", score=None), facts)


def _unscored(row: Measured, reason: str) -> str:
    """Why nothing was computed; a row that is scored by hand and has its score lacks nothing."""
    if row.rule == Rule.MANUAL and row.score is not None and row.weight is not None:
        return f"人工评分，{_result(row.weight, row.score)}"
    return reason


def _counted(row: Measured, weight: Decimal, computed: Decimal | None, explanation: str) -> RowScore:
    """What counts: the typed score. Where it differs from the computed one, the sentence says by how much."""
    found = RowScore(
        row.id, weight, computed, computed if row.score is None else row.score, row.score is not None, explanation
    )
    if not found.difference:
        return found
    side = "多" if found.difference > 0 else "少"
    told = f"填报 {format_score(row.score)}，比计算{side} {format_score(abs(found.difference))}"
    return replace(found, explanation=f"{explanation}；{told}")


def _computed(row: Measured, weight: Decimal, facts: Facts) -> tuple[Decimal, str]:
    if row.weight is None:
        raise InputError("没有填写分值。")
    found = parse(row.parameters)
    if _is_not_applicable(row):
        treatment(found)
        return _rounded(weight, weight), f"不适用，按满分计，得 {format_score(weight)}"
    outcome = rows.apply(row.rule, _row(row, weight, found, facts))
    rounded = _rounded(outcome.score, weight)
    return rounded, f"{outcome.why}，{_result(weight, rounded)}"


def _rounded(score: Decimal, weight: Decimal) -> Decimal:
    """A score half-up to two decimals, though never more than a weight that is finer than that."""
    rounded = round_half_up(score, 2)
    return min(rounded, weight)


def _result(weight: Decimal, computed: Decimal) -> str:
    if computed == weight:
        return f"得满分 {format_score(computed)}"
    return f"扣 {format_score(weight - computed)}，得 {format_score(computed)}"


def _is_not_applicable(row: Measured) -> bool:
    return row.not_applicable or row.actual.strip() == NOT_APPLICABLE


def _row(row: Measured, weight: Decimal, found: Parameters, facts: Facts) -> rows.Row:
    """What the rule reads: the bound fact where it has a value, else what was typed."""
    spec = FACTS.get(row.fact)
    value = spec.value(facts) if spec else None
    if spec is None or value is None:
        gap = f"{spec.gap(facts)}，没有{spec.label}。" if spec is not None else ""
        return rows.Row(weight, row.target, row.actual, row.unit, found, gap=gap)
    measured = Quantity.measured(value, spec.unit)
    return rows.Row(weight, row.target, spec.text(facts), row.unit, found, measured, spec.basis(facts))


def _rescaled(block: Sequence[Measured], scored: Mapping[int, RowScore], usual: NotApplicable) -> dict[int, RowScore]:
    """The rows of a block that do not apply and are to be rescaled: they earn the share the applicable rows earned,
    which spreads their weight over those rows. `usual` is what holds for rows that do not say.
    """
    waiting = [row for row in block if _is_not_applicable(row) and _wants_rescaling(row, usual)]
    if not waiting:
        return {}
    others = [found for row in block if not _is_not_applicable(row) and (found := scored[row.id]).score is not None]
    full = sum((item.weight for item in others), _ZERO)
    if not full:
        return {}
    earned = sum((item.score or _ZERO for item in others), _ZERO)
    return {row.id: _share_of(row, earned, full) for row in waiting}


def _wants_rescaling(row: Measured, usual: NotApplicable) -> bool:
    try:
        return treatment(parse(row.parameters), usual) == NotApplicable.RESCALED
    except InputError:
        return False  # the row says so itself


def _share_of(row: Measured, earned: Decimal, full: Decimal) -> RowScore:
    weight = row.weight or _ZERO
    computed = _rounded(weight * earned / full, weight)
    return _counted(row, weight, computed, f"不适用，按其他指标的得分率折算，{_result(weight, computed)}")


def _block(
    block: ScoreBlock, rows: Sequence[Measured], scored: Mapping[int, RowScore], typed: Decimal | None = None
) -> BlockScore:
    """A block without rows has the full marks of the pack as its weight: a published report may give no more."""
    found = [scored[row.id] for row in rows]
    computed = sum((item.score for item in found if item.score is not None), _ZERO)
    weight = sum((item.weight for item in found), _ZERO) if found else block.weight
    return BlockScore(block.key, block.name, weight, computed, typed, block.typed_field)


def _adjustments(found: Iterable[Adjustment], settings: ScoreSettings) -> Decimal:
    total = _ZERO
    for item in found:
        amount = item.score or _ZERO
        total += amount if item.kind == AdjustmentKind.BONUS else -amount
    return max(-settings.penalty_limit, min(settings.bonus_limit, total))
