"""The program's own drawings, tinted by the theme and sharp at every scale of the screen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from app import paths
from ui import theme

SIZE = 16  # logical pixels in buttons and rows
_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)  # what Windows and Linux desktops offer
_NAME, _ROLE = "iconName", "iconRole"


def pixmap(name: str, role: str = "text", size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """A drawing in a colour of the theme in use, `size` logical pixels wide for a screen of that scale."""
    return _drawn(name, getattr(theme.current(), role), size, ratio)


@cache
def _drawn(name: str, tint: str, size: int, ratio: float) -> QPixmap:
    pixels = round(size * ratio)
    result = QPixmap(pixels, pixels)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    _renderer(name, tint).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


@cache
def _renderer(name: str, tint: str) -> QSvgRenderer:
    """Read once for all sizes of a drawing."""
    return QSvgRenderer(QByteArray(_tinted(name, tint)))


def _tinted(name: str, tint: str) -> bytes:
    return (paths.resources() / "icons" / f"{name}.svg").read_bytes().replace(b"currentColor", tint.encode())


def icon(name: str, role: str = "text", size: int = SIZE) -> QIcon:
    """A drawing as an icon in a colour of the theme in use, greyed where its button is disabled."""
    return _icon(name, getattr(theme.current(), role), theme.current().disabled, size)


@cache
def _icon(name: str, tint: str, disabled: str, size: int) -> QIcon:
    result = QIcon()
    for ratio in _SCALES:
        # Without a ratio of its own each pixmap counts by its true pixels, so Qt picks the one that needs no scaling.
        for mode, colour in ((QIcon.Mode.Normal, tint), (QIcon.Mode.Disabled, disabled)):
            drawn = QPixmap(_drawn(name, colour, size, ratio))
            drawn.setDevicePixelRatio(1.0)
            result.addPixmap(drawn, mode)
    return result


def application_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(_drawn("ziping", "", size, 1.0))
    return result


def assign(target: QAction | QAbstractButton, name: str, role: str = "text", size: int = SIZE) -> None:
    """Gives a button or action an icon that follows the theme."""
    target.setProperty(_NAME, name)
    target.setProperty(_ROLE, role)
    target.setIcon(icon(name, role, size))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(size, size))


def refresh() -> None:
    """Draws every assigned icon anew, after the theme changed."""
    for widget in QApplication.allWidgets():
        _reassign(widget)
        for action in widget.actions():
            _reassign(action)


def _reassign(target: QObject) -> None:
    name = target.property(_NAME)
    if isinstance(name, str) and isinstance(target, QAction | QAbstractButton):
        size = target.iconSize().width() if isinstance(target, QAbstractButton) else SIZE
        target.setIcon(icon(name, str(target.property(_ROLE)), size))


class TintedFiles:
    """Drawings as files, because a style sheet takes its pictures only from files; deleted with the object."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()

    def path(self, name: str, tint: str) -> str:
        """A file with the drawing in that colour, written with slashes as style sheets want it."""
        target = Path(self._folder.path()) / f"{name}-{tint.lstrip('#')}.svg"
        if not target.exists():
            target.write_bytes(_tinted(name, tint))
        return target.as_posix()
