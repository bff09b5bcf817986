"""Puts the officer's own paragraphs into a drawn report, at the end of their chapters, whatever its template is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.model import chapters
from app.model.entities import Supplement
from app.render.blocks import Block, Document, Paragraph, Run

_ENDS = frozenset({"sign", "date"})
"""What a report ends with: signature and day come after all of its text."""


def with_supplements(document: Document, supplements: Iterable[Supplement]) -> Document:
    """The same document, with these paragraphs before the heading that follows their chapter."""
    rows = list(supplements)
    body = next((section for section in document.sections if section.part == "report"), None)
    if rows and body is not None:
        heads = [(chapters.OPENING, 0), *_heads(body.blocks)]
        waiting: dict[int, list[Supplement]] = {}
        for row in rows:
            waiting.setdefault(chapters.place(row.chapter, [word for word, _ in heads]), []).append(row)
        ends = [*(start for _, start in heads[1:]), _end(body.blocks)]
        by_place = {ends[number]: found for number, found in waiting.items()}
        body.blocks = tuple(_joined(body.blocks, by_place))
    return document


def _heads(blocks: Sequence[Block]) -> Iterator[tuple[str, int]]:
    """The word of each chapter and where its heading is."""
    first = ""
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.style in {"h1", "h2"}:
            first = block.text if block.style == "h1" else first
            yield chapters.word_of(first, block.text if block.style == "h2" else ""), number


def _end(blocks: Sequence[Block]) -> int:
    end = len(blocks)
    while end and isinstance(block := blocks[end - 1], Paragraph) and block.style in _ENDS:
        end -= 1
    return end


def _joined(blocks: Sequence[Block], by_place: dict[int, list[Supplement]]) -> Iterator[Block]:
    """All blocks in order; where paragraphs are to be added, they come before the block of that number."""
    for number, block in enumerate((*blocks, None)):
        for row in by_place.get(number, ()):
            yield from _paragraphs(row)
        if block is not None:
            yield block


def _paragraphs(row: Supplement) -> Iterator[Paragraph]:
    ref = f"{Supplement.TABLE}/{row.id}/text"
    lines = (line.strip(" \t\u3000") for line in row.text.split("\n"))
    return (Paragraph("body", (Run(line, ref),)) for line in lines if line)
