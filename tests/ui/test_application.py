"""The application around the window: its language, its fonts, and what becomes of a bug."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from app import paths
from tests.ui.conftest import Answers
from ui import theme
from ui.__main__ import main
from ui.application import Application, CrashHook, log_file, start_logging
from ui.theme import ThemeChoice


def crash(hook: CrashHook, text: str) -> None:
    try:
        raise ValueError(text)
    except ValueError as error:
        hook(ValueError, error, error.__traceback__)


def test_a_bug_is_told_once(application: QApplication, answers: Answers) -> None:
    hook = CrashHook(answers)
    crash(hook, "甲")
    crash(hook, "乙")
    assert len(answers.asked) == 1
    assert "程序内部出错" in answers.asked[0]


def test_a_bug_is_logged_with_its_place_and_without_content(answers: Answers, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        crash(CrashHook(answers), "机密内容")
    assert "ValueError at " in caplog.text
    assert "test_application.py" in caplog.text
    assert "机密内容" not in caplog.text


def test_the_log_is_beside_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIPING_HOME", str(tmp_path / "home"))
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        start_logging()
        logging.getLogger("ui").warning("一条")
        assert Path(log_file()).parent == paths.user_data()
        assert "一条" in Path(log_file()).read_text(encoding="utf-8")
    finally:
        for handler in [handler for handler in root.handlers if handler not in before]:
            root.removeHandler(handler)
            handler.close()


@pytest.mark.parametrize(("context", "word"), [("QPlatformTheme", "Cancel"), ("QPlatformTheme", "OK")])
def test_qts_own_words_are_chinese(application: QApplication, context: str, word: str) -> None:
    assert QCoreApplication.translate(context, word) != word


def test_the_interface_font_can_write_chinese(application: QApplication) -> None:
    metrics_font = theme.interface_font()
    assert metrics_font.families()
    assert metrics_font.pixelSize() == theme.BODY


def test_help_of_the_command_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "台账库文件" in capsys.readouterr().out


def test_a_theme_that_follows_the_desktop_changes_with_it(light: Application) -> None:
    light.apply_theme(ThemeChoice.SYSTEM)
    of_desktop = theme.current()
    theme.activate(ThemeChoice.LIGHT if of_desktop is theme.DARK else ThemeChoice.DARK)
    light.styleHints().colorSchemeChanged.emit(light.styleHints().colorScheme())
    assert theme.current() is of_desktop


def test_a_chosen_theme_stays_whatever_the_desktop_does(light: Application) -> None:
    light.apply_theme(ThemeChoice.DARK)
    light.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.current() is theme.DARK
