"""Two texts held against each other: paragraph by paragraph, and within a changed paragraph word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto
from itertools import zip_longest

_WORD = re.compile(r"[A-Za-z]+|[\d.,]*\d%?|\s+|.", re.DOTALL)  # a figure or Latin word whole, Chinese by the character
_MOST_WORDS = 6000  # of a paragraph; finding the least difference takes time by the square
_ALIKE = 0.3  # below, a paragraph counts as replaced and not as reworded
_MOST_PAIRS = 900  # paragraphs × paragraphs that are looked through for the one that was reworded
_LEAST_SAME = 2  # characters that must stay the same between two changes to part them for the reader


class Mark(Enum):
    """What has become of a stretch of text."""

    SAME = auto()
    REMOVED = auto()
    INSERTED = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A paragraph and what has become of its parts; one span SAME for a paragraph that did not change."""

    spans: tuple[Span, ...]

    @property
    def is_same(self) -> bool:
        return all(span.mark is Mark.SAME for span in self.spans)


def compare_texts(before: str, after: str) -> tuple[TextChange, ...]:
    """Every paragraph of both texts, in order. Removing what is INSERTED gives `before`, what is REMOVED `after`."""
    old, new = before.splitlines(), after.splitlines()
    found: list[TextChange] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += (TextChange((Span(Mark.SAME, line),)) for line in new[start:end])
        else:
            found += _replaced(old[first:last], new[start:end])
    return tuple(found)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[TextChange]:
    """Paragraphs in the place of others: alike ones one by one, the rest as removed and inserted."""
    for first, second in _aligned(old, new):
        spans = [] if first is None or second is None else _words(first, second)
        if spans:
            yield TextChange(tuple(spans))
            continue
        if first is not None:
            yield TextChange((Span(Mark.REMOVED, first),))
        if second is not None:
            yield TextChange((Span(Mark.INSERTED, second),))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Each new paragraph with the old one most like it, in order; None where there is none."""
    if len(old) * len(new) > _MOST_PAIRS:
        yield from zip_longest(old, new)
        return
    start = 0
    for line in new:
        ratios = [_likeness(known, line) for known in old[start:]]
        best = max(ratios, default=0.0)
        if best < _ALIKE:
            yield None, line
            continue
        place = start + ratios.index(best)
        yield from ((known, None) for known in old[start:place])
        yield old[place], line
        start = place + 1
    yield from ((known, None) for known in old[start:])


def _likeness(before: str, after: str) -> float:
    """From 0 to 1, by the characters both have: quick, and enough to find the paragraph that was reworded."""
    return SequenceMatcher(None, before, after, autojunk=False).quick_ratio()


def _words(before: str, after: str) -> list[Span]:
    """The spans of a reworded paragraph; none when the two have too little in common."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return []
    parts: list[tuple[str, str, bool]] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        removed, inserted = "".join(old[first:last]), "".join(new[start:end])
        is_same = kind == "equal"
        if parts and not parts[-1][2] and is_same and len(removed) < _LEAST_SAME and end < len(new):
            is_same = False
        if parts and parts[-1][2] == is_same:
            parts[-1] = parts[-1][0] + removed, parts[-1][1] + inserted, is_same
        else:
            parts.append((removed, inserted, is_same))
    return [span for part in parts for span in _spans(*part)]


def _spans(removed: str, inserted: str, is_same: bool) -> Iterator[Span]:
    if is_same:
        yield Span(Mark.SAME, inserted)
        return
    if removed:
        yield Span(Mark.REMOVED, removed)
    if inserted:
        yield Span(Mark.INSERTED, inserted)
