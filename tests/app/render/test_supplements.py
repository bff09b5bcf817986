"""Paragraphs of the officer's own stand at the end of their chapter, whatever made the document."""

from __future__ import annotations

import pytest

from app.model.chapters import OPENING
from app.model.entities import Supplement
from app.render import markup
from app.render.blocks import Document, Paragraph
from app.render.supplements import with_supplements

REPORT = """<section part="report"><title>报告</title><p>引言。</p><h1>一、概况</h1><h2>（一）机构</h2><p>甲。</p>
<h3>1.职能</h3><p>乙。</p><h2>（二）收支</h2><p>丙。</p><h1>二、问题</h1><p>丁。</p>
<p class="sign">某局</p><p class="date">某日</p></section>
<section part="annex"><p>附表</p></section>""".replace("\n", "")


def drawn(*rows: Supplement, source: str = REPORT) -> Document:
    return with_supplements(markup.parse(source), rows)


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


@pytest.mark.parametrize(
    ("chapter", "before", "after"),
    [
        (OPENING, "引言。", "一、概况"),
        ("一、概况", "一、概况", "（一）机构"),
        ("一（一）机构", "乙。", "（二）收支"),
        ("一（二）收支", "丙。", "二、问题"),
        ("二、问题", "丁。", "某局"),
        ("七（一）收支", "丙。", "二、问题"),  # another year's pack has it elsewhere
        ("七、别的", "丁。", "某局"),
    ],
)
def test_a_paragraph_stands_before_the_heading_that_follows_its_chapter(chapter: str, before: str, after: str) -> None:
    found = texts(drawn(Supplement(id=1, chapter=chapter, text="补充。")))
    place = found.index("补充。")
    assert (found[place - 1], found[place + 1]) == (before, after)
    assert len(found) == len(texts(markup.parse(REPORT))) + 1


def test_paragraphs_of_one_chapter_keep_their_order_and_each_line_is_one() -> None:
    rows = (
        Supplement(id=1, chapter="二、问题", text="一。\n\n　二。"),
        Supplement(id=2, chapter="一（一）机构", text=" "),
        Supplement(id=3, chapter="二、问题", text="三。"),
    )
    found = drawn(*rows)
    assert texts(found)[-7:] == ["丁。", "一。", "二。", "三。", "某局", "某日", "附表"]


def test_what_is_typed_prints_as_it_is_and_leads_to_its_field() -> None:
    text = "<b>A&B</b> {{ x }} {% y %}"
    paragraph = next(each for each in drawn(Supplement(id=7, text=text)).paragraphs() if each.text == text)
    assert paragraph.style == "body"
    assert [run.ref for run in paragraph.runs] == ["supplement/7/text"]


def test_a_report_without_headings_has_them_at_its_end() -> None:
    source = '<section part="report"><p>甲。</p><p class="date">某日</p></section>'
    assert texts(drawn(Supplement(text="补充。"), source=source)) == ["甲。", "补充。", "某日"]


def test_an_annex_alone_has_none() -> None:
    source = '<section part="annex"><p>附表</p></section>'
    assert [type(block) for block in drawn(Supplement(text="补充。"), source=source).sections[0].blocks] == [Paragraph]
