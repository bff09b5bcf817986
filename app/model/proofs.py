"""What proves what: the evidence of a report, numbered, with the indicators and projects it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.entities import Evidence, Indicator, Project
from app.model.report_data import ReportData

PROVEN = (Indicator.TABLE, Project.TABLE)
"""The tables whose rows evidence can prove."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """The evidence of one snapshot of a report. Numbers are places in its list, from 1, as the annex prints them."""

    data: ReportData
    numbers: dict[int, int]  # by evidence id
    proven: dict[int, list[tuple[str, int]]]  # evidence id → (table, row id) in the order of the report
    proving: dict[tuple[str, int], list[int]]  # (table, row id) → evidence ids in the order of their numbers

    @classmethod
    def of(cls, data: ReportData) -> Proofs:
        """Reads a report's links; those without two ends are passed over."""
        numbers = {row.id: number for number, row in enumerate(data.evidence, 1)}
        order = {(table, row.id): place for table in PROVEN for place, row in enumerate(data.tables[table])}
        pairs = set()
        for link in data.evidence_links:
            for table, row_id in ((Indicator.TABLE, link.indicator_id), (Project.TABLE, link.project_id)):
                if link.evidence_id in numbers and (table, row_id or 0) in order:
                    pairs.add((link.evidence_id or 0, (table, row_id or 0)))
        proven: dict[int, list[tuple[str, int]]] = {}
        proving: dict[tuple[str, int], list[int]] = {}
        for evidence_id, key in sorted(pairs, key=lambda pair: (numbers[pair[0]], pair[1][0], order[pair[1]])):
            proven.setdefault(evidence_id, []).append(key)
            proving.setdefault(key, []).append(evidence_id)
        return cls(data, numbers, proven, proving)

    @property
    def without_file(self) -> list[Evidence]:
        """Evidence that only names a file."""
        return [row for row in self.data.evidence if not row.content_hash]

    @property
    def unproven(self) -> list[Indicator]:
        """Indicators with a value of their own that nothing proves; a computed one needs no proof."""
        return [
            row
            for row in self.data.indicators
            if not row.not_applicable and not row.fact and row.actual.strip()
            and (Indicator.TABLE, row.id) not in self.proving
        ]  # fmt: skip
