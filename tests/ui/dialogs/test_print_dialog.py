"""The print dialog: setup that shows at once and is remembered, a printer, PDF, and stopping."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.render.pages import NumberPlace
from tests.ui.conftest import Answers
from tests.ui.keys import press
from ui.dialogs.print_dialog import PrintDialog
from ui.main_window import MainWindow
from ui.printing.table import TablePart
from ui.session import Session
from ui.settings import Settings

Opener = Callable[..., PrintDialog]


@pytest.fixture
def opened(session: Session, settings: Settings, qtbot: QtBot) -> Opener:
    """Opens the dialog on the sample and waits for its pages."""

    def open_dialog(content: str = "annex", printers: tuple[str, ...] = ("一号打印机",)) -> PrintDialog:
        dialog = PrintDialog(session, settings, content=content, known_printers=printers)
        qtbot.addWidget(dialog)
        dialog.show()
        wait(dialog, qtbot)
        return dialog

    return open_dialog


def wait(dialog: PrintDialog, qtbot: QtBot) -> None:
    qtbot.wait(20)  # a change is laid out with the next turn of the event loop
    qtbot.waitUntil(dialog.pdf_button.isEnabled)


def choose(box: QComboBox, data: object) -> None:
    index = next(index for index in range(box.count()) if box.itemData(index) == data)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_the_pages_are_those_of_the_chosen_content(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("both")
    both = len(dialog.pages)
    counts = {}
    for content in ("report", "annex", "review"):
        choose(dialog.form.content, content)
        wait(dialog, qtbot)
        counts[content] = len(dialog.pages)
    assert counts["report"] < both
    assert all(counts.values())
    assert "A4 横向" in dialog.summary.text()


def test_forms_of_projects_and_the_list_of_evidence_are_offered_once_there_are_any(
    opened: Opener, session: Session, qtbot: QtBot
) -> None:
    dialog = opened("both")
    assert dialog.form.content.findText("项目自评表") == dialog.form.content.findText("佐证材料目录") == -1
    session.library.project_forms.begin(1, [row.id for row in session.data.projects])
    session.library.insert(1, "evidence", {"name": "决算报表"})
    dialog = opened("projects")
    wait(dialog, qtbot)
    assert dialog.form.key == "projects"
    assert len(dialog.pages) >= len(session.data.projects)
    choose(dialog.form.content, "evidence")
    wait(dialog, qtbot)
    assert len(dialog.pages) == 1


def test_the_summary_names_paper_pages_and_size(opened: Opener) -> None:
    dialog = opened("annex")
    assert dialog.summary.text() == f"A4 横向 {len(dialog.pages)} 页；表格字号 9 磅"


def test_paper_and_orientation_show_at_once(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("annex")
    choose(dialog.form.paper, "A3")
    choose(dialog.form.way, "portrait")
    wait(dialog, qtbot)
    assert {round(page.width) for page in dialog.pages} == {842}
    assert dialog.summary.text().startswith("A3 纵向")
    dialog.form.reset.click()
    wait(dialog, qtbot)
    assert dialog.form.paper.currentData() == "A4"
    assert dialog.form.way.currentData() == "landscape"


def test_margins_are_those_of_the_layout_until_they_are_changed(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("annex")
    assert {edge: spin.value() for edge, spin in dialog.form.margins.items()} == dict.fromkeys(
        ("top", "bottom", "left", "right"), 15
    )
    dialog.form.margins["left"].setValue(30)
    wait(dialog, qtbot)
    assert dialog.pages[0].text.left == pytest.approx(30 * 72 / 25.4)


def test_text_is_made_smaller_to_fit_and_the_summary_says_so(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("annex")
    choose(dialog.form.way, "portrait")
    wait(dialog, qtbot)
    assert "缩到" in dialog.summary.text()
    choose(dialog.form.floor, None)
    wait(dialog, qtbot)
    assert dialog.summary.text().endswith("9 磅")


def test_body_and_annex_have_sheets_of_their_own(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("both")
    assert dialog.form.part == "annex"
    choose(dialog.form.paper, "A3")
    dialog.form._parts["report"].click()
    assert dialog.form.paper.currentData() == "A4"
    wait(dialog, qtbot)
    assert "A4 纵向" in dialog.summary.text()
    assert "A3 横向" in dialog.summary.text()


def test_page_numbers_begin_and_stand_where_chosen(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("annex")
    dialog.form.first.setValue(26)
    choose(dialog.form.place, NumberPlace.SIDE)
    wait(dialog, qtbot)
    assert [page.number for page in dialog.pages][:2] == [26, 27]
    assert all(page.folio is not None and page.folio.is_turned for page in dialog.pages)
    choose(dialog.form.place, NumberPlace.NONE)
    wait(dialog, qtbot)
    assert all(page.folio is None for page in dialog.pages)


def test_odd_and_even_pages_can_be_printed_one_after_the_other(opened: Opener) -> None:
    dialog = opened("annex")
    numbers = [page.number for page in dialog.pages]
    choose(dialog.form.sides, "odd")
    odd = [page.number for page in dialog.pages]
    choose(dialog.form.sides, "even")
    even = [page.number for page in dialog.pages]
    assert sorted(odd + even) == numbers
    assert {number % 2 for number in odd} == {1}


def test_a_setup_is_remembered_by_content_but_not_the_first_number(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("annex")
    choose(dialog.form.paper, "A3")
    dialog.form.first.setValue(9)
    dialog.form.duplex.setChecked(True)
    dialog.reject()
    again = opened("")
    assert again.form.key == "annex"
    assert again.form.paper.currentData() == "A3"
    assert again.form.duplex.isChecked()
    assert again.form.first.value() == 1
    choose(again.form.content, "both")
    wait(again, qtbot)
    assert again.form.paper.currentData() == "A4"
    choose(again.form.content, "annex")
    wait(again, qtbot)
    assert again.form.paper.currentData() == "A3"


def test_without_a_printer_the_button_is_grey_and_says_why(opened: Opener) -> None:
    dialog = opened("annex", ())
    assert not dialog.done_button.isEnabled()
    assert "没有打印机" in dialog.summary.text()
    assert "没有打印机" in dialog.done_button.toolTip()
    assert dialog.pdf_button.isEnabled()


def test_pages_are_printed_as_the_printer_is_set(
    opened: Opener, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    def set_printer(printer: QPrinter) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "a.pdf"))
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(2, 3)

    dialog = opened("annex")
    answers.set_printer = set_printer
    dialog.done_button.click()
    qtbot.waitUntil(dialog.outcome.isVisible)
    assert dialog.outcome.text() == "✓ 已送往打印机，共 2 页。"
    assert answers.asked == [f"{len(dialog.pages)} 页"]
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert len(pdf) == 2


def test_turning_away_from_the_printer_prints_nothing(opened: Opener, answers: Answers) -> None:
    dialog = opened("annex")
    dialog.done_button.click()
    assert answers.asked
    assert dialog.progress.isHidden()
    assert dialog.form.isEnabled()


def test_the_pdf_holds_what_is_shown(
    opened: Opener, answers: Answers, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened("annex")
    choose(dialog.form.paper, "A3")
    wait(dialog, qtbot)
    answers.file = tmp_path / "自评表.pdf"
    dialog.pdf_button.click()
    qtbot.waitUntil(dialog.outcome.isVisible)
    assert dialog.outcome.text() == "✓ 已存为“自评表.pdf”。"
    assert settings.export_folder == tmp_path
    with pypdfium2.PdfDocument(answers.file) as pdf:
        assert len(pdf) == len(dialog.pages)
        for printed, page in zip(pdf, dialog.pages, strict=True):
            shown = "".join(placed.line.text for placed in page.lines())
            assert printed.get_width() == pytest.approx(page.width, abs=1)
            assert "".join(printed.get_textpage().get_text_range().split()).startswith("".join(shown.split()))


def test_printing_can_be_stopped(opened: Opener, answers: Answers, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened("both")
    answers.file = tmp_path / "a.pdf"
    dialog.pdf_button.click()
    assert dialog.cancel_button.text() == "停止"
    assert not dialog.form.isEnabled()
    dialog.cancel_button.click()
    assert dialog.error.text() == "已停止，没有写入文件。"
    assert dialog.isVisible()
    assert list(tmp_path.glob("*.pdf")) == []
    assert dialog.form.isEnabled()


def test_a_file_that_cannot_be_written_is_told(opened: Opener, answers: Answers, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened("annex")
    answers.file = tmp_path / "nowhere" / "a.pdf"
    dialog.pdf_button.click()
    qtbot.waitUntil(dialog.error.isVisible)
    assert "nowhere" in dialog.error.text()
    assert dialog.done_button.isEnabled()


def test_errors_that_the_check_found_are_told_before_printing(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("annex")
    assert "校核发现" in dialog.findings.text.text()
    with qtbot.waitSignal(dialog.findings_wanted):
        dialog.findings.action.click()
    assert not dialog.isVisible()


def test_ctrl_p_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = next(iter(window.findChildren(PrintDialog)))
    qtbot.waitUntil(dialog.pdf_button.isEnabled)
    dialog.reject()


def test_a_narrow_window_has_printing_in_its_menu(window: MainWindow) -> None:
    assert window.top_bar.print_button.isVisible()
    window.resize(910, 512)
    assert not window.top_bar.print_button.isVisible()
    assert window.print_action in window.more_menu.actions()


def test_nothing_is_printed_without_a_report(window: MainWindow) -> None:
    window.session.open_report(0)
    assert not window.print_action.isEnabled()


def test_printing_is_among_the_commands(window: MainWindow) -> None:
    assert "打印" in {entry.name for entry in window.commands()}


def test_a_report_by_hand_is_printed_as_it_stands_now(opened: Opener, session: Session) -> None:
    session.enter("report", 1, "preparer", "甲乙丙")
    dialog = opened("annex")
    text = "".join(placed.line.text for page in dialog.pages for placed in page.lines())
    assert "填报人：甲乙丙" in text
    assert any(isinstance(part, TablePart) for part in dialog.pages[0].parts)
