"""Values of an indicator parted otherwise than they stand in a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.indicator_values import parted_as, printed
from tests.builders import make_indicator

_TEXTS = st.sampled_from(["", "0", "95", "1,200", "96.5", "95%", "96.5%", "1,200人", "≥95%", "是"])
_UNITS = st.sampled_from(["", "%", "人"])


@pytest.mark.parametrize(
    ("row", "told", "expected"),
    [
        (("95%", ""), ("95", "96.5", "%"), ("95%", "96.5%", "")),
        (("95", "%"), ("95%", "96.5%", ""), ("95", "96.5", "%")),
        (("95", "%"), ("95", "96.5", "%"), ("95", "96.5", "%")),
        (("95", "%"), ("100", "96.5", "%"), ("100", "96.5", "%")),
        (("≥95", "%"), ("≥95", "部分", "%"), ("≥95", "部分", "%")),
    ],
)
def test_a_value_is_parted_as_the_row_parts_it(
    row: tuple[str, str], told: tuple[str, str, str], expected: tuple[str, str, str]
) -> None:
    names = ("target", "actual", "unit")
    found = parted_as(make_indicator(target=row[0], unit=row[1]), dict(zip(names, told, strict=True)))
    assert tuple(found[name] for name in names) == expected


@given(_TEXTS, _UNITS, _TEXTS, _TEXTS, _UNITS)
def test_it_prints_as_it_was_told(target: str, unit: str, goal: str, actual: str, told: str) -> None:
    found = parted_as(make_indicator(target=target, unit=unit), {"target": goal, "actual": actual, "unit": told})
    for name, text in (("target", goal), ("actual", actual)):
        assert printed(found[name], found["unit"]) == printed(text, told)


def test_what_is_not_told_is_not_made_up() -> None:
    assert parted_as(make_indicator(target="", unit="%"), {"score": "1"}) == {"score": "1"}
