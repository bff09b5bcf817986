"""What the window remembers, and what it makes of a file that others wrote in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from ui.settings import Settings
from ui.theme import ThemeChoice


def test_what_is_set_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = Settings(tmp_path / "window.ini")
    first.theme, first.scale, first.last_report, first.is_panel_open = ThemeChoice.DARK, "1.5", 7, False
    first.set_layout("workspace", QByteArray(b"state"))
    second = Settings(tmp_path / "window.ini")
    assert (second.theme, second.scale, second.last_report, second.is_panel_open) == (ThemeChoice.DARK, "1.5", 7, False)
    assert second.layout("workspace") == QByteArray(b"state")


def test_a_new_file_gives_the_defaults(settings: Settings) -> None:
    assert (settings.theme, settings.scale, settings.last_report) == (ThemeChoice.LIGHT, "1", 0)
    assert settings.geometry.isEmpty()


@pytest.mark.parametrize("value", ["", "-3", "ten", "99999999999999999999", "１"])
def test_a_foreign_report_id_counts_as_none(settings: Settings, value: str) -> None:
    settings.set("report", value)
    assert settings.last_report == 0


def test_a_foreign_scale_counts_as_none(settings: Settings) -> None:
    settings.set("scale", "400")
    assert settings.scale == "1"


def test_every_setting_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = Settings(tmp_path / "window.ini")
    first.theme, first.money_unit, first.has_separators = ThemeChoice.SYSTEM, "元", False
    first.default_department, first.default_pack, first.default_layout = "某局", "panyu-2021", "word"
    first.backup_folder, first.is_backing_up = "/备份", False
    second = Settings(tmp_path / "window.ini")
    assert (second.theme, second.money_unit, second.has_separators) == (ThemeChoice.SYSTEM, "元", False)
    assert (second.default_department, second.default_pack, second.default_layout) == ("某局", "panyu-2021", "word")
    assert (second.backup_folder, second.is_backing_up) == ("/备份", False)


@pytest.mark.parametrize("key", ["theme", "money_unit", "separators", "backup", "default_pack", "backup_folder"])
@pytest.mark.parametrize("value", [["a", "b"], "乱码", QByteArray(b"\xff")], ids=["list", "word", "bytes"])
def test_a_damaged_value_counts_as_not_set(settings: Settings, key: str, value: object) -> None:
    settings.set(key, value)
    assert settings.theme is ThemeChoice.LIGHT
    assert settings.money_unit == "万元"
    assert settings.has_separators
    assert settings.is_backing_up
    assert isinstance(settings.default_pack, str)
    assert isinstance(settings.backup_folder, str)


def test_settings_in_passing_are_forgotten(settings: Settings, tmp_path: Path) -> None:
    settings.last_report = 3
    passing = settings.passing()
    assert passing.last_report == 3
    passing.last_report = 7
    assert (passing.last_report, settings.last_report) == (7, 3)
    assert Settings(tmp_path / "window.ini").last_report == 3
