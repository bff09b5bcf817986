"""Amounts in 万元 or 元: the same amount in either, and understood however it is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import show_window
from tests.ui.forms import box_of, line, retype, shown_form
from tests.ui.keys import ALT, click, press
from tests.ui.test_session import full_disk
from ui.main_window import MainWindow
from ui.session import Session
from ui.settings import Settings
from ui.widgets.field_form import FieldForm


@pytest.fixture
def form(session: Session, qtbot: QtBot) -> FieldForm:
    return shown_form(session, qtbot, "project", session.data.projects[0].id)


def unit_button(form: FieldForm, field: str) -> QToolButton:
    return next(found for found in line(box_of(form, field)).findChildren(QToolButton) if found.property("role"))


def test_a_click_on_the_unit_shows_all_amounts_of_forms_in_the_other(form: FieldForm, session: Session) -> None:
    click(unit_button(form, "budget"))
    box_of(form, "name").editor.setFocus()
    assert box_of(form, "budget").editor.typed_text() == "47,809,100.00"
    assert box_of(form, "executed").editor.typed_text() == "47,445,800.00"
    assert unit_button(form, "executed").text() == "元"
    assert box_of(form, "executed").editor.accessibleName() == "全年执行数（元）"
    click(unit_button(form, "executed"))
    box_of(form, "name").editor.setFocus()
    assert box_of(form, "budget").editor.typed_text() == "4,780.91"


@pytest.mark.parametrize("fen", [1, 99, 123_456_789_012, 4_744_580_000, 0])
def test_switching_the_unit_changes_no_amount(form: FieldForm, session: Session, fen: int) -> None:
    row = session.data.projects[0]
    session.store("project", row.id, "executed", fen)
    box = box_of(form, "executed")
    for _ in range(4):
        box.editor.setFocus()
        press(box.editor, Qt.Key.Key_U, ALT)
        retype(box, box.editor.typed_text())
        session.commit_pending()
    assert session.data.projects[0].executed == fen
    assert session.library.undo_label(1) in {None, "修改全年执行数"}


def test_what_is_being_typed_is_stored_in_its_own_unit_before_the_unit_changes(
    form: FieldForm, session: Session
) -> None:
    retype(box_of(form, "executed"), "12.5")
    press(box_of(form, "executed").editor, Qt.Key.Key_U, ALT)
    assert session.data.projects[0].executed == 12_500_000
    assert box_of(form, "executed").editor.typed_text() == "125000"
    retype(box_of(form, "executed"), "12.5")
    press(box_of(form, "executed").editor, Qt.Key.Key_U, ALT)
    assert session.data.projects[0].executed == 1250


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12345元", 1_234_500), ("1.2亿", 12_000_000_000), ("１２３．５", 123_500_000), ("1，234.5万元", 1_234_500_000),
        ("5分", 5), (" 7 ", 7_000_000),
    ],
)  # fmt: skip
def test_an_amount_is_understood_however_it_is_typed(form: FieldForm, session: Session, typed: str, fen: int) -> None:
    retype(box_of(form, "executed"), typed)
    press(box_of(form, "executed").editor, Qt.Key.Key_Tab)
    assert session.data.projects[0].executed == fen
    assert box_of(form, "executed").notice.isHidden()


def test_a_named_unit_goes_before_the_fields_own(form: FieldForm, session: Session) -> None:
    session.amount_unit.switch()
    retype(box_of(form, "executed"), "1.5万元")
    session.commit_pending()
    assert session.data.projects[0].executed == 1_500_000


def test_text_that_could_not_be_written_means_the_same_in_the_other_unit(form: FieldForm, session: Session) -> None:
    session.amount_unit.switch()
    retype(box_of(form, "executed"), "12345")
    with full_disk():
        session.commit_pending()
    session.amount_unit.switch()
    assert box_of(form, "executed").editor.typed_text() == "12345元"
    assert session.retry()
    assert session.data.projects[0].executed == 1_234_500


def test_nonsense_is_refused_in_the_unit_in_use(form: FieldForm, session: Session) -> None:
    session.amount_unit.switch()
    retype(box_of(form, "executed"), "很多")
    session.commit_pending()
    assert "请填写以元为单位的数字" in box_of(form, "executed").notice.text.text()


def test_the_unit_is_remembered_and_tables_keep_theirs(session: Session, settings: Settings, qtbot: QtBot) -> None:
    window = show_window(session, settings, qtbot)
    window.status_bar.unit.click()
    assert settings.money_unit == "元"
    session.amount_unit.use("万元")
    settings.money_unit = "元"
    again = MainWindow(session, settings)
    qtbot.addWidget(again)
    assert session.amount_unit.unit == "元"
    assert session.show("project", "executed", 4_744_580_000) == "4,744.58"
    assert again.status_bar.unit.text() == "表单金额 元"


def test_an_unknown_unit_in_the_settings_counts_as_ten_thousand(session: Session) -> None:
    session.amount_unit.use("美元")
    assert session.amount_unit.unit == "万元"
