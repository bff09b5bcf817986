"""How a score follows from figures: one pure function per rule of `app.model.entities.Rule`.

All arguments and results are exact decimals in 分 unless said otherwise; results lie between 0 and the weight and
are not rounded, the engine does that once per row. 人工评分 has no function: nothing can be computed.
Products come before quotients, so that a score that has an exact value gets it. "preset" as a source means the usual
practice of published tables: no official text, and editable in every respect.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from app.model.rule_parameters import Tier

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


def _within(score: Decimal, weight: Decimal) -> Decimal:
    """A score held between 0 and the weight."""
    return max(_ZERO, min(weight, score))


def at_least(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """正向：实际 ≥ 目标得满分，否则按 实际 ÷ 目标 计，负数计 0 (preset). A target of 0 or less is met or not."""
    if actual >= target:
        return weight
    return _within(weight * actual / target, weight) if target > 0 else _ZERO


def at_most(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """反向：实际 ≤ 目标得满分，超出按 (1 − 超出 ÷ 目标) 计，达两倍得 0 (preset, variant 1).

    Anything beyond a target of 0 scores 0.
    """
    if actual <= target:
        return weight
    return _within(weight * (2 * target - actual) / target, weight) if target > 0 else _ZERO


def at_most_ratio(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """反向：实际 ≤ 目标得满分，超出按 目标 ÷ 实际 计 (preset, variant 2).

    Anything beyond a target of 0 scores 0.
    """
    if actual <= target:
        return weight
    return _within(weight * target / actual, weight) if target > 0 else _ZERO


def equal(weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    """等于：目标大于 0 时同正向；目标为 0 时只有实际为 0 得满分 (preset)."""
    if target > 0:
        return at_least(weight, target, actual)
    return weight if actual == target else _ZERO


def bands(weight: Decimal, share: Decimal) -> Decimal:
    """定性三档：达成、部分达成、未达成各得分值的一个比例 (preset: 80–100 %, 60–80 %, 0–60 %)."""
    return _within(weight * share, weight)


def per_point(weight: Decimal, points: Decimal, deduction: Decimal) -> Decimal:
    """每差一个百分点扣 `deduction` 分，不足一个百分点按比例，扣完为止 (preset).

    `points` are the percentage points off the target.
    """
    return _within(weight - points * deduction, weight)


def per_step(weight: Decimal, points: Decimal, step: Decimal, deduction: Decimal) -> Decimal:
    """每满 `step` 个百分点扣 `deduction` 分，不满不扣，扣完为止 (preset)."""
    return _within(weight - (points // step) * deduction, weight)


def find_tier(tiers: Iterable[Tier], actual: Decimal) -> Tier | None:
    """The first range a value falls into; None when it falls into none."""
    return next((tier for tier in tiers if tier.holds(actual)), None)


def tiers(weight: Decimal, ranges: Iterable[Tier], actual: Decimal) -> Decimal:
    """分档：实际落在哪一档，得分值的该档比例；不在任何一档得 0 (preset)."""
    found = find_tier(ranges, actual)
    return _ZERO if found is None else _within(weight * found.share, weight)


def checklist(weight: Decimal, earned: Iterable[Decimal]) -> Decimal:
    """逐项得分：完成一项得一项的分，合计不超过分值 (preset)."""
    return _within(sum(earned, _ZERO), weight)


def breaches(weight: Decimal, lost: Iterable[Decimal]) -> Decimal:
    """逐项扣分：发现一项扣一项的分，扣完为止 (preset)."""
    return _within(weight - sum(lost, _ZERO), weight)


def yes_no(weight: Decimal, *, is_fulfilled: bool) -> Decimal:
    """是否：符合得满分，否则得 0 (preset)."""
    return weight if is_fulfilled else _ZERO


def no_excess(weight: Decimal, target: Decimal, actual: Decimal, *, in_proportion: bool) -> Decimal:
    """超出不得分：实际超过目标得 0；未超出得满分，或按 实际 ÷ 目标 计 (preset, 三公经费控制率、政府采购执行率)."""
    if actual > target:
        return _ZERO
    if in_proportion and target > 0:
        return _within(weight * actual / target, weight)
    return weight


def change(previous: Decimal, actual: Decimal) -> Decimal | None:
    """同比变动 in %: (本年 − 上年) ÷ 上年 (财预〔2013〕53号, preset).

    None where last year's figure is not above 0 and this year's differs.
    """
    if previous > 0:
        return _HUNDRED * (actual - previous) / previous
    return _ZERO if actual == previous else None


def year_on_year(weight: Decimal, points: Decimal, deduction: Decimal | None) -> Decimal:
    """同比：变动符合目标得满分，否则得 0，规定了每个百分点扣分的按差距扣 (preset).

    `points` are the percentage points off the target.
    """
    if points == 0:
        return weight
    return _ZERO if deduction is None else per_point(weight, points, deduction)


def targets_met(weight: Decimal, share: Decimal) -> Decimal:
    """达标率：达标指标数 ÷ 指标总数 × 分值 (preset, 绩效目标完成率). `share` in %."""
    return _within(weight * share / _HUNDRED, weight)


def deviation(target: Decimal, actual: Decimal, relation: str) -> Decimal:
    """How far a value misses its target, never negative; a target without ≥ or ≤ is missed on either side."""
    off = actual - target
    if relation in {"≥", ">"}:
        return max(_ZERO, -off)
    return max(_ZERO, off) if relation in {"≤", "<"} else abs(off)
