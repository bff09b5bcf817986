"""The unit in which forms show and take amounts; one for all of them, because two on one page would be misread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.model.quantities import MONEY_UNITS


class AmountUnit(QObject):
    """万元 or 元. What is stored does not change with it."""

    changed = Signal(str)  # the unit in use now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unit = MONEY_UNITS[0]

    @property
    def unit(self) -> str:
        return self._unit

    @property
    def other(self) -> str:
        """The unit `switch` would go to."""
        return next(unit for unit in MONEY_UNITS if unit != self._unit)

    def use(self, unit: str) -> None:
        """Shows amounts in a unit from now on; an unknown one counts as 万元."""
        known = unit if unit in MONEY_UNITS else MONEY_UNITS[0]
        if known != self._unit:
            self._unit = known
            self.changed.emit(known)

    def switch(self) -> None:
        """Goes to the other unit."""
        self.use(self.other)
