"""A pack is read whole or refused with file, place and reason."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from app import packs, paths
from app.errors import TemplateError
from app.model.entities import BY_TABLE
from app.packs.source import line_of
from app.render.blocks import HEADINGS, PARAGRAPH_CLASSES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped pack to spoil."""
    return shutil.copytree(paths.templates() / packs.DEFAULT, tmp_path / "pack")


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_pack_is_whole() -> None:
    pack = packs.load(packs.DEFAULT)
    assert sum(row.weight or 0 for row in pack.indicators) == pack.scores.block("management").weight == 50
    assert [layout.label for layout in pack.layouts.values()] == ["公文标准", "公文 28 磅", "Word 默认"]


def test_every_table_has_a_page() -> None:
    shown = {table for chapter in packs.load(packs.DEFAULT).outline for page in chapter.pages for table in page.tables}
    hidden = {"department", "report", "override", "evidence_link", "carried", "acknowledgement"}
    assert shown == BY_TABLE.keys() - hidden


def test_every_paragraph_class_has_a_style() -> None:
    for layout in packs.load(packs.DEFAULT).layouts.values():
        assert layout.styles.keys() >= {"title", *HEADINGS, *PARAGRAPH_CLASSES}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("pack.toml", 'label = "', "label = ", "pack.toml 第 1 行第 9 个字符处写法有误"),
        ("pack.toml", "weight = 50", 'weight = "五十"', r"pack.toml 第 \d+ 行的 scores.blocks\[0\].weight 有误"),
        ("pack.toml", "weight = 50", "weight = 0", r"pack.toml 第 \d+ 行的 scores.blocks\[0\].weight 应大于 0"),
        ("pack.toml", 'key = "delivery"', 'key = "management"', "scores.blocks.*key “management”已经用过"),
        ("pack.toml", 'key = "delivery"', 'key = "total"', r"blocks\[1\].key “total”不能用"),
        ("pack.toml", 'name = "履职效能"', 'name = " "', r"blocks\[1\].name 是空的"),
        ("pack.toml", "penalty_limit = 5", "penalty_limit = -5", "scores.penalty_limit 不能小于 0"),
        ("pack.toml", "penalty_limit = 5", "highest = 0", "scores.highest 应大于 lowest"),
        ("pack.toml", 'not_applicable = "满分"', 'not_applicable = "零分"', "scores.not_applicable"),
        ("pack.toml", '["差", 0]', '["差", 1]', "grades 有空档：低于 1 分没有等级"),
        ("pack.toml", '["良", 80]', '["良", 95]', "grades 的分数应从高到低"),
        ("pack.toml", "[scores]", "[score]", "没有 score 这一项"),
        ("pack.toml", '"report.overall_goal"', '"report.goal"', "用到了没有的字段“report.goal”"),
        ("pack.toml", 'tables = ["duty"]', 'tables = ["duties"]', "用到了没有的表“duties”"),
        ("layout.toml", 'font = "title", size = 22', 'font = "fancy", size = 22', "没有定义的字体“fancy”"),
        ("layout.toml", "size = 22", 'size = "大"', r"layout.toml 第 35 行的 base.styles.title.size 有误：应为数字"),
        ("layout.toml", "size = 22", "size = -22", r"第 35 行的 base.styles.title.size 应在 4 到 72 之间，现为 -22"),
        ("layout.toml", "rule = 0.5", "rule = inf", r"base.table.rule 应在 0.1 到 6 之间"),
        ("layout.toml", "line_spacing = 1.1", "line_spacing = nan", r"base.table.line_spacing 应在 0.5 到 4 之间"),
        ("layout.toml", "{ top = 37", "{ top = 370", r"presets.standard.margins.top 应在 0 到 80 之间"),
        ("layout.toml", "{ top = 37", "{ tp = 3, top = 37", r"presets.standard.margins.tp 有误：没有 tp 这一项"),
        ("layout.toml", "[base.annex_margins]", "[other.annex_margins]\n[[base]]\n", "的 base 有误：应为表|TOML"),
        ("layout.toml", "date = {", "day = {", "没有样式 date"),
        ("indicators.toml", 'rule = "正向（≥）"', 'rule = "随便"', r"indicators\[0\].rule 有误：没有“随便”这一项"),
        ("indicators.toml", "weight = 2", "wieght = 2", r"indicators\[0\].wieght 有误：没有 wieght 这一项"),
        ("indicators.toml", 'fact = "', 'fact = "x.', r"indicators\[\d+\].fact 有误：没有“x.\S+”这个取数"),
        ("pack.toml", "on_tasks = true", "on_task = true", r"scores.blocks\[1\].on_task 有误：没有 on_task 这一项"),
        ("pack.toml", 'label = "', '# label = "', "模板文件 pack/pack.toml 有误：缺少 label，"),
        ("indicators.toml", "weight = 2", "weight = -", "indicators.toml 第 7 行第 10 个字符处写法有误"),
        (
            "indicators.toml",
            "weight = 2",
            'weight = 2\nblock = "投入"',
            r"indicators\[0\].block 有误：没有一级指标",
        ),
    ],
)
def test_a_faulty_file_is_named_with_the_place(folder: Path, name: str, old: str, new: str, message: str) -> None:
    spoil(folder / name, old, new)
    with pytest.raises(TemplateError, match=message):
        packs.load_folder("试用", folder)


@pytest.mark.parametrize("name", ["pack.toml", "layout.toml", "indicators.toml", "report.xhtml", "annex.xhtml"])
def test_a_missing_or_unreadable_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError, match="不是 UTF-8 编码"):
        packs.load_folder("试用", folder)
    (folder / name).unlink()
    with pytest.raises(TemplateError, match=f"缺少文件 {name}"):
        packs.load_folder("试用", folder)


def test_the_officers_own_pack_stands_in_for_the_shipped_one(home: Path) -> None:
    own = home / "templates" / packs.DEFAULT
    shutil.copytree(paths.templates() / packs.DEFAULT, own)
    assert packs.available()[packs.DEFAULT] == own


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "reason_below = 80",
            "reason_bellow = 80",
            r"行的 checks.reason_bellow 有误：没有 reason_bellow 这一项",
        ),
        ("reason_below = 80", 'reason_below = "八成"', "checks.reason_below 有误：应为数字"),
        ("reason_below = 80", "reason_below = -1", "checks.reason_below 不能小于 0"),
        ("reason_below = 80", "reason_below = inf", "checks.reason_below 应为数字"),
        ("copied_length = 60", "copied_length = 1.5", "checks.copied_length 有误"),
        ("off = []", 'off = ["XX-01"]', "没有的校核规则“XX-01”"),
        ("off = []", 'off = "SC-01"', "checks.off 有误"),
    ],
)
def test_a_faulty_limit_of_a_check_is_named(folder: Path, old: str, new: str, message: str) -> None:
    spoil(folder / "pack.toml", old, new)
    with pytest.raises(TemplateError, match=message):
        packs.load_folder("试用", folder)


def test_a_pack_turns_checks_off_and_sets_their_limits(folder: Path) -> None:
    spoil(folder / "pack.toml", "off = []", 'off = ["SC-01"]')
    spoil(folder / "pack.toml", "reason_below = 80", "reason_below = 75.5")
    checks = packs.load_folder("试用", folder).checks
    assert (checks.off, checks.reason_below) == (("SC-01",), Decimal("75.5"))


def test_files_a_pack_does_not_have_are_those_of_the_pack_it_extends(folder: Path) -> None:
    spoil(folder / "pack.toml", 'extends = "project-2020"', f'extends = "{packs.DEFAULT}"')
    for name in ("layout.toml", "annex.xhtml"):
        (folder / name).unlink()
    pack, shipped = packs.load_folder("试用", folder), packs.load(packs.DEFAULT)
    assert pack.templates == shipped.templates
    assert [layout.styles for layout in pack.layouts.values()] == [layout.styles for layout in shipped.layouts.values()]


@pytest.mark.parametrize(
    ("name", "message"), [("nowhere", "extends 有误：找不到模板包“nowhere”"), ("试用", "extends 有误：模板包互相引用")]
)
def test_a_pack_cannot_extend_itself_or_what_is_not_there(home: Path, name: str, message: str) -> None:
    own = shutil.copytree(paths.templates() / packs.DEFAULT, home / "templates" / "试用")
    spoil(own / "pack.toml", 'extends = "project-2020"', f'extends = "{name}"')
    with pytest.raises(TemplateError, match=message):
        packs.load("试用")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("a",), 1),
        (("b", 1, "c"), 6),
        (("b", 1, "d", 0, "e"), 8),
        (("b", 1, "d", 1, "e"), 10),
        (("b", 0, "c"), 4),
        (("b", 0, "x"), 3),
        (("f", "g", "h"), 12),
        (("nowhere",), 0),
    ],
)
def test_the_line_of_a_value_is_found(place: tuple[str | int, ...], line: int) -> None:
    text = 'a = 1\n\n[[b]]\nc = 1\n[[b]]\nc = 2\n[[b.d]]\ne = 1\n[[b.d]]\ne = [1, 2]\n[f]\ng.h = "x"\n'
    assert line_of(text, place) == line
