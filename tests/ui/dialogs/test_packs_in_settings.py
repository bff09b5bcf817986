"""Template packs in the settings: saved from the open report, exported and imported as a file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import packs, paths
from tests.ui.conftest import Answers
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.pack_name_dialog import PackNameDialog
from ui.dialogs.settings_report import ReportSettings
from ui.session import Session
from ui.settings import Settings


@pytest.fixture
def sheet(session: Session, settings: Settings, qtbot: QtBot) -> ReportSettings:
    made = ReportSettings(session, settings)
    qtbot.addWidget(made)
    made.show()
    return made


def offered(sheet: ReportSettings) -> list[str]:
    return [sheet.pack.itemText(place) for place in range(sheet.pack.count())]


def test_the_indicators_of_the_report_are_saved_as_a_pack(sheet: ReportSettings) -> None:
    sheet.save_pack.click()
    [dialog] = sheet.findChildren(PackNameDialog)
    dialog.name.setText("本单位2022年指标体系")
    dialog.done_button.click()
    assert "已另存为模板“本单位2022年指标体系”" in sheet.outcome.text()
    assert "本单位2022年指标体系" in offered(sheet)
    assert sheet.pack.currentData() == packs.DEFAULT


def test_a_name_that_is_taken_is_told_in_the_dialog(sheet: ReportSettings) -> None:
    sheet.save_pack.click()
    [dialog] = sheet.findChildren(PackNameDialog)
    dialog.name.setText("mof-2013")
    dialog.done_button.click()
    assert dialog.isVisible()
    assert sheet.outcome.text() == ""
    dialog.reject()


def test_a_pack_goes_out_and_comes_in_as_a_file(sheet: ReportSettings, answers: Answers, tmp_path: Path) -> None:
    answers.file = tmp_path / "模板.zip"
    sheet.share_pack.click()
    assert sheet.outcome.text() == "已导出“模板.zip”。"
    before = len(offered(sheet))
    sheet.install_pack.click()
    assert "已导入模板“" in sheet.outcome.text()
    assert len(offered(sheet)) == before + 1


def test_a_file_that_is_no_pack_is_told(sheet: ReportSettings, answers: Answers, tmp_path: Path) -> None:
    told: list[str] = []
    sheet.failed.connect(told.append)
    answers.file = tmp_path / "别的.zip"
    answers.file.write_bytes(b"?")
    sheet.install_pack.click()
    assert told == ["“别的.zip”不是完整的模板包文件，请让对方重新导出后再发来。"]
    assert sheet.outcome.text() == ""


def test_a_faulty_pack_is_not_offered_and_what_is_wrong_is_told(
    session: Session, settings: Settings, qtbot: QtBot
) -> None:
    folder = shutil.copytree(paths.templates() / packs.DEFAULT, paths.user_packs() / "本局")
    path = folder / "indicators.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("扣分比例=10%", "扣分比列=10%", 1), encoding="utf-8")
    sheet = ReportSettings(session, settings)
    qtbot.addWidget(sheet)
    assert "本局" not in [sheet.pack.itemData(place) for place in range(sheet.pack.count())]
    assert sheet.faults.text().startswith("⚠ 模板文件 本局/indicators.toml 第 19 行的 indicators[1].parameters 有误")
    dialog = NewReportDialog(session)
    qtbot.addWidget(dialog)
    assert dialog.pack.findData("本局") < 0
    assert dialog.faulty.text() == "1 个模板有误，没有列出；原因见“设置”的“报告”页。"


def test_without_a_report_there_is_nothing_to_save(session: Session, settings: Settings, qtbot: QtBot) -> None:
    session.open_report(0)
    sheet = ReportSettings(session, settings)
    qtbot.addWidget(sheet)
    assert not sheet.save_pack.isEnabled()
    assert sheet.share_pack.isEnabled()
