"""Lines of set text: every cluster with its place, justified to the line's width."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.render.blocks import Run
from ui.printing.fonts import Face
from ui.printing.linebreak import Extent, Filler, atoms, finished, is_halved, is_stiff

_LOOSEST = 0.14
"""How far characters may move apart, in characters: a line before a long number stays a little short rather than be
torn into single characters, which readers of the PDF file (from 0.15 on) take for words.
"""


class Span(NamedTuple):
    """The clusters of a line, up to `end`, that come from one run."""

    end: int
    face: Face
    run: int  # index among the paragraph's or cell's runs


class Line(NamedTuple):
    """A line of text. Lengths in pt, from the left edge of the text area."""

    left: float
    clusters: Sequence[str]
    advances: Sequence[float]  # from each cluster to the next
    spans: tuple[Span, ...]

    @property
    def width(self) -> float:
        """From the first cluster to the end of the last one."""
        return sum(self.advances)

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(self.clusters)

    def stretches(self) -> Iterator[tuple[Span, int, int]]:
        """Every span with its first cluster and the one after its last."""
        start = 0
        for span in self.spans:
            yield span, start, span.end
            start = span.end


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide a text may be and how it stands in that width. Lengths in pt."""

    width: float
    align: str = "left"  # left, center, right, justify
    left: float = 0.0  # from the text area's edge to that width
    indent: float = 0.0  # of the first line
    spacing: float = 0.0  # added after every character


def compose(runs: Sequence[Run], face_of: Callable[[Run], Face], measure: Measure) -> tuple[Line, ...]:
    """Sets runs into lines; \\n ends a line. A paragraph without text is one empty line."""
    return finished(composing(runs, face_of, measure))


def composing(
    runs: Sequence[Run], face_of: Callable[[Run], Face], measure: Measure
) -> Generator[None, None, tuple[Line, ...]]:
    """The same with pauses, for a text of any length."""
    strip = _Strip(runs, face_of, measure.spacing)
    lines: list[Line] = []
    for start, end in strip.paragraphs():
        lines += yield from strip.lines(start, end, measure, is_first=not lines)
        yield
    return tuple(lines)


class _Strip:
    """The text of all runs on one endless line."""

    def __init__(self, runs: Sequence[Run], face_of: Callable[[Run], Face], spacing: float) -> None:
        self._clusters: list[str] = []
        self._advances: list[float] = []
        self._spans: list[Span] = []
        for number, run in enumerate(runs):
            face = face_of(run)
            clusters = face.clusters(run.text)
            face.learn(clusters)
            self._clusters += clusters
            self._advances += [face.advances[cluster] + spacing for cluster in clusters]
            self._spans.append(Span(len(self._clusters), face, number))
        self._ends = [span.end for span in self._spans]
        self._size = max((span.face.size for span in self._spans), default=0.0)

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """The stretches between line breaks."""
        start = 0
        for place, cluster in enumerate(self._clusters):
            if cluster == "\n":
                yield start, place
                start = place + 1
        yield start, len(self._clusters)

    def lines(self, start: int, end: int, measure: Measure, *, is_first: bool) -> Generator[None, None, list[Line]]:
        clusters, advances = self._clusters[start:end], self._advances[start:end]
        indent = measure.indent if is_first else 0.0
        is_justified = measure.align == "justify"
        filler = Filler(clusters, advances, atoms("".join(clusters), clusters), self._size)
        extents = yield from filler.filling(measure.width - indent, measure.width, justified=is_justified)
        return [
            self._line(
                Extent(start + extent.start, start + extent.visible, start + extent.end),
                measure,
                indent if number == 0 else 0.0,
                is_last=number == len(extents) - 1,
            )
            for number, extent in enumerate(extents)
        ]

    def _line(self, extent: Extent, measure: Measure, indent: float, *, is_last: bool) -> Line:
        clusters = self._clusters[extent.start : extent.end]
        advances = self._advances[extent.start : extent.end]
        shown = extent.visible - extent.start
        advances[shown:] = [0.0] * (len(advances) - shown)
        slack = measure.width - indent - sum(advances)
        if measure.align == "justify":
            if slack < -0.01 and is_halved(clusters[shown - 1]):
                half = advances[shown - 1] / 2
                advances[shown - 1] -= half
                slack += half
            if slack < -0.01 or not is_last:
                _spread(clusters, advances, shown, slack, self._size * _LOOSEST)
        left = measure.left + indent + {"center": slack / 2, "right": slack}.get(measure.align, 0.0)
        return Line(left, clusters, advances, tuple(self._spans_of(extent.start, extent.end)))

    def _spans_of(self, start: int, end: int) -> Iterator[Span]:
        if len(self._spans) == 1:
            yield Span(end - start, self._spans[0].face, self._spans[0].run)
            return
        for span in self._spans[bisect_right(self._ends, start) :]:
            yield Span(min(span.end, end) - start, span.face, span.run)
            if span.end >= end:
                return


def _spread(clusters: Sequence[str], advances: list[float], count: int, slack: float, loosest: float) -> None:
    """Opens (within reason) or closes the gaps between characters to fill the line; numbers and words stay whole."""
    gaps = [place for place in range(count - 1) if not (is_stiff(clusters[place]) and is_stiff(clusters[place + 1]))]
    if gaps:
        share = min(slack / len(gaps), loosest)
        for place in gaps:
            advances[place] += share
