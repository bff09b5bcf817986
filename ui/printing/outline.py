"""The headings of laid-out pages: what a reader of the PDF file finds in its list of bookmarks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.render.blocks import HEADINGS
from ui.printing.pages import Page, TextPart

_LEVELS = {"title": 1, "table-title": 1} | {name: level for level, name in enumerate(HEADINGS, 1)}


class Heading(NamedTuple):
    """A title or heading."""

    level: int  # 1 is the highest
    text: str
    page: int  # index
    top: float  # pt


def outline(pages: Iterable[Page]) -> list[Heading]:
    """The titles and headings in order; one that goes over a page's end stands once."""
    found: list[Heading] = []
    last: object = None
    for index, page in enumerate(pages):
        for part in page.parts:
            paragraph = part.paragraph if isinstance(part, TextPart) else None
            if paragraph is not None and paragraph is not last and paragraph.style in _LEVELS:
                text = " ".join(paragraph.text.replace("\n", "").split())
                found.append(Heading(_LEVELS[paragraph.style], text, index, part.box.top))
            last = paragraph
    return [heading for heading in found if heading.text]
