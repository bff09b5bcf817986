"""What the window remembers between starts: an ini file beside the library, never content of a report."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from app import paths
from ui.theme import ThemeChoice

MONEY_UNITS = ("万元", "元")
_HEADINGS = "headings/"
SCALES = ("1", "1.25", "1.5", "1.75", "2")


def documents() -> Path:
    """The officer's documents."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


class Settings:
    """Typed access to the ini file; a damaged or foreign value counts as not set."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = QSettings(str(path or paths.user_data() / "window.ini"), QSettings.Format.IniFormat)
        self._passing: dict[str, object] | None = None  # what is set, where it is not to be kept

    def passing(self) -> Settings:
        """The same settings, but what is set in them is forgotten; for a window that is only looked into."""
        result = Settings(Path(self._store.fileName()))
        result._passing = {}
        return result

    def _value(self, key: str) -> object:
        return (self._passing or {}).get(key, self._store.value(key))

    def _folder(self, key: str) -> Path:
        return Path(self._text(key) or documents())

    def _text(self, key: str) -> str:
        value = self._value(key)
        return value if isinstance(value, str) else ""

    def _bytes(self, key: str) -> QByteArray:
        value = self._value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set(self, key: str, value: object) -> None:
        """Writes a value at once."""
        if self._passing is not None:
            self._passing[key] = value
            return
        self._store.setValue(key, value)
        self._store.sync()

    @property
    def theme(self) -> ThemeChoice:
        value = self._text("theme")
        return ThemeChoice(value) if value in {choice.value for choice in ThemeChoice} else ThemeChoice.LIGHT

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
    def export_folder(self) -> Path:
        """Where files were written last; at first the officer's documents."""
        return self._folder("export_folder")

    @export_folder.setter
    def export_folder(self, value: Path) -> None:
        self.set("export_folder", str(value))

    @property
    def is_panel_open(self) -> bool:
        return self._text("panel") != "folded"

    @is_panel_open.setter
    def is_panel_open(self, value: bool) -> None:
        self.set("panel", "open" if value else "folded")

    # How amounts are shown and typed in the window; the report itself always prints 万元 with separators

    @property
    def money_unit(self) -> str:
        """The unit forms take amounts in: 万元 or 元."""
        value = self._text("money_unit")
        return value if value in MONEY_UNITS else MONEY_UNITS[0]

    @money_unit.setter
    def money_unit(self, value: str) -> None:
        self.set("money_unit", value)

    @property
    def has_separators(self) -> bool:
        """Whether amounts have thousands separators."""
        return self._text("separators") != "none"

    @has_separators.setter
    def has_separators(self, value: bool) -> None:
        self.set("separators", "comma" if value else "none")

    # What a new report begins with; each is empty where none was chosen, and may name what is gone since

    @property
    def default_department(self) -> str:
        """The full name of a department."""
        return self._text("default_department")

    @default_department.setter
    def default_department(self, value: str) -> None:
        self.set("default_department", value)

    @property
    def default_pack(self) -> str:
        """The key of a template pack."""
        return self._text("default_pack")

    @default_pack.setter
    def default_pack(self, value: str) -> None:
        self.set("default_pack", value)

    @property
    def default_layout(self) -> str:
        """The key of a layout preset."""
        return self._text("default_layout")

    @default_layout.setter
    def default_layout(self, value: str) -> None:
        self.set("default_layout", value)

    # Backups

    @property
    def backup_folder(self) -> str:
        """Where backups go; empty for the folder beside the library."""
        return self._text("backup_folder")

    @backup_folder.setter
    def backup_folder(self, value: str) -> None:
        self.set("backup_folder", value)

    @property
    def is_backing_up(self) -> bool:
        """Whether backups are made without asking."""
        return self._text("backup") != "off"

    @is_backing_up.setter
    def is_backing_up(self, value: bool) -> None:
        self.set("backup", "on" if value else "off")

    @property
    def backup_trouble(self) -> str:
        """Why the backup at the last closing failed, to be told at the next start; empty when it did not."""
        return self._text("backup_trouble")

    @backup_trouble.setter
    def backup_trouble(self, value: str) -> None:
        self.set("backup_trouble", value)

    # Reading in

    @property
    def import_folder(self) -> Path:
        """Where the last file was read in from; at first the officer's documents."""
        return self._folder("import_folder")

    @import_folder.setter
    def import_folder(self, value: Path) -> None:
        self.set("import_folder", str(value))

    def heading_choices(self) -> dict[tuple[str, str], str]:
        """The fields chosen for headings of workbooks, by table and plain heading; empty text for none."""
        keys = [key for key in self._store.allKeys() if key.startswith(_HEADINGS)] + [
            key for key in self._passing or {} if key.startswith(_HEADINGS)
        ]
        result = {}
        for key in keys:
            table, _, heading = key.removeprefix(_HEADINGS).partition("/")
            result[table, heading] = self._text(key).removeprefix("-")
        return result

    def set_heading_choice(self, table: str, heading: str, field: str) -> None:
        """Remembers the field chosen for a heading, empty for none."""
        self.set(f"{_HEADINGS}{table}/{heading}", field or "-")

    def layout(self, name: str) -> QByteArray:
        """The saved state of a splitter or header; empty when there is none."""
        return self._bytes(f"layout/{name}")

    def set_layout(self, name: str, state: QByteArray) -> None:
        """Remembers the state of a splitter or header."""
        self.set(f"layout/{name}", state)

    def print_setup(self, name: str) -> str:
        """How something is printed, as `ui.printing.setup` wrote it; empty where it was never changed."""
        return self._text(f"print/{name}")

    def set_print_setup(self, name: str, text: str) -> None:
        """Remembers how something is printed."""
        self.set(f"print/{name}", text)
