"""What every page of the window has: a heading, room below it, and the way to other places."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.model.carry_over import FieldKey
from ui import theme
from ui.models.goto_model import Place
from ui.pages.offer_bar import OfferBar
from ui.session import Session
from ui.widgets.basics import PartedLabel, column, label, row
from ui.widgets.sheet_area import SheetArea

MARGIN = theme.S5


class Page(QWidget):
    """A heading line with a remark and buttons, and the page's own content under `body`."""

    place_wanted = Signal(object)  # Place
    told = Signal(str, str)  # a sentence for the message bar, and its kind

    widest = 1680  # logical pixels of content; on a larger screen it stands in the middle

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.part = ""  # of the report, for the preview beside; empty for that of the page's chapter
        self.setProperty("role", "page")
        self.heading = label(title, "page")
        self.remark = PartedLabel("", "secondary")  # on a narrow page it gives way to the buttons
        self._sheet: SheetArea | None = None
        self.tools: QHBoxLayout = row(self.heading, theme.S1, self.remark, None)
        self._whole: QVBoxLayout = column(self, spacing=0)
        self.body: QVBoxLayout = column(spacing=theme.S3)
        self.body.setContentsMargins(MARGIN, theme.S3, MARGIN, theme.S3)
        self._whole.addLayout(self.body, 1)
        holder = QWidget()
        holder.setFixedHeight(theme.CONTROL + theme.S1)
        holder.setLayout(self.tools)
        self.offers = OfferBar(self)
        top = column(spacing=0)
        top.addWidget(holder)
        top.addWidget(self.offers)
        self.body.addLayout(top)

    def offer(self, button: QAbstractButton) -> None:
        """Puts a button for what the program offers to do on this page into the line below the heading."""
        self.offers.add(button)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.offers.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(MARGIN, (self.width() - self.widest + 1) // 2)
        self.body.setContentsMargins(side, theme.S3, side, theme.S3)
        if self._sheet is not None:
            self._sheet.set_margins(QMargins(side, 0, side, theme.S3))

    def add_scrolling(self, content: QWidget) -> SheetArea:
        """Puts content below the heading that scrolls to the page's edges and stands in line with the heading."""
        self._sheet = SheetArea(content, QMargins(MARGIN, 0, MARGIN, theme.S3))
        self._whole.setStretch(0, 0)
        self._whole.addWidget(self._sheet, 1)
        return self._sheet

    def refresh(self) -> None:
        """Shows what is stored now; called when the page comes to the front and after edits."""

    def show_place(self, place: Place) -> None:
        """Goes to a row or field of this page."""

    def show_change(self, place: Place) -> None:
        """Goes to what undo or redo changed, and marks it."""

    def show_selection(self, _place: Place) -> None:
        """Selects the characters of a place in its field, without taking the keyboard."""

    def selected_rows(self, _table: str) -> tuple[int, ...]:
        """The ids of the rows of a table that are selected on this page."""
        return ()

    def chosen(self, _fields: frozenset[FieldKey]) -> frozenset[FieldKey]:
        """Those of some fields that are selected in the table with the keys, where more than one cell is; of rows
        chosen as such all their fields.
        """
        return frozenset()


def scrolling(content: QWidget) -> SheetArea:
    """Content that scrolls when it is taller than its room; the bar stands in its right margin where there is one."""
    layout = content.layout()
    return SheetArea(content, layout.contentsMargins() if layout is not None else QMargins())
