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


def test_the_unit_of_amounts_is_remembered(settings: Settings) -> None:
    assert settings.amount_unit == ""
    settings.amount_unit = "元"
    assert settings.amount_unit == "元"
