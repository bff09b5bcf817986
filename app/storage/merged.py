"""What was chosen of another copy, written within one step: new rows, changed fields, deleted rows, their order."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, cast

from app.model.comparison import Fate
from app.model.entities import BY_TABLE, ROWS, EvidenceLink, ReportRow
from app.model.fields import Value, specs
from app.model.merging import ORDER, Change, Merge, merged_columns, ordered
from app.storage.reports import GAP

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from app.storage.step import Step

_PARENTS_FIRST = {table: place for place, table in enumerate(BY_TABLE)}

NewIds = dict[tuple[str, int], int]
"""Table and the negative id of a row of the other copy → the id it got."""


def apply(step: Step, merge: Merge, chosen: Collection[Change]) -> NewIds:
    """Writes the chosen changes; what points at a row that was not chosen points at none."""
    made: NewIds = {}
    in_order = sorted(chosen, key=lambda change: _PARENTS_FIRST[change.table])
    for change in in_order:
        if change.fate is Fate.ADDED:
            _add(step, merge, change, made)
    for (table, row_id), values in _values(merge, chosen, made).items():
        step.update(table, row_id, values)
    gone: set[tuple[str, int]] = set()
    for change in reversed(in_order):
        if change.fate is Fate.REMOVED:
            _remove(step, merge, change, gone)
    for entity in ROWS:
        _order(step, merge, entity.TABLE, chosen, made, gone)
    for table, row_id, field in merge.confirmed:
        if (table, row_id) not in gone:
            step.confirm(table, row_id, [field])
    return made


def _add(step: Step, merge: Merge, change: Change, made: NewIds) -> None:
    row = cast("ReportRow", merge.theirs.find(change.table, change.row_id))
    links: dict[str, Any] = {
        name: _here(merge, made, spec.target, getattr(row, name))
        for name, spec in specs(type(row)).items()
        if spec.target
    }
    if isinstance(row, EvidenceLink) and (links["evidence_id"] is None or _is_there(merge, links)):
        return
    if isinstance(row, EvidenceLink) and links["indicator_id"] is None and links["project_id"] is None:
        return
    stored = step.insert(dataclasses.replace(row, id=0, report_id=merge.mine.report.id, **links))
    made[change.table, change.row_id] = stored.id


def _is_there(merge: Merge, links: Mapping[str, Any]) -> bool:
    return any(all(getattr(row, name) == value for name, value in links.items()) for row in merge.mine.evidence_links)


def _here(merge: Merge, made: NewIds, table: str, row_id: int | None) -> int | None:
    if row_id is None or (table, row_id) in made:
        return None if row_id is None else made[table, row_id]
    return row_id if row_id > 0 and merge.mine.find(table, row_id) is not None else None


def _values(merge: Merge, chosen: Collection[Change], made: NewIds) -> dict[tuple[str, int], dict[str, Value]]:
    found: dict[tuple[str, int], dict[str, Value]] = {}
    for change in chosen:
        if change.fate is not Fate.CHANGED or change.field == ORDER:
            continue
        row = merge.theirs.find(change.table, change.row_id)
        assert row is not None
        target = specs(BY_TABLE[change.table])[change.field].target
        for name in merged_columns(row, change.field):
            value = getattr(row, name)
            values = found.setdefault((change.table, change.row_id), {})
            values[name] = _here(merge, made, target, value) if target else value
    return found


def _remove(step: Step, merge: Merge, change: Change, gone: set[tuple[str, int]]) -> None:
    key = change.table, change.row_id
    if key in gone:
        return
    for link in merge.mine.evidence_links:  # these go with either of their ends
        if getattr(link, f"{change.table}_id", None) == change.row_id:
            gone.add((link.TABLE, link.id))
    step.delete(*key)
    gone.add(key)


def _order(
    step: Step, merge: Merge, table: str, chosen: Collection[Change], made: NewIds, gone: Collection[tuple[str, int]]
) -> None:
    """Puts new rows after what they stand after in the other copy, or all rows into that copy's order."""
    is_theirs = any((change.table, change.field) == (table, ORDER) for change in chosen)
    added = [row_id for (name, _), row_id in made.items() if name == table]
    if not (is_theirs or added):
        return
    mine = [row for row in merge.mine.tables[table] if (table, row.id) not in gone]
    own = [row.id for row in mine]
    wanted = set(own) | set(added)
    other = [made.get((table, row.id), row.id) for row in merge.theirs.tables[table]]
    other = [row_id for row_id in other if row_id in wanted]
    final = ordered(other, own) if is_theirs else ordered(own, other)
    places = {row.id: row.position for row in mine}
    if final[: len(own)] == own:  # only at the end: nothing else has to move
        start = max(places.values(), default=0)
        for number, row_id in enumerate(final[len(own) :], 1):
            step.update(table, row_id, {"position": start + GAP * number})
        return
    for number, row_id in enumerate(final, 1):
        if places.get(row_id) != GAP * number:
            step.update(table, row_id, {"position": GAP * number})
