"""How much of a report comes back when its file is read."""

from __future__ import annotations

from decimal import Decimal

from app.exchange.entries import Entries
from app.exchange.report_reader import ReadReport
from app.model.entities import Entity
from app.model.fields import specs


def bare(value: object) -> object:
    """A text without the stop that a template sets or takes."""
    return value.rstrip("。；") if isinstance(value, str) else value


def share_read(read: ReadReport, wanted: Entries) -> Decimal:
    """The share of the entries' fields that was read exactly, %; fields that no part of a report prints left out."""
    unprinted = {
        "rule",
        "parameters",
        "fact",
        "measure",
        "not_applicable",
        "target",
        "actual",
        "unit",
        "score",
        "origin",
    }
    total = exact = 0
    pairs: list[tuple[Entity, Entity | None]] = [(wanted.report, read.report), (wanted.department, read.department)]
    for table, rows in wanted.rows.items():
        others = read.rows[table]
        pairs += [(row, others[index] if index < len(others) else None) for index, row in enumerate(rows)]
    for row, other in pairs:
        for name, spec in specs(type(row)).items():
            if name in unprinted or getattr(row, name) == spec.empty:
                continue
            total += 1
            exact += other is not None and bare(getattr(row, name)) == bare(getattr(other, name))
    return Decimal(100 * exact) / total
