"""What a row is called where only one line is to be had: in lists, links, headings and comparisons."""

from __future__ import annotations

from app.model.entities import BY_TABLE, Entity
from app.model.fields import specs

_NAMING = ("level3", "name", "title", "category", "source", "text", "key")
_LONGEST = 60

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
