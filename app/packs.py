"""Template packs: the files of one notice, loaded and validated into plain data."""

from __future__ import annotations

import dataclasses
import re
import tomllib
import typing
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from app import paths
from app.errors import TemplateError
from app.model.check_settings import RULE_IDS, CheckSettings
from app.model.entities import BY_TABLE
from app.model.fields import specs
from app.model.layout import FontRole, Layout, Margins, PageNumber, ParagraphStyle, TableStyle
from app.model.pack import (
    GradeBand,
    IndicatorPreset,
    NotApplicable,
    OutlineChapter,
    ScoreBlock,
    ScoreSettings,
    TemplatePack,
)

S = TypeVar("S", bound=msgspec.Struct)

DEFAULT = "panyu-2021"
_TEMPLATES = ("report.xhtml", "annex.xhtml")


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


class _Scores(msgspec.Struct, forbid_unknown_fields=True):
    blocks: list[ScoreBlock]
    grades: list[tuple[str, Decimal]]
    bonus_limit: Decimal = Decimal(0)
    penalty_limit: Decimal = Decimal(0)
    lowest: Decimal = Decimal(0)
    highest: Decimal | None = None
    not_applicable: NotApplicable = NotApplicable.FULL


class _PackFile(msgspec.Struct, forbid_unknown_fields=True):
    """`pack.toml`."""

    label: str
    source: str
    scores: _Scores
    outline: list[OutlineChapter]
    checks: dict[str, Any] = {}


_CheckTable = msgspec.defstruct(
    "_CheckTable",
    [(field.name, typing.get_type_hints(CheckSettings)[field.name], field.default)
     for field in dataclasses.fields(CheckSettings)],
    forbid_unknown_fields=True,
)  # fmt: skip
"""`[checks]` of `pack.toml`: the fields of CheckSettings and no others."""


class _IndicatorFile(msgspec.Struct, forbid_unknown_fields=True):
    """`indicators.toml`."""

    indicators: list[IndicatorPreset]


_STYLED = (
    "title", "h1", "h2", "h3", "h4", "body", "noindent", "annex-label", "annex-list", "sign", "date",
    "table-title", "table-subtitle", "table-unit", "table-sign",
)  # fmt: skip
_KEY = re.compile("[a-z][a-z0-9_]{0,39}")
_TAKEN = ("adjustments", "blocks", "computed_total", "grade", "total", "weight")
"""What no block may be called, because the scores have it already."""
_TEXT_STYLES = frozenset({"h1", "h2", "h3", "h4", "body", "noindent", "annex-label", "annex-list", "sign", "date"})


def available() -> dict[str, Path]:
    """The packs that can be chosen: key to folder, the officer's own over shipped ones of the same key."""
    found: dict[str, Path] = {}
    for folder in (paths.templates(), paths.user_packs()):
        if folder.is_dir():
            found |= {entry.name: entry for entry in sorted(folder.iterdir()) if (entry / "pack.toml").is_file()}
    return found


def load(key: str) -> TemplatePack:
    """The pack of that key; TemplateError when it is unknown or faulty, naming file and place."""
    folder = available().get(key)
    if folder is None:
        raise TemplateError(f"找不到模板包“{key}”，请检查模板文件夹，或为报告另选一个模板包。")
    return _load(key, folder)


@cache
def _load(key: str, folder: Path) -> TemplatePack:
    return load_folder(key, folder)


def load_folder(key: str, folder: Path) -> TemplatePack:
    """Reads and validates a pack from any folder."""
    main = _decode(folder / "pack.toml", _PackFile)
    scores = _score_settings(folder / "pack.toml", main.scores)
    _check_outline(folder / "pack.toml", main.outline)
    return TemplatePack(
        key=key,
        label=main.label,
        source=main.source,
        templates={name: _read(folder / name) for name in _TEMPLATES},
        layouts=dict(_layouts(folder / "layout.toml")),
        outline=tuple(main.outline),
        indicators=tuple(_presets(folder / "indicators.toml", scores)),
        scores=scores,
        checks=_checks(folder / "pack.toml", main.checks),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise TemplateError(f"模板包“{path.parent.name}”缺少文件 {path.name}，请重新安装或重新导入该模板包。") from None
    except UnicodeDecodeError:
        raise TemplateError(f"模板文件 {path.name} 不是 UTF-8 编码，请另存为 UTF-8 后再用。") from None
    except OSError as error:
        raise TemplateError(f"模板文件 {path.name} 无法读取，请检查文件是否被占用、是否有读取权限。") from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"模板文件 {path.name} 写法有误：{error}，请按提示位置改正。") from None


def _convert(path: Path, raw: dict[str, Any], kind: type[S], *, within: str = "") -> S:
    """`within` names the table of the file that `raw` is, where it is not the whole file."""
    try:
        return msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at ")
        inner = place.strip("`").removeprefix("$").removeprefix(".")
        where = ".".join(part for part in (within, inner) if part) or "最外层"
        raise TemplateError(f"模板文件 {path.name} 的 {where} 有误：{_explain(reason)}，请改正后再用。") from None


def _explain(reason: str) -> str:
    """msgspec's two commonest complaints, in Chinese."""
    if "missing required field" in reason:
        return f"缺少 {reason.split('`')[-2]}"
    if "unknown field" in reason:
        return f"没有 {reason.split('`')[-2]} 这一项"
    if reason.startswith("Expected"):
        wanted, _, got = reason.removeprefix("Expected ").partition(", got ")
        return f"应为 {wanted.strip('`')}，现为 {got.strip('`')}"
    return reason


def _decode(path: Path, kind: type[S]) -> S:
    return _convert(path, _toml(path), kind)


def _score_settings(path: Path, raw: _Scores) -> ScoreSettings:
    bands = tuple(GradeBand(name, lowest) for name, lowest in raw.grades)
    found = ScoreSettings(
        tuple(raw.blocks), raw.bonus_limit, raw.penalty_limit, bands, raw.lowest, raw.highest, raw.not_applicable
    )
    if fault := _fault(found):
        raise TemplateError(f"模板文件 {path.name} 的 scores.{fault}，请改正后再用。")
    return found


def _fault(scores: ScoreSettings) -> str:
    """What is wrong with the frame of a score table, beginning with its place; empty when nothing is."""
    return _block_fault(scores.blocks) or _bound_fault(scores) or _grade_fault(scores)


def _block_fault(blocks: Sequence[ScoreBlock]) -> str:
    if not blocks:
        return "blocks 是空的，至少要有一个一级指标"
    for number, block in enumerate(blocks):
        place = f"blocks[{number}]"
        if not _KEY.fullmatch(block.key) or block.key in _TAKEN:
            return f"{place}.key“{block.key}”不能用，应由小写英文字母、数字和下划线组成，且不能是 {'、'.join(_TAKEN)}"
        if not block.name.strip():
            return f"{place}.name 是空的"
        if not block.weight.is_finite() or block.weight <= 0:
            return f"{place}.weight 应大于 0"
    for what in ("key", "name"):
        words = [getattr(block, what) for block in blocks]
        if twice := next((word for word in words if words.count(word) > 1), None):
            return f"blocks 有两个 {what} 都是“{twice}”"
    return ""


def _bound_fault(scores: ScoreSettings) -> str:
    bounds = {"bonus_limit": scores.bonus_limit, "penalty_limit": scores.penalty_limit}
    for name, value in bounds.items():
        if not value.is_finite() or value < 0:
            return f"{name} 不能小于 0"
    highest = scores.full if scores.highest is None else scores.highest
    if not (scores.lowest.is_finite() and highest.is_finite() and scores.lowest < highest):
        return "highest 应大于 lowest"
    return ""


def _grade_fault(scores: ScoreSettings) -> str:
    """Every total has one grade: the bands go down and reach the lowest total."""
    lows = [band.lowest for band in scores.grades]
    if not lows or any(not low.is_finite() for low in lows):
        return 'grades 应为 [["优", 90], …]，分数从高到低'
    if any(below >= above for above, below in pairwise(lows)):
        return "grades 的分数应从高到低，不能重复"
    if lows[-1] > scores.lowest:
        return f"grades 有空档：低于 {lows[-1]} 分没有等级，最后一档应从 {scores.lowest} 分起"
    return ""


def _presets(path: Path, scores: ScoreSettings) -> Iterator[IndicatorPreset]:
    """The rows of the indicator system, each with its block."""
    names = [block.name for block in scores.blocks]
    for number, preset in enumerate(_decode(path, _IndicatorFile).indicators):
        block = preset.block or names[0]
        if block not in names:
            raise TemplateError(
                f"模板文件 {path.name} 的 indicators[{number}].block 有误：没有一级指标“{block}”，"
                f"可用的有 {'、'.join(names)}，请改正后再用。"
            )
        yield dataclasses.replace(preset, block=block)


def _layouts(path: Path) -> Iterator[tuple[str, Layout]]:
    raw = _toml(path)
    presets = raw.get("presets")
    if not isinstance(presets, dict) or not presets:
        raise TemplateError(f"模板文件 {path.name} 没有版式预设 [presets.…]，请至少写一个。")
    for key, preset in presets.items():
        merged = _merge(raw.get("base", {}), preset)
        yield key, _layout(path, key, _convert(path, merged, _Preset))


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        inner = merged.get(key)
        merged[key] = _merge(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged


def _layout(path: Path, key: str, preset: _Preset) -> Layout:
    styles = {name: _style(name, style, preset) for name, style in preset.styles.items()}
    used = {style.font for style in styles.values()} | {preset.table.header_font, preset.table.body_font}
    if missing := sorted((used | {preset.page_number.font}) - preset.fonts.keys()):
        raise TemplateError(f"模板文件 {path.name} 用到了没有定义的字体“{missing[0]}”，请在 [base.fonts] 中补上。")
    if without := [name for name in _STYLED if name not in styles]:
        raise TemplateError(f"模板文件 {path.name} 的版式“{key}”没有样式 {without[0]}，请在 [base.styles] 中补上。")
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


def _checks(path: Path, raw: dict[str, Any]) -> CheckSettings:
    values = msgspec.structs.asdict(_convert(path, raw, _CheckTable, within="checks"))
    if unknown := [rule for rule in values["off"] if rule not in RULE_IDS]:
        raise TemplateError(f"模板文件 {path.name} 的 checks.off 写了没有的校核规则“{unknown[0]}”，请改正。")
    for name, value in values.items():
        if isinstance(value, Decimal) and not value.is_finite():
            raise TemplateError(f"模板文件 {path.name} 的 checks.{name} 应为数字，现为 {value}，请改正。")
        if name != "off" and value < 0:
            raise TemplateError(f"模板文件 {path.name} 的 checks.{name} 不能小于 0，请改正。")
    return CheckSettings(**values)


def _check_outline(path: Path, outline: list[OutlineChapter]) -> None:
    for chapter in outline:
        for page in chapter.pages:
            for table in page.tables:
                if table not in BY_TABLE:
                    raise TemplateError(f"模板文件 {path.name} 的页面“{page.title}”用到了没有的表“{table}”，请改正。")
            for name in page.fields:
                table, _, field = name.partition(".")
                if table not in {"department", "report"} or field not in specs(BY_TABLE[table]):
                    raise TemplateError(f"模板文件 {path.name} 的页面“{page.title}”用到了没有的字段“{name}”，请改正。")
