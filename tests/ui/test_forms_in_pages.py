"""Forms on their pages: help from a table, amounts beside each other, computed figures beside typed ones, room used."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.forms import add_earlier, field
from tests.ui.keys import press
from ui.main_window import MainWindow
from ui.pages.entity_page import EntityPage
from ui.session import Session
from ui.widgets.help_card import HelpCard


def page_of(window: MainWindow, key: str) -> EntityPage:
    window.workspace.show_page(key)
    window.activateWindow()
    QApplication.processEvents()
    return cast("EntityPage", window.workspace.page(key))


def top(widget: QWidget) -> int:
    return widget.mapTo(widget.window(), QPoint(0, 0)).y()


def test_f1_in_a_table_explains_the_column_and_goes_with_it(window: MainWindow, session: Session) -> None:
    add_earlier(session.library)
    table = page_of(window, "funds").blocks["fund_line"].table
    table.setFocus()
    table.show_row(session.data.fund_lines[0].id, "budget")
    press(table, Qt.Key.Key_F1)
    card = HelpCard.of(table)
    assert card.isVisible()
    assert card.title.text() == "全年预算数"
    assert "上年：55,602.0309" in card.accessibleDescription()
    assert card.keys.text() == "Esc 关闭"
    press(table, Qt.Key.Key_Down)
    assert not card.isVisible()


def test_f1_on_a_computed_column_says_nothing(window: MainWindow) -> None:
    table = page_of(window, "funds").blocks["fund_line"].table
    table.setFocus()
    table.setCurrentIndex(table.entity_model.index(0, table.entity_model.column_of("rate")))
    press(table, Qt.Key.Key_F1)
    assert not HelpCard.of(table).isVisible()


def test_fund_lines_have_a_form_with_last_year_beside_them(window: MainWindow, session: Session) -> None:
    add_earlier(session.library)
    page = page_of(window, "funds")
    budget, executed = field(page, "fund_line", "budget"), field(page, "fund_line", "executed")
    assert budget.last_year.line.words.startswith("上年 55,602.0309 万元 ↑7.5%")
    assert top(budget) == top(executed)


@pytest.mark.parametrize(
    ("key", "table", "names"),
    [
        ("profile", "department", ("name", "short_name")),
        ("profile", "department", ("self_name", "region", "level")),
        ("projects", "project", ("budget", "executed", "entrusted_budget", "entrusted_executed")),
        ("management", "report", ("projects_due", "unlisted_projects")),
        ("conclusion", "report", ("typed_total", "typed_management", "typed_delivery")),
    ],
)
def test_the_inputs_of_one_line_are_in_line(
    window: MainWindow, session: Session, key: str, table: str, names: tuple[str, ...]
) -> None:
    add_earlier(session.library)
    page = page_of(window, key)
    assert len({top(cast("QWidget", field(page, table, name).editor)) for name in names}) == 1


def test_a_computed_figure_stays_beside_a_typed_one(
    window: MainWindow, session: Session, settle: Callable[[], None]
) -> None:
    page = page_of(window, "conclusion")
    assert field(page, "report", "typed_total").computed.text() == "自动计算 93.75 分"
    management = field(page, "report", "typed_management")
    assert management.computed.text() == "自动计算 43.93 分"
    session.enter("indicator", session.data.indicators[0].id, "score", "1")
    settle()
    assert management.computed.text() == "自动计算 42.93 分"


def test_nothing_is_computed_beside_a_field_while_nothing_is_scored(window: MainWindow, session: Session) -> None:
    session.open_report(session.library.reports.new("某市某局", 2022))
    page = page_of(window, "conclusion")
    assert field(page, "report", "typed_total").computed.isHidden()


@pytest.mark.parametrize("key", ["work", "goals", "management", "results"])
def test_long_texts_fill_a_page_of_fields(window: MainWindow, key: str) -> None:
    page = page_of(window, key)
    assert page.form is not None
    bottom = max(top(box) + box.height() for box in page.form.boxes)
    assert top(page) + page.height() - bottom < 60


def test_an_empty_table_below_fields_takes_little_room(window: MainWindow) -> None:
    page = page_of(window, "conclusion")
    assert page.form is not None
    assert page.form.height() < 120
    assert page.blocks["adjustment"].height() < 260


def test_a_page_is_no_wider_for_its_help_and_errors(window: MainWindow, session: Session) -> None:
    page = page_of(window, "projects")
    width = page.width()
    session.enter("project", session.data.projects[0].id, "budget", "很" * 200)
    QApplication.processEvents()
    assert page.width() == width
    assert field(page, "project", "budget").notice.isVisible()
    assert field(page, "project", "budget").notice.text.text().startswith("年度预算：“很很")
