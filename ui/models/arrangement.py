"""Which rows of a table are shown, and in what order: for the eye only, the report keeps the officer's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import QCollator, QLocale

from app.errors import InputError
from app.model.entities import ReportRow
from app.model.fields import Kind
from app.model.quantities import half_width, parse_decimal
from ui.models.columns import NUMBERS, Column

R = TypeVar("R", bound=ReportRow)

Show: TypeAlias = Callable[[ReportRow, Column], str]
"""The text of a row in a column."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the officer asked to see. The empty one is every row in the officer's own order."""

    text: str = ""  # words that a row must hold, in whatever columns
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)  # column key → the only texts shown in it
    column: str = ""  # key of the column that rows are sorted by; empty: not sorted
    is_descending: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.text.strip()) or bool(self.chosen)

    @property
    def is_sorted(self) -> bool:
        return bool(self.column)

    def __bool__(self) -> bool:
        return self.is_filtered or self.is_sorted

    def with_chosen(self, column: str, texts: frozenset[str] | None) -> Mapping[str, frozenset[str]]:
        """The choices with those of one column replaced; None shows all of its texts again."""
        others = {key: known for key, known in self.chosen.items() if key != column}
        return others if texts is None else others | {column: texts}


def words(text: str) -> list[str]:
    """What must be found, each word by itself; full-width and half-width characters count as the same."""
    return half_width(text).casefold().split()


def arranged(
    wanted: Arrangement, rows: Sequence[R], columns: Sequence[Column], show: Show, look: Callable[[ReportRow], str]
) -> list[R]:
    """The rows to show, in order; `look` gives all that can be found in a row, as `words` writes it."""
    by_key = {column.key: column for column in columns}
    parts = words(wanted.text)
    found = [row for row in rows if all(part in look(row) for part in parts)] if parts else list(rows)
    for key, texts in wanted.chosen.items():
        if (column := by_key.get(key)) is not None:
            found = [row for row in found if show(row, column) in texts]
    if (column := by_key.get(wanted.column)) is None:
        return found
    return _sorted(found, column, show, is_descending=wanted.is_descending)


def _sorted(rows: Sequence[R], column: Column, show: Show, *, is_descending: bool) -> list[R]:
    """Sorted as a spreadsheet does: figures by value, words by pinyin, what is empty last either way."""
    ranks = {row.id: _rank(row, column, show) for row in rows}
    filled = [row for row in rows if ranks[row.id] is not None]
    empty = [row for row in rows if ranks[row.id] is None]
    return [*sorted(filled, key=lambda row: ranks[row.id], reverse=is_descending), *empty]


def _rank(row: ReportRow, column: Column, show: Show) -> Any:
    """What a row is sorted by, comparable with that of its fellows; None where there is nothing."""
    if column.spec is None:
        return _figure(show(row, column))
    value = getattr(row, column.key)
    if column.spec.kind in NUMBERS:
        return value
    if column.spec.kind is Kind.FLAG:
        return not value
    if column.spec.kind is Kind.CHOICE and value in column.spec.choices:
        return column.spec.choices.index(value), ""
    text = show(row, column)
    if column.spec.kind is Kind.CHOICE:
        return len(column.spec.choices), text
    return _collator().sortKey(text) if text else None


def _figure(text: str) -> Decimal | None:
    """The value of a computed figure, as 99.2%; None where there is none."""
    try:
        return parse_decimal(text.rstrip("%"))
    except InputError:
        return None


@cache
def _collator() -> QCollator:
    result = QCollator(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    result.setNumericMode(True)  # 第2项 before 第10项
    return result
