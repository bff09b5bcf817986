"""Where a line of Chinese text may end, and how the text is filled into lines (禁则, GB/T 15834-2011, 5.1)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeVar

T = TypeVar("T")

# Never at the end of a line, never at its beginning.
_OPENERS = "（《〈“‘「『【〔〖［｛([{￥＄$¥"
_CLOSERS = "，。、；：！？）》〉”’」』】〕〗］｝％…·～‰℃′″,.;:!?)]}%"
_OPENING, _CLOSING = re.escape(_OPENERS), re.escape(_CLOSERS)
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


_LOOSE = 0.1
"""How far characters may stand apart, in characters, before the lines above take a share of it."""

_EMPTIEST = 0.3
"""The share of a line that may be left empty when lines are evened out."""


_STEP = 400  # places looked at between two pauses: a ms or two


class Extent(NamedTuple):
    """A line: the clusters from start to end; blanks from `visible` on hang over its end."""

    start: int
    visible: int
    end: int


class _Way(NamedTuple):
    """How a place in the text is reached; the fewest lines are the best, among those the most even."""

    lines: int
    cost: float
    before: int  # the index of the place where the last line begins


def finished(steps: Generator[None, None, T]) -> T:
    """What work that can pause comes to, without a pause."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


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


def is_stiff(cluster: str) -> bool:
    """Whether a cluster is a Latin letter, a digit or a sign among them; no gap is opened between two of these."""
    return " " < cluster < "\u0250"


class Filler:
    """Fills clusters into lines, each as full as can be.

    A number that does not fit leaves a wide gap before it. In justified text the lines above then give up a character
    each, so that none has to be torn apart; there are as many lines as before.
    """

    def __init__(self, clusters: Sequence[str], advances: Sequence[float], ends: Sequence[int], size: float) -> None:
        self._clusters = clusters
        self._sums = [0.0, *accumulate(advances)]
        self._ends = ends
        self._size = size
        self._squeeze = size * _SQUEEZE

    @cached_property
    def _joints(self) -> Sequence[int]:
        """How many clusters up to each one are stiff like the one before, between which no gap is opened."""
        stiff = list(map(is_stiff, self._clusters))
        return [0, 0, *accumulate(both == (True, True) for both in pairwise(stiff))]

    def lines(self, first: float, rest: float, *, justified: bool) -> list[Extent]:
        """The lines, the first and the others of the given width in pt."""
        return finished(self.filling(first, rest, justified=justified))

    def filling(self, first: float, rest: float, *, justified: bool) -> Generator[None, None, list[Extent]]:
        """The same with pauses, for a text of any length."""
        found = self._filled(first, rest, squeezed=justified)
        yield
        if justified and any(
            self._looseness(line.start, line.visible, rest if number else first) > _LOOSE
            for number, line in enumerate(found[:-1])
        ):
            return (yield from self._evened(first, rest)) or found
        return found

    def _filled(self, first: float, rest: float, *, squeezed: bool) -> list[Extent]:
        found: list[Extent] = []
        start, fitting, width = 0, 0, first
        for end in self._ends:
            if self._fits(start, self._visible(start, end), width, squeezed=squeezed):
                fitting = end
                continue
            if fitting > start:
                found.append(self._extent(start, fitting))
                start, width = fitting, rest
            while end > start + 1 and not self._fits(start, self._visible(start, end), width, squeezed=squeezed):
                cut = self._cut(start, end, width)
                found.append(Extent(start, cut, cut))
                start, width = cut, rest
            fitting = end
        return [*found, self._extent(start, fitting)]

    def _evened(self, first: float, rest: float) -> Generator[None, None, list[Extent]]:
        """The lines whose gaps are the most even among the fewest lines; none when a word is wider than a line."""
        places = [0, *self._ends]
        starts = [self._sums[place] for place in places]
        best: list[_Way | None] = [_Way(0, 0.0, 0)]
        for index in range(1, len(places)):
            best.append(self._best_way(places, starts, best, index, first, rest))
            if index % _STEP == 0:
                yield
        ends: list[int] = []
        index = len(places) - 1
        while index > 0:
            way = best[index]
            if way is None:
                return []
            ends.append(places[index])
            index = way.before
        return [self._extent(start, end) for start, end in pairwise([0, *reversed(ends)])]

    def _best_way(
        self,
        places: Sequence[int],
        starts: Sequence[float],
        best: Sequence[_Way | None],
        index: int,
        first: float,
        rest: float,
    ) -> _Way | None:
        """The best way to end a line at a place, by where the line begins; None when no line can end there.

        This is where nearly all the time of a long paragraph goes, so nothing is looked up twice.
        """
        found: _Way | None = None
        sums = self._sums
        reach = self._visible(-1, places[index])  # where the line's last character that shows ends
        is_last = index == len(places) - 1
        fullest = 0.0 if is_last else 1 - _EMPTIEST
        # What begins later than this leaves too much of the line empty.
        shown = sums[max(reach, places[index - 1] + 1)]
        latest = min(index - 1, bisect_right(starts, shown - min(first, rest) * fullest))
        for before in range(latest, -1, -1):
            width = rest if before else first
            begin, way = starts[before], best[before]
            if shown - begin < width * fullest:
                continue
            start = places[before]
            visible = max(reach, start + 1)
            if sums[visible] - begin - width > 0.01 and not self._fits(start, visible, width, squeezed=True):
                break
            if way is None or (found is not None and way.lines + 1 > found.lines):
                continue
            cost = way.cost if is_last else way.cost + self._looseness(start, visible, width) ** 2
            if found is None or way.lines + 1 < found.lines or cost <= found.cost:
                found = _Way(way.lines + 1, cost, before)
        return found

    def _looseness(self, start: int, visible: int, width: float) -> float:
        """How far characters have to move apart to fill the line, in characters."""
        gaps = visible - start - 1 - self._joints[visible] + self._joints[start + 1]
        return (width - self._sums[visible] + self._sums[start]) / max(gaps, 1) / self._size

    def _extent(self, start: int, end: int) -> Extent:
        return Extent(start, self._visible(start, end), end)

    def _visible(self, start: int, end: int) -> int:
        while end > start + 1 and self._clusters[end - 1] in _BLANK:
            end -= 1
        return end

    def _fits(self, start: int, visible: int, width: float, *, squeezed: bool) -> bool:
        excess = self._sums[visible] - self._sums[start] - width
        if excess <= 0.01:
            return True
        if not squeezed or not is_halved(self._clusters[visible - 1]):
            return False
        half = (self._sums[visible] - self._sums[visible - 1]) / 2
        return excess - half <= self._squeeze * (visible - start - 1)

    def _cut(self, start: int, end: int, width: float) -> int:
        """Where to cut what is wider than a line: after the last cluster that fits, but not beside a sign that may not
        end or begin a line; after one cluster at least.
        """
        fitting = bisect_right(self._sums, self._sums[start] + width + 0.01, start + 1, end) - 1
        for place in range(fitting, start + 1, -1):
            if self._clusters[place - 1] not in _OPENERS and self._clusters[place] not in _CLOSERS:
                return place
        return max(fitting, start + 1)
