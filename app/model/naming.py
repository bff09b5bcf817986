"""What a row is called where only one line is to be had: in lists, links, headings and comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.model.entities import BY_TABLE, Entity, Evidence, Indicator, Project, ReportRow, Task
from app.model.fields import specs

_NAMING = ("level3", "name", "title", "category", "source", "text", "key")
_LONGEST = 60
_MAIN: tuple[type[ReportRow], ...] = (Task, Project, Indicator, Evidence)

_FIELDS = {entity: next((name for name in _NAMING if name in specs(entity)), "") for entity in BY_TABLE.values()}


def naming_field(entity: type[Entity]) -> str:
    """The field a row of this kind is called by; empty when it has none, as a link between rows."""
    return _FIELDS[entity]


def title(row: Entity) -> str:
    """A row's name on one line, shortened; empty while it has none."""
    field = naming_field(type(row))
    text = str(getattr(row, field)) if field else ""
    first = text.strip().partition("\n")[0]
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 1]}…"


def in_numbers(counts: Mapping[str, int]) -> str:
    """How many rows of which tables, as 重点项目 14、自评指标 54; tables without any are left out."""
    return "、".join(f"{BY_TABLE[table].LABEL} {count}" for table, count in counts.items() if count)


def in_short(tables: Mapping[str, Sequence[ReportRow]]) -> str:
    """What a report mainly holds, as `in_numbers`."""
    return in_numbers({entity.TABLE: len(tables[entity.TABLE]) for entity in _MAIN})
