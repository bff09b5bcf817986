"""Where two texts differ, in pieces small enough to be marked for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_WORD = re.compile(r"[A-Za-z]+|[0-9][0-9,，]*(?:\.[0-9]+)?[%％‰]?|\s+|.", re.DOTALL)
_LEAST_SAME = 2  # characters that must stay the same between two changes to part them for the reader
_FINE = 2_000  # words of both sides together up to which single words are compared: the time grows with their product


class Piece(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of either text."""

    kind: Piece
    text: str


def differences(before: str, after: str) -> list[Part]:
    """The pieces that lead from one text to the other, in order; what was removed stands before what came for it.

    The pieces without the added ones are `before`, those without the removed ones `after`. Sentences are compared
    first and single words (a figure is one, a Chinese character is one) only within sentences that changed.
    """
    parts: list[Part] = []
    for old, new in _changes(_split(_SENTENCE, before), _split(_SENTENCE, after)):
        if old == new:
            parts.append(Part(Piece.SAME, old))
        else:
            parts += _by_word(old, new)
    return list(_joined(_unbroken(parts)))


def _by_word(before: str, after: str) -> Iterator[Part]:
    old, new = _split(_WORD, before), _split(_WORD, after)
    pairs = _changes(old, new) if len(old) + len(new) <= _FINE else [(before, after)]
    for gone, come in pairs:
        if gone == come:
            yield Part(Piece.SAME, gone)
            continue
        if gone:
            yield Part(Piece.REMOVED, gone)
        if come:
            yield Part(Piece.ADDED, come)


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found for found in pattern.findall(text) if found]


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Runs of both sides that belong together; equal runs are equal texts."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, first, last, begin, end in matcher.get_opcodes():
        yield "".join(before[first:last]), "".join(after[begin:end])


def _unbroken(parts: Sequence[Part]) -> Iterator[Part]:
    """The pieces without crumbs: a character that stays between two changes would chop a phrase up."""
    for number, part in enumerate(parts):
        is_between = 0 < number < len(parts) - 1 and Piece.SAME not in {parts[number - 1].kind, parts[number + 1].kind}
        if part.kind is Piece.SAME and is_between and len(part.text) < _LEAST_SAME:
            yield Part(Piece.REMOVED, part.text)
            yield Part(Piece.ADDED, part.text)
        else:
            yield part


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Neighbours of one kind as one piece; between two unchanged pieces what was removed comes first."""
    removed = added = same = ""
    for part in parts:
        if part.kind is Piece.SAME:
            yield from _told(removed, added)
            removed = added = ""
            same += part.text
            continue
        if same:
            yield Part(Piece.SAME, same)
            same = ""
        removed += part.text if part.kind is Piece.REMOVED else ""
        added += part.text if part.kind is Piece.ADDED else ""
    if same:
        yield Part(Piece.SAME, same)
    yield from _told(removed, added)


def _told(removed: str, added: str) -> Iterator[Part]:
    if removed:
        yield Part(Piece.REMOVED, removed)
    if added:
        yield Part(Piece.ADDED, added)
