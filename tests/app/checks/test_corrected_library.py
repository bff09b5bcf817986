"""The corrected copy of the sample, stored and printed, has nothing that holds up an export."""

from __future__ import annotations

import dataclasses

from app.exchange.entries import Entries
from app.library import Library
from tests.app.checks.corrected import corrected


def test_a_correct_report_can_be_exported(library: Library) -> None:
    data = corrected()
    department = dataclasses.replace(data.department, id=0)
    report_id = library.reports.add_entries(Entries(department, data.report, data.tables), label="样例")
    checked = library.checks.run(report_id)
    assert [finding.message for finding in checked.errors] == []
    assert {item.rule for item in checked.not_checked} <= {"FN-09", "FN-10", "PJ-09", "PB-03"}
