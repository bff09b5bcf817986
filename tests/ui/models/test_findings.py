"""校核 beside the window: once for each state of the report, and never of a state that has passed."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.library import Library
from ui.models.findings import QUIET_MS, Findings
from ui.session import Session


def clear_reason(session: Session) -> None:
    row = next(row for row in session.data.indicators if row.reason)
    session.enter("indicator", row.id, "reason", "")


def checked(findings: Findings, qtbot: QtBot) -> int:
    """How many findings a check gives."""
    with qtbot.waitSignal(findings.changed):
        findings.refresh()
    assert findings.checked is not None
    return len(findings.checked.findings)


def test_a_check_finds_what_an_edit_broke(session: Session, qtbot: QtBot) -> None:
    findings = Findings(session)
    before = checked(findings, qtbot)
    clear_reason(session)
    assert checked(findings, qtbot) == before + 1


def test_one_state_is_checked_once(session: Session, qtbot: QtBot) -> None:
    findings = Findings(session)
    checked(findings, qtbot)
    with qtbot.assertNotEmitted(findings.changed, wait=2 * QUIET_MS):
        findings.refresh()


def test_an_edit_meanwhile_has_the_new_state_checked(session: Session, qtbot: QtBot) -> None:
    findings = Findings(session)
    before = checked(findings, qtbot)
    clear_reason(session)
    with qtbot.waitSignal(findings.changed):
        findings.check_now()
        clear_reason(session)
    assert findings.checked is not None
    assert len(findings.checked.findings) == before + 2


def test_another_report_has_no_findings_of_the_one_before(session: Session, library: Library, qtbot: QtBot) -> None:
    findings = Findings(session)
    checked(findings, qtbot)
    session.open_report(library.new_report("某市某局", 2022))
    assert findings.checked is None


def test_a_report_closed_meanwhile_is_told_nothing(session: Session, qtbot: QtBot) -> None:
    findings = Findings(session)
    findings.check_now()
    with qtbot.assertNotEmitted(findings.changed, wait=200):
        session.open_report(0)


def test_a_check_that_cannot_be_done_is_told_like_any_reading(session: Session, library: Library, qtbot: QtBot) -> None:
    findings = Findings(session)
    library.set_fields(1, [("report", 1, "pack", "没有这个模板包")], "换模板包")
    with qtbot.waitSignal(session.failed) as told:
        findings.refresh()
    assert "没有这个模板包" in told.args[0]
    assert findings.checked is None
    assert findings.failure == "读不出校核需要的内容。"
