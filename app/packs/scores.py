"""What a pack says of its score table and of the forms of its projects, checked so that every total has one meaning."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from app.model.facts import FACTS
from app.model.pack import GradeBand, IndicatorPreset, NotApplicable, ProjectSettings, ScoreBlock, ScoreSettings

if TYPE_CHECKING:
    from app.packs.source import Place, TomlFile

_KEY = re.compile("[a-z][a-z0-9_]{0,39}")
_TAKEN = ("adjustments", "blocks", "computed_total", "execution", "grade", "total", "weight")
"""What no block may be called, because the scores have it already."""


class ScoreTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[scores]` of `pack.toml`."""

    blocks: list[ScoreBlock]
    grades: list[tuple[str, Decimal]]
    bonus_limit: Decimal = Decimal(0)
    penalty_limit: Decimal = Decimal(0)
    lowest: Decimal = Decimal(0)
    highest: Decimal | None = None
    not_applicable: NotApplicable = NotApplicable.FULL


class IndicatorFile(msgspec.Struct, forbid_unknown_fields=True):
    """`indicators.toml`."""

    indicators: list[IndicatorPreset]


class ProjectFile(msgspec.Struct, forbid_unknown_fields=True):
    """`project.toml`."""

    execution: Decimal
    blocks: list[ScoreBlock]
    indicators: list[IndicatorPreset] = []


def score_settings(file: TomlFile, raw: ScoreTable) -> ScoreSettings:
    """The frame of the score table; TemplateError where it has gaps or doubles."""
    bands = tuple(GradeBand(name, lowest) for name, lowest in raw.grades)
    found = ScoreSettings(
        tuple(raw.blocks), raw.bonus_limit, raw.penalty_limit, bands, raw.lowest, raw.highest, raw.not_applicable
    )
    _check_blocks(file, ("scores", "blocks"), found.blocks)
    _check_bounds(file, found)
    _check_grades(file, found)
    return found


def presets(
    file: TomlFile, found: Sequence[IndicatorPreset], blocks: Sequence[ScoreBlock]
) -> Iterator[IndicatorPreset]:
    """The rows of an indicator system, each with its block: the first where it names none."""
    names = [block.name for block in blocks]
    for number, preset in enumerate(found):
        block = preset.block or names[0]
        if block not in names:
            place = ("indicators", number, "block")
            raise file.fault(place, f"有误：没有一级指标“{block}”，可用的有 {'、'.join(names)}")
        if preset.fact and preset.fact not in FACTS:
            raise file.fault(("indicators", number, "fact"), f"有误：没有“{preset.fact}”这个取数")
        if preset.weight is not None and (not preset.weight.is_finite() or preset.weight < 0):
            raise file.fault(("indicators", number, "weight"), "不能小于 0")
        yield dataclasses.replace(preset, block=block)


def project_settings(file: TomlFile) -> ProjectSettings:
    """The form of one project."""
    raw = file.decode(ProjectFile)
    _check_blocks(file, ("blocks",), raw.blocks)
    if not raw.execution.is_finite() or raw.execution < 0:
        raise file.fault(("execution",), "不能小于 0")
    return ProjectSettings(raw.execution, tuple(raw.blocks), tuple(presets(file, raw.indicators, raw.blocks)))


def _check_blocks(file: TomlFile, place: tuple[str, ...], blocks: Sequence[ScoreBlock]) -> None:
    if not blocks:
        raise file.fault(place, "是空的，至少要有一个一级指标")
    for number, block in enumerate(blocks):
        here: Place = (*place, number)
        if not _KEY.fullmatch(block.key) or block.key in _TAKEN:
            why = f"“{block.key}”不能用，应由小写英文字母、数字和下划线组成，且不能是 {'、'.join(_TAKEN)}"
            raise file.fault((*here, "key"), why)
        if not block.name.strip():
            raise file.fault((*here, "name"), "是空的")
        if not block.weight.is_finite() or block.weight <= 0:
            raise file.fault((*here, "weight"), "应大于 0")
    for what in ("key", "name"):
        words = [getattr(block, what) for block in blocks]
        for number, word in enumerate(words):
            if word in words[:number]:
                raise file.fault((*place, number, what), f"“{word}”已经用过，每个一级指标应不同")


def _check_bounds(file: TomlFile, scores: ScoreSettings) -> None:
    for name, value in (("bonus_limit", scores.bonus_limit), ("penalty_limit", scores.penalty_limit)):
        if not value.is_finite() or value < 0:
            raise file.fault(("scores", name), "不能小于 0")
    highest = scores.full if scores.highest is None else scores.highest
    if not (scores.lowest.is_finite() and highest.is_finite() and scores.lowest < highest):
        raise file.fault(("scores", "highest"), "应大于 lowest")


def _check_grades(file: TomlFile, scores: ScoreSettings) -> None:
    """Every total has one grade: the bands go down and reach the lowest total."""
    place = ("scores", "grades")
    lows = [band.lowest for band in scores.grades]
    if not lows or any(not low.is_finite() for low in lows):
        raise file.fault(place, '应为 [["优", 90], …]，分数从高到低')
    if any(below >= above for above, below in pairwise(lows)):
        raise file.fault(place, "的分数应从高到低，不能重复")
    if lows[-1] > scores.lowest:
        raise file.fault(place, f"有空档：低于 {lows[-1]} 分没有等级，最后一档应从 {scores.lowest} 分起")
