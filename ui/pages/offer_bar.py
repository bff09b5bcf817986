"""The line below a page's heading that says what the program offers to do there, so that the heading stays as it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui import theme
from ui.widgets.basics import label, row, show_in_parent

_NOTHING = "都已处理 ✓"


class OfferBar(QWidget):
    """Holds buttons that hide themselves where they have nothing to offer.

    It comes and goes only when its page is entered: what is done there, by these buttons or by hand, moves nothing
    that the officer is about to click on.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._buttons: list[QAbstractButton] = []
        self._nothing = label(_NOTHING, "secondary")
        self._nothing.hide()
        self._line = row(self._nothing, None, spacing=theme.S4)
        self.setLayout(self._line)
        self.setFixedHeight(theme.S6)
        self.hide()

    def add(self, offer: QAbstractButton) -> None:
        """Adds a button at the end; their texts stand in line with the page's heading."""
        offer.setProperty("flush", "true")
        self._line.insertWidget(self._line.count() - 1, offer)
        self._buttons.append(offer)
        self.settle()

    def settle(self) -> None:
        """Shows the line where anything is offered now."""
        show_in_parent(self, self._has_offers)
        self._show_rest()

    @property
    def _has_offers(self) -> bool:
        return any(not offer.isHidden() for offer in self._buttons)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button came or went
            self._show_rest()
        return super().event(event)

    def _show_rest(self) -> None:
        self._nothing.setVisible(not self._has_offers)
