"""A pack is read whole or refused with file, place and reason."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from app import packs, paths
from app.errors import TemplateError
from app.model.entities import BY_TABLE
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
        ("pack.toml", 'label = "', "label = ", "pack.toml 写法有误"),
        ("pack.toml", "weight = 50", 'weight = "五十"', r"pack.toml 的 scores.blocks\[.*\].weight 有误"),
        ("pack.toml", "weight = 50", "weight = 0", r"pack.toml 的 scores.blocks\[0\].weight 应大于 0"),
        ("pack.toml", 'key = "delivery"', 'key = "management"', "有两个 key 都是“management”"),
        ("pack.toml", 'key = "delivery"', 'key = "total"', r"blocks\[1\].key“total”不能用"),
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
        ("layout.toml", "size = 22", 'size = "大"', "layout.toml 的 styles.* 有误|styles"),
        ("layout.toml", "date = {", "day = {", "没有样式 date"),
        ("indicators.toml", 'rule = "正向（≥）"', 'rule = "随便"', "indicators.toml"),
        ("indicators.toml", "weight = 2", "weight = -", "indicators.toml 写法有误"),
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
        ("reason_below = 80", "reason_bellow = 80", "pack.toml 的 checks 有误：没有 reason_bellow 这一项"),
        ("reason_below = 80", 'reason_below = "八成"', "pack.toml 的 checks.reason_below 有误"),
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
