"""Where the officer has been in the report, so that back and forward work as in a browser."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.models.goto_model import Place

DWELL = 1.0  # seconds after which a row counts as visited, so that walking down a table leaves no trail
_MOST = 200


class Visited:
    """Places in the order they were visited, and which of them the officer is at.

    Every page is a visit. On a page, the caret moves the visit along, unless it rested for `DWELL` seconds or the row
    was left by a jump or after an edit (`settle`). `is_there` says whether a place still exists; others are passed
    over, but kept, since undo may bring them back.
    """

    def __init__(self, is_there: Callable[[Place], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._is_there, self._clock = is_there, clock
        self._places: list[Place] = []
        self._at = -1
        self._since = 0.0
        self._is_settled = True

    def clear(self) -> None:
        """Forgets all of it, when another report is opened."""
        self._places.clear()
        self._at = -1
        self._is_settled = True

    def note(self, place: Place) -> None:
        """Says where the officer is now."""
        place = dataclasses.replace(place, start=0, end=0)
        here = self._places[self._at] if self._at >= 0 else None
        if here is not None and here.page == place.page and not place.table:
            return
        if here is not None and self._moves_along(here, place):
            self._places[self._at] = place
            if here.row_id == place.row_id and here.table == place.table:
                return
        else:
            del self._places[self._at + 1 :]
            self._places.append(place)
            del self._places[:-_MOST]
            self._at = len(self._places) - 1
        self._since, self._is_settled = self._clock(), False

    def _moves_along(self, here: Place, place: Place) -> bool:
        if here.page != place.page:
            return False
        is_same_row = (here.table, here.row_id) == (place.table, place.row_id)
        return is_same_row or not here.table or not (self._is_settled or self._clock() - self._since >= DWELL)

    def settle(self) -> None:
        """Makes the place a visit of its own, before a jump and after an edit."""
        self._is_settled = True

    def can_step(self, direction: int) -> bool:
        """Whether there is a place to go to: -1 back, 1 forward."""
        return self._next(direction) >= 0

    def step(self, direction: int) -> Place | None:
        """Moves back (-1) or forward (1) and says where to; None when there is nowhere to go."""
        found = self._next(direction)
        if found < 0:
            return None
        self._at, self._is_settled = found, True
        return self._places[found]

    def _next(self, direction: int) -> int:
        """The number of the next place that is there and is another one; -1 when there is none."""
        here = self._places[self._at] if self._at >= 0 else None
        number = self._at + direction
        while 0 <= number < len(self._places):
            if self._places[number] != here and self._is_there(self._places[number]):
                return number
            number += direction
        return -1
