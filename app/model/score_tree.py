"""The score table as the tree it is printed as: blocks, their groups, and the rows; and what moving rows means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from app.model.entities import Indicator
from app.model.fields import Value
from app.model.report_data import ReportData
from app.model.results import RowScore

_ZERO = Decimal(0)
_GROUPING = ("block", "task_id", "level2")


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the table with all that stands below it, down to the rows."""

    key: str  # tells it from all others of the table, whatever its rows are
    label: str
    level: int  # 0 for a block
    rows: tuple[Indicator, ...]
    groups: tuple[Group, ...] = ()  # the headings right below; empty where rows are
    is_named: bool = False  # whether its label is the 二级指标 of its rows, so that it can be renamed

    @property
    def values(self) -> dict[str, Value]:
        """What a row has to say of itself to stand here; only the block where the group has no rows yet."""
        if not self.rows:
            return {"block": self.key}
        return {name: getattr(self.rows[0], name) for name in _GROUPING}


@dataclass(frozen=True, slots=True)
class Sums:
    """What the rows of a group add up to, 分."""

    weight: Decimal
    score: Decimal
    unscored: int  # rows without a score
    full: Decimal | None = None  # what the weights have to add up to; None where nothing says so

    @property
    def gap(self) -> Decimal:
        """Full marks less the weights: what is still to be given out, below zero where there is too much."""
        return _ZERO if self.full is None else self.full - self.weight


@dataclass(frozen=True, slots=True)
class Move:
    """Rows that go to another place: before a row, at the end where there is none, and what they become there."""

    ids: tuple[int, ...]
    before: int | None
    values: Mapping[str, Value]


def tree(data: ReportData, blocks: Iterable[str], rows: Iterable[Indicator] | None = None) -> tuple[Group, ...]:
    """The blocks in their order, also empty ones, then those that only rows name; `rows` are those shown, else all.

    Groups are runs of rows of one 二级指标, as they are printed. A row of a task whose 二级指标 says something else
    stands under both; without one, under the task alone.
    """
    found = list(data.indicators if rows is None else rows)
    names = dict.fromkeys([*blocks, *(row.block for row in found)])
    tasks = {task.id: task.name.strip() for task in data.tasks}
    return tuple(_block(name, [row for row in found if row.block == name], tasks) for name in names)


def _block(name: str, rows: Sequence[Indicator], tasks: Mapping[int, str]) -> Group:
    seen: dict[str, int] = {}

    def key(*parts: object) -> str:
        text = "\x1f".join(map(str, (name, *parts)))
        seen[text] = seen.get(text, 0) + 1
        return f"{text}\x1f{seen[text]}"

    def task_of(row: Indicator) -> str:
        task = tasks.get(row.task_id or 0, "")
        return "" if row.level2.strip() in {"", task} else task

    def group(row: Indicator) -> tuple[str, bool]:
        own = row.level2.strip()
        return own or tasks.get(row.task_id or 0, ""), bool(own)

    groups: list[Group] = []
    for task, run in groupby(rows, key=task_of):
        level = 2 if task else 1
        inner: list[Group] = []
        found = list(run)
        for (label, is_named), part in groupby(found, key=group):
            members = tuple(part)
            inner.append(Group(key(task, label), label, level, members, is_named=is_named))
        groups += [Group(key(task), task, 1, tuple(found), tuple(inner))] if task else inner
    return Group(name, name, 0, tuple(rows), tuple(groups))


def sums(group: Group, scores: Mapping[int, RowScore], full: Decimal | None = None) -> Sums:
    """What a group's rows add up to now; `full` is what its weights should add up to."""
    found = [scores[row.id].score for row in group.rows if row.id in scores]
    counted = [score for score in found if score is not None]
    weight = sum((row.weight or _ZERO for row in group.rows), _ZERO)
    return Sums(weight, sum(counted, _ZERO), len(group.rows) - len(counted), full)


def walk(groups: Iterable[Group]) -> Iterator[Group]:
    """All headings from top to bottom."""
    for group in groups:
        yield group
        yield from walk(group.groups)


Line = Group | Indicator


def lines(groups: Iterable[Group], folded: Collection[str] = ()) -> Iterator[Line]:
    """Headings and rows as they stand below each other; below a folded heading nothing does."""
    for group in groups:
        yield group
        if group.key not in folded:
            yield from lines(group.groups, folded) if group.groups else group.rows


def ids_of(chosen: Iterable[Line]) -> tuple[int, ...]:
    """The rows that are meant by lines: a heading means all of its rows."""
    found: dict[int, None] = {}
    for line in chosen:
        found |= dict.fromkeys([line.id] if isinstance(line, Indicator) else [row.id for row in line.rows])
    return tuple(found)


def move_rows(stored: Sequence[Indicator], shown: Sequence[Line], ids: Collection[int], line: int) -> Move | None:
    """What it takes to put rows before a line of the table, beyond the last at its end; None when nothing moves.

    Between two groups they join the one above, right below a heading the one it begins.
    """
    above = shown[line - 1] if line > 0 else shown[0] if shown else None
    if above is None:
        return None
    if isinstance(above, Indicator):
        values = {name: getattr(above, name) for name in _GROUPING}
        before = _after(stored, above.id, ids)
    else:
        values = above.values
        is_folded = not (line < len(shown) and _is_below(shown[line], above))
        before = _end_of(stored, above, ids) if is_folded else _first_of(stored, above, ids)
    return _move(stored, ids, before, values)


def move_groups(stored: Sequence[Indicator], shown: Sequence[Line], moving: Sequence[Group], line: int) -> Move | None:
    """What it takes to put whole groups before a line; they keep their names and take the block they come into.

    A group does not go into the middle of another: it goes before the one whose heading the line is, else below it.
    """
    ids = ids_of(moving)
    target = shown[line] if line < len(shown) else None
    if isinstance(target, Group) and target.level:
        before = _first_of(stored, target, ids)
        return _move(stored, ids, before, {"block": target.values["block"]})
    above = next((each for each in reversed(shown[:line]) if isinstance(each, Group)), None)
    if above is None:
        return None
    return _move(stored, ids, _end_of(stored, above, ids), {"block": above.values["block"]})


def step_rows(
    stored: Sequence[Indicator], shown: Sequence[Line], ids: Collection[int], first: int, last: int, step: int
) -> Move | None:
    """What it takes to put the rows from a first to a last line one place up (-1) or down (1), into the next group
    where their own ends.
    """
    if step < 0:
        line, row = first - 1, shown[first]
        while line >= 0 and _holds(shown[line], row):
            line -= 1
        is_in_group = line == first - 1
        return move_rows(stored, shown, ids, line if is_in_group else line + 1) if line >= 0 else None
    line = last + 1
    while line + 1 < len(shown) and _leads(shown[line], shown[line + 1]):
        line += 1
    return move_rows(stored, shown, ids, line + 1) if line < len(shown) else None


def step_group(stored: Sequence[Indicator], blocks: Sequence[Group], group: Group, step: int) -> Move | None:
    """What it takes to put a group before or after its neighbour; from the end of a block, into the next one."""
    place = next((number for number, block in enumerate(blocks) if group in walk(block.groups)), None)
    if place is None:
        return None
    parent = next(each for each in walk([blocks[place]]) if group in each.groups)
    number = parent.groups.index(group)
    ids = [row.id for row in group.rows]
    if 0 <= number + step < len(parent.groups):
        neighbour = parent.groups[number + step]
        find = _first_of if step < 0 else _end_of
        return _move(stored, ids, find(stored, neighbour, ids), {})
    if not 0 <= place + step < len(blocks):
        return None
    other = blocks[place + step]
    find = _end_of if step < 0 else _first_of
    return _move(stored, ids, find(stored, other, ids), {"block": other.label})


def _move(
    stored: Sequence[Indicator], ids: Collection[int], before: int | None, values: Mapping[str, Value]
) -> Move | None:
    """The move, unless the rows stand there already and are what they would become."""
    wanted = set(ids)
    moving = [row for row in stored if row.id in wanted]
    staying = [row.id for row in stored if row.id not in wanted]
    place = staying.index(before) if before in staying else len(staying)
    after = [*staying[:place], *(row.id for row in moving), *staying[place:]]
    is_same = all(getattr(row, name) == value for row in moving for name, value in values.items())
    if not moving or (is_same and after == [row.id for row in stored]):
        return None
    return Move(tuple(row.id for row in moving), before, values)


def _is_below(line: Line, group: Group) -> bool:
    """Whether a line stands under a heading."""
    if isinstance(line, Group) and (line.level <= group.level or not line.rows):
        return False
    first = line.rows[0] if isinstance(line, Group) else line
    return any(row.id == first.id for row in group.rows)


def _holds(line: Line, row: Line) -> bool:
    return isinstance(line, Group) and _is_below(row, line)


def _leads(line: Line, below: Line) -> bool:
    """Whether a heading is followed by another one under it."""
    return isinstance(line, Group) and isinstance(below, Group) and _is_below(below, line)


def _after(stored: Sequence[Indicator], row_id: int, ids: Collection[int]) -> int | None:
    """The first row below one that does not move; None for the end of the table."""
    places = [row.id for row in stored]
    return next((each for each in places[places.index(row_id) + 1 :] if each not in ids), None)


def _first_of(stored: Sequence[Indicator], group: Group, ids: Collection[int]) -> int | None:
    """The first row of a group that does not move; the end of the group where all do or there is none."""
    found = next((row.id for row in group.rows if row.id not in ids), None)
    return found if found is not None else _end_of(stored, group, ids)


def _end_of(stored: Sequence[Indicator], group: Group, ids: Collection[int]) -> int | None:
    return _after(stored, group.rows[-1].id, ids) if group.rows else None


def place_of(stored: Sequence[Indicator], values: Mapping[str, Value]) -> int | None:
    """The row before which a new one joins the last of its group, or else of its block; None for the end."""
    near = [row for row in stored if row.block == values.get("block")]
    if values.get("level2"):
        same = [row for row in near if row.level2.strip() == str(values["level2"]).strip()]
    else:
        same = [row for row in near if values.get("task_id") and row.task_id == values["task_id"]]
    last = next(reversed(same or near), None)
    return None if last is None else _after(stored, last.id, ())


def renamed(group: Group, name: str) -> list[tuple[str, int, str, Value]]:
    """The changes that give a group's rows another 二级指标."""
    return [(Indicator.TABLE, row.id, "level2", name) for row in group.rows if row.level2 != name]


def weighted(rows: Sequence[Indicator], weights: Sequence[Decimal]) -> list[tuple[str, int, str, Value]]:
    """The changes that give rows their weights."""
    pairs = zip(rows, weights, strict=True)
    return [(Indicator.TABLE, row.id, "weight", weight) for row, weight in pairs if row.weight != weight]


def budgets(data: ReportData, rows: Iterable[Indicator]) -> dict[int, Decimal]:
    """What each row stands for in money, 分, by its id: the budget of its task's projects, divided among the rows here
    of that task. Rows whose task has no project with a budget are left out.
    """
    by_task: dict[int, int] = {}
    for project in data.projects:
        if project.task_id is not None and project.budget:
            by_task[project.task_id] = by_task.get(project.task_id, 0) + project.budget
    found = [row for row in rows if row.task_id in by_task]
    counts = {task: sum(row.task_id == task for row in found) for task in by_task}
    return {row.id: Decimal(by_task[row.task_id]) / counts[row.task_id] for row in found if row.task_id is not None}
