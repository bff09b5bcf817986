"""What the program's own dialogs have in common: margins, a heading, and buttons that say what they do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.basics import button, column, label, row


class Dialog(QDialog):
    """A modal dialog with a body, an error line and a row of buttons."""

    def __init__(self, title: str, parent: QWidget | None, *, done: str, cancel: str = "取消") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.done_button: QPushButton = button(done, role="filled")
        self.cancel_button: QPushButton = button(cancel)
        self.done_button.setDefault(True)
        self.done_button.clicked.connect(self.on_done)
        self.cancel_button.clicked.connect(self.reject)
        whole = column(self, spacing=theme.S3)
        whole.setContentsMargins(theme.S6, theme.S5, theme.S6, theme.S5)
        whole.addWidget(label(title, "page"))
        self.body: QVBoxLayout = column(spacing=theme.S3)
        whole.addLayout(self.body, 1)
        whole.addWidget(self.error)
        self.buttons: QHBoxLayout = row(None, self.cancel_button, self.done_button, spacing=theme.S2)
        whole.addSpacing(theme.S2)
        whole.addLayout(self.buttons)

    def open_once(self) -> None:
        """Opens the dialog, which is gone once it is closed."""
        self.finished.connect(self.deleteLater)
        self.open()

    @property
    def room(self) -> QSize:
        """What windows may take of the screen it opens on.

        A widget must not be asked for its screen: PySide 6.9.3 makes that a child of the widget, and the collector
        deletes it with the widget, after which no font can be made any more.
        """
        parent = self.parentWidget()
        place = parent.window().frameGeometry().center() if parent is not None else QCursor.pos()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        return screen.availableSize()

    def on_done(self) -> None:
        """What the filled button does; accepts unless a dialog has more to do."""
        self.accept()

    def add_field(self, text: str, field: QWidget) -> None:
        """A field below its name, as the next of the body."""
        name = label(text, "secondary")
        name.setBuddy(field)
        field.setAccessibleName(text)
        box = column(spacing=theme.S1)
        box.addWidget(name)
        box.addWidget(field)
        self.body.addLayout(box)

    def tell_error(self, sentence: str) -> None:
        """Shows what is wrong above the buttons; empty takes it away."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
