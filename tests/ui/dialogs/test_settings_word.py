"""What the settings say of Word files is in the next file, and stays with the library."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from pytestqt.qtbot import QtBot

from app.library import Library
from app.model.layout import WordOptions
from tests.ui.conftest import Answers
from tests.ui.dialogs.test_settings_dialog import choose
from ui.dialogs.settings_word import WordSettings
from ui.session import Session


@pytest.fixture
def sheet(session: Session, qtbot: QtBot) -> WordSettings:
    made = WordSettings(session)
    qtbot.addWidget(made)
    return made


def exported(session: Session, folder: Path, part: str) -> Path:
    target = folder / f"{part}.docx"
    session.library.exports.write(session.report_id, target, (part,))
    return target


def office_file(folder: Path) -> Path:
    """A Word file whose body text is of 15 pt."""
    path = folder / "本单位.docx"
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(15)
    document.save(str(path))
    return path


def test_the_styles_of_an_own_file_are_those_of_the_next_export(
    sheet: WordSettings, session: Session, answers: Answers, tmp_path: Path
) -> None:
    answers.files = [office_file(tmp_path)]
    sheet.choose_button.click()
    assert sheet.source.text() == str(answers.files[0])
    assert docx.Document(str(exported(session, tmp_path, "report"))).styles["Normal"].font.size == Pt(15)
    sheet.forget_button.click()
    assert docx.Document(str(exported(session, tmp_path, "report"))).styles["Normal"].font.size != Pt(15)
    assert not sheet.forget_button.isEnabled()


def test_a_file_that_cannot_be_used_is_told_and_not_kept(
    sheet: WordSettings, session: Session, answers: Answers, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04")
    answers.files = [broken]
    told: list[str] = []
    sheet.failed.connect(told.append)
    sheet.choose_button.click()
    assert "不是可用的 Word 文档" in told[-1]
    assert session.library.exports.word_options == WordOptions()


def test_labels_are_repeated_where_that_is_chosen(sheet: WordSettings, session: Session, tmp_path: Path) -> None:
    assert "vMerge" in xml_of(exported(session, tmp_path, "annex"))
    choose(sheet.merging, "不合并，逐行重复")
    assert "vMerge" not in xml_of(exported(session, tmp_path, "annex"))


def test_the_choices_stay_with_the_library(sheet: WordSettings, session: Session) -> None:
    choose(sheet.place, "页脚外侧")
    path = session.library.path
    session.library.close()
    with Library.open(path) as again:
        assert again.exports.word_options == WordOptions(turns_number=False)


def xml_of(path: Path) -> str:
    return str(docx.Document(str(path)).element.xml)
