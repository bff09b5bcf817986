"""Two versions of a paragraph compared, by hand and generated: what differs, and whether it is figures alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import Enum, auto
from typing import NamedTuple

_FIGURE = r"\d[\d,]*(?:\.\d+)?[%％‰]?"
_WORDS = re.compile(rf"{_FIGURE}|[A-Za-z]+|.", re.DOTALL)
_IS_FIGURE = re.compile(_FIGURE)


class Fate(Enum):
    """What became of a stretch of text."""

    KEPT = auto()
    REMOVED = auto()
    ADDED = auto()


class Stretch(NamedTuple):
    """A stretch of text of one fate."""

    text: str
    fate: Fate


def compared(old: str, new: str) -> list[Stretch]:
    """Both texts as one: what both have, what only the old one has, and what only the new one has.

    Figures and Latin words count as a whole, anything else character by character.
    """
    before, after = _words(old), _words(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    middle = before[start : len(before) - end], after[start : len(after) - end]
    stretches = [
        Stretch("".join(before[:start]), Fate.KEPT),
        *_differences(*middle),
        Stretch("".join(before[len(before) - end :]), Fate.KEPT),
    ]
    return [stretch for stretch in stretches if stretch.text]


def changed_figures(old: str, new: str) -> Mapping[str, str] | None:
    """The figures that changed from one generated text to the next, old to new.

    None when more than figures changed, or when a figure that stands several times changed in some places only.
    """
    before, after = _words(old), _words(new)
    if len(before) != len(after):
        return None
    became: dict[str, str] = {}
    for first, second in zip(before, after, strict=True):
        are_figures = _IS_FIGURE.fullmatch(first) and _IS_FIGURE.fullmatch(second)
        if not (first == second or are_figures) or became.setdefault(first, second) != second:
            return None
    return {first: second for first, second in became.items() if first != second}


def with_new_figures(text: str, old: str, new: str) -> str | None:
    """A text by hand with the figures that changed beneath it; None when there is nothing to change or it is not plain.

    It is plain when only figures changed, and each of them stands as often in the text as in the generated one.
    """
    changed = changed_figures(old, new)
    if not changed:
        return None
    words = _words(text)
    here, there = Counter(words), Counter(_words(old))
    if any(here[figure] != there[figure] for figure in changed):
        return None
    return "".join(changed.get(word, word) for word in words)


def has_new_figures(text: str, old: str, new: str) -> bool:
    """Whether every figure that changed stands in a text as it is now."""
    words = set(_words(text))
    return all(figure in words for figure in (changed_figures(old, new) or {}).values())


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = zip(first, second, strict=False)
    return next((count for count, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))


def _differences(before: Sequence[str], after: Sequence[str]) -> Iterator[Stretch]:
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch("".join(before[i1:i2]), Fate.KEPT)
        else:
            yield Stretch("".join(before[i1:i2]), Fate.REMOVED)
            yield Stretch("".join(after[j1:j2]), Fate.ADDED)
