"""What a reading comes to: entries, each with the passage it was read from, and the text that was not understood."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from app.exchange.entries import Entries
from app.model.entities import ROWS, Department, Entity, Report, ReportRow


class Confidence(StrEnum):
    """How far an entry can be relied on."""

    CERTAIN = "确定"  # the document says it in so many words
    LIKELY = "推断"  # follows from what the document says, by a rule that can be wrong
    DOUBTFUL = "存疑"  # the officer has to look


@dataclass(frozen=True, slots=True)
class Understood:
    """A row, or part of one, with the passage it was read from.

    `fields` names what the passage tells; the row's other fields are as in an empty row. Department and report come in
    several parts, every other row in one. A row has the id by which other rows of the reading point at it.
    """

    row: Entity
    passage: str
    confidence: Confidence
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leftover:
    """Text that was not understood, and the headings it stands under, the innermost last (none before the title)."""

    path: tuple[str, ...]
    text: str
    is_kept: bool | None = None  # whether the officer wants it as a paragraph of his own; None: as is advised

    @property
    def chapter(self) -> str:
        """The headings on one line; empty before the title."""
        return " ".join(self.path)

    @property
    def place(self) -> str:
        """The same in words that are never empty."""
        return self.chapter or "标题之前"


@dataclass(frozen=True)
class ReadReport:
    """A published report as it was understood, not stored yet."""

    name: str  # of the file
    understood: tuple[Understood, ...]
    leftovers: tuple[Leftover, ...]

    @cached_property
    def department(self) -> Department:
        """What was read of the department."""
        return dataclasses.replace(Department(), **self._told(Department))

    @cached_property
    def report(self) -> Report:
        """What was read of the report itself; year 0 when the document does not tell."""
        return dataclasses.replace(Report(), **self._told(Report))

    @cached_property
    def rows(self) -> Mapping[str, tuple[ReportRow, ...]]:
        """The rows by table, in the document's order."""
        found: dict[str, list[ReportRow]] = {entity.TABLE: [] for entity in ROWS}
        for item in self.understood:
            if isinstance(item.row, ReportRow):
                found[item.row.TABLE].append(item.row)
        return {table: tuple(rows) for table, rows in found.items()}

    @property
    def entries(self) -> Entries:
        """All that was read."""
        return Entries(self.department, self.report, self.rows)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows were read, by table; tables without any are left out."""
        return Counter(item.row.TABLE for item in self.understood if isinstance(item.row, ReportRow))

    def _told(self, entity: type[Entity]) -> dict[str, Any]:
        return dict(self._values(entity))

    def _values(self, entity: type[Entity]) -> Iterator[tuple[str, object]]:
        for item in self.understood:
            if isinstance(item.row, entity):
                yield from ((name, getattr(item.row, name)) for name in item.fields)
