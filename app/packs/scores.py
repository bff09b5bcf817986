"""What a pack says of its score table and of the forms of its projects, checked so that every total has one meaning."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Protocol

import msgspec

from app.errors import InputError
from app.model.entities import Indicator
from app.model.facts import FACTS
from app.model.fields import Kind, specs
from app.model.pack import GradeBand, IndicatorPreset, NotApplicable, ProjectSettings, ScoreBlock, ScoreSettings
from app.model.quantities import format_plain, parse_value
from app.model.rule_inputs import demand_parameters, demand_target

if TYPE_CHECKING:
    from app.packs.source import Place, TomlFile

_MOST_WEIGHT = specs(Indicator)["weight"].maximum or Decimal(0)
_KEY = re.compile("[a-z][a-z0-9_]{0,39}")
_TAKEN = ("adjustments", "blocks", "computed_total", "execution", "grade", "total", "weight")
"""What no block may be called, because the scores have it already."""


class Weighed(Protocol):
    """A row of a score table, as far as sums go."""

    @property
    def block(self) -> str: ...
    @property
    def weight(self) -> Decimal | None: ...


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
        _check_row(file, ("indicators", number), preset)
        yield dataclasses.replace(preset, block=block)
    if over := overfull(found, blocks):
        raise file.fault(("indicators", over[0], "weight"), f"有误：{over[1]}")


def _check_row(file: TomlFile, place: Place, preset: IndicatorPreset) -> None:
    """The values of a row are such as its fields can hold and its rule can work with."""
    if preset.weight is not None and not (preset.weight.is_finite() and 0 <= preset.weight <= _MOST_WEIGHT):
        raise file.fault((*place, "weight"), f"应在 0 到 {_MOST_WEIGHT} 之间，现为 {preset.weight}")
    whose = f"（指标“{preset.level3}”）" if preset.level3 else ""
    for name, demand in _demands(preset):
        try:
            demand()
        except InputError as error:
            why = str(error).removesuffix("。")
            raise file.fault((*place, name), f"有误{whose}：{why}") from None


def _demands(preset: IndicatorPreset) -> Iterator[tuple[str, Callable[[], object]]]:
    """What has to hold of each field, in the order in which they are told."""
    for name, spec in specs(Indicator).items():
        value = getattr(preset, name, None)
        if isinstance(value, Decimal):
            yield name, partial(parse_value, spec, f"{value:f}")
        elif isinstance(value, str) and spec.kind in {Kind.TEXT, Kind.LONG}:
            yield name, partial(parse_value, spec, value)
    rule, unit = preset.rule, preset.unit
    yield "parameters", partial(demand_parameters, rule, preset.parameters, preset.weight, unit)
    yield "target", partial(demand_target, rule, preset.target, unit)


def overfull(rows: Sequence[Weighed], blocks: Sequence[ScoreBlock]) -> tuple[int, str] | None:
    """The place of the first row that gives a block more than its full marks, and what is wrong; None where none does.

    Blocks whose full marks can be shifted have theirs together. A row that names no block is of the first.
    """
    free = [block for block in blocks if block.is_preset]
    for group in filter(None, (free, *([block] for block in blocks if not block.is_preset))):
        most = sum((block.weight for block in group), Decimal(0))
        names = [block.name for block in group]
        own = [place for place, row in enumerate(rows) if (row.block or blocks[0].name) in names]
        given = list(accumulate(rows[place].weight or Decimal(0) for place in own))
        if given and given[-1] > most:
            whose, told = "”“".join(names), f"{format_plain(given[-1])} 分，超过满分 {format_plain(most)} 分"
            first = next(place for place, total in zip(own, given, strict=True) if total > most)
            return first, f"“{whose}”各行的分值合计 {told}"
    return None


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
