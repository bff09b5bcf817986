"""Forms generated from the field table: typing, storing, refusing, taking back, input methods."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.model.entities import BY_TABLE, ROWS, Report
from app.model.fields import specs
from tests.ui.forms import box_of, retype, shown_form
from tests.ui.keys import CTRL, press, propose
from tests.ui.test_session import full_disk
from ui.session import Session
from ui.undo import UndoActions
from ui.widgets.editors import LineEditor
from ui.widgets.field_box import QUIET_MS
from ui.widgets.field_form import FieldForm
from ui.widgets.long_editor import LongEditor


@pytest.fixture
def form(session: Session, qtbot: QtBot) -> FieldForm:
    """The form of the first project, in a window of its own."""
    return shown_form(session, qtbot, "project", session.data.projects[0].id)


@pytest.mark.parametrize("table", [entity.TABLE for entity in ROWS])
def test_every_table_has_a_form_of_its_fields(session: Session, qtbot: QtBot, table: str) -> None:
    form = shown_form(session, qtbot, table, 0)
    assert [shown.spec.name for shown in form.boxes] == [
        name for name, spec in specs(BY_TABLE[table]).items() if spec.in_form and not spec.is_apart
    ]


def test_every_field_has_a_name_and_a_label_that_leads_to_it(form: FieldForm) -> None:
    for shown in form.boxes:
        assert shown.editor.accessibleName().startswith(shown.spec.label)
        buddies = [label.buddy() for label in shown.findChildren(QLabel)]
        assert cast("QWidget", shown.editor) in buddies


def test_leaving_a_field_stores_it(form: FieldForm, session: Session) -> None:
    retype(box_of(form, "executed"), "4700")
    box_of(form, "budget").editor.setFocus()
    assert session.data.projects[0].executed == 4_700_000_000


def test_quiet_stores_what_is_retype(form: FieldForm, session: Session, qtbot: QtBot) -> None:
    retype(box_of(form, "executed"), "4700")
    qtbot.waitUntil(lambda: session.data.projects[0].executed == 4_700_000_000, timeout=QUIET_MS * 4)
    assert cast("LineEditor", box_of(form, "executed").editor).text() == "4700"


def test_quiet_says_nothing_of_what_is_half_retype(form: FieldForm, session: Session, qtbot: QtBot) -> None:
    retype(box_of(form, "executed"), "47.")
    qtbot.wait(QUIET_MS + 100)
    assert box_of(form, "executed").notice.isHidden()
    assert session.data.projects[0].executed == 4_744_580_000


def test_nonsense_is_told_under_the_field_and_stays_there(form: FieldForm, session: Session, qtbot: QtBot) -> None:
    amount = box_of(form, "executed")
    retype(amount, "abc")
    press(amount.editor, Qt.Key.Key_Tab)
    assert not amount.editor.hasFocus()
    assert amount.notice.isVisible()
    assert "不是金额" in amount.notice.text.text()
    assert amount.editor.typed_text() == "abc"
    assert session.data.projects[0].executed == 4_744_580_000


def test_nonsense_is_still_there_after_another_row_wasshown_form(form: FieldForm, session: Session) -> None:
    first, second = session.data.projects[:2]
    retype(box_of(form, "executed"), "abc")
    form.bind({"project": second.id})
    assert box_of(form, "executed").editor.typed_text() == "281.16"
    form.bind({"project": first.id})
    assert box_of(form, "executed").editor.typed_text() == "abc"
    assert not box_of(form, "executed").notice.isHidden()


def test_escape_goes_back_to_what_is_stored(form: FieldForm, session: Session, qtbot: QtBot) -> None:
    amount = box_of(form, "executed")
    retype(amount, "abc")
    session.commit_pending()
    press(amount.editor, Qt.Key.Key_Escape)
    assert amount.editor.typed_text() == "4744.58"
    assert amount.notice.isHidden()


def test_a_full_disk_leaves_the_text_in_the_field(form: FieldForm, session: Session) -> None:
    retype(box_of(form, "executed"), "12")
    with full_disk():
        session.commit_pending()
    assert box_of(form, "executed").editor.typed_text() == "12"
    assert not box_of(form, "executed").notice.isHidden()


def test_amounts_are_plain_while_edited_and_formatted_after(form: FieldForm) -> None:
    budget = box_of(form, "budget")
    assert budget.editor.typed_text() == "4,780.91"
    budget.editor.setFocus()
    assert budget.editor.typed_text() == "4780.91"
    box_of(form, "executed").editor.setFocus()
    assert budget.editor.typed_text() == "4,780.91"


def test_an_edit_elsewhere_shows_in_the_form(form: FieldForm, session: Session) -> None:
    session.library.set_field(1, "project", session.data.projects[0].id, "name", "改了名")
    assert box_of(form, "name").editor.typed_text() == "改了名"


def test_an_edit_elsewhere_leaves_what_is_being_retype(form: FieldForm, session: Session) -> None:
    retype(box_of(form, "executed"), "12")
    session.library.set_field(1, "project", session.data.projects[0].id, "executed", 1)
    assert box_of(form, "executed").editor.typed_text() == "12"


def test_undo_key_takes_back_typing_first_and_then_the_report(form: FieldForm, session: Session, qtbot: QtBot) -> None:
    UndoActions(session, form)
    purpose = box_of(form, "document_number")
    session.enter("project", session.data.projects[0].id, "budget", "1")
    retype(purpose, "甲")
    press(purpose.editor, Qt.Key.Key_Z, CTRL)
    assert purpose.editor.typed_text() != "甲"
    assert session.data.projects[0].budget == 1_000_000
    session.commit_pending()
    press(purpose.editor, Qt.Key.Key_Z, CTRL)
    assert session.data.projects[0].budget == 4_780_910_000


@pytest.mark.parametrize("field", ["name", "purpose"])
def test_what_an_input_method_proposes_is_kept_when_the_form_is_left(
    form: FieldForm, session: Session, field: str
) -> None:
    target = box_of(form, field)
    target.editor.setFocus()
    cast("LineEditor | LongEditor", target.editor).selectAll()
    propose(target.editor, "人才经费")
    session.commit_pending()
    assert getattr(session.data.projects[0], field) == "人才经费"


def test_what_an_input_method_proposes_is_kept_when_the_field_is_left(form: FieldForm, session: Session) -> None:
    target = box_of(form, "document_number")
    target.editor.setFocus()
    propose(target.editor, "穗财")
    box_of(form, "budget").editor.setFocus()
    assert session.data.projects[0].document_number.endswith("穗财")


def test_a_choice_is_stored_at_once(form: FieldForm, session: Session, qtbot: QtBot) -> None:
    choice = cast("QComboBox", box_of(form, "kind").editor)
    choice.setFocus()
    press(choice, Qt.Key.Key_Down)
    assert session.data.projects[0].kind == "线下自评"


def test_a_choice_without_the_focus_lets_the_wheel_pass(form: FieldForm, session: Session) -> None:
    choice = cast("QComboBox", box_of(form, "kind").editor)
    box_of(form, "name").editor.setFocus()
    before = choice.currentText()
    event = QWheelEvent(
        QPointF(5, 5), choice.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert not event.isAccepted()
    assert choice.currentText() == before


def test_a_long_text_grows_with_its_lines(form: FieldForm) -> None:
    text = box_of(form, "result")
    retype(text, "短")
    short = text.editor.height()
    cast("LongEditor", text.editor).setPlainText("一行\n" * 12)
    assert text.editor.height() > short


def test_a_long_text_counts_its_characters(form: FieldForm) -> None:
    retype(box_of(form, "result"), "12345")
    assert box_of(form, "result").count.text() == "5 字"


def test_a_text_near_its_limit_says_how_long_it_may_be(session: Session, qtbot: QtBot) -> None:
    form = shown_form(session, qtbot, "indicator", session.data.indicators[0].id)
    cast("LongEditor", box_of(form, "definition").editor).setPlainText("字" * 4990)
    assert box_of(form, "definition").count.text() == "4990 / 5000 字"


def test_a_text_over_its_limit_is_told_and_kept(session: Session, qtbot: QtBot) -> None:
    form = shown_form(session, qtbot, "indicator", session.data.indicators[0].id)
    cast("LongEditor", box_of(form, "definition").editor).setPlainText("字" * 5001)
    session.commit_pending()
    assert "最多填写 5000 字" in box_of(form, "definition").notice.text.text()
    assert len(box_of(form, "definition").editor.typed_text()) == 5001


def test_a_day_is_taken_in_any_usual_way(session: Session, qtbot: QtBot) -> None:
    form = FieldForm(session, [("report", specs(Report)["filled_on"])])
    form.bind({"report": 1})
    qtbot.addWidget(form)
    form.show()
    retype(form.boxes[0], "2022.3.5")
    session.commit_pending()
    assert session.data.report.filled_on == "2022-03-05"


def test_a_form_without_a_row_is_locked(session: Session, qtbot: QtBot) -> None:
    form = shown_form(session, qtbot, "project", 0)
    assert cast("LineEditor", box_of(form, "name").editor).isReadOnly()
    assert not box_of(form, "kind").editor.isEnabled()


def test_enter_goes_on_to_the_next_field(form: FieldForm, session: Session, qtbot: QtBot) -> None:
    retype(box_of(form, "budget"), "5000")
    press(box_of(form, "budget").editor, Qt.Key.Key_Return)
    assert session.data.projects[0].budget == 5_000_000_000
    assert box_of(form, "executed").editor.hasFocus()


def test_narrow_forms_put_fewer_fields_on_a_line(form: FieldForm) -> None:
    wide = box_of(form, "executed").y() == box_of(form, "budget").y()
    form.resize(360, 900)
    QApplication.processEvents()
    assert wide
    assert box_of(form, "executed").width() > 120
