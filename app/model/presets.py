"""The score table of a report that a file starts: what was read of it, completed by the rows of a pack."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from app.model.entities import Indicator
from app.model.fields import Kind, Value, specs
from app.model.indicator_values import parted_as
from app.model.last_year import plain
from app.model.offers import Offer
from app.model.pack import IndicatorPreset


def with_presets(offers: Iterable[Offer], presets: Sequence[IndicatorPreset]) -> list[Offer]:
    """What is offered to a new report: the offers of a file, its indicators completed from the presets of a pack.

    What the file tells holds; rule, parameters and the like are those of the preset of the same name. A block whose
    rows the file lists, with their weights, has just these, in the file's order. Any other has every preset, in the
    pack's order, and after them what else the file tells.
    """
    result: list[Offer] = []
    told: list[Offer] = []
    for offer in offers:
        (told if offer.table == Indicator.TABLE else result).append(offer)
    listed = {offer.values.get("block") for offer in told if "weight" in offer.values}
    known = {_key(preset.block, preset.level3): preset for preset in reversed(presets)}
    rest: list[Offer] = []
    completing: dict[int, Offer] = {}
    for offer in told:
        preset = known.pop(_key(offer.values.get("block"), offer.values.get("level3")), None)
        if offer.values.get("block") in listed:
            result.append(_completed(offer, preset))
        elif preset is not None:
            completing[id(preset)] = _completed(offer, preset)
        else:
            rest.append(offer)
    kept = [preset for preset in presets if preset.block not in listed]
    return [*result, *(completing.get(id(preset)) or _offered(preset) for preset in kept), *rest]


def _key(block: object, name: object) -> tuple[str, str]:
    return str(block), plain(str(name))


def _completed(offer: Offer, preset: IndicatorPreset | None) -> Offer:
    if preset is None:
        return offer
    row = preset.indicator(0, 0)
    return dataclasses.replace(offer, values=_values(row) | parted_as(row, offer.values))


def _offered(preset: IndicatorPreset) -> Offer:
    return Offer(Indicator.TABLE, "模板", _values(preset.indicator(0, 0)))


def _values(row: Indicator) -> dict[str, Value]:
    """What a preset says; a choice always says something."""
    found = {name: (spec, getattr(row, name)) for name, spec in specs(Indicator).items()}
    return {name: value for name, (spec, value) in found.items() if spec.kind is Kind.CHOICE or value != spec.empty}
