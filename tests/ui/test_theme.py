"""Every text of either theme can be read, and every colour is a colour."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from ui import style_sheet, theme
from ui.theme import DARK, LIGHT, Theme

READABLE = 4.5  # WCAG 2.2, 1.4.3, for text of ordinary size

PAIRS = (
    *product(
        ("text", "secondary", "accent", "good", "warning", "error"),
        ("background", "surface", "sidebar", "raised", "hover", "selection", "marked"),
    ),
    *product(("on_fill",), ("fill", "fill_hover", "fill_pressed")),
    ("placeholder", "surface"),
    ("on_tooltip", "tooltip"),
    ("text", "accent_ground"),
    ("text", "warning_ground"),
    ("text", "error_ground"),
    ("text", "good_ground"),
    ("accent", "accent_ground"),
    ("good", "good_ground"),
    ("warning", "warning_ground"),
    ("error", "error_ground"),
)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    tone = QColor(value)
    parts = [tone.redF(), tone.greenF(), tone.blueF()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=lambda one: one.name.value)
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids=str)
def test_text_stands_out_from_its_ground(chosen: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(chosen, text), getattr(chosen, ground)) >= READABLE


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=lambda one: one.name.value)
def test_bars_and_fields_stand_out_from_their_card(chosen: Theme) -> None:
    for name in ("bar", "bar_good", "bar_warning"):
        assert contrast(getattr(chosen, name), chosen.track) >= 3


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=lambda one: one.name.value)
@pytest.mark.parametrize("ground", ["surface", "hover"])
def test_marks_of_charts_stand_out_from_their_card(chosen: Theme, ground: str) -> None:
    for name in ("chart_frame", "chart_main", "chart_good", "chart_low", "chart_over"):
        assert contrast(getattr(chosen, name), getattr(chosen, ground)) >= 3, name


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=lambda one: one.name.value)
def test_what_is_spent_stands_out_from_the_rest_of_its_budget(chosen: Theme) -> None:
    for name in ("chart_main", "chart_good", "chart_low", "chart_over"):
        assert contrast(getattr(chosen, name), chosen.track) >= 3, name


def test_contrast_of_black_on_white_is_the_greatest() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=lambda one: one.name.value)
def test_style_sheet_has_no_value_left_open(chosen: Theme) -> None:
    sheet = style_sheet.build(chosen, lambda name, tint: f"{name}-{tint}")
    assert "$" not in sheet
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", sheet)) <= set(theme.colors(chosen).values())


GROUND, TEXT = re.compile(r"[{;\s]background: \$(\w+)"), re.compile(r"[{;\s]color: \$(\w+)")


def _rules() -> list[tuple[str, str, str]]:
    """Selector, ground and text colour of every rule of the sheet that sets both."""
    found = []
    for selector, body in re.findall(r"([^{}]+){([^{}]*)}", style_sheet._SHEET.replace("${", "$(")):
        ground, text = GROUND.search(f" {body}"), TEXT.search(f" {body}")
        if ground and text:
            found.append((" ".join(selector.split()), ground[1], text[1]))
    return found


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=lambda one: one.name.value)
@pytest.mark.parametrize(("selector", "ground", "text"), _rules(), ids=str)
def test_text_of_every_rule_stands_out(chosen: Theme, selector: str, ground: str, text: str) -> None:
    if text != "disabled":
        assert contrast(getattr(chosen, text), getattr(chosen, ground)) >= READABLE, selector


def test_colours_stand_in_one_file_only() -> None:
    folder = Path(theme.__file__).parent
    others = [path for path in folder.rglob("*.py") if path.name != "theme.py" and "printing" not in path.parts]
    found = [path.name for path in others if re.search(r'"#[0-9A-Fa-f]{6}"', path.read_text(encoding="utf-8"))]
    assert found == []
