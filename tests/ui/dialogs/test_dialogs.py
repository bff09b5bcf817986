"""The small dialogs: a new report, a paragraph by hand, the keys, the program."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.model.entities import Override
from app.paths import program_version
from tests.ui.keys import propose
from tests.ui.test_session import full_disk
from ui import actions, theme
from ui.dialogs.about_dialog import AboutDialog
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.keys_dialog import KeysDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.session import Session
from ui.settings import Settings


@pytest.fixture
def new(session: Session, qtbot: QtBot) -> NewReportDialog:
    made = NewReportDialog(session)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def paragraph(session: Session, qtbot: QtBot) -> ParagraphDialog:
    made = ParagraphDialog(session, "funds.total", "生成的一段。", "生成的一段。")
    qtbot.addWidget(made)
    made.show()
    return made


def override(session: Session) -> str:
    return next((row.text for row in session.data.overrides), "")


def test_a_new_report_is_made_for_department_and_year(new: NewReportDialog, session: Session) -> None:
    new.department.setText("某市某局")
    new.year.setValue(2023)
    new.done_button.click()
    data = session.library.data(new.report_id)
    assert (data.department.name, data.report.year) == ("某市某局", 2023)
    assert data.indicators


def test_a_department_with_earlier_reports_starts_from_the_latest(new: NewReportDialog, session: Session) -> None:
    new.year.setValue(2022)
    assert [new.start.itemText(line) for line in range(new.start.count())] == ["从2021年度结转", "空白报告"]
    new.done_button.click()
    assert session.library.data(new.report_id).report.previous_id == 1


def test_such_a_department_may_start_anew_all_the_same(new: NewReportDialog, session: Session) -> None:
    new.year.setValue(2022)
    new.start.setCurrentIndex(1)
    assert "其余内容留空待填" in new.note.text()
    new.done_button.click()
    assert session.library.data(new.report_id).report.previous_id is None
    assert not session.library.data(new.report_id).projects


def test_what_a_report_starts_from_follows_department_and_year(new: NewReportDialog) -> None:
    found = []
    for name, year in ((new.department.text(), 2022), (new.department.text(), 2021), ("某市某局", 2022)):
        new.department.setText(name)
        new.year.setValue(year)
        found.append(new.start.currentText())
    assert found == ["从2021年度结转", "空白报告", "空白报告"]


def test_a_department_without_a_name_is_told_in_place(new: NewReportDialog) -> None:
    new.department.setText("  ")
    new.done_button.click()
    assert new.isVisible()
    assert "部门名称不能为空" in new.error.text()


def test_a_report_that_is_there_already_is_told_in_place(new: NewReportDialog) -> None:
    new.year.setValue(2021)
    new.done_button.click()
    assert "已有 2021 年度" in new.error.text()
    assert new.report_id == 0


def test_a_paragraph_by_hand_is_stored(paragraph: ParagraphDialog, session: Session) -> None:
    paragraph.editor.setPlainText("手写的一段。")
    paragraph.done_button.click()
    assert override(session) == "手写的一段。"


def test_what_an_input_method_proposes_in_a_paragraph_is_kept(paragraph: ParagraphDialog, session: Session) -> None:
    paragraph.editor.setPlainText("")
    paragraph.editor.setFocus()
    propose(paragraph.editor, "拟定中")
    paragraph.done_button.click()
    assert override(session) == "拟定中"


def test_an_empty_paragraph_is_told_in_place(paragraph: ParagraphDialog) -> None:
    paragraph.editor.setPlainText(" ")
    paragraph.done_button.click()
    assert paragraph.isVisible()
    assert "不能为空" in paragraph.error.text()


def test_a_full_disk_leaves_the_paragraph_in_its_dialog(paragraph: ParagraphDialog, session: Session) -> None:
    paragraph.editor.setPlainText("手写的一段。")
    with full_disk():
        paragraph.done_button.click()
    assert paragraph.isVisible()
    assert paragraph.editor.toPlainText() == "手写的一段。"
    assert override(session) == ""


def test_the_generated_text_can_be_taken_back_into_the_editor(paragraph: ParagraphDialog) -> None:
    paragraph.editor.setPlainText("手写的一段。")
    paragraph.copy_button.click()
    assert paragraph.editor.toPlainText() == "生成的一段。"


THEN = "执行数59,757.75万元，完成率97.5%。"
NOW = "执行数51,467.73万元，完成率84.0%。"


@pytest.fixture
def outdated(session: Session, qtbot: QtBot) -> ParagraphDialog:
    """A paragraph by hand whose figures have changed since it was taken over."""
    with session.library.step("手工", 1) as step:
        step.insert(Override(report_id=1, key="funds.total", text=f"我局{THEN}", generated=THEN))
    made = ParagraphDialog(session, "funds.total", f"我局{THEN}", NOW)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_changed_since_a_paragraph_was_taken_over_is_named(outdated: ParagraphDialog) -> None:
    assert "59,757.75 → 51,467.73；97.5% → 84.0%" in outdated.notice_text.text()


def test_the_new_figures_are_taken_into_the_text_by_hand(outdated: ParagraphDialog) -> None:
    outdated.figures_button.click()
    assert outdated.editor.toPlainText() == f"我局{NOW}"
    assert not outdated.figures_button.isEnabled()


def test_figures_that_were_rewritten_are_left_to_the_officer(outdated: ParagraphDialog) -> None:
    outdated.editor.setPlainText("我局执行数近六万元。")
    assert not outdated.figures_button.isEnabled()
    assert "请自行核对" in " ".join(shown.text() for shown in outdated.findChildren(QLabel))


def test_what_differs_is_marked_by_a_line_and_read_out(outdated: ParagraphDialog) -> None:
    assert lines_of(outdated, "我局") == (True, False)
    assert lines_of(outdated, "51,467.73") == (False, True)
    assert lines_of(outdated, "万元，完成率") == (False, False)
    assert "只在自动内容：51,467.73" in outdated.comparison.accessibleDescription()


def lines_of(dialog: ParagraphDialog, text: str) -> tuple[bool, bool]:
    """Whether a stretch of the comparison is struck through, and whether it is underlined."""
    form = dialog.comparison.document().find(text).charFormat()
    return form.fontStrikeOut(), form.fontUnderline()


def test_the_comparison_follows_the_typing(paragraph: ParagraphDialog) -> None:
    assert paragraph.comparison.accessibleDescription() == "两者相同"
    paragraph.editor.setPlainText("生成的两段。")
    assert paragraph.comparison.accessibleDescription() == "只在正文：两；只在自动内容：一"


def test_a_paragraph_is_given_back_from_its_dialog(outdated: ParagraphDialog, session: Session) -> None:
    outdated.give_button.click()
    assert not outdated.isVisible()
    assert override(session) == ""


def test_a_paragraph_that_is_generated_cannot_be_given_back(paragraph: ParagraphDialog) -> None:
    assert paragraph.give_button.isHidden()
    assert not paragraph.figures_button.isVisible()


def test_the_keys_are_listed(qtbot: QtBot) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    words = {shown.text() for shown in dialog.findChildren(QLabel)}
    assert {"Ctrl+Z", "撤销", "F1", "显示填写说明"} <= words


def test_every_command_with_keys_is_among_them(qtbot: QtBot) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    words = {shown.text() for shown in dialog.findChildren(QLabel)}
    found = [command for group in actions.commands().values() for command in group]
    assert {actions.FIND, actions.BACK, actions.ROW_ADD} <= set(found)
    assert {command.tip or command.text for command in found} <= words
    assert list(actions.commands()) == ["整个窗口", "查找", "报告列表", "快照与对比", "表格", "佐证材料", "自评表"]


def test_the_keys_fit_a_small_screen(qtbot: QtBot) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    assert dialog.sizeHint().height() < 720
    assert dialog.sizeHint().width() < 1300


def test_no_key_is_given_twice() -> None:
    """Lists that are never shown side by side may share keys."""
    groups = actions.commands()
    for alone in ("报告列表", "快照与对比", "表格", "佐证材料", "自评表"):
        shown = [group for name, group in groups.items() if name in {"整个窗口", "查找", alone}]
        keys = [key for group in shown for command in group for key in command.keys]
        assert len(keys) == len(set(keys))


def test_the_program_says_which_it_is(session: Session, qtbot: QtBot) -> None:
    dialog = AboutDialog(session.library.path)
    qtbot.addWidget(dialog)
    words = " ".join(shown.text() for shown in dialog.findChildren(QLabel))
    assert f"自评 {program_version()}".strip() in words
    assert str(session.library.path) in words


def test_the_screen_outlives_dialogs_that_are_thrown_away(session: Session, settings: Settings) -> None:
    """A font asks the screen how fine it is, and one that is gone is a crash."""
    for _ in range(2):
        first, second = ImportDialog(session, settings), ImportDialog(session, settings)
        first.__dict__["knot"], second.__dict__["knot"] = first, second
        del first, second
        gc.collect()
    assert QFont(["宋体"]).families() == ["宋体"]


def test_no_widget_is_asked_for_its_screen() -> None:
    folder = Path(theme.__file__).parent
    assert [path.name for path in folder.rglob("*.py") if ".screen()" in path.read_text(encoding="utf-8")] == []
