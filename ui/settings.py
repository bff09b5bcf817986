"""What the window remembers between starts: an ini file beside the library, never content of a report."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app import paths
from ui.theme import ThemeChoice

SCALES = ("1", "1.25", "1.5", "1.75", "2")


class Settings:
    """Typed access to the ini file; a damaged or foreign value counts as not set."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = QSettings(str(path or paths.user_data() / "window.ini"), QSettings.Format.IniFormat)

    def _text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set(self, key: str, value: object) -> None:
        """Writes a value at once."""
        self._store.setValue(key, value)
        self._store.sync()

    @property
    def theme(self) -> ThemeChoice:
        return ThemeChoice.DARK if self._text("theme") == ThemeChoice.DARK.value else ThemeChoice.LIGHT

    @theme.setter
    def theme(self, value: ThemeChoice) -> None:
        self.set("theme", value.value)

    @property
    def scale(self) -> str:
        """The factor laid over the system's own scale; 1 where none was chosen. Takes effect at the next start."""
        value = self._text("scale")
        return value if value in SCALES else "1"

    @scale.setter
    def scale(self, value: str) -> None:
        self.set("scale", value)

    @property
    def amount_unit(self) -> str:
        """The unit of amounts in forms; empty where none was chosen."""
        return self._text("amount_unit")

    @amount_unit.setter
    def amount_unit(self, value: str) -> None:
        self.set("amount_unit", value)

    @property
    def geometry(self) -> QByteArray:
        return self._bytes("geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self.set("geometry", value)

    @property
    def last_report(self) -> int:
        """The id of the report open last; 0 when there is none."""
        value = self._text("report")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0

    @last_report.setter
    def last_report(self, value: int) -> None:
        self.set("report", str(value))

    @property
    def export_folder(self) -> str:
        return self._text("export_folder")

    @export_folder.setter
    def export_folder(self, value: str) -> None:
        self.set("export_folder", value)

    @property
    def is_panel_open(self) -> bool:
        return self._text("panel") != "folded"

    @is_panel_open.setter
    def is_panel_open(self, value: bool) -> None:
        self.set("panel", "open" if value else "folded")

    def layout(self, name: str) -> QByteArray:
        """The saved state of a splitter or header; empty when there is none."""
        return self._bytes(f"layout/{name}")

    def set_layout(self, name: str, state: QByteArray) -> None:
        """Remembers the state of a splitter or header."""
        self.set(f"layout/{name}", state)
