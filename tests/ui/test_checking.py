"""校核 in the background: every edit is followed by its findings, never by those of an older state."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.checks import replacements
from app.library import Library
from app.model.entities import Indicator
from app.model.results import Checked, Finding, Severity
from tests.ui.conftest import Answers
from ui.dialogs.acknowledge_dialog import AcknowledgeDialog
from ui.dialogs.mend_dialog import MendDialog
from ui.main_window import MainWindow
from ui.models.findings_model import ENTRY_ROLE, ORDER, FindingsModel, Grouping, Heading
from ui.models.outline_model import FINDINGS_ROLE, OutlineModel
from ui.session import Session
from ui.widgets.findings_button import FindingsButton


def without_reason(session: Session, number: int = 0) -> Indicator:
    """A lost row whose reason is taken away."""
    rows = [row for row in session.data.indicators if row.reason]
    row = rows[number]
    assert session.enter(Indicator.TABLE, row.id, "reason", "")
    return row


def rules(checked: Checked | None) -> set[tuple[str, int]]:
    assert checked is not None
    return {(found.rule, found.entity_id) for found in checked.findings}


def test_findings_follow_an_edit_and_its_undo(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.checker.checked, check_params_cb=lambda found: found is not None):
        row = without_reason(session)
    assert ("SC-06", row.id) in rules(session.checker.result)
    with qtbot.waitSignal(session.checker.checked, check_params_cb=lambda found: found is not None):
        session.undo()
    assert ("SC-06", row.id) not in rules(session.checker.result)


def test_a_check_that_an_edit_overtook_is_not_told(session: Session, qtbot: QtBot) -> None:
    told: list[Checked | None] = []
    session.checker.checked.connect(told.append)
    first, second = without_reason(session, 0), without_reason(session, 1)
    qtbot.waitUntil(lambda: session.checker.is_current)
    assert {("SC-06", first.id), ("SC-06", second.id)} <= rules(told[-1])
    assert all(
        ("SC-06", second.id) in rules(found)
        for found in told
        if found is not None and ("SC-06", first.id) in rules(found)
    )


def test_the_findings_can_be_had_at_once(session: Session) -> None:
    row = without_reason(session)
    assert not session.checker.is_current
    assert ("SC-06", row.id) in rules(session.checker.now())
    assert session.checker.is_current


def test_the_list_narrows_by_level_and_words(session: Session) -> None:
    without_reason(session)
    outline = OutlineModel(session)
    model = FindingsModel(session, outline)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.load(session.checker.now())
    headings = [model.index(line, 0).data(ENTRY_ROLE) for line in range(model.rowCount())]
    assert any(isinstance(entry, Heading) and entry.title.endswith("自评表") for entry in headings)
    model.narrow(levels=[Severity.ERROR], words="扣分必有原因", shows_unchecked=False)
    assert model.rowCount() == 2
    model.narrow(levels=[Severity.HINT], words="扣分必有原因", shows_unchecked=False)
    assert model.rowCount() == 0
    session.undo()
    model.load(session.checker.now())


def test_the_list_is_put_together_by_rule(session: Session) -> None:
    without_reason(session, 0)
    without_reason(session, 1)
    model = FindingsModel(session, OutlineModel(session))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.load(session.checker.now())
    model.group(Grouping.RULE)
    groups: list[tuple[Heading, list[Finding]]] = []
    for entry in entries(model):
        if isinstance(entry, Heading):
            groups.append((entry, []))
        elif isinstance(entry, Finding):
            groups[-1][1].append(entry)
    assert all(heading.count == len(group) and len({found.rule for found in group}) == 1 for heading, group in groups)
    assert ("扣分必有原因（SC-06）", 2) in [(heading.title, heading.count) for heading, _ in groups]
    levels = [ORDER.index(group[0].severity) for _, group in groups]
    assert levels == sorted(levels)
    model.narrow(levels=ORDER, words="sc-06", shows_unchecked=False)
    assert model.rowCount() == 3


def test_a_chosen_finding_leads_to_its_field(window: MainWindow, qtbot: QtBot) -> None:
    row = without_reason(window.session)
    panel = window.workspace.panel
    window.session.checker.now()
    model = panel.findings.model
    places = [(getattr(entry, "entity", ""), getattr(entry, "entity_id", 0)) for entry in entries(model)]
    line = places.index((Indicator.TABLE, row.id))
    panel.findings.view.clicked.emit(model.index(line, 0))
    assert window.workspace.page_key == "indicators"
    assert window.session.focus == (Indicator.TABLE, row.id, "reason")


def test_a_missing_reason_counts_once_in_the_outline(session: Session) -> None:
    outline = OutlineModel(session)
    without_reason(session)
    session.checker.now()
    outline.refresh()
    errors = [found for found in session.checker.now().findings if found.rule == "SC-06"]
    item = outline.index_of("indicators")
    others = sum(
        outline.page_of(found.entity, found.field) == "indicators" and found.severity is not Severity.HINT
        for found in session.checker.now().findings
    )
    assert len(errors) == 1
    assert item.data(FINDINGS_ROLE) == others - 1


def finding(session: Session, rule: str) -> Finding:
    return next(found for found in session.checker.now().findings if found.rule == rule)


def test_a_finding_is_let_stand_with_a_reason_until_its_values_change(window: MainWindow, qtbot: QtBot) -> None:
    session, panel = window.session, window.workspace.panel.findings
    found = finding(session, "SC-01")
    dialog = AcknowledgeDialog(session, found, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.done_button.click()
    assert "请写明" in dialog.error.text()
    dialog.reason.setPlainText("公布时即如此。")
    dialog.done_button.click()
    assert dialog.isHidden()
    checked = session.checker.now()
    assert checked.reason(found) == "公布时即如此。"
    assert found not in checked.open
    assert panel.settled.text() == "已确认 1"
    session.enter("report", session.report_id, "typed_total", "93.20")
    assert finding(session, "SC-01") in session.checker.now().open
    session.undo()
    session.undo()
    assert found in session.checker.now().open


def test_acknowledged_findings_are_shown_on_demand_and_can_be_taken_back(window: MainWindow) -> None:
    session, panel = window.session, window.workspace.panel.findings
    found = finding(session, "SC-01")
    session.library.checks.acknowledge(session.report_id, found, "公布时即如此。")
    session.checker.now()
    assert entries(panel.model).count(found) == 0
    panel.settled.setChecked(True)
    assert entries(panel.model).count(found) == 1
    panel.view.setCurrentIndex(panel.model.index(entries(panel.model).index(found), 0))
    assert "公布时即如此" in panel.details.text.text()
    panel.details.withdraw.click()
    assert found in session.checker.now().open


def entries(model: FindingsModel) -> list[object]:
    return [model.index(line, 0).data(ENTRY_ROLE) for line in range(model.rowCount())]


def test_safe_faults_are_mended_after_a_look_in_one_step(window: MainWindow, qtbot: QtBot) -> None:
    session, panel = window.session, window.workspace.panel.findings
    session.checker.now()
    assert "处）…" in panel.mend.text()
    dialog = MendDialog(session, window)
    qtbot.addWidget(dialog)
    dialog.show()
    count = dialog.list.count()
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.done_button.text() == f"改正 {count - 1} 处"
    kept = dialog.replacements[0]
    dialog.done_button.click()
    assert [item.field for item in replacements(session.data, session.checker.now().open)] == [kept.field]
    assert session.library.undo_label(session.report_id) == "改正文号括号和标点"
    session.undo()
    assert len(replacements(session.data, session.checker.now().open)) == count


def test_what_takes_long_to_check_is_not_waited_for(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(session.checker.checked):
        session.enter("project", session.data.projects[0].id, "executed", "999999")
    last = session.checker.now()
    session.enter("project", session.data.projects[0].id, "executed", "999998")
    monkeypatch.setattr("ui.checking._AT_ONCE", 0.0)
    assert session.checker.at_hand() is last
    monkeypatch.undo()
    assert session.checker.at_hand() is not last
    assert session.checker.is_current


def test_nothing_is_checked_once_the_session_was_closed(session: Session, qtbot: QtBot) -> None:
    without_reason(session)
    before = session.checker.result
    session.close()
    qtbot.wait(400)  # longer than what a check waits for quiet
    assert session.checker.result is before


def test_nothing_is_checked_once_the_library_was_closed(application: object, sample_file: Path, qtbot: QtBot) -> None:
    with Library.open(sample_file) as library:
        session = Session(library, Answers())
        session.open_report(1)
        assert session.checker.result is None
    qtbot.wait(400)  # longer than what a check waits for quiet
    assert session.checker.result is None


def test_the_button_claims_nothing_before_the_report_is_checked(session: Session, qtbot: QtBot) -> None:
    button = FindingsButton(session)
    qtbot.addWidget(button)
    assert button.accessibleName() == "正在校核"
    with qtbot.waitSignal(session.checker.checked, check_params_cb=lambda found: found is not None):
        pass
    assert button.accessibleName().startswith("校核发现")
    session.open_report(1)
    assert button.accessibleName() == "正在校核"
