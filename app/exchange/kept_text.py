"""What of a report's text was not understood, as paragraphs of the officer's own in the chapters it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.exchange.reading.chapters import Topic, topic_of
from app.exchange.reading.cleaning import squeezed
from app.exchange.reading.numbering import bare_heading, marker
from app.exchange.reading.understanding import Leftover
from app.model.chapters import OPENING, Chapter, section_of
from app.model.entities import Supplement
from app.model.offers import Offer, Refusal
from app.model.report_data import ReportData
from app.model.text import without_stops

_FEWEST = 8  # Chinese characters of a sentence that says something
_HAN = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")
_SENTENCE = re.compile("[^，。；：、！？）】》”’…—,.;:!?)].*[。！？；][”’）]?", re.DOTALL)
_LEADING_ON = "："  # as an opening ends: 现将有关情况报告如下：
_LONGEST_SOURCE = 24
_REMARK = "没有识别，留作补充段落"


@dataclass(frozen=True, slots=True)
class Keeping:
    """A paragraph of the file, or several that stand in the report together already, and where it would be kept."""

    leftovers: tuple[Leftover, ...]
    chapter: str  # the word of a chapter of the pack; empty: nowhere
    is_advised: bool
    headings: tuple[str, ...] = ()  # that no chapter has, and nothing before it said; they stay as its first lines
    is_known: bool = False  # the report says it already, as a paragraph of its own or as one taken over by hand

    @property
    def offer(self) -> Offer:
        """The same as a row that can go into a report."""
        source = self.leftovers[0].place
        shown = source if len(source) <= _LONGEST_SOURCE else f"{source[:_LONGEST_SOURCE]}…"
        text = "\n".join((*self.headings, *(each.text for each in self.leftovers)))
        values = {"chapter": self.chapter, "text": text}
        return Offer(Supplement.TABLE, shown, values, remark=_REMARK, is_advised=self.is_advised)


def keepings(
    leftovers: Sequence[Leftover], chapters: tuple[Chapter, ...], data: ReportData | None = None
) -> Iterator[Keeping]:
    """Where each paragraph would be kept in a report of these chapters, `data` being what the report holds already."""
    known = _known(data) if data is not None else {}
    bare = [without_stops(each.text) for each in leftovers]
    headed: set[tuple[str, ...]] = set()
    place = 0
    while place < len(leftovers):
        same = (row for row in known.get(bare[place], ()) if row[0] == tuple(bare[place : place + len(row[0])]))
        lines, chapter = next(same, ((), ""))
        if lines:
            yield Keeping(tuple(leftovers[place : place + len(lines)]), chapter, is_advised=False, is_known=True)
        else:
            yield _keeping(leftovers[place], chapters, headed)
        place += len(lines) or 1


def _known(data: ReportData) -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """The paragraphs that a report holds together, with their chapter, by the first; the longest before the others.

    One's own are known with and without the heading that came with them, those taken over by hand one by one.
    """
    rows = [(_lines(row.text), row.chapter) for row in data.supplements]
    rows += [(lines[1:], chapter) for lines, chapter in rows if lines and marker(lines[0], is_heading=True)]
    rows += [((line,), "") for row in data.overrides for line in _lines(row.text)]
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for lines, chapter in sorted(rows, key=lambda row: -len(row[0])):
        if lines:
            found.setdefault(lines[0], []).append((lines, chapter))
    return found


def kept_in(leftovers: Sequence[Leftover], data: ReportData) -> list[str]:
    """The chapter in which a report has each of these paragraphs as one of its officer's own; empty for none."""
    known = {line: row.chapter for row in reversed(data.supplements) for line in _lines(row.text)}
    return [known.get(without_stops(each.text), "") for each in leftovers]


def refusals(leftovers: Sequence[Leftover], kept: Sequence[str]) -> list[Refusal]:
    """What was not understood, each with the chapter in which the report has it all the same (`kept_in`)."""
    return [
        _refusal(each, f"留在“{chapter}”的补充段落中。" if chapter else "没有识别。")
        for each, chapter in zip(leftovers, kept, strict=True)
    ]


def not_advised(found: Iterable[Keeping]) -> Iterator[Refusal]:
    """The text that is not proposed to be kept, with what can be done about it."""
    for keeping in found:
        reason = "报告中已有这段文字。" if keeping.is_known else "没有识别；要留作补充段落的，在“新增”中勾选。"
        for each in keeping.leftovers if not keeping.is_advised else ():
            yield _refusal(each, reason)


def _refusal(found: Leftover, reason: str) -> Refusal:
    return Refusal(found.place, "", found.text, reason)


def _keeping(found: Leftover, chapters: tuple[Chapter, ...], headed: set[tuple[str, ...]]) -> Keeping:
    """`headed` are the headings that stand before a paragraph already, with those above them."""
    chapter, depth = _chapter(found.path, chapters)
    wanted = found.is_kept if found.is_kept is not None else bool(chapter) and is_prose(found)
    new = tuple(found.path[place] for place in range(depth, len(found.path)) if found.path[: place + 1] not in headed)
    headed.update(found.path[: place + 1] for place in range(len(found.path)))
    return Keeping((found,), chapter or _elsewhere(found, chapters), wanted, new)


def _elsewhere(found: Leftover, chapters: tuple[Chapter, ...]) -> str:
    """Where an officer may still want text of which the chapter is not known: before the annex, or at the beginning
    where it stood before the title.
    """
    before_annex = [each.word for each in chapters if Topic.ANNEX not in map(topic_of, each.headings)]
    return before_annex[-1] if found.path and before_annex else chapters[0].word


def is_prose(leftover: Leftover) -> bool:
    """Whether a text is sentences, and not a number, a heading, a row of a table or the rest of a paragraph.

    The cells of an annex are sentences too, without being text of the report.
    """
    text = leftover.text
    if leftover.path == (OPENING,) and text.endswith(_LEADING_ON):
        text = f"{text[:-1]}。"
    words = len(_HAN.findall(text))
    is_annex = bool(leftover.path) and _topic(leftover.path[-1]) is Topic.ANNEX
    return not is_annex and words >= _FEWEST and 5 * words >= 2 * len(text) and _SENTENCE.fullmatch(text) is not None


@lru_cache(maxsize=256)  # a chapter of a large annex leaves thousands
def _chapter(path: tuple[str, ...], chapters: tuple[Chapter, ...]) -> tuple[str, int]:
    """The word of the chapter that one of the headings names, the innermost first, and how many headings that takes;
    empty for none. What stands under a heading of its own in a chapter of several goes to the last of these.
    """
    for depth in range(len(path), 0, -1):
        bare, topic = bare_heading(path[depth - 1]), _topic(path[depth - 1])
        same = (chapter.word for chapter in chapters if bare in map(squeezed, chapter.headings))
        alike = (word for word, about in _topics(chapters).items() if topic is not Topic.NONE and topic in about)
        if found := next(same, "") or next(alike, ""):
            return (found if depth == len(path) else _last_within(found, chapters)), depth
    return "", 0


def _last_within(word: str, chapters: tuple[Chapter, ...]) -> str:
    """The last chapter of the second level under one of the first; the chapter itself where it has none."""
    section = section_of(word)
    within = [each.word for each in chapters if section and each.section.startswith(f"{section}（")]
    return within[-1] if within else word


@lru_cache(maxsize=16)
def _topics(chapters: tuple[Chapter, ...]) -> Mapping[str, frozenset[Topic]]:
    """What the headings of each chapter name."""
    return {chapter.word: frozenset(map(topic_of, chapter.headings)) for chapter in chapters}


def _topic(heading: str) -> Topic:
    return topic_of(bare_heading(heading))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(without_stops, text.split("\n"))))
