"""Two texts shown as one."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from app.model.text_comparison import compare_texts
from ui.application import Application
from ui.theme import ThemeChoice
from ui.widgets.text_changes import TextChanges

SAME = "\n".join(f"第{number}段没有改。" for number in range(6))


@pytest.fixture
def view(qtbot: QtBot) -> TextChanges:
    made = TextChanges()
    qtbot.addWidget(made)
    return made


def format_of(view: TextChanges, text: str) -> QTextCharFormat:
    cursor = view.document().find(text)
    assert not cursor.isNull(), view.toPlainText()
    return QTextCursor(cursor).charFormat()


def test_what_went_is_struck_through_and_what_came_underlined(view: TextChanges) -> None:
    view.show_changes(compare_texts("完成率97.5%。", "完成率98.6%。"))
    assert view.toPlainText() == "完成率97.5%98.6%。"
    assert format_of(view, "97.5%").fontStrikeOut()
    assert format_of(view, "98.6%").fontUnderline()
    assert not format_of(view, "完成率").fontUnderline()


def test_paragraphs_far_from_a_change_are_folded_away(view: TextChanges) -> None:
    view.show_changes(compare_texts(f"{SAME}\n甲甲甲\n{SAME}", f"{SAME}\n乙乙乙\n{SAME}"))
    lines = view.toPlainText().splitlines()
    assert lines[0] == lines[-1] == "⋯ 5 段没有变化 ⋯"
    assert lines[1] == "第5段没有改。"
    assert lines[-2] == "第0段没有改。"


def test_a_single_paragraph_is_not_folded(view: TextChanges) -> None:
    view.show_changes(compare_texts("不变\n甲甲甲", "不变\n乙乙乙"))
    assert view.toPlainText().startswith("不变\n")


def test_the_colours_follow_the_theme(view: TextChanges, light: Application) -> None:
    light.apply_theme(ThemeChoice.LIGHT)
    view.show_changes(compare_texts("甲97.5%", "甲98.6%"))
    before = format_of(view, "98.6%").foreground().color()
    light.apply_theme(ThemeChoice.DARK)
    assert format_of(view, "98.6%").foreground().color() != before
