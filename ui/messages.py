"""Questions put to the officer in a dialog, behind one interface, so that tests answer them without a dialog."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget


class Messages(Protocol):
    """What the window may ask. `parent` is the widget the dialog belongs to."""

    def confirm(self, parent: QWidget | None, title: str, text: str, yes: str, /) -> bool:
        """Whether the officer agrees; `yes` is the word on the button that does it."""

    def inform(self, parent: QWidget | None, title: str, text: str, /) -> None:
        """Tells something that has to be read before going on."""

    def choose_folder(self, parent: QWidget | None, title: str, start: Path, /) -> Path | None:
        """A folder; None when the officer turned away."""

    def choose_save(self, parent: QWidget | None, title: str, start: Path, kind: str, /) -> Path | None:
        """Where to save a file; `kind` as in “PNG 图片 (*.png)”. None when the officer turned away."""

    def set_up_print(self, parent: QWidget | None, printer: QPrinter, pages: int, /) -> bool:
        """Has a printer, copies and some of so many pages chosen; False when the officer turned away."""

    def choose_files(self, parent: QWidget | None, title: str, kind: str, /) -> list[Path]:
        """Files to read; `kind` as in “PNG 图片 (*.png)”. None of them when the officer turned away."""

    def choose_file(self, parent: QWidget | None, title: str, kind: str, start: Path | None = None, /) -> Path | None:
        """One file to read, looked for from `start`; None when the officer turned away."""

    def open_path(self, path: Path, /) -> bool:
        """Opens a file or folder with the system's own program; False when there is none."""


class DialogMessages:
    """The real dialogs."""

    def confirm(self, parent: QWidget | None, title: str, text: str, yes: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.NoButton, parent)
        agreed = QPushButton(yes)
        agreed.setProperty("role", "filled")
        box.addButton(agreed, QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.exec()
        return box.clickedButton() is agreed

    def inform(self, parent: QWidget | None, title: str, text: str) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.NoButton, parent)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def choose_folder(self, parent: QWidget | None, title: str, start: Path) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
        return Path(chosen) if chosen else None

    def choose_save(self, parent: QWidget | None, title: str, start: Path, kind: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(start), kind)
        return (Path(chosen) if Path(chosen).suffix else Path(f"{chosen}{start.suffix}")) if chosen else None

    def set_up_print(self, parent: QWidget | None, printer: QPrinter, pages: int) -> bool:
        dialog = QPrintDialog(printer, parent)
        option = QPrintDialog.PrintDialogOption
        dialog.setOptions(option.PrintPageRange | option.PrintCurrentPage | option.PrintCollateCopies)
        dialog.setMinMax(1, pages)
        dialog.setFromTo(1, pages)
        return dialog.exec() == QPrintDialog.DialogCode.Accepted

    def choose_files(self, parent: QWidget | None, title: str, kind: str) -> list[Path]:
        chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", kind)
        return [Path(each) for each in chosen]

    def choose_file(self, parent: QWidget | None, title: str, kind: str, start: Path | None = None) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(parent, title, str(start or ""), kind)
        return Path(chosen) if chosen else None

    def open_path(self, path: Path) -> bool:
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
