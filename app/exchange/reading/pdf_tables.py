"""Parts the tables of a page, and puts those together that go on over pages: headings said again, rows cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from app.exchange.reading.cleaning import normalised
from app.exchange.reading.source import Table

_FIGURE = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_LABELS = 2  # columns that say to what the rows of a table belong
_SHARED = 1 / 3  # of the borders between columns; rows of one table share more of them

_Row: TypeAlias = tuple[str, ...]
_Rows: TypeAlias = tuple[_Row, ...]


def parted(rows: Sequence[Sequence[int]]) -> Iterator[tuple[int, list[list[int]]]]:
    """The tables of a grid, each with the number of its first row: tables below one another may have no room between.

    `rows` are the numbers of the cells, as `Grid.rows` has them. Two tables share hardly a border between columns;
    each gets the columns that are its own.
    """
    borders = [{column for column in range(1, len(row)) if row[column] != row[column - 1]} for row in rows]
    starts = [0]
    for index in range(1, len(rows)):
        above, below = borders[index - 1], borders[index]
        is_apart = len(above & below) <= _SHARED * min(len(above), len(below))
        if is_apart and min(len(above), len(below)) > 1 and not set(rows[index - 1]) & set(rows[index]):
            starts.append(index)
    for start, end in pairwise([*starts, len(rows)]):
        own = [0, *sorted(set().union(*borders[start:end]))]
        yield start, [[row[column] for column in own] for row in rows[start:end]]


def joined(table: Table, following: Table) -> list[Table]:
    """A table and the one at the head of the next page, as one where that goes on with it."""
    head, *rest = following.rows
    if len(head) != len(table.rows[0]):
        return [table, following]
    return [Table(_with_next_page(table.rows, tuple(rest) if head == table.rows[0] else following.rows))]


def _with_next_page(rows: _Rows, following: _Rows) -> _Rows:
    """The rows of a table and those of its next page, of which the first may be the rest of the last one here."""
    if following and _is_rest(rows[-1], following[0]):
        return (*rows[:-1], tuple(_whole(rows[-1], following[0])), *following[1:])
    return rows + following


def _is_rest(row: _Row, following: _Row) -> bool:
    """Whether a page's end cut a row in two: the second part has text only where the first has, none of its figures,
    which stand on one line, and no label of its own in the first columns with a name after it.
    """
    pairs = list(zip(row, following, strict=True))
    figures = [rest for text, rest in pairs if _FIGURE.fullmatch(text)]
    is_labelled = any(rest not in {"", text} for text, rest in pairs[:_LABELS]) and any(following[_LABELS:][:1])
    return bool(figures) and not any(figures) and not is_labelled and all(text or not rest for text, rest in pairs)


def _whole(row: _Row, rest: _Row) -> Iterator[str]:
    for text, more in zip(row, rest, strict=True):
        yield text if more in {"", text} else normalised(text + more)
