"""The layout presets of a pack: what differs from the base laid over it, and all that writers need made sure of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from app.errors import TemplateError
from app.model.layout import FontRole, Layout, Margins, PageNumber, ParagraphStyle, TableStyle

if TYPE_CHECKING:
    from app.packs.source import Place, TomlFile

_STYLED = (
    "title", "h1", "h2", "h3", "h4", "body", "noindent", "annex-label", "annex-list", "sign", "date",
    "table-title", "table-subtitle", "table-unit", "table-sign",
)  # fmt: skip
_TEXT_STYLES = frozenset({"h1", "h2", "h3", "h4", "body", "noindent", "annex-label", "annex-list", "sign", "date"})
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "top": (0, 80), "bottom": (0, 80), "left": (0, 80), "right": (0, 80), "below": (0, 30),
    "size": (4, 72), "header_size": (4, 72), "line": (4, 200), "letter_spacing": (-5, 20),
    "first_line_chars": (-10, 10), "left_chars": (0, 10), "right_chars": (0, 10), "indent_chars": (0, 10),
    "before": (0, 200), "after": (0, 200), "padding": (0, 20), "line_spacing": (0.5, 4), "rule": (0.1, 6),
    "outline": (1, 4),
}  # fmt: skip
"""What the numbers of a layout may be, in their own units: beyond it there is no page to lay out."""


class _Style(msgspec.Struct, forbid_unknown_fields=True):
    """A paragraph style as written in `layout.toml`."""

    name: str
    font: str
    size: float
    bold: bool = False
    align: Literal["left", "center", "right", "justify"] = "justify"
    line: float | None = None
    letter_spacing: float | None = None
    first_line_chars: float = 0.0
    left_chars: float = 0.0
    right_chars: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep_with_next: bool = False
    outline: int | None = None


class _Preset(msgspec.Struct, forbid_unknown_fields=True):
    """A layout preset after it was laid over the base. `line` and `letter_spacing` hold for the text styles."""

    label: str
    margins: Margins
    fonts: dict[str, FontRole]
    styles: dict[str, _Style]
    table: TableStyle
    page_number: PageNumber
    line: float
    letter_spacing: float = 0.0
    annex_margins: Margins | None = None


def layouts(file: TomlFile) -> Iterator[tuple[str, Layout]]:
    """The presets of `layout.toml` by their keys, the default first; TemplateError says what is wrong with one."""
    found = file.raw.get("presets")
    if not isinstance(found, dict) or not found:
        raise TemplateError(f"模板文件 {file.name} 没有版式预设 [presets.…]，请至少写一个。")
    base = _table(file, ("base",), file.raw.get("base", {}))
    for key, written in found.items():
        preset = _table(file, ("presets", key), written)
        merged = _merge(base, preset)
        origin = partial(_origin, preset, key)
        found = file.decode(_Preset, raw=merged, origin=origin)
        for place, value in _numbers(merged):
            least, most = _BOUNDS.get(str(place[-1]), (value, value))
            if not least <= value <= most:
                raise file.fault(origin(place), f"应在 {least:g} 到 {most:g} 之间，现为 {value}")
        yield key, _layout(file, key, found, origin)


def _table(file: TomlFile, place: Place, content: object) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise file.fault(place, "有误：应为表")
    return content


def _origin(preset: Mapping[str, Any], key: str, place: Place) -> Place:
    """Where a value of a merged preset is written: in the preset itself, or in the base."""
    here: Any = preset
    for step in place:
        if not isinstance(here, Mapping) or step not in here:
            return ("base", *place)
        here = here[step]
    return ("presets", key, *place)


def _numbers(content: Mapping[str, Any]) -> Iterator[tuple[Place, float]]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from (((name, *place), number) for place, number in _numbers(value))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield (name,), value


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        inner = merged.get(key)
        merged[key] = _merge(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged


def _layout(file: TomlFile, key: str, preset: _Preset, origin: Callable[[Place], Place]) -> Layout:
    styles = {name: _style(name, style, preset) for name, style in preset.styles.items()}
    used: dict[Place, str] = {("styles", name, "font"): style.font for name, style in styles.items()}
    used |= {("table", name): getattr(preset.table, name) for name in ("header_font", "body_font")}
    for place, font in (used | {("page_number", "font"): preset.page_number.font}).items():
        if font not in preset.fonts:
            raise file.fault(origin(place), f"用到了没有定义的字体“{font}”，没有在 [base.fonts] 中写明")
    if without := [name for name in _STYLED if name not in styles]:
        raise TemplateError(f"模板文件 {file.name} 的版式“{key}”没有样式 {without[0]}，请在 [base.styles] 中补上。")
    return Layout(
        key, preset.label, preset.margins, preset.annex_margins, preset.fonts, styles, preset.table, preset.page_number
    )


def _style(name: str, style: _Style, preset: _Preset) -> ParagraphStyle:
    """A style with the preset's line pitch and letter spacing where it has none of its own and is running text."""
    is_text = name in _TEXT_STYLES
    values = msgspec.structs.asdict(style)
    values["line"] = style.line if style.line is not None else (preset.line if is_text else None)
    spacing = style.letter_spacing
    values["letter_spacing"] = spacing if spacing is not None else (preset.letter_spacing if is_text else 0.0)
    return ParagraphStyle(**values)
