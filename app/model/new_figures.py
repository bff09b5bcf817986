"""The figures that changed beneath a paragraph written by hand, and the paragraph with the new ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

_FIGURE = r"\d[\d,]*(?:\.\d+)?[%％‰]?"
_WORDS = re.compile(rf"{_FIGURE}|[A-Za-z]+|.", re.DOTALL)
_IS_FIGURE = re.compile(_FIGURE)


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
