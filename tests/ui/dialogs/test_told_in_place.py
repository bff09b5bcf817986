"""What keeps a dialog from being done is told in it, by the same boundary that guards every other edit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.test_session import full_disk
from ui.dialogs.acknowledge_dialog import AcknowledgeDialog
from ui.dialogs.copy_report_dialog import CopyReportDialog
from ui.dialogs.dialog import Dialog
from ui.dialogs.mend_dialog import MendDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.dialogs.weights_dialog import WeightsDialog
from ui.session import Session


def new(session: Session) -> Dialog:
    made = NewReportDialog(session)
    made.year.setValue(2022)
    return made


def copied(session: Session) -> Dialog:
    return CopyReportDialog(session, session.library.reports.all()[0], carries_over=False)


def carried_over(session: Session) -> Dialog:
    return CopyReportDialog(session, session.library.reports.all()[0], carries_over=True)


def acknowledged(session: Session) -> Dialog:
    made = AcknowledgeDialog(session, session.library.checks.run(1).findings[0])
    made.reason.setPlainText("两处口径不同。")
    return made


def by_hand(session: Session) -> Dialog:
    made = ParagraphDialog(session, "funds.total", "生成的一段。", "生成的一段。")
    made.editor.setPlainText("手写的一段。")
    return made


def weights(session: Session) -> Dialog:
    return WeightsDialog(session, "")


def mended(session: Session) -> Dialog:
    return MendDialog(session)


@pytest.mark.parametrize("make", [new, copied, carried_over, acknowledged, by_hand, weights, mended])
def test_a_full_disk_is_told_in_the_dialog_and_can_be_tried_again(
    session: Session, qtbot: QtBot, make: Callable[[Session], Dialog]
) -> None:
    dialog = make(session)
    qtbot.addWidget(dialog)
    dialog.show()
    elsewhere: list[str] = []
    for told in (session.failed, session.refused):
        told.connect(elsewhere.append)
    before = session.library.undo_label(None), session.library.undo_label(1)
    with full_disk():
        dialog.done_button.click()
    assert dialog.isVisible()
    assert "磁盘" in dialog.error.text()
    assert dialog.error.isVisible()
    assert elsewhere == []
    dialog.done_button.click()
    assert not dialog.isVisible()
    assert (session.library.undo_label(None), session.library.undo_label(1)) != before


def test_what_is_wrong_in_a_dialog_is_not_told_behind_it(session: Session, qtbot: QtBot) -> None:
    dialog = CopyReportDialog(session, session.library.reports.all()[0], carries_over=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.year.setValue(2021)
    with qtbot.assertNotEmitted(session.failed):
        dialog.done_button.click()
    assert "已有 2021 年度" in dialog.error.text()
    assert dialog.report_id == 0
