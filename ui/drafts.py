"""Typed text that is not stored: being typed, or kept with the reason, so that no page change and no click loses it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

FieldKey = tuple[str, int, str]
"""Table, row id and field name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and why it was not taken, one Chinese sentence."""

    text: str
    reason: str
    is_refused: bool = False  # the text means something; the library could not be written, so it can be tried again


class Drafts(QObject):
    """The drafts of the open report by field, and which editors hold typing that has not been handed in."""

    changed = Signal(str, int, str)  # table, row id, field
    typing_changed = Signal(bool)  # whether anything is being typed now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts: dict[FieldKey, Draft] = {}
        self._typing: set[Hashable] = set()

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

    @property
    def fields(self) -> tuple[FieldKey, ...]:
        """The fields that have a draft, the oldest first."""
        return tuple(self._drafts)

    def refused(self) -> tuple[tuple[FieldKey, Draft], ...]:
        """The drafts that could be stored if the library could be written."""
        return tuple((key, draft) for key, draft in self._drafts.items() if draft.is_refused)

    def __len__(self) -> int:
        return len(self._drafts)

    # What is being typed

    @property
    def is_typing(self) -> bool:
        return bool(self._typing)

    def begin(self, editor: Hashable) -> None:
        """Something is typed in an editor and not handed in yet."""
        self._note(self._typing | {editor})

    def end(self, editor: Hashable) -> None:
        """What was typed there is handed in or given up."""
        self._note(self._typing - {editor})

    def _note(self, typing: set[Hashable]) -> None:
        was_typing, self._typing = bool(self._typing), typing
        if was_typing != bool(typing):
            self.typing_changed.emit(bool(typing))
