"""Template packs: the files of one notice, loaded and validated into plain data."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from app import paths
from app.errors import TemplateError
from app.model.check_settings import RULE_IDS, CheckSettings
from app.model.entities import BY_TABLE, Supplement
from app.model.fields import specs
from app.model.pack import OutlineChapter, OutlinePage, TemplatePack
from app.packs.layouts import layouts
from app.packs.scores import IndicatorFile, ScoreTable, presets, project_settings, score_settings
from app.packs.source import TomlFile, read

DEFAULT = "panyu-2021"
MAIN = "pack.toml"
_TEMPLATES = ("report.xhtml", "annex.xhtml")
_SUPPLEMENTS = OutlinePage("supplements", "补充段落", "", tables=(Supplement.TABLE,))
_PROJECT, _PROJECT_TEMPLATE = "project.toml", "project.xhtml"
FILES = (MAIN, *_TEMPLATES, "indicators.toml", "layout.toml", _PROJECT, _PROJECT_TEMPLATE)
"""What a pack can have; the last two only where its projects have forms."""


class _PackFile(msgspec.Struct, forbid_unknown_fields=True):
    """`pack.toml`."""

    label: str
    source: str
    scores: ScoreTable
    outline: list[OutlineChapter]
    checks: dict[str, Any] = {}
    extends: str = ""  # the folder beside this one, or of the shipped packs, whose files stand in for missing ones


_CheckTable = msgspec.defstruct(
    "_CheckTable",
    [(field.name, typing.get_type_hints(CheckSettings)[field.name], field.default)
     for field in dataclasses.fields(CheckSettings)],
    forbid_unknown_fields=True,
)  # fmt: skip
"""`[checks]` of `pack.toml`: the fields of CheckSettings and no others."""


def available() -> dict[str, Path]:
    """The packs that can be chosen: key to folder, the officer's own over shipped ones of the same key."""
    return {key: folder for key, folder in _folders().items() if (folder / MAIN).is_file()}


def _folders() -> dict[str, Path]:
    """Every folder that packs can take files from, by name."""
    found: dict[str, Path] = {}
    for folder in (paths.templates(), paths.user_packs()):
        if folder.is_dir():
            entries = (entry for entry in sorted(folder.iterdir()) if entry.is_dir() and entry.name[0] not in "~.")
            found |= {entry.name: entry for entry in entries}
    return found


def load(key: str) -> TemplatePack:
    """The pack of that key; TemplateError when it is unknown or faulty, naming file and place."""
    folder = available().get(key)
    if folder is None:
        raise TemplateError(f"找不到模板包“{key}”，请检查模板文件夹，或为报告另选一个模板包。")
    return _load(key, folder)


def loaded() -> tuple[dict[str, TemplatePack], dict[str, str]]:
    """The packs that can be chosen, and what is wrong with those that cannot, both by key."""
    found: dict[str, TemplatePack] = {}
    faults: dict[str, str] = {}
    for key in available():
        try:
            found[key] = load(key)
        except TemplateError as error:
            faults[key] = str(error)
    return found, faults


@cache
def _load(key: str, folder: Path) -> TemplatePack:
    return load_folder(key, folder)


def forget() -> None:
    """Has packs read anew, after their files changed."""
    _load.cache_clear()


def load_folder(key: str, folder: Path) -> TemplatePack:
    """Reads and validates a pack from any folder."""
    files = pack_files(folder)
    main_file = TomlFile(folder / MAIN)
    main = main_file.decode(_PackFile)
    scores = score_settings(main_file, main.scores)
    indicators = TomlFile(_file(files, folder, "indicators.toml"))
    project = files.get(_PROJECT)
    names = (*_TEMPLATES, _PROJECT_TEMPLATE) if project is not None else _TEMPLATES
    _check_outline(main_file, main.outline, has_forms=project is not None)
    return TemplatePack(
        key=key,
        label=main.label,
        source=main.source,
        templates={name: read(_file(files, folder, name)) for name in names},
        layouts=dict(layouts(TomlFile(_file(files, folder, "layout.toml")))),
        outline=tuple(_with_supplements(main.outline)),
        indicators=tuple(presets(indicators, indicators.decode(IndicatorFile).indicators, scores.blocks)),
        scores=scores,
        checks=_checks(main_file, main.checks),
        projects=None if project is None else project_settings(TomlFile(project)),
    )


def _with_supplements(outline: Sequence[OutlineChapter]) -> Sequence[OutlineChapter]:
    """The outline with the page of paragraphs that belong to no field, which every report can have."""
    if any(Supplement.TABLE in page.tables for chapter in outline for page in chapter.pages):
        return outline
    return [*outline, OutlineChapter(_SUPPLEMENTS.title, (_SUPPLEMENTS,))]


def pack_files(folder: Path) -> Mapping[str, Path]:
    """Where each file of a pack is: in its folder, or in one that it extends."""
    found: dict[str, Path] = {}
    passed: list[Path] = []
    here: Path | None = folder
    while here is not None:
        passed.append(here)
        found = {name: here / name for name in FILES if (here / name).is_file()} | found
        here = _extended(here, passed)
    return found


def _extended(folder: Path, passed: Sequence[Path]) -> Path | None:
    """The folder that one extends; None where it stands alone."""
    if not (folder / MAIN).is_file():
        return None
    file = TomlFile(folder / MAIN)
    name = file.raw.get("extends", "")
    if not name:
        return None
    found = _folders().get(name) if isinstance(name, str) else None
    if found is None:
        raise file.fault(("extends",), f"有误：找不到模板包“{name}”")
    if found in passed:
        raise file.fault(("extends",), "有误：模板包互相引用")
    return found


def _file(files: Mapping[str, Path], folder: Path, name: str) -> Path:
    return files.get(name, folder / name)


def _checks(file: TomlFile, raw: dict[str, Any]) -> CheckSettings:
    values = msgspec.structs.asdict(file.decode(_CheckTable, raw=raw, within=("checks",)))
    for number, rule in enumerate(values["off"]):
        if rule not in RULE_IDS:
            raise file.fault(("checks", "off", number), f"写了没有的校核规则“{rule}”")
    for name, value in values.items():
        if isinstance(value, Decimal) and not value.is_finite():
            raise file.fault(("checks", name), f"应为数字，现为 {value}")
        if name != "off" and value < 0:
            raise file.fault(("checks", name), "不能小于 0")
    return CheckSettings(**values)


def _check_outline(file: TomlFile, outline: Sequence[OutlineChapter], *, has_forms: bool) -> None:
    keys: set[str] = set()
    for chapter_number, chapter in enumerate(outline):
        for number, page in enumerate(chapter.pages):
            place = ("outline", chapter_number, "pages", number)
            if page.key in keys:
                raise file.fault((*place, "key"), f"“{page.key}”已经用过，每页应不同")
            keys.add(page.key)
            if page.of and (page.of not in BY_TABLE or not has_forms):
                raise file.fault((*place, "of"), f"用到了没有的表“{page.of}”，或模板包没有 {_PROJECT}")
            _check_page(file, place, page)


def _check_page(file: TomlFile, place: tuple[str | int, ...], page: OutlinePage) -> None:
    for number, table in enumerate(page.tables):
        if table not in BY_TABLE:
            raise file.fault((*place, "tables", number), f"有误：页面“{page.title}”用到了没有的表“{table}”")
    for number, name in enumerate(page.fields):
        table, _, field = name.partition(".")
        if table not in {"department", "report", page.of} or field not in specs(BY_TABLE[table]):
            raise file.fault((*place, "fields", number), f"有误：页面“{page.title}”用到了没有的字段“{name}”")
