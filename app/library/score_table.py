"""The rows of the score table, moved or replaced as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from app.library import row_edits
from app.model.entities import Indicator
from app.model.fields import Value
from app.model.indicator_systems import replacement
from app.model.score_tree import Move
from app.storage.reports import GAP

if TYPE_CHECKING:
    from app.library.library import Library


class ScoreTable:
    """Edits of the score tables that concern many rows at once."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def move(self, report_id: int, move: Move) -> None:
        """Moves rows of the score table and has them say where they are now, in one step."""
        ids, present = frozenset(move.ids), self._library.data(report_id).indicators
        with self._library.step("移动自评指标", report_id) as step:
            positions = row_edits.room(step, present, move.before, len(ids), moving=ids)
            for row_id, position in zip(move.ids, positions, strict=True):
                step.update(Indicator.TABLE, row_id, {"position": position, **move.values})

    def load_system(self, report_id: int, rows: Sequence[Mapping[str, Value]], label: str, *, replaces: bool) -> None:
        """Brings an indicator system into the score table, in one step: in the place of the rows of its blocks, or
        behind all rows.
        """
        if not replaces:
            self._library.insert_all(report_id, Indicator.TABLE, rows, label=label)
            return
        found = replacement(self._library.data(report_id).indicators, rows)
        with self._library.step(label, report_id) as step:
            for gone in found.removed:
                step.delete(Indicator.TABLE, gone)
            for place, row_id in enumerate(found.order):
                position = GAP * (place + 1)
                if row_id is None:
                    values = cast("dict[str, Any]", dict(found.added[place]))
                    step.insert(Indicator(report_id=report_id, position=position, **values))
                else:
                    step.update(Indicator.TABLE, row_id, {"position": position, **found.changed.get(row_id, {})})
