"""Last year's value beside this year's: shown where there is one, taken over by a click or a key, and undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.entities import Report
from app.model.fields import specs
from tests.ui.forms import add_earlier, box_of, retype, shown_form
from tests.ui.keys import ALT, click, press
from tests.ui.test_session import full_disk
from ui.session import Session
from ui.widgets.field_box import MARKED_MS, FieldBox
from ui.widgets.field_form import FieldForm
from ui.widgets.last_year_line import LastYearText


@pytest.fixture
def form(session: Session, qtbot: QtBot) -> FieldForm:
    """The first project's form, with the report of the year before in the library."""
    add_earlier(session.library)
    return shown_form(session, qtbot, "project", session.data.projects[0].id)


@pytest.fixture
def management(session: Session, qtbot: QtBot) -> FieldForm:
    """A long text and two counts of the report itself."""
    add_earlier(session.library)
    fields = [("report", specs(Report)[name]) for name in ("projects_due", "management_text")]
    made = FieldForm(session, fields)
    made.bind({"report": 1})
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def fold_of(box: FieldBox) -> LastYearText:
    found = box.last_year.text
    assert found is not None
    return found


def test_nothing_is_shown_while_there_is_no_last_year(session: Session, qtbot: QtBot) -> None:
    form = shown_form(session, qtbot, "project", session.data.projects[0].id)
    assert all(box.last_year.line.isHidden() for box in form.boxes)
    assert all(box.last_year.fold is None or box.last_year.fold.isHidden() for box in form.boxes)
    press(box_of(form, "executed").editor, Qt.Key.Key_L, ALT)
    assert session.library.undo_label(1) is None


def test_an_amount_stands_beside_last_years_with_the_change(form: FieldForm) -> None:
    line = box_of(form, "executed").last_year.line
    assert line.isVisible()
    assert line.words == "上年 4,412.4594 万元 ↑7.5%"


def test_the_change_follows_this_years_amount_and_the_unit(form: FieldForm, session: Session) -> None:
    retype(box_of(form, "executed"), "4412.4594")
    session.commit_pending()
    assert box_of(form, "executed").last_year.line.words == "上年 4,412.4594 万元 持平"
    session.amount_unit.switch()
    assert box_of(form, "executed").last_year.line.words == "上年 44,124,594.00 元 持平"


def test_words_that_are_the_same_as_last_year_are_not_repeated(form: FieldForm, session: Session) -> None:
    assert box_of(form, "kind").last_year.line.isHidden()
    session.store("project", session.data.projects[0].id, "kind", "线下自评")
    assert box_of(form, "kind").last_year.line.words == "上年 线上重点"


def test_a_row_that_is_new_this_year_has_no_last_year(form: FieldForm, session: Session) -> None:
    row = session.library.insert(1, "project", {"name": "全新项目", "budget": 1})
    form.bind({"project": row.id})
    assert all(box.last_year.line.isHidden() for box in form.boxes)


@pytest.mark.parametrize("way", ["click", "key"])
def test_an_amount_is_taken_over_in_a_step_of_its_own(form: FieldForm, session: Session, way: str) -> None:
    box = box_of(form, "executed")
    retype(box, "1")
    if way == "click":
        click(box.last_year.line)
    else:
        press(box.editor, Qt.Key.Key_L, ALT)
    assert session.data.projects[0].executed == 4_412_459_400
    assert box.editor.typed_text() == "4412.4594"
    assert session.library.undo_label(1) == "沿用上年全年执行数"
    session.undo()
    assert session.data.projects[0].executed == 1_000_000


def test_taking_over_puts_away_text_that_could_not_be_stored(form: FieldForm, session: Session) -> None:
    box = box_of(form, "executed")
    retype(box, "abc")
    press(box.editor, Qt.Key.Key_L, ALT)
    assert len(session.drafts) == 0
    assert box.notice.isHidden()


def test_a_full_disk_takes_nothing_over(form: FieldForm, session: Session) -> None:
    box = box_of(form, "executed")
    with full_disk():
        press(box.editor, Qt.Key.Key_L, ALT)
    assert session.data.projects[0].executed == 4_744_580_000
    assert box.editor.typed_text() in {"4744.58", "4,744.58"}


def test_a_field_that_was_taken_over_is_marked_for_a_moment(form: FieldForm, qtbot: QtBot) -> None:
    box = box_of(form, "executed")
    press(box.editor, Qt.Key.Key_L, ALT)
    assert box.editor.property("marked")
    qtbot.waitUntil(lambda: not box.editor.property("marked"), timeout=MARKED_MS * 3)


def test_last_years_text_unfolds_and_folds_under_this_years(management: FieldForm) -> None:
    box = box_of(management, "management_text")
    assert fold_of(box).isHidden()
    press(box.editor, Qt.Key.Key_L, ALT)
    assert fold_of(box).isVisible()
    assert "2020年" in fold_of(box).text.typed_text()
    assert fold_of(box).text.isReadOnly()
    press(box.editor, Qt.Key.Key_L, ALT)
    assert fold_of(box).isHidden()


def test_last_years_text_is_taken_over_by_its_button(management: FieldForm, session: Session) -> None:
    box = box_of(management, "management_text")
    before = session.data.report.management_text
    press(box.editor, Qt.Key.Key_L, ALT)
    click(fold_of(box).take_button)
    assert session.data.report.management_text == before.replace("2021", "2020")
    assert box.editor.typed_text() == session.data.report.management_text
    session.undo()
    assert session.data.report.management_text == before
    assert box.editor.typed_text() == before


def test_last_years_text_folds_when_another_row_is_shown(form: FieldForm, session: Session) -> None:
    row = session.data.projects[0]
    session.enter("project", row.id, "result", "今年的情况。")
    box = box_of(form, "result")
    press(box.editor, Qt.Key.Key_L, ALT)
    assert fold_of(box).isVisible()
    form.bind({"project": session.data.projects[1].id})
    assert fold_of(box).isHidden()


def test_tab_passes_by_last_years_line(form: FieldForm) -> None:
    box_of(form, "budget").editor.setFocus()
    press(box_of(form, "budget").editor, Qt.Key.Key_Tab)
    assert box_of(form, "executed").editor.hasFocus()
