"""Cards side by side where there is room and one below the other where there is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import theme


class CardRow(QWidget):
    """As many columns as fit, all lines equally full: four cards stand 4, 2 × 2 or 1 wide."""

    def __init__(
        self, cards: Sequence[QWidget], least: int, *, shares: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        """`least` is the width of a card, logical pixels, below which fewer stand side by side; `shares` says how the
        width is divided where all do.
        """
        super().__init__(parent)
        self._cards, self._least = tuple(cards), least
        self._shares = tuple(shares) or (1,) * len(cards)
        self.columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.S3)
        self._arrange(len(self._cards))

    def _fitting(self, width: int) -> int:
        fit = max(1, (width + theme.S3) // (self._least + theme.S3))
        count = len(self._cards)
        return max(number for number in range(1, min(fit, count) + 1) if count % number == 0)

    def _arrange(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.columns = columns
        for card in self._cards:
            self._grid.removeWidget(card)
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
        is_whole = columns == len(self._cards)
        for place in range(len(self._cards)):
            share = (self._shares[place] if is_whole else 1) if place < columns else 0
            self._grid.setColumnStretch(place, share)
            # Without a common least width the stretch is laid over what each card asks for, and columns differ.
            self._grid.setColumnMinimumWidth(place, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._fitting(event.size().width()))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest card may be: what stands beside it can go below it."""
        width = max(max(card.minimumSizeHint().width(), card.minimumWidth()) for card in self._cards)
        return QSize(width, super().minimumSizeHint().height())
