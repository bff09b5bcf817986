"""Every colour, size and distance of the window in one place, so that a theme is one table of values."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication


class ThemeChoice(StrEnum):
    """What the officer asked for."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"  # as the desktop has it, also when that changes meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of one theme by what they are for. Text colours reach 4.5:1 on every ground they stand on."""

    name: ThemeChoice
    background: str  # behind the cards
    surface: str  # cards, tables, fields
    sidebar: str
    raised: str  # table headers, totals
    line: str  # between things
    border: str  # around fields and buttons
    text: str
    secondary: str
    placeholder: str
    disabled: str  # exempt from the contrast rule (WCAG 2.2, 1.4.3)
    hover: str
    selection: str
    accent: str  # links, figures, focus
    fill: str  # filled buttons
    fill_hover: str
    fill_pressed: str
    on_fill: str
    good: str
    warning: str
    error: str
    good_ground: str
    warning_ground: str
    error_ground: str
    accent_ground: str
    marked: str  # the sentence a figure stands in
    track: str  # the empty part of a bar
    bar: str
    bar_good: str
    bar_warning: str
    # Charts: every one of these reaches 3:1 on `surface` (WCAG 2.2, 1.4.11).
    chart_frame: str  # the outline of what was budgeted
    chart_main: str
    chart_good: str
    chart_low: str
    chart_over: str  # beyond the budget
    desk: str  # behind paper
    tooltip: str
    on_tooltip: str


LIGHT = Theme(
    name=ThemeChoice.LIGHT,
    background="#F4F6F8",
    surface="#FFFFFF",
    sidebar="#FBFCFD",
    raised="#F7F9FA",
    line="#E2E7EC",
    border="#CAD2DA",
    text="#1E2A36",
    secondary="#5C6873",
    placeholder="#6B7782",
    disabled="#A3ADB7",
    hover="#EEF2F6",
    selection="#E6EFF8",
    accent="#1F5F9E",
    fill="#1F5F9E",
    fill_hover="#1A5390",
    fill_pressed="#154676",
    on_fill="#FFFFFF",
    good="#2A704E",
    warning="#935800",
    error="#B0352D",
    good_ground="#E6F3EC",
    warning_ground="#FCF1DD",
    error_ground="#FBEAE8",
    accent_ground="#E6EFF8",
    marked="#FFF7DF",
    track="#E9EDF1",
    bar="#1F5F9E",
    bar_good="#2F7D57",
    bar_warning="#B26B00",
    chart_frame="#7C8A98",
    chart_main="#2E75B8",
    chart_good="#2F8A5F",
    chart_low="#B87410",
    chart_over="#A4478F",
    desk="#E4E8EC",
    tooltip="#1E2A36",
    on_tooltip="#F4F6F8",
)

DARK = Theme(
    name=ThemeChoice.DARK,
    background="#12171D",
    surface="#1A2129",
    sidebar="#161C23",
    raised="#1F2730",
    line="#2B3540",
    border="#3E4A56",
    text="#E3E8ED",
    secondary="#A0ACB8",
    placeholder="#8D99A5",
    disabled="#5D6B78",
    hover="#232C36",
    selection="#21374D",
    accent="#74B3EE",
    fill="#27649F",
    fill_hover="#2B6DAD",
    fill_pressed="#1F548A",
    on_fill="#FFFFFF",
    good="#66C294",
    warning="#E2A852",
    error="#F28B82",
    good_ground="#173126",
    warning_ground="#352913",
    error_ground="#3B1F1E",
    accent_ground="#1C3045",
    marked="#3A321A",
    track="#28323C",
    bar="#4F93D2",
    bar_good="#4FA67D",
    bar_warning="#CF9440",
    chart_frame="#7F8D9B",
    chart_main="#5A9EDC",
    chart_good="#55B088",
    chart_low="#D69A45",
    chart_over="#CF7FBC",
    desk="#0C1014",
    tooltip="#2B3540",
    on_tooltip="#E3E8ED",
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

# Distances, logical pixels, in steps of 4.
S1, S2, S3, S4, S5, S6 = 4, 8, 12, 16, 20, 24
RADIUS = 8  # cards
FIELD_RADIUS = 6
ROW = 28  # height of a table row
CONTROL = 32  # height of buttons and fields
OUTLINE_WIDTH = 212
PANEL_WIDTH = 390

# Type, logical pixels.
SMALL, BODY, CARD_TITLE, PAGE_TITLE, FIGURE = 12, 13, 14, 18, 30

FAMILIES = (
    "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC",
    "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
)  # fmt: skip
"""Chinese interface fonts, the system's own first."""

_active = LIGHT


def current() -> Theme:
    """The theme in use; painters ask at paint time so that a change of theme reaches them."""
    return _active


def resolved(choice: ThemeChoice) -> ThemeChoice:
    """The theme a choice comes to on this desktop now; light where the desktop does not say."""
    if choice is not ThemeChoice.SYSTEM:
        return choice
    is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return ThemeChoice.DARK if is_dark else ThemeChoice.LIGHT


def activate(choice: ThemeChoice) -> Theme:
    """Makes a theme the one in use and gives the application its palette. The style sheet is laid over it apart."""
    global _active  # noqa: PLW0603  # one application has one theme, as it has one palette
    _active = THEMES[resolved(choice)]
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.setPalette(palette(_active))
    return _active


def color(name: str) -> QColor:
    """A colour of the theme in use by its field name."""
    return QColor(getattr(_active, name))


def colors(theme: Theme) -> dict[str, str]:
    """The colours of a theme by name."""
    return {item.name: getattr(theme, item.name) for item in fields(theme) if item.name != "name"}


def palette(theme: Theme) -> QPalette:
    """What widgets without a rule in the style sheet, and Qt's own dialogs, are drawn with."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.background,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.placeholder,
        QPalette.ColorRole.Button: theme.surface,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.error,
        QPalette.ColorRole.Highlight: theme.fill,
        QPalette.ColorRole.HighlightedText: theme.on_fill,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.tooltip,
        QPalette.ColorRole.ToolTipText: theme.on_tooltip,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Light: theme.surface,
        QPalette.ColorRole.Midlight: theme.line,
        QPalette.ColorRole.Mid: theme.border,
        QPalette.ColorRole.Dark: theme.border,
        QPalette.ColorRole.Shadow: theme.border,
    }
    for role, value in roles.items():
        result.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.disabled))
    return result


def font(pixels: int = BODY, weight: QFont.Weight = QFont.Weight.Normal, *, figures: bool = False) -> QFont:
    """The interface font at a size in logical pixels; `figures` asks for digits of one width, for columns."""
    result = QFont(QApplication.font())
    result.setPixelSize(pixels)
    result.setWeight(weight)
    if figures:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


def interface_font() -> QFont:
    """The first Chinese interface fonts this system has, at body size."""
    present = set(QFontDatabase.families())
    result = QFont()
    result.setFamilies([name for name in FAMILIES if name in present] or [result.family()])
    result.setPixelSize(BODY)
    result.setStyleHint(QFont.StyleHint.SansSerif)
    return result
