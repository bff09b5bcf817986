"""The dialogs of a table: what of a pasted block cannot be taken, and a text in a large window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.keys import CTRL, press, propose, type_text
from tests.ui.test_session import full_disk
from ui.dialogs.long_text_dialog import LongTextDialog
from ui.dialogs.paste_dialog import PasteDialog
from ui.models.clipboard import Block, Rejection
from ui.session import Session

Make = Callable[..., LongTextDialog]

_REJECTED = [Rejection(2, "年度预算", "很多", "不是金额。")]


@pytest.fixture
def make(session: Session, qtbot: QtBot) -> Make:
    """The window of a text; of the first duty where nothing else is named."""

    def made(table: str = "duty", field: str = "text", typed: str | None = None) -> LongTextDialog:
        dialog = LongTextDialog(session, table, session.data.tables[table][0].id, field, typed)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def test_what_cannot_be_pasted_is_listed_with_place_and_reason(qtbot: QtBot) -> None:
    dialog = PasteDialog(Block("project", new_rows=[{"name": "甲"}], rejected=_REJECTED))
    qtbot.addWidget(dialog)
    dialog.show()
    model = dialog.view.model()
    assert [model.index(0, place).data() for place in range(4)] == ["第 2 行", "年度预算", "很多", "不是金额。"]
    assert dialog.done_button.text() == "其余照常粘贴"
    assert dialog.done_button.isEnabled()


def test_nothing_is_left_to_paste_where_no_cell_can_be_taken(qtbot: QtBot) -> None:
    dialog = PasteDialog(Block("project", rejected=_REJECTED))
    qtbot.addWidget(dialog)
    assert not dialog.done_button.isEnabled()


def test_a_text_is_written_large_and_stored_as_one_step(make: Make, session: Session) -> None:
    dialog = make()
    type_text(dialog.editor, "甲")
    dialog.done_button.click()
    assert session.data.duties[0].text.endswith("甲")
    session.undo()
    assert not session.data.duties[0].text.endswith("甲")


def test_ctrl_enter_stores_and_enter_breaks_the_line(make: Make, session: Session) -> None:
    dialog = make(typed="一行")
    press(dialog.editor, Qt.Key.Key_Return)
    type_text(dialog.editor, "两行")
    press(dialog.editor, Qt.Key.Key_Return, CTRL)
    assert session.data.duties[0].text == "一行\n两行"
    assert not dialog.isVisible()


def test_escape_asks_nothing_and_leaves_all_as_it_was(make: Make, session: Session) -> None:
    before = session.data
    dialog = make(typed="别的")
    press(dialog.editor, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert session.data is before
    assert len(session.drafts) == 0


def test_what_an_input_method_proposes_is_kept(make: Make, session: Session) -> None:
    dialog = make(typed="人才")
    propose(dialog.editor, "经费")
    dialog.done_button.click()
    assert session.data.duties[0].text == "人才经费"


def test_characters_are_counted_without_spaces(make: Make) -> None:
    assert make(typed="一 二\n三").count.text() == "3 字，最多 5,000 字"


def test_a_text_that_is_too_long_is_told_in_place(make: Make, session: Session) -> None:
    dialog = make("project", "name", "长" * 301)
    dialog.done_button.click()
    assert dialog.isVisible()
    assert "最多填写 300 字" in dialog.error.text()
    press(dialog.editor, Qt.Key.Key_Backspace)
    assert dialog.error.text() == ""
    assert len(session.drafts) == 0


def test_what_cannot_be_stored_stays_in_the_window(make: Make) -> None:
    dialog = make(typed="别的")
    with full_disk():
        dialog.done_button.click()
    assert dialog.isVisible()
    assert dialog.editor.toPlainText() == "别的"


def test_a_draft_of_the_cell_goes_on_in_the_window(make: Make, session: Session) -> None:
    session.enter("project", session.data.projects[0].id, "name", "长" * 301)
    assert make("project", "name").editor.toPlainText() == "长" * 301
