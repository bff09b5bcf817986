"""Evidence and its links, written within a step: files become rows once, and links follow what the officer ticked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.model.entities import Evidence, EvidenceLink, Indicator
from app.storage.reports import GAP

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.model.report_data import ReportData
    from app.storage.step import Step

Target = tuple[str, int]
"""Table and id of the indicator or project that is proven."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file whose content is kept already."""

    file_name: str
    content_hash: str


def add(step: Step, data: ReportData, files: Sequence[Filed], target: Target | None) -> tuple[list[int], int]:
    """A row for each file, linked to `target`; the ids of their rows, and how many of them were there already.

    A file the report has is not added again, only linked; a row that names the file and has none yet takes it.
    """
    known = {row.content_hash: row.id for row in data.evidence if row.content_hash}
    waiting = {row.file_name: row.id for row in data.evidence if not row.content_hash and row.file_name}
    position = data.evidence[-1].position if data.evidence else 0
    ids: list[int] = []
    met = 0
    for file in files:
        row_id = known.get(file.content_hash)
        if row_id is not None:
            met += 1
        elif (row_id := waiting.pop(file.file_name, None)) is not None:
            step.update(Evidence.TABLE, row_id, {"content_hash": file.content_hash})
        else:
            position += GAP
            name = file.file_name.rpartition(".")[0] or file.file_name
            made = Evidence(
                report_id=data.report.id, position=position, name=name, file_name=file.file_name,
                content_hash=file.content_hash,
            )  # fmt: skip
            row_id = step.insert(made).id
        known[file.content_hash] = row_id
        ids.append(row_id)
    if target is not None:
        link(step, data, target, ids)
    return ids, met


def link(step: Step, data: ReportData, target: Target, evidence_ids: Iterable[int]) -> None:
    """Links evidence to an indicator or project; links that are there stay as they are."""
    there = {row.evidence_id for row in data.evidence_links if _target(row) == target}
    for evidence_id in dict.fromkeys(evidence_ids):
        if evidence_id not in there:
            step.insert(_link(data, evidence_id, target))


def prove(step: Step, data: ReportData, evidence_id: int, targets: Collection[Target]) -> None:
    """Links a piece of evidence to just these indicators and projects."""
    own = [row for row in data.evidence_links if row.evidence_id == evidence_id]
    for row in own:
        if _target(row) not in targets:
            step.delete(EvidenceLink.TABLE, row.id)
    there = {_target(row) for row in own}
    for target in targets:
        if target not in there:
            step.insert(_link(data, evidence_id, target))


def proven_by(step: Step, data: ReportData, target: Target, evidence_ids: Collection[int]) -> None:
    """Links just this evidence to an indicator or project."""
    for row in data.evidence_links:
        if _target(row) == target and row.evidence_id not in evidence_ids:
            step.delete(EvidenceLink.TABLE, row.id)
    link(step, data, target, evidence_ids)


def _target(row: EvidenceLink) -> Target | None:
    if row.indicator_id is not None:
        return Indicator.TABLE, row.indicator_id
    return None if row.project_id is None else ("project", row.project_id)


def _link(data: ReportData, evidence_id: int, target: Target) -> EvidenceLink:
    table, row_id = target
    column = {f"{table}_id": row_id}
    return EvidenceLink(report_id=data.report.id, evidence_id=evidence_id, **column)
