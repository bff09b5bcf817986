"""Fonts that stand in for missing ones, and characters that need more than a glyph of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QFontDatabase

from app.model.layout import FontRole, Layout
from ui.printing.fonts import FontSet, missing_fonts, resolve


def a_chinese_family() -> str:
    families = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    assert families, "the tests need a Chinese font"
    return families[0]


@pytest.fixture
def fonts(layout: Layout) -> FontSet:
    return FontSet(layout)


def test_the_first_installed_family_of_a_role_is_used(layout: Layout) -> None:
    here = a_chinese_family()
    assert resolve(FontRole(("不存在的字体", here), "不存在的字体")).east_asian == (here,)


def test_a_role_none_of_whose_families_is_installed_gets_a_chinese_one(layout: Layout) -> None:
    families = resolve(FontRole(("不存在的字体",), "不存在的字体"))
    assert families.east_asian[0] == a_chinese_family()


def test_a_latin_font_that_is_missing_gives_way_to_the_chinese_one(layout: Layout) -> None:
    here = a_chinese_family()
    assert resolve(FontRole((here,), "No Such Font")).latin == (here,)


def test_where_a_plain_font_stands_in_for_xiaobiaosong_it_is_bold(layout: Layout) -> None:
    here = a_chinese_family()
    assert resolve(FontRole(("方正小标宋不存在", here), here)).is_bold
    assert not resolve(FontRole((here,), here)).is_bold


def test_missing_fonts_are_named_with_what_shows_in_their_place(layout: Layout) -> None:
    here = a_chinese_family()
    roles = dict.fromkeys(layout.fonts, FontRole((here,), here))
    broken = replace(layout, fonts=roles | {"fangsong": FontRole(("不存在的字体", here), "No Such Font")})
    assert missing_fonts(broken) == [("不存在的字体", here), ("No Such Font", here)]


def test_a_layout_whose_fonts_are_all_installed_misses_none(layout: Layout) -> None:
    here = a_chinese_family()
    assert missing_fonts(replace(layout, fonts=dict.fromkeys(layout.fonts, FontRole((here,), here)))) == []


def test_a_chinese_character_is_as_wide_as_its_size(fonts: FontSet) -> None:
    assert fonts.face("fangsong", 16).advances["绩"] == pytest.approx(16)


@pytest.mark.parametrize("sign", "“”‘’—…")
def test_signs_are_as_wide_as_a_character_whatever_stands_before_them(fonts: FontSet, sign: str) -> None:
    face = fonts.face("fangsong", 16)
    face.learn(["1", sign, "a"])
    assert face.advances[sign] == pytest.approx(16, rel=0.1)


def test_the_same_face_is_made_once(fonts: FontSet) -> None:
    assert fonts.face("song", 9) is fonts.face("song", 9)
    assert fonts.face("song", 9) is not fonts.face("song", 9, bold=True)


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("绩效1", ["绩", "效", "1"]),
        ("𠮷野", ["𠮷", "野"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("葛\U000e0100城", ["葛\U000e0100", "城"]),
        ("\U0001f468\u200d\U0001f469甲", ["\U0001f468\u200d\U0001f469", "甲"]),
        ("甲مرحبا乙", ["甲", "مرحبا", "乙"]),
    ],
)
def test_characters_that_belong_together_are_set_together(fonts: FontSet, text: str, clusters: list[str]) -> None:
    face = fonts.face("fangsong", 16)
    assert face.clusters(text) == clusters
    face.learn(clusters)
    assert all(face.glyphs[cluster] for cluster in clusters)


@pytest.mark.parametrize("cluster", ["\t", "\u200b", "\ufffe", "\u202e", " ", "\u3000", "\n"])
def test_characters_without_ink_can_be_set(fonts: FontSet, cluster: str) -> None:
    assert fonts.face("fangsong", 16).advances[cluster] >= 0
