"""The layout presets of a pack: what differs from the base laid over it, and all that writers need made sure of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from app.errors import TemplateError
from app.model.layout import FontRole, Layout, Margins, PageNumber, ParagraphStyle, TableStyle

if TYPE_CHECKING:
    from app.packs.source import TomlFile

_STYLED = (
    "title", "h1", "h2", "h3", "h4", "body", "noindent", "annex-label", "annex-list", "sign", "date",
    "table-title", "table-subtitle", "table-unit", "table-sign",
)  # fmt: skip
_TEXT_STYLES = frozenset({"h1", "h2", "h3", "h4", "body", "noindent", "annex-label", "annex-list", "sign", "date"})


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
    """The presets of `layout.toml` by their keys, the default first."""
    found = file.raw.get("presets")
    if not isinstance(found, dict) or not found:
        raise TemplateError(f"模板文件 {file.name} 没有版式预设 [presets.…]，请至少写一个。")
    for key, preset in found.items():
        merged = _merge(file.raw.get("base", {}), preset)
        yield key, _layout(file, key, file.decode(_Preset, raw=merged, within=("presets", key)))


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        inner = merged.get(key)
        merged[key] = _merge(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged


def _layout(file: TomlFile, key: str, preset: _Preset) -> Layout:
    styles = {name: _style(name, style, preset) for name, style in preset.styles.items()}
    used = {style.font for style in styles.values()} | {preset.table.header_font, preset.table.body_font}
    if missing := sorted((used | {preset.page_number.font}) - preset.fonts.keys()):
        raise TemplateError(f"模板文件 {file.name} 用到了没有定义的字体“{missing[0]}”，请在 [base.fonts] 中补上。")
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
