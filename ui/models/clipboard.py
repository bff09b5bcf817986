"""Blocks of cells to and from the clipboard, as spreadsheets write them, and what of them a table can take."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.errors import InputError
from app.model.fields import Value
from ui.models.entity_table_model import EntityTableModel

_SHOWN = 3  # rejected cells named one by one


@dataclass(slots=True)
class Block:
    """A pasted block against a table: what changes, what rows come new, and what was turned down."""

    changes: list[tuple[str, int, str, Value]] = field(default_factory=list)
    new_rows: list[dict[str, Value]] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)  # one sentence each: which cell and why

    @property
    def cells(self) -> int:
        """How many cells were taken."""
        return len(self.changes) + sum(len(row) for row in self.new_rows)

    def rejection(self) -> str:
        """What was turned down, in one sentence; empty when nothing was."""
        if not self.rejected:
            return ""
        shown = "；".join(self.rejected[:_SHOWN])
        more = f"；另有 {len(self.rejected) - _SHOWN} 处" if len(self.rejected) > _SHOWN else ""
        return f"{len(self.rejected)} 个单元格没有粘贴：{shown}{more}。"


def cells(text: str) -> list[list[str]]:
    """The cells of a copied block. A spreadsheet quotes cells that hold line breaks, tabs or quotes."""
    lines = list(csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), delimiter="\t", strict=False))
    while lines and not any(lines[-1]):
        lines.pop()
    return lines


def text_of(block: Sequence[Sequence[str]]) -> str:
    """Cells as a spreadsheet reads them."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter="\t", lineterminator="\n").writerows(block)
    return target.getvalue()


def fit(model: EntityTableModel, lines: Sequence[Sequence[str]], top: int, left: int) -> Block:
    """Lays cells over a table from a corner on; lines beyond the last row become new rows."""
    result = Block()
    for offset, line in enumerate(lines):
        row = model.row_at(top + offset)
        values = _values(model, line, left, f"第 {top + offset + 1} 行", result.rejected)
        if row is None:
            result.new_rows.append(values)
            continue
        for name, value in values.items():
            if getattr(row, name) != value:
                result.changes.append((model.table, row.id, name, value))
    return result


def _values(
    model: EntityTableModel, line: Sequence[str], left: int, place: str, rejected: list[str]
) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for column, text in zip(model.columns[left:], line, strict=False):
        if column.spec is None:
            continue
        try:
            result[column.key] = model.session.parse(column.spec, text)
        except InputError as error:
            rejected.append(f"{place}{str(error).rstrip('。')}")
    if len(line) > len(model.columns) - left and any(line[len(model.columns) - left :]):
        rejected.append(f"{place}超出表格右边的 {len(line) - len(model.columns) + left} 格")
    return result
