"""The score table of a report: every row by its rule, rounded, then summed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from app.errors import InputError
from app.model.entities import Adjustment, AdjustmentKind, Block, Indicator, Rule
from app.model.facts import FACTS, Facts
from app.model.pack import ScoreSettings
from app.model.quantities import format_score, round_half_up
from app.model.report_data import ReportData
from app.model.results import BlockScore, RowScore, Scores
from app.model.targets import Quantity
from app.scoring import parameters, rows

_ZERO = Decimal(0)
_FULL, _RESCALED = "满分", "折算"


def score(data: ReportData, facts: Facts, settings: ScoreSettings) -> Scores:
    """The scores of a report, 分: rows half-up to two decimals, then sums; figures typed on rows or report count.

    Adjustments count up to the pack's limit either way; the total lies between 0 and the full marks of both blocks.
    The grade is that of the total that is printed.
    """
    scored = {row.id: score_row(row, facts) for row in data.indicators}
    for block in Block:
        scored |= _rescaled([row for row in data.indicators if row.block == block], scored)
    report = data.report
    management = _block(Block.MANAGEMENT, data.indicators, scored, report.typed_management, settings)
    delivery = _block(Block.DELIVERY, data.indicators, scored, report.typed_delivery, settings)
    adjusted = _adjustments(data.adjustments, settings.adjustment_limit)
    full = settings.management + settings.delivery
    total = max(_ZERO, min(full, management.score + delivery.score + adjusted))
    printed = total if report.typed_total is None else report.typed_total
    return Scores(
        rows=scored,
        management=management,
        delivery=delivery,
        adjustments=adjusted,
        computed_total=total,
        typed_total=report.typed_total,
        grade=settings.grade(printed),
    )


def score_row(row: Indicator, facts: Facts) -> RowScore:
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


def _unscored(row: Indicator, reason: str) -> str:
    """Why nothing was computed; a row that is scored by hand and has its score lacks nothing."""
    if row.rule == Rule.MANUAL and row.score is not None and row.weight is not None:
        return f"人工评分，{_result(row.weight, row.score)}"
    return reason


def _counted(row: Indicator, weight: Decimal, computed: Decimal | None, explanation: str) -> RowScore:
    """What counts: the typed score. Where it differs from the computed one, the sentence says by how much."""
    found = RowScore(
        row.id, weight, computed, computed if row.score is None else row.score, row.score is not None, explanation
    )
    if not found.difference:
        return found
    side = "多" if found.difference > 0 else "少"
    told = f"填报 {format_score(row.score)}，比计算{side} {format_score(abs(found.difference))}"
    return replace(found, explanation=f"{explanation}；{told}")


def _computed(row: Indicator, weight: Decimal, facts: Facts) -> tuple[Decimal, str]:
    if row.weight is None:
        raise InputError("没有填写分值。")
    found = parameters.parse(row.parameters)
    if _is_not_applicable(row):
        found.word(parameters.NOT_APPLICABLE, (_FULL, _RESCALED), _FULL)
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


def _is_not_applicable(row: Indicator) -> bool:
    return row.not_applicable or row.actual.strip() == parameters.NOT_APPLICABLE


def _row(row: Indicator, weight: Decimal, found: parameters.Parameters, facts: Facts) -> rows.Row:
    """What the rule reads: the bound fact where it has a value, else what was typed."""
    spec = FACTS.get(row.fact)
    value = spec.value(facts) if spec else None
    if spec is None or value is None:
        return rows.Row(weight, row.target, row.actual, row.unit, found)
    measured = Quantity(value, spec.unit == "%", "")
    return rows.Row(weight, row.target, spec.text(facts), row.unit, found, measured, spec.basis(facts))


def _rescaled(block: Sequence[Indicator], scored: Mapping[int, RowScore]) -> dict[int, RowScore]:
    """The rows of a block that do not apply and ask for 折算: they earn the share the applicable rows earned, which
    spreads their weight over those rows.
    """
    waiting = [row for row in block if _is_not_applicable(row) and _wants_rescaling(row)]
    if not waiting:
        return {}
    others = [found for row in block if not _is_not_applicable(row) and (found := scored[row.id]).score is not None]
    full = sum((item.weight for item in others), _ZERO)
    if not full:
        return {}
    earned = sum((item.score or _ZERO for item in others), _ZERO)
    return {row.id: _share_of(row, earned, full) for row in waiting}


def _wants_rescaling(row: Indicator) -> bool:
    try:
        return parameters.parse(row.parameters).values.get(parameters.NOT_APPLICABLE) == _RESCALED
    except InputError:
        return False  # the row says so itself


def _share_of(row: Indicator, earned: Decimal, full: Decimal) -> RowScore:
    weight = row.weight or _ZERO
    computed = _rounded(weight * earned / full, weight)
    return _counted(row, weight, computed, f"不适用，按其他指标的得分率折算，{_result(weight, computed)}")


def _block(
    block: Block,
    indicators: Iterable[Indicator],
    scored: Mapping[int, RowScore],
    typed: Decimal | None,
    settings: ScoreSettings,
) -> BlockScore:
    """A block without rows has the full marks of the pack as its weight: a published report may give no more."""
    found = [scored[row.id] for row in indicators if row.block == block]
    computed = sum((item.score for item in found if item.score is not None), _ZERO)
    weight = sum((item.weight for item in found), _ZERO) if found else settings.weight(block)
    return BlockScore(block.value, weight, computed, computed if typed is None else typed)


def _adjustments(found: Iterable[Adjustment], limit: Decimal) -> Decimal:
    total = _ZERO
    for item in found:
        amount = item.score or _ZERO
        total += amount if item.kind == AdjustmentKind.BONUS else -amount
    return max(-limit, min(limit, total))
