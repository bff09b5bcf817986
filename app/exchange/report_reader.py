"""Reads a published report back into entries: file → paragraphs and tables → chapters → sentences → entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from app.errors import InputError
from app.exchange.reading import completion, intake
from app.exchange.reading import title as titles
from app.exchange.reading.chapters import chapters
from app.exchange.reading.cleaning import squeezed
from app.exchange.reading.drafts import Drafts
from app.exchange.reading.prose import Prose
from app.exchange.reading.source import Block, Paragraph, Source
from app.exchange.reading.understanding import Confidence, Leftover, ReadReport, Understood
from app.model.entities import (
    Department,
    Report,
)
from app.model.progress import Progress, unheard
from app.model.quantities import parse_date

__all__ = ["Confidence", "Leftover", "ReadReport", "Understood", "read"]

_DATE = re.compile("(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日")


def read(path: Path, progress: Progress = unheard) -> ReadReport:
    """What a published report says, from .docx, .pdf or .txt.

    `progress` is told pages or bytes done; what it raises ends the reading. ImportFileError says in one sentence why a
    file cannot be read and what to do.
    """
    source = intake.source_of(path, progress)
    progress(0, 1, "正在识别内容")
    return understand(source, path.name)


def understand(source: Source, name: str) -> ReadReport:
    """What the blocks of a report say."""
    drafts = Drafts()
    prose = Prose(drafts)
    body = _front(drafts, _without_signature(drafts, source.blocks))
    for chapter in chapters(body):
        prose.read(chapter)
    texts = [block.text for block in source.blocks if isinstance(block, Paragraph)]
    completion.complete(drafts, prose, texts)
    understood = tuple(drafts.understood())
    return ReadReport(name, understood, tuple(drafts.leftovers))


def _front(drafts: Drafts, blocks: Sequence[Block]) -> Sequence[Block]:
    """Reads title and annex label; the blocks after the title. What stands before it is left over."""
    found = titles.find(blocks)
    if found is None:
        return blocks
    drafts.tell(Department, found.text, name=found.name)
    drafts.tell(Report, found.text, year=found.year)
    before = [block.text for block in blocks[: found.start] if isinstance(block, Paragraph)]
    label = titles.label(before)
    for index, text in enumerate(before):
        if label is not None and index == label[0]:
            drafts.tell(Report, text, annex_label=label[1])
        else:
            drafts.leave((), text)
    return blocks[found.end :]


def _without_signature(drafts: Drafts, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks without the day and the department at the end of the text."""
    places = [place for place, block in enumerate(blocks) if isinstance(block, Paragraph)]
    dated = [place for place in places if _DATE.fullmatch(squeezed(_text(blocks[place])))]
    if not dated or places.index(dated[-1]) < len(places) // 2:
        return blocks
    place = dated[-1]
    text = squeezed(_text(blocks[place]))
    try:
        drafts.tell(Report, text, sign_date=parse_date(text))
    except InputError:
        return blocks
    title = titles.find(blocks)
    is_signed = place > 0 and title is not None and squeezed(_text(blocks[place - 1])) == title.name
    return [*blocks[: place - 1 if is_signed else place], *blocks[place + 1 :]]


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""
