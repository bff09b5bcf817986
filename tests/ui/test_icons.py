"""The drawings are sharp at every scale and follow the theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app import paths
from ui import icons, theme
from ui.application import Application
from ui.theme import ThemeChoice

NAMES = sorted(path.stem for path in (paths.resources() / "icons").glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_every_drawing_can_be_drawn(name: str) -> None:
    assert QSvgRenderer(str(paths.resources() / "icons" / f"{name}.svg")).isValid()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0, 3.0])
def test_icon_has_the_pixels_of_the_screen(ratio: float) -> None:
    drawn = icons.icon("undo").pixmap(QSize(16, 16), ratio)
    assert drawn.width() == round(16 * ratio)


def _darkest(image: QImage) -> QColor:
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return max((image.pixelColor(x, y) for x, y in places), key=lambda colour: colour.alpha())


def test_assigned_icon_follows_the_theme(light: Application, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    icons.assign(button, "dot", "text")
    light.apply_theme(ThemeChoice.DARK)
    assert _darkest(button.icon().pixmap(16, 16).toImage()) == QColor(theme.DARK.text)


def test_tinted_files_hold_the_colour() -> None:
    files = icons.TintedFiles()
    assert "#123456" in Path(files.path("check", "#123456")).read_text(encoding="utf-8")
