"""Where a line of Chinese text may end, and how the text is filled into lines (禁则, GB/T 15834-2011, 5.1)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

# Never at the end of a line, never at its beginning.
_OPENING = re.escape("（《〈“‘「『【〔〖［｛([{￥＄$¥")
_CLOSING = re.escape("，。、；：！？）》〉”’」』】〕〗］｝％…·～‰℃′″,.;:!?)]}%")
_LETTER = "0-9A-Za-z０-９Ａ-Ｚａ-ｚÀ-ÖØ-öø-ɏ"
_NUMERAL = "0-9０-９"
_UNIT = rf"(?:(?<=[{_NUMERAL}])(?:[%％‰℃]|万元|亿元|[万亿元分]))?"
_DOCUMENT_NUMBER = rf"[〔\[［][{_NUMERAL}]{{4}}[〕\]］](?:[{_NUMERAL}]+号)?"
_WORD = rf"[≥≤＞＜±+\-−#]?[{_LETTER}](?:[{_LETTER}]|[,.:/+\-–—_'&@~～](?=[{_LETTER}]))*{_UNIT}"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# A bare character comes first because nearly all are: it takes a third of the time of the other way round.
_ATOM = re.compile(
    rf"(?:[{_HAN}]|[ \u3000]+|{_DOCUMENT_NUMBER}|[{_OPENING}]*(?:[{_HAN}]|{_WORD}|—{{2,}}|…+|.))"
    rf"[{_CLOSING}]*(?:(?<!—)—(?!—)[{_CLOSING}]*)*[ \u3000]*",
    re.DOTALL,
)
_BLANK = " \u3000"

# Their right half is empty, so that at the end of a line they need only the left one.
_HALF_EMPTY = frozenset("，。、；：）》”’〕】」』")
_SQUEEZE = 0.02
"""How far characters may move together, in characters, to keep a sign on its line. At 28 characters a line this is the
half sign that Word hangs into the margin, so both break alike; a short line takes the character before it along."""


class Extent(NamedTuple):
    """A line: the clusters from start to end; blanks from `visible` on hang over its end."""

    start: int
    visible: int
    end: int


def atoms(text: str, clusters: Sequence[str]) -> list[int]:
    """The clusters before which a line may begin, as ends of what must stay together; the last is their number."""
    ends = [match.end() for match in _ATOM.finditer(text)]
    if len(text) == len(clusters):
        return ends
    places = list(accumulate(map(len, clusters)))
    return sorted({bisect_right(places, end - 1) + 1 for end in ends})


def is_halved(cluster: str) -> bool:
    """Whether a sign may lose its empty right half at the end of a line."""
    return cluster in _HALF_EMPTY


class Filler:
    """Fills clusters into lines, each as full as can be."""

    def __init__(self, clusters: Sequence[str], advances: Sequence[float], ends: Sequence[int], size: float) -> None:
        self._clusters = clusters
        self._sums = [0.0, *accumulate(advances)]
        self._ends = ends
        self._squeeze = size * _SQUEEZE

    def lines(self, first: float, rest: float, *, squeezed: bool) -> list[Extent]:
        """The lines, the first and the others of the given width in pt; `squeezed` allows the half sign."""
        found: list[Extent] = []
        start, fitting, width = 0, 0, first
        for end in self._ends:
            if self._fits(start, end, width, squeezed=squeezed):
                fitting = end
                continue
            if fitting > start:
                found.append(self._extent(start, fitting))
                start, width = fitting, rest
            while not self._fits(start, end, width, squeezed=squeezed):
                cut = self._cut(start, end, width)
                found.append(Extent(start, cut, cut))
                start, width = cut, rest
            fitting = end
        return [*found, self._extent(start, fitting)]

    def _extent(self, start: int, end: int) -> Extent:
        return Extent(start, self._visible(start, end), end)

    def _visible(self, start: int, end: int) -> int:
        while end > start + 1 and self._clusters[end - 1] in _BLANK:
            end -= 1
        return end

    def _fits(self, start: int, end: int, width: float, *, squeezed: bool) -> bool:
        visible = self._visible(start, end)
        excess = self._sums[visible] - self._sums[start] - width
        if excess <= 0.01:
            return True
        if not squeezed or not is_halved(self._clusters[visible - 1]):
            return False
        half = (self._sums[visible] - self._sums[visible - 1]) / 2
        return excess - half <= self._squeeze * (visible - start - 1)

    def _cut(self, start: int, end: int, width: float) -> int:
        """Where to cut what is wider than a line: after the last cluster that fits, after one at least."""
        place = bisect_right(self._sums, self._sums[start] + width + 0.01, start + 1, end) - 1
        return max(place, start + 1)
