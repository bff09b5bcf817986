"""Divides the chapters that are lists into their items: a head and the paragraphs under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.exchange.reading.numbering import Marker, marker, ordinal_parts
from app.exchange.reading.source import Paragraph

_INLINE = (
    re.compile("[（(][0-9一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"(?<![0-9.,])[0-9]{1,2}[.、](?![0-9])"),
)


@dataclass(slots=True)
class Item:
    """One entry of a list."""

    head: str  # without its number
    is_heading: bool  # the head is a heading, and everything it says is the title
    lines: list[str] = field(default_factory=list)

    @property
    def passage(self) -> str:
        """All of it as it was read."""
        return "\n".join([self.head, *self.lines])

    @property
    def title_and_text(self) -> tuple[str, list[str]]:
        """The headline, up to the first full stop where the text goes on behind it, and the paragraphs under it."""
        title, stop, rest = self.head.partition("。")
        if self.is_heading or not stop:
            return self.head.rstrip("。；"), self.lines
        return title, [line for line in (rest, *self.lines) if line]


def divided(paragraphs: Sequence[Paragraph]) -> tuple[list[str], list[Item]]:
    """What stands before the first item, and the items.

    Items are the headings where there are any, else the paragraphs numbered 1, 2, 3 … in the manner of the first.
    """
    level = min((paragraph.heading for paragraph in paragraphs if paragraph.heading), default=0)
    before: list[str] = []
    items: list[Item] = []
    kind = ""
    for paragraph in paragraphs:
        found = marker(paragraph.text, is_heading=paragraph.heading > 0)
        if level:
            is_head = paragraph.heading == level
        else:
            is_head = found is not None and found.number == len(items) + 1 and kind in {"", found.kind}
        if is_head:
            kind = found.kind if found else kind
            items.append(_item(paragraph, found, is_heading=level > 0))
        elif items:
            items[-1].lines.append(paragraph.text)
        else:
            before.append(paragraph.text)
    return before, items


def _item(paragraph: Paragraph, found: Marker | None, *, is_heading: bool) -> Item:
    return Item(found.rest if found else paragraph.text, is_heading)


def inline(text: str) -> list[str]:
    """The items of a list within one paragraph, such as （1）…；（2）…; empty when there are fewer than two."""
    if parts := ordinal_parts(text):
        return parts
    for pattern in _INLINE:
        parts = list(_inline_parts(pattern, text))
        if len(parts) > 1:
            return parts
    return []


def run_on(texts: Sequence[str]) -> list[Item]:
    """The items of a list whose first paragraph holds several of them, numbers and all; empty when it does not."""
    text = "\n".join(texts)
    for pattern in _INLINE:
        parts = list(_inline_parts(pattern, text)) if pattern.match(text) else []
        if len(parts) > 1:
            return [Item(part, is_heading=False) for part in parts]
    return []


def _inline_parts(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    places: list[tuple[int, int]] = []
    for found in pattern.finditer(text):
        place = marker(found[0])
        if place is not None and place.number == len(places) + 1:
            places.append(found.span())
    for index, (_, start) in enumerate(places):
        yield text[start : places[index + 1][0] if index + 1 < len(places) else len(text)].strip().rstrip("；")
