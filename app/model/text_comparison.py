"""Two texts held against each other: paragraph by paragraph, and within a changed paragraph word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from app.model.differences import Part, Piece, differences

_ALIKE = 0.3  # below, a paragraph counts as replaced and not as reworded
_MOST_PAIRS = 900  # paragraphs × paragraphs that are looked through for the one that was reworded


@dataclass(frozen=True, slots=True)
class TextChange:
    """A paragraph and what has become of its parts; one part SAME for a paragraph that did not change."""

    parts: tuple[Part, ...]

    @property
    def is_same(self) -> bool:
        return all(part.kind is Piece.SAME for part in self.parts)


def compare_texts(before: str, after: str) -> tuple[TextChange, ...]:
    """Every paragraph of both texts, in order. Removing what is ADDED gives `before`, what is REMOVED `after`."""
    old, new = before.splitlines(), after.splitlines()
    found: list[TextChange] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += (TextChange((Part(Piece.SAME, line),)) for line in new[start:end])
        else:
            found += _replaced(old[first:last], new[start:end])
    return tuple(found)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[TextChange]:
    """Paragraphs in the place of others: alike ones one by one, the rest as removed and inserted."""
    for first, second in _aligned(old, new):
        if first is not None and second is not None and _likeness(first, second) >= _ALIKE:
            yield TextChange(tuple(differences(first, second)))
            continue
        if first is not None:
            yield TextChange((Part(Piece.REMOVED, first),))
        if second is not None:
            yield TextChange((Part(Piece.ADDED, second),))


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
