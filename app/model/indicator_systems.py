"""A whole indicator system brought into a score table, from a pack or another report, row matched by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.model.entities import Indicator, Task
from app.model.fields import Value, specs
from app.model.offers import Offer

_DESCRIBED = tuple(name for name, spec in specs(Indicator).items() if spec.carried)


@dataclass(frozen=True, slots=True)
class Replacement:
    """What becomes of the rows: those of the same name are changed, others come new or go."""

    changed: Mapping[int, Mapping[str, Value]]  # by row id
    added: Mapping[int, Mapping[str, Value]]  # by place in `order`
    removed: tuple[int, ...]
    order: tuple[int | None, ...]  # ids in their new order, None for those that come new

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or any(self.changed.values()))


def system(rows: Iterable[Indicator], theirs: Iterable[Task] = (), ours: Iterable[Task] = ()) -> list[dict[str, Value]]:
    """What a new year would keep of rows, as values of this report's; a task is the one of the same name here."""
    here = {task.name.strip(): task.id for task in reversed([*ours])}
    names = {task.id: task.name.strip() for task in theirs}
    return [
        {name: getattr(row, name) for name in _DESCRIBED} | {"task_id": here.get(names.get(row.task_id or 0, ""))}
        for row in rows
    ]


def offered(offers: Iterable[Offer], ours: Iterable[Task], block: str) -> list[dict[str, Value]]:
    """The rows a file lists, as values of this report's; `block` is that of rows which name none."""
    here = {task.name.strip(): task.id for task in reversed([*ours])}
    result: list[dict[str, Value]] = []
    for offer in offers:
        if offer.table != Indicator.TABLE or not str(offer.values.get("level3") or "").strip():
            continue
        values = {name: value for name, value in offer.values.items() if name in _DESCRIBED}
        if task := here.get(offer.mentions.get("task_id", "").strip()):
            values["task_id"] = task
        result.append({**values, "block": values.get("block") or block})
    return result


def blocks(found: Iterable[Mapping[str, Value]]) -> tuple[str, ...]:
    """The blocks a system has rows of, in order."""
    return tuple(dict.fromkeys(str(row["block"]) for row in found))


def replacement(present: Sequence[Indicator], found: Sequence[Mapping[str, Value]]) -> Replacement:
    """Puts a system in the place of the rows of its blocks; rows of other blocks stay where they are.

    A row of the same block and name is kept with its actual value, score and reasons, and takes on the rest. Rows of
    one name are matched in their order.
    """
    affected = set(blocks(found))
    waiting: dict[tuple[str, str], list[Indicator]] = {}
    for row in present:
        if row.block in affected:
            waiting.setdefault((row.block, row.level3.strip()), []).append(row)
    changed: dict[int, Mapping[str, Value]] = {}
    added: dict[int, Mapping[str, Value]] = {}
    order: list[int | None] = []
    for values in found:
        same = waiting.get((str(values["block"]), str(values["level3"]).strip()))
        if same:
            row = same.pop(0)
            changed[row.id] = {name: value for name, value in values.items() if getattr(row, name) != value}
            order.append(row.id)
        else:
            added[len(order)] = values
            order.append(None)
    removed = tuple(row.id for rows in waiting.values() for row in rows)
    staying = [row.id for row in present if row.block not in affected]
    first = next((number for number, row in enumerate(present) if row.block in affected), len(present))
    before = [row.id for row in present[:first]]
    after = [row_id for row_id in staying if row_id not in set(before)]
    shifted = {place + len(before): values for place, values in added.items()}
    return Replacement(changed, shifted, removed, (*before, *order, *after))
