"""校核 of the reports of a library, and what the officer answers to what it found."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from app.errors import InputError
from app.model.entities import Acknowledgement
from app.model.report_data import ReportData
from app.model.results import Checked, Finding, Replacement
from app.model.text import clean
from app.render.blocks import collector_resting

if TYPE_CHECKING:
    from app.library.library import Library


class Checks:
    """What 校核 says of each report, found once for each state of it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._checked: dict[int, tuple[ReportData, ReportData | None, Checked]] = {}

    def run(self, report_id: int) -> Checked:
        """What 校核 says of the present snapshot."""
        return self.prepared(report_id)()

    def prepared(self, report_id: int) -> Callable[[], Checked]:
        """The check of the present snapshot, which any thread can run: it reads nothing but what it was given."""
        data, found, scores = self._library.computed(report_id)
        last = self._library.years.last(report_id)
        previous = last.before if last is not None else None
        reasons = {row.fingerprint: row.reason for row in data.acknowledgements}
        known = self._checked.get(report_id)
        if known is not None and known[1] is previous and _is_checked_alike(known[0], data):
            return partial(dataclasses.replace, known[2], reasons=reasons)
        printed = self._library.documents.generated_passages(report_id)
        pack = self._library.pack(report_id)

        @collector_resting()
        def run() -> Checked:
            from app import checks  # here, so that the first check loads the rules in its own thread

            checked = checks.run(checks.Subject(data, found, scores, pack, previous, printed))
            self._checked[report_id] = data, previous, checked
            return dataclasses.replace(checked, reasons=reasons)

        return run

    def acknowledge(self, report_id: int, finding: Finding, reason: str) -> None:
        """Lets a finding stand with a reason, until its values change. InputError without a reason."""
        text = clean(reason).strip()
        if not text:
            raise InputError("请写明为什么可以保留这条校核意见，再确认。")
        known = self._acknowledged(report_id, finding)
        with self._library.step("确认校核意见", report_id) as step:
            if known:
                step.update(Acknowledgement.TABLE, known[0].id, {"reason": text, "message": finding.message})
            else:
                step.insert(
                    Acknowledgement(
                        report_id=report_id,
                        rule=finding.rule,
                        fingerprint=finding.fingerprint,
                        message=finding.message,
                        reason=text,
                    )
                )

    def withdraw(self, report_id: int, finding: Finding) -> None:
        """Takes an acknowledgement back, so that the finding counts again."""
        with self._library.step("撤回确认", report_id) as step:
            for row in self._acknowledged(report_id, finding):
                step.delete(Acknowledgement.TABLE, row.id)

    def _acknowledged(self, report_id: int, finding: Finding) -> list[Acknowledgement]:
        rows = self._library.data(report_id).acknowledgements
        return [row for row in rows if row.fingerprint == finding.fingerprint]

    def mend(self, report_id: int, findings: Iterable[Finding]) -> tuple[Replacement, ...]:
        """Mends what is only a matter of brackets, punctuation and spaces, in one step; what was changed."""
        from app import checks

        mended = checks.replacements(self._library.data(report_id), findings)
        if mended:
            changes = [(item.table, item.row_id, item.field, item.after) for item in mended]
            self._library.set_fields(report_id, changes, "改正文号括号和标点")
        return mended


def _is_checked_alike(first: ReportData, second: ReportData) -> bool:
    """Whether two snapshots differ in acknowledgements at most, which checks do not read."""
    is_alike = first.department is second.department and first.report is second.report
    tables = (table for table in first.tables if table != Acknowledgement.TABLE)
    return is_alike and all(first.tables[table] is second.tables[table] for table in tables)
