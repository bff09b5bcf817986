"""A template's headings are the chapters in which paragraphs can be added."""

from __future__ import annotations

import pytest

from app import packs
from app.model.chapters import OPENING, chapter_at, chapters_of, place, section_of, without_number, word_of

TEMPLATE = """<title>报告</title><h1>一、基本情况</h1><h2>（一）概况</h2><h3>1.机构</h3><p>x</p><h3>{{ x }}</h3>
{# <h1>九、没有</h1> #}<h2 id="a">（二）资金</h2><h1>二、{{ word }}</h1><h1>三、问题&amp;不足</h1>"""


def test_chapters_are_the_headings_of_the_first_two_levels_with_what_is_under_them() -> None:
    assert [(each.word, each.headings) for each in chapters_of(TEMPLATE)] == [
        (OPENING, (OPENING,)),
        ("一、基本情况", ("基本情况",)),
        ("一（一）概况", ("概况", "机构")),
        ("一（二）资金", ("资金",)),
        ("三、问题&不足", ("问题&不足",)),
    ]


@pytest.mark.parametrize(
    ("first", "second", "word", "section"),
    [
        ("一、基本情况", "", "一、基本情况", "一"),
        ("十二、其他", "（三）收支", "十二（三）收支", "十二（三）"),
        ("前言", "（三）收支", "（三）收支", ""),
        ("一、基本情况", "收支", "收支", ""),
        ("", "（一）收支", "（一）收支", ""),
    ],
)
def test_a_chapter_is_called_by_number_and_heading(first: str, second: str, word: str, section: str) -> None:
    assert word_of(first, second) == word
    assert section_of(word) == section


@pytest.mark.parametrize("heading", ["一、收支", "一（三）收支", "（三）收支", "1.收支", "（1）收支", "收支"])
def test_a_heading_is_known_without_its_number(heading: str) -> None:
    assert without_number(heading) == "收支"


def test_a_word_of_another_pack_means_the_chapter_of_its_title_or_the_last() -> None:
    words = ["一、概况", "二（一）收支", "三、问题"]
    assert [words[place(word, words)] for word in ("二（一）收支", "四、概况", "一（三）收支", "五、其他")] == [
        "二（一）收支", "一、概况", "二（一）收支", "三、问题",
    ]  # fmt: skip


@pytest.mark.parametrize("key", packs.available())
def test_every_page_that_fills_a_chapter_knows_it(key: str) -> None:
    pack = packs.load(key)
    for chapter in pack.outline:
        for page in chapter.pages:
            found = chapter_at(page.section, pack.chapters)
            assert bool(found) == (page.section not in {"", "附件"})
            assert page.section.startswith(section_of(found))


@pytest.mark.parametrize("key", packs.available())
def test_every_pack_has_one_page_of_the_paragraphs(key: str) -> None:
    pages = [page for chapter in packs.load(key).outline for page in chapter.pages if "supplement" in page.tables]
    assert [page.title for page in pages] == ["补充段落"]
