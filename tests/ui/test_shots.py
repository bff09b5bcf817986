"""The pictures of every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app import packs
from ui import shots
from ui.application import Application


@pytest.fixture(scope="module")
def folder(application: Application, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pictures, taken once."""
    path = tmp_path_factory.mktemp("shots")
    shots.take(application, path)
    return path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_there_in_both_themes(folder: Path, qtbot: QtBot, theme: str) -> None:
    names = {path.stem.split("-", 2)[2] for path in folder.glob(f"{theme}-*.png")}
    pages = {page.key for chapter in packs.load(packs.DEFAULT).outline for page in chapter.pages}
    assert names >= pages | {
        "first-start", "overview", "history", "versions", "carried", "reports", "new", "export",
    }  # fmt: skip
    assert names >= {"history-details", "field-history", "undo-list", "settings", "settings-report", "settings-backups"}


def test_pages_have_the_size_of_a_small_office_screen(folder: Path, qtbot: QtBot) -> None:
    image = QImage(str(next(folder.glob("light-*-projects.png"))))
    assert (image.width(), image.height()) == (1366, 768)


def test_the_themes_differ(folder: Path, qtbot: QtBot) -> None:
    light, dark = (QImage(str(next(folder.glob(f"{theme}-*-projects.png")))) for theme in ("light", "dark"))
    assert light.pixelColor(700, 740).lightness() > 200 > 60 > dark.pixelColor(700, 740).lightness()
