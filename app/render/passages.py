"""A document as passages, for checks that read what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.model.layout import Layout
from app.model.passage import Passage
from app.render.blocks import Document, Paragraph, Section
from app.render.pages import is_annex_alone, page_of
from app.render.titles import break_title
from app.render.word.oxml import points_of_mm

_CHAPTER, _PART = re.compile("([一二三四五六七八九十]+)、"), re.compile("（([一二三四五六七八九十]+)）")


def passages(document: Document, layout: Layout) -> Iterator[Passage]:
    """Every paragraph outside tables with its style, key and place; a title with the line ends it is printed with."""
    is_alone = is_annex_alone(document)
    for section in document.sections:
        place = "附件" if section.part == "annex" else ""
        for block in section.blocks:
            if not isinstance(block, Paragraph):
                continue
            place = _place(block, place)
            text = _lines(block, section, layout, is_alone=is_alone) if block.style == "title" else block.text
            yield Passage(text, place, style=block.style, key=block.key)


def _place(block: Paragraph, place: str) -> str:
    """Where the outline stands after a paragraph: 一 after 一、…, 一（三） after （三）…."""
    if block.style == "h1" and (found := _CHAPTER.match(block.text)):
        return found[1]
    if block.style == "h2" and (found := _PART.match(block.text)):
        return f"{place.partition('（')[0]}（{found[1]}）"
    return place


def _lines(block: Paragraph, section: Section, layout: Layout, *, is_alone: bool) -> str:
    page = page_of(section, layout, is_alone=is_alone)
    wide = int(points_of_mm(page.text_width) / layout.styles["title"].size)
    return block.text if "\n" in block.text else "\n".join(break_title(block.text, wide))
