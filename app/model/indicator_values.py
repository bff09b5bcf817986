"""Target and actual value of an indicator: whole as they are printed, or parted into number and unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from app.model.entities import Indicator

V = TypeVar("V")

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def printed(value: str, unit: str) -> str:
    """A target or actual value as the score table prints it."""
    return value + unit if _NUMBER.fullmatch(value) else value


def parted_as(known: Indicator, told: Mapping[str, V | str]) -> dict[str, V | str]:
    """What is told of a row, its values parted into number and unit as `known` parts the same target.

    A file tells 95% as a text or as 95 and its unit, a row may hold it the other way; both print the same. Where the
    targets are not the same, or the actual value would print otherwise, what was told stays as it is.
    """
    target, actual, unit = (str(told.get(name, "")) for name in ("target", "actual", "unit"))
    whole = printed(actual, unit)
    bare = whole.removesuffix(known.unit)
    value = bare if printed(bare, known.unit) == whole else whole
    is_same = printed(target, unit) == printed(known.target, known.unit)
    if not is_same or printed(value, known.unit) != whole:
        return dict(told)
    values = {"target": known.target, "actual": value, "unit": known.unit}
    return dict(told) | {name: values[name] for name in values if name in told}
