"""Typed text that could not be stored: kept with the reason, so that neither a page change nor a click loses it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

FieldKey = tuple[str, int, str]
"""Table, row id and field name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and why it was not taken, one Chinese sentence."""

    text: str
    reason: str


class Drafts(QObject):
    """The drafts of the open report by field."""

    changed = Signal(str, int, str)  # table, row id, field

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts: dict[FieldKey, Draft] = {}

    def get(self, table: str, row_id: int, field: str) -> Draft | None:
        """The draft of a field; None when what is stored holds."""
        return self._drafts.get((table, row_id, field))

    def put(self, table: str, row_id: int, field: str, draft: Draft) -> None:
        """Keeps what was typed."""
        self._drafts[table, row_id, field] = draft
        self.changed.emit(table, row_id, field)

    def drop(self, table: str, row_id: int, field: str) -> None:
        """Forgets a draft, once a value was stored or the officer went back."""
        if self._drafts.pop((table, row_id, field), None) is not None:
            self.changed.emit(table, row_id, field)

    def clear(self) -> None:
        """Forgets all drafts, when another report is opened."""
        for key in list(self._drafts):
            self.drop(*key)

    def __len__(self) -> int:
        return len(self._drafts)
