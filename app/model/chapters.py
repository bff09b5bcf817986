"""The chapters of a report as its template heads them: where a paragraph of the officer's own can stand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

OPENING = "正文开头"
"""What stands between a report's title and its first heading."""

_HEADING = re.compile(r"<h([1-4])(?:\s[^<>]*)?>([^<{]*)</h\1>")
_DIGITS = "[一二三四五六七八九十]+"
_FIRST = re.compile(f"({_DIGITS})、")
_SECOND = re.compile(f"（{_DIGITS}）")
_NUMBER = re.compile(rf"{_DIGITS}(?:、|（{_DIGITS}）)|（{_DIGITS}）|（?[0-9]+[.、）]")
_SECTION = re.compile(f"({_DIGITS})(?:、|(（{_DIGITS}）))")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the first or second level, or the opening. Its text goes to the next such heading."""

    word: str  # what it is called where it is stored and chosen, e.g. 三、存在的主要问题 or 一（三）部门整体收支情况
    headings: tuple[str, ...]  # its own heading, then those under it up to the next chapter, without their numbers

    @property
    def section(self) -> str:
        """Where it stands, e.g. 一（三）; empty where its heading has no number."""
        return section_of(self.word)


def word_of(first: str, second: str = "") -> str:
    """What the chapter under these headings of the first and second level is called."""
    number = _FIRST.match(first)
    return f"{number[1]}{second}" if second and number and _SECOND.match(second) else second or first


def section_of(word: str) -> str:
    """The section a chapter's word begins with; empty for none."""
    found = _SECTION.match(word)
    return f"{found[1]}{found[2] or ''}" if found else ""


def without_number(text: str) -> str:
    """A heading, or a chapter's word, without the number before it."""
    return _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text


@lru_cache(maxsize=16)
def chapters_of(template: str) -> tuple[Chapter, ...]:
    """The chapters that a template of the report heads in so many words; a computed heading is nobody's to choose."""
    found: dict[str, list[str]] = {OPENING: [OPENING]}
    first = word = ""
    for level, text in _HEADING.findall(_without_comments(template)):
        heading = " ".join(html.unescape(text).split())
        if level in "12":
            first = heading if level == "1" else first
            word = word_of(first, heading if level == "2" else "")
            found.setdefault(word, [])
        if word:
            found[word].append(without_number(heading))
    return tuple(Chapter(word, tuple(headings)) for word, headings in found.items())


def _without_comments(template: str) -> str:
    first, *others = template.split("{#")
    return first + "".join(text.partition("#}")[2] for text in others)


def place(word: str, words: Sequence[str]) -> int:
    """Which of a report's chapters a stored word means: the one called so, else the one of that title in another
    place, as packs of other years have it, else the last.
    """
    return next(_places(word, words), len(words) - 1)


def _places(word: str, words: Sequence[str]) -> Iterator[int]:
    yield from (number for number, each in enumerate(words) if each == word)
    title = without_number(word)
    yield from (number for number, each in enumerate(words) if without_number(each) == title)


def chapter_at(section: str, chapters: Sequence[Chapter]) -> str:
    """The word of the chapter that a section, such as 一（二）2, belongs to; empty for none."""
    inside = (chapter for chapter in chapters if chapter.section and section.startswith(chapter.section))
    found = max(inside, key=lambda chapter: len(chapter.section), default=None)
    return found.word if found is not None else ""
