"""Finds the tables of a PDF page by the rules drawn around their cells."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from app.exchange.reading.pdf_lines import turned

_THIN = 3.0  # points; a filled rectangle no thicker is a rule
_NEAR = 2.5  # points within which rules are taken for one
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 20_000
_MOST_CELLS = 40_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along one axis, points; `at` is its place on the other."""

    is_horizontal: bool
    at: float
    start: float
    end: float

    def turned(self, quarters: int) -> Rule:
        """As it runs when the page is turned clockwise by quarters."""
        if not quarters:
            return self
        ends = (
            ((self.start, self.at), (self.end, self.at))
            if self.is_horizontal
            else ((self.at, self.start), (self.at, self.end))
        )
        return next(_rule(*(turned(x, y, quarters) for x, y in ends)), self)


class Grid:
    """The cells between rules. Columns run from the left, rows from the top."""

    def __init__(self, columns: Sequence[float], lines: Sequence[float], found: Sequence[Rule]) -> None:
        self._columns = columns
        self._lines = lines  # from the bottom
        self._width = len(columns) - 1
        self._height = len(lines) - 1
        self._owner = list(range(self._width * self._height))
        self._join(found)

    @property
    def top(self) -> float:
        return self._lines[-1]

    @property
    def rows(self) -> list[list[int]]:
        """The cell at each place, by number; a cell that covers several places stands at all of them."""
        numbers = [self._find(place) for place in range(len(self._owner))]
        return [numbers[row * self._width : (row + 1) * self._width] for row in range(self._height)]

    def top_of(self, row: int) -> float:
        """The upper border of a row."""
        return self._lines[self._height - row]

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point is within the table."""
        x, y = point
        return self._columns[0] <= x <= self._columns[-1] and self._lines[0] <= y <= self._lines[-1]

    def cell(self, point: tuple[float, float]) -> int:
        """The number of the cell around a point of the table."""
        column = min(max(bisect_right(self._columns, point[0]) - 1, 0), self._width - 1)
        line = min(max(bisect_right(self._lines, point[1]) - 1, 0), self._height - 1)
        return self._find((self._height - 1 - line) * self._width + column)

    def _find(self, place: int) -> int:
        while self._owner[place] != place:
            self._owner[place] = self._owner[self._owner[place]]
            place = self._owner[place]
        return place

    def _join(self, found: Sequence[Rule]) -> None:
        """Makes one cell of neighbours that no rule parts."""
        across = [
            _Rules(rule for rule in found if rule.is_horizontal and abs(rule.at - at) <= _NEAR) for at in self._lines
        ]
        down = [
            _Rules(rule for rule in found if not rule.is_horizontal and abs(rule.at - at) <= _NEAR)
            for at in self._columns
        ]
        for row in range(self._height):
            y = self._middle(self._lines, self._height - 1 - row)
            for column in range(self._width):
                place = row * self._width + column
                if column + 1 < self._width and not down[column + 1].covers(y):
                    self._unite(place, place + 1)
                x = self._middle(self._columns, column)
                if row + 1 < self._height and not across[self._height - 1 - row].covers(x):
                    self._unite(place, place + self._width)

    def _unite(self, first: int, second: int) -> None:
        one, two = sorted((self._find(first), self._find(second)))
        self._owner[two] = one

    @staticmethod
    def _middle(places: Sequence[float], index: int) -> float:
        return (places[index] + places[index + 1]) / 2


class _Rules:
    """The stretches of one line on which a rule is drawn."""

    def __init__(self, found: Iterable[Rule]) -> None:
        self._stretches = [(rule.start - _NEAR, rule.end + _NEAR) for rule in found]

    def covers(self, at: float) -> bool:
        return any(start <= at <= end for start, end in self._stretches)


def rules(page: pdfium.PdfPage) -> list[Rule]:
    """The straight rules drawn on a page."""
    found: list[Rule] = []
    for count, item in enumerate(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH])):
        if count > _MOST_OBJECTS or len(found) > _MOST_SEGMENTS:
            break
        found += _rules_of(item)
    return found


def _rules_of(item: pdfium.PdfObject) -> Iterator[Rule]:
    left, bottom, right, top = item.get_bounds()
    if right - left <= _THIN < top - bottom or top - bottom <= _THIN < right - left:
        yield from (
            _rule((left, (top + bottom) / 2), (right, (top + bottom) / 2))
            if right - left > top - bottom
            else _rule(((left + right) / 2, bottom), ((left + right) / 2, top))
        )
        return
    matrix = item.get_matrix()
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium_c.FPDFPath_CountSegments(item.raw), _MOST_SEGMENTS)):
        segment = pdfium_c.FPDFPath_GetPathSegment(item.raw, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield from _rule(last, point)
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield from _rule(point, start)
        last = point


def _rule(first: tuple[float, float], second: tuple[float, float]) -> Iterator[Rule]:
    (x1, y1), (x2, y2) = first, second
    if abs(y1 - y2) < 1 < abs(x1 - x2):
        yield Rule(True, (y1 + y2) / 2, min(x1, x2), max(x1, x2))
    elif abs(x1 - x2) < 1 < abs(y1 - y2):
        yield Rule(False, (x1 + x2) / 2, min(y1, y2), max(y1, y2))


def grids(found: Sequence[Rule]) -> list[Grid]:
    """The tables that rules make: groups of rules that meet, with at least two columns and one row."""
    tables = []
    for group in _groups(found):
        columns = _places(rule.at for rule in group if not rule.is_horizontal)
        lines = _places(rule.at for rule in group if rule.is_horizontal)
        if len(columns) > 2 and len(lines) > 1 and len(columns) * len(lines) <= _MOST_CELLS:
            tables.append(Grid(columns, lines, group))
    return sorted(tables, key=lambda grid: -grid.top)


def _groups(found: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that meet one another, directly or by others. Sweeps from the top: a gap without a rule parts tables."""
    upright = [rule for rule in found if not rule.is_horizontal]
    spans = sorted(((rule.start, rule.end) for rule in upright), reverse=True)
    bands: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if bands and start <= bands[-1][1] + _NEAR:
            bands[-1] = (bands[-1][0], max(bands[-1][1], end))
        else:
            bands.append((start, end))
    return [[rule for rule in found if _is_within(rule, low - _NEAR, high + _NEAR)] for low, high in bands]


def _is_within(rule: Rule, low: float, high: float) -> bool:
    if rule.is_horizontal:
        return low <= rule.at <= high
    return low <= rule.start and rule.end <= high


def _places(values: Iterable[float]) -> list[float]:
    """Places from low to high, those close together taken for one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places
