"""What a sheet of any kind of workbook becomes first: the texts of its filled rows, and which cells are merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.errors import ImportFileError
from app.model.progress import Progress
from app.model.text import clean

MOST_ROWS = 100_000  # filled rows of all sheets together
MOST_COLUMNS = 256  # further ones are left out: no table of a report is as wide
MOST_CELLS = 2_000_000  # filled cells of all sheets together
MOST_MERGES = 200_000
LONGEST_TEXT = 200_000  # characters of a cell, as many as the longest field takes

Merge: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged cell; rows from 1, columns from 0."""


class Figure(str):
    """The text of a cell that holds a number: a plain number of at most 15 digits, or one in %."""

    __slots__ = ()


class Fault(str):
    """The text of a cell that has no value: an error, or a formula that was never calculated."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not empty. `cells` end with the last that is filled."""

    number: int  # in the sheet, from 1
    cells: Sequence[str]

    def text(self, column: int) -> str:
        """The text of a cell, empty beyond the last."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled rows of one sheet from top to bottom. `is_flat` where the kind of file knows no merged cells."""

    name: str
    lines: Sequence[Line]
    merges: Sequence[Merge] = ()
    is_flat: bool = False


class Gathering:
    """Counts what is read of a file, over all its sheets, and refuses what goes beyond any real table."""

    def __init__(self, name: str, progress: Progress) -> None:
        self._name = name
        self._progress = progress
        self._rows = self._cells = 0

    def sheet(self, name: str) -> SheetMaker:
        """Begins a sheet."""
        return SheetMaker(name, self)

    def count(self, cells: int) -> None:
        """One more filled row; ImportFileError when there are too many."""
        self._rows += 1
        self._cells += cells
        if self._rows > MOST_ROWS or self._cells > MOST_CELLS:
            raise ImportFileError(
                f"文件“{self._name}”的内容超过 {MOST_ROWS // 10_000} 万行，不像是填报用的表格；"
                "请只保留需要导入的工作表后再试。"
            )
        if self._rows % 1000 == 0:
            self._progress(self._rows, 0, f"已读取 {self._rows:,} 行")


class SheetMaker:
    """A sheet while it is read, cell by cell or row by row, in any order."""

    def __init__(self, name: str, gathering: Gathering) -> None:
        self._name = name
        self._gathering = gathering
        self._lines: list[Line] = []
        self._merges: list[Merge] = []

    def add(self, number: int, cells: Iterable[tuple[int, str]]) -> None:
        """A row of filled cells, each with its column."""
        texts: list[str] = []
        for column, text in cells:
            if text and 0 <= column < MOST_COLUMNS:
                if column >= len(texts):
                    texts.extend([""] * (column + 1 - len(texts)))
                texts[column] = text
        if any(texts):
            self._gathering.count(len(texts))
            self._lines.append(Line(number, texts))

    def merge(self, merge: Merge) -> None:
        """A merged cell."""
        if len(self._merges) < MOST_MERGES:
            self._merges.append(merge)

    def done(self, *, is_flat: bool = False) -> Sheet:
        """The sheet as read, its rows in order, each number once."""
        lines = sorted({line.number: line for line in self._lines}.values(), key=lambda line: line.number)
        return Sheet(self._name, lines, self._merges, is_flat)


def tidy(text: str) -> str:
    """The text of a cell as it is stored: no characters that no file can hold, no blanks around, no endless text."""
    return clean(text[:LONGEST_TEXT]).strip(" \t\n\u3000\u00a0")
