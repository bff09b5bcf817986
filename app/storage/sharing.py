"""Reports that leave in packages and come back: by their keys, with the states that both sides know."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.model.entities import Department, Evidence, Report, Status
from app.model.merging import Merge, merge
from app.model.portable import Ids, Portable, align, localized, portable, without
from app.storage import contents, identity, merged, rows, snapshots
from app.storage.reports import place_report

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from app.model.merging import Change
    from app.model.progress import Progress
    from app.model.report_data import ReportData
    from app.storage.database import Database
    from app.storage.step import Step


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in a package. Snapshots are name, time and content; evidence files lie apart, by hash."""

    report: Portable
    state: str  # the hash it left under
    ancestors: tuple[str, ...]
    evidence: Mapping[str, Path]
    snapshots: tuple[tuple[str, str, Portable], ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A package held against the report of this library that it is a copy of."""

    merge: Merge
    ids: Ids


def leaving(database: Database, data: ReportData) -> tuple[Portable, list[str]]:
    """A report as it leaves, and the states it grew out of. The state is kept, unless the library is read-only."""
    state = portable(data, identity.keys(database, data))
    ancestors = identity.shared(database, data.report.id)
    if not database.read_only and (not ancestors or ancestors[0] != state.hash()):
        identity.share(database, data.report.id, state)
    return state, [name for name in ancestors if name != state.hash()]


def kept_state(database: Database, snapshot_id: int) -> Portable:
    """A named snapshot in the form that travels."""
    data = snapshots.load(database, snapshot_id)
    return portable(data, identity.keys(database, data))


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A package as a report of its own, ready to be stored: by negative ids, with the keys these stand for."""

    found: Portable
    ids: Ids
    data: ReportData


def arriving(database: Database, arrival: Arrival) -> Callable[[Progress], Newcomer]:
    """What makes a report of what came; any thread may run it, since it reads nothing else."""
    found = _with_what_came(database, arrival, {})

    def arrive(progress: Progress) -> Newcomer:
        progress(0, 1, "正在整理内容")
        ids = Ids({})
        report = Report(id=ids.of(Report.TABLE, found.key))
        return Newcomer(found, ids, localized(found, ids, report, Department()))

    return arrive


def add(step: Step, database: Database, arrival: Arrival, made_of: Newcomer, *, is_copy: bool) -> int:
    """Stores what came as a report of its own; its id. A copy gets keys of its own, so that both can go on."""
    found, ids, data = made_of.found, made_of.ids, made_of.data
    owner = next((row for row in rows.load_departments(database) if row.name == data.department.name), None)
    made, new_ids = place_report(step, dataclasses.replace(data, department=owner or data.department))
    _keep_evidence(database, arrival)
    keys = {(table, new_ids[table, old]): key for (table, old), key in ids.made.items()}
    if not is_copy:
        identity.remember(database, keys)
        identity.share(database, made.id, found, came_as=arrival.state, step_id=identity.next_step(database))
    _keep_snapshots(database, arrival, made, Ids(keys))
    if made.status == Status.FINAL and snapshots.finished(database, made.id) is None:
        finished = localized(found, Ids(keys), made, dataclasses.replace(data.department, id=made.department_id))
        snapshots.keep(database, finished, Status.FINAL.value)
    return made.id


def _keep_snapshots(database: Database, arrival: Arrival, report: Report, ids: Ids) -> None:
    department = rows.find(database, Department.TABLE, report.department_id)
    for name, time, state in reversed(arrival.snapshots):  # the newest came first and has to be the last
        data = localized(state, ids, report, department if isinstance(department, Department) else Department())
        kept = contents.Snapshot(database.next_id("snapshot"), report.id, name, time)
        contents.put_back_snapshot(database, kept, snapshots.written(data))


def meeting(database: Database, mine: ReportData, arrival: Arrival) -> Callable[[Progress], Meeting]:
    """What finds what a package would bring to the report it is a copy of; any thread may run it."""
    keys = identity.keys(database, mine)
    known = {keys[row.TABLE, row.id]: (row.file_name, row.content_hash) for row in mine.evidence}
    found = _with_what_came(database, arrival, known)
    base = identity.common(database, mine.report.id, (arrival.state, *arrival.ancestors))

    def meet(progress: Progress) -> Meeting:
        ids = Ids(keys)
        for each in (base, found):
            if each is not None:
                align(each, ids, mine)
        before = None if base is None else localized(base, ids, mine.report, mine.department)
        return Meeting(merge(before, mine, localized(found, ids, mine.report, mine.department), progress), ids)

    return meet


def take(
    step: Step,
    database: Database,
    arrival: Arrival,
    meeting: Meeting,
    chosen: Collection[Change],
    *,
    is_settled: bool,
) -> None:
    """Writes what was chosen of a package. Once it is settled, its state is known here while the step is done, so
    that what was not chosen is not offered again.
    """
    mine = meeting.merge.mine.report
    _keep_evidence(database, arrival)
    made = merged.apply(step, meeting.merge, chosen)
    keys = meeting.ids.made
    identity.remember(database, {(table, new): keys[table, old] for (table, old), new in made.items()})
    if is_settled and arrival.state not in identity.shared(database, mine.id):
        step_id = identity.next_step(database) if step.changes() else None
        identity.share(database, mine.id, arrival.report, came_as=arrival.state, step_id=step_id)


def _keep_evidence(database: Database, arrival: Arrival) -> None:
    for path in arrival.evidence.values():
        contents.attach(database, path.read_bytes())


def _with_what_came(database: Database, arrival: Arrival, known: Mapping[str, tuple[str, str]]) -> Portable:
    """The report where files that neither came along nor are here are as this library knows them."""
    named = {str(row["content_hash"]) for row in arrival.report.rows.get(Evidence.TABLE, ()) if row["content_hash"]}
    missing = named - arrival.evidence.keys() - contents.describe(database, named).keys()
    return without(arrival.report, frozenset(missing), known) if missing else arrival.report
