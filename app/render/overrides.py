"""Puts the paragraphs that the officer took over by hand into a drawn report, in place of the generated ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.model.entities import Override
from app.render.blocks import Document, Paragraph, Run


def with_overrides(document: Document, overrides: Iterable[Override]) -> Document:
    """The same document, with the paragraphs that were taken over by hand in place of the generated ones."""
    by_key = {override.key: override for override in overrides}
    if by_key:
        for section in document.sections:
            section.blocks = tuple(
                replaced
                for block in section.blocks
                for replaced in (_lines(block, by_key) if isinstance(block, Paragraph) else (block,))
            )
    return document


def _lines(paragraph: Paragraph, overrides: Mapping[str, Override]) -> tuple[Paragraph, ...]:
    override = overrides.get(paragraph.key)
    if override is None:
        return (paragraph,)
    stale = override.generated != paragraph.text
    ref = f"override/{override.id}/text"
    lines = [line for line in override.text.split("\n") if line.strip()]
    return tuple(
        Paragraph(paragraph.style, (Run(line, ref),), paragraph.key, manual=True, stale=stale) for line in lines
    )
