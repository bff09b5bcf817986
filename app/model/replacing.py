"""What replacing the hits of a search makes of each field, before any of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.errors import InputError
from app.model.entities import BY_TABLE, Entity
from app.model.fields import FieldSpec, Value, specs
from app.model.quantities import parse_value
from app.model.report_data import ReportData
from app.model.search import Hit, rows_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """A field that cannot hold what replacing would make of it: how many hits stay, and one Chinese sentence."""

    table: str
    row_id: int
    hits: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What replacing does: changed fields as `Library.set_fields` takes them, and how many hits that covers."""

    changes: tuple[tuple[str, int, str, Value], ...]
    hits: int
    refused: tuple[Refusal, ...]


def replace(data: ReportData, hits: Iterable[Hit], text: str) -> Plan:
    """The plan that puts `text`, as it is, in place of the hits that can be replaced."""
    by_field: dict[tuple[str, int, str], list[Hit]] = {}
    for hit in hits:
        if hit.is_replaceable:
            by_field.setdefault((hit.table, hit.row_id, hit.field), []).append(hit)
    rows = {(table, row.id): row for table in {key[0] for key in by_field} for row in rows_of(data, table)}
    changes: list[tuple[str, int, str, Value]] = []
    refused: list[Refusal] = []
    done = 0
    for (table, row_id, field), found in by_field.items():
        row = rows.get((table, row_id))
        try:
            value = _replaced(row, specs(BY_TABLE[table])[field], found, text)
        except InputError as error:
            refused.append(Refusal(table, row_id, len(found), str(error)))
            continue
        done += len(found)
        if value != found[0].text:
            changes.append((table, row_id, field, value))
    return Plan(tuple(changes), done, tuple(refused))


def _replaced(row: Entity | None, spec: FieldSpec, hits: Sequence[Hit], text: str) -> Value:
    old = hits[0].text
    if row is None or getattr(row, spec.name) != old:
        raise InputError(f"{spec.label}：内容刚刚有改动，请重新查找后再替换。")
    parts: list[str] = []
    place = 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        parts += (old[place : hit.start], text)
        place = hit.end
    return parse_value(spec, "".join([*parts, old[place:]]))
