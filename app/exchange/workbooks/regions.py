"""Finds the tables in a sheet by their rows of headings: below one another, side by side, under several header rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.exchange.workbooks import vocabulary
from app.exchange.workbooks.sheet import Fault, Figure, Line, Merge, Sheet
from app.model import headings
from app.model.entities import BY_TABLE
from app.model.naming import naming_field

_SURE = 60  # lines from the top in which headings are looked for thoroughly
_MOST_HEAD_ROWS = 4
_MOST_COVERED = 400_000  # filled rows that merged cells have a part in, counted once for each merged cell
_WHOLE_SHARE = 0.8  # of a table's width, from which on a merged cell is a title


@dataclass(frozen=True, slots=True)
class Region:
    """A table in a sheet: its header rows and body as places in the sheet's lines, and its columns."""

    sheet: Sheet
    tables: tuple[str, ...]  # what it may be, the most likely first
    head: range
    body: range
    columns: tuple[int, ...]
    paths: Mapping[int, tuple[str, ...]]  # the headings above each column, from the top down
    fixed: Mapping[str, str] = field(default_factory=dict)  # fields whose word a heading gives to all rows
    above: tuple[str, ...] = ()  # texts above the headings: titles and units

    @property
    def place(self) -> str:
        """Where, in words."""
        return f"“{self.sheet.name}”第 {self.line} 行起"

    @property
    def line(self) -> int:
        """The line of the sheet it begins in, counted from 1."""
        return self.sheet.lines[self.head.start].number


class Merged:
    """Which cells of a sheet are merged, by row."""

    def __init__(self, merges: Iterable[Merge], lines: Sequence[Line]) -> None:
        self._rows: dict[int, list[Merge]] = {}
        self._texts: dict[tuple[int, int], str] = {}
        numbers = [line.number for line in lines]
        left = _MOST_COVERED
        for merge in merges:
            start, stop = bisect_left(numbers, merge[0]), bisect_right(numbers, merge[2])
            left -= stop - start
            if left < 0:
                break
            if start < stop and numbers[start] == merge[0]:
                self._texts[merge[0], merge[1]] = lines[start].text(merge[1])
            for number in numbers[start:stop]:
                self._rows.setdefault(number, []).append(merge)

    def over(self, row: int) -> Sequence[Merge]:
        """The merged cells that a row has a part in."""
        return self._rows.get(row, ())

    def text(self, merge: Merge) -> str:
        """What a merged cell says."""
        return self._texts.get((merge[0], merge[1]), "")

    def spread(self, line: Line) -> list[str]:
        """A row's texts with those of merged cells in every column they cover."""
        cells = list(line.cells)
        for merge in self.over(line.number):
            text, last = self.text(merge), min(merge[3], merge[1] + 64)
            if text and last >= len(cells):
                cells += [""] * (last + 1 - len(cells))
            for column in range(merge[1], last + 1) if text else ():
                cells[column] = text
        return cells


def regions(sheet: Sheet, preferred: str = "") -> list[Region]:
    """The tables of a sheet from top to bottom, left to right. `preferred` is what the officer is looking at."""
    return list(_Finder(sheet, preferred).run())


class _Finder:
    def __init__(self, sheet: Sheet, preferred: str) -> None:
        self._sheet, self._lines, self._preferred = sheet, sheet.lines, preferred
        self._merged = Merged(sheet.merges, sheet.lines)
        self._words = {
            text for entity in vocabulary.TABLES for spec in headings.headings(entity.TABLE).values()
            for text in (spec.label, *spec.aliases)
        }  # fmt: skip

    def run(self) -> Iterator[Region]:
        heads = self._heads()
        ends = [*(head.start for head in heads), len(self._lines)]
        before = 0
        for head, end in zip(heads, ends[1:], strict=True):
            above = [text for line in self._lines[before : head.start] for text in line.cells if text]
            yield from self._region(head, range(head.stop, end), tuple(above[-40:]))
            before = head.stop

    def _heads(self) -> list[range]:
        result: list[range] = []
        place = 0
        while place < len(self._lines):
            if self._may_be_head(place) and self._counts(place):
                head = self._grown(place, result[-1].stop if result else 0)
                result.append(head)
                place = head.stop
            else:
                place += 1
        return result

    def _may_be_head(self, place: int) -> bool:
        return place < _SURE or any(text in self._words for text in self._lines[place].cells)

    def _counts(self, place: int) -> dict[str, int]:
        """The tables a line may head, with how many of their fields it names."""
        texts = [text for text in dict.fromkeys(self._merged.spread(self._lines[place])) if text]
        if not texts or len(texts) > 200:
            return {}
        shorts = [text for text in texts if _is_short(text)]
        found: dict[str, set[str]] = {}
        for text in shorts:
            for table, name in vocabulary.fields_of(text).items():
                found.setdefault(table, set()).add(name)
        for table, names in found.items():  # a table that one heading names for certain may have others
            names.update({_name_of(table, text) for text in shorts} - {""})
        return {
            table: len(names) for table, names in found.items() if self._is_enough(table, len(names), texts, shorts)
        }

    @staticmethod
    def _is_enough(table: str, count: int, texts: Sequence[str], shorts: Sequence[str]) -> bool:
        if count == 1:
            rest = [text for text in texts if table not in vocabulary.fields_of(text)]
            naming = naming_field(BY_TABLE[table])
            is_named = any(vocabulary.fields_of(text).get(table) == naming for text in shorts)
            return is_named and all(headings.is_counting(text) for text in rest)
        known = [
            text for text in shorts
            if table in vocabulary.fields_of(text) or headings.is_idle(table, text) or _name_of(table, text)
        ]  # fmt: skip
        return 2 * len(known) >= len(texts) and not any(isinstance(text, Figure | Fault) for text in texts)

    def _grown(self, place: int, floor: int) -> range:
        """The header rows around a line that names fields."""
        start, stop = place, place + 1
        while start > floor and stop - start < _MOST_HEAD_ROWS and self._is_upper_head(start - 1, start):
            start -= 1
        last = max(
            (merge[2] for merge in self._merged.over(self._lines[place].number)), default=self._lines[place].number
        )
        limit = min(len(self._lines), start + _MOST_HEAD_ROWS)
        while stop < limit and self._is_lower_head(stop, last):
            stop += 1
        return range(start, stop)

    def _is_upper_head(self, place: int, below: int) -> bool:
        line, following = self._lines[place], self._lines[below]
        texts = [text for text in line.cells if text]
        if line.number != following.number - 1 or not texts or not all(map(_is_short, texts)):
            return False
        width = len(self._merged.spread(following))
        wide = [merge for merge in self._merged.over(line.number) if merge[3] > merge[1]]
        if any(merge[3] - merge[1] + 1 >= _WHOLE_SHARE * width for merge in wide):
            return False
        reaches = any(merge[2] >= following.number > merge[0] for merge in self._merged.over(line.number))
        groups = bool(wide) or self._sheet.is_flat
        return reaches or (groups and len(texts) > 1 and not any(map(headings.stated_unit, texts)))

    def _is_lower_head(self, place: int, last: int) -> bool:
        line = self._lines[place]
        texts = [text for text in line.cells if text]
        if not all(map(_is_short, texts)):
            return False
        if line.number <= last:
            return True
        is_named = sum(bool(vocabulary.fields_of(text)) for text in texts)
        return is_named >= 2 and 2 * is_named >= len(texts) and bool(self._counts(place))

    def _region(self, head: range, body: range, above: tuple[str, ...]) -> Iterator[Region]:
        rows = [self._merged.spread(self._lines[place]) for place in head]
        width = max(map(len, rows))
        paths = {
            column: tuple(dict.fromkeys(row[column] for row in rows if column < len(row) and row[column]))
            for column in range(width)
        }
        paths = {column: path for column, path in paths.items() if path}
        if self._sheet.is_flat and len(rows) > 1:
            paths = _filled(paths, rows, width)
        titles = " ".join((self._sheet.name, *(text for text in above if len(text) < 60)))
        tables = self._ranked(head, titles, paths)
        if not tables:
            return
        for columns, fixed in _segments(tables[0], paths):
            yield Region(self._sheet, tables, head, body, columns, paths, fixed, above)

    def _ranked(self, head: range, titles: str, paths: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
        """The tables the headings may be of, the most likely first."""
        counts: dict[str, int] = {}
        for place in head:
            for table, count in self._counts(place).items():
                counts[table] = max(count, counts.get(table, 0))
        texts = [path[-1] for path in paths.values()]

        def likelihood(table: str) -> tuple[float, int]:
            naming = naming_field(BY_TABLE[table])
            is_named = any(vocabulary.fields_of(text).get(table) == naming for text in texts)
            axes = sum(vocabulary.axis_of(table, text) is not None for text in texts)
            points = counts[table] + 2.0 * is_named + 3 * bool(axes)
            points += 1.5 * vocabulary.is_titled(table, titles) + (table == self._preferred)
            order = [entity.TABLE for entity in vocabulary.TABLES]
            return points, -order.index(table)

        return tuple(sorted(counts, key=likelihood, reverse=True))


def _name_of(table: str, text: str) -> str:
    """The field of a table that a heading names by an axis, or all but names; empty for none."""
    if vocabulary.axis_of(table, text):
        return naming_field(BY_TABLE[table])
    return vocabulary.resembling_field(table, text)


def _is_short(text: str) -> bool:
    return not isinstance(text, Figure | Fault) and len(text) <= vocabulary.LONGEST_HEADING


def _filled(
    paths: Mapping[int, tuple[str, ...]], rows: Sequence[Sequence[str]], width: int
) -> dict[int, tuple[str, ...]]:
    """The headings of a kind of file without merged cells: an upper one goes on to the right over empty cells."""
    result: dict[int, tuple[str, ...]] = {}
    group = ""
    for column in range(width):
        upper = rows[0][column] if column < len(rows[0]) else ""
        group = upper or group
        path = paths.get(column, ())
        result[column] = path if upper or not path else (group, *path)
    return {column: path for column, path in result.items() if path}


def _segments(table: str, paths: Mapping[int, tuple[str, ...]]) -> Iterator[tuple[tuple[int, ...], Mapping[str, str]]]:
    """The columns of each table of those side by side; all columns where there is only one."""
    naming = naming_field(BY_TABLE[table])
    axes = {column: vocabulary.axis_of(table, path[-1]) for column, path in paths.items()}
    heads = [
        column for column, path in paths.items()
        if axes[column] or vocabulary.fields_of(path[-1]).get(table) == naming
    ]  # fmt: skip
    # A merged heading has one text over several columns; only its first begins a table.
    heads = [column for column in heads if paths.get(column - 1) != paths[column]]
    columns = tuple(paths)
    if len(heads) < 2:
        axis = axes[heads[0]] if heads else None
        yield columns, dict([axis]) if axis else {}
        return
    for start, end in zip(heads, [*heads[1:], max(columns) + 1], strict=True):
        axis = axes[start]
        yield tuple(column for column in columns if start <= column < end), dict([axis]) if axis else {}
