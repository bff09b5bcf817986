"""What earlier typesetting can be used again, so that a keystroke lays out one paragraph and not the report."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable

from app.model.layout import Layout, TableStyle
from ui.printing.cells import CellKey, CellText
from ui.printing.fonts import FontSet
from ui.printing.lines import Line

_MOST_CELLS = 200_000


class Cache:
    """Set paragraphs and cells of one layout. Belongs to the thread it was made in."""

    def __init__(self) -> None:
        self._layout: Layout | None = None
        self._fonts: FontSet | None = None
        self._used: dict[Hashable, tuple[Line, ...]] = {}
        self._older: dict[Hashable, tuple[Line, ...]] = {}
        self._cells: dict[TableStyle, dict[CellKey, CellText]] = {}

    def cells(self, style: TableStyle) -> dict[CellKey, CellText]:
        """The cells that were set in a style, to be added to."""
        return self._cells.setdefault(style, {})

    def begin(self, layout: Layout) -> FontSet:
        """Starts a run of typesetting; what was set in another layout is forgotten."""
        if self._fonts is None or layout != self._layout:
            self._layout, self._fonts = layout, FontSet(layout)
            self._used.clear()
            self._older.clear()
            self._cells.clear()
        if sum(map(len, self._cells.values())) > _MOST_CELLS:
            self._cells.clear()
        self._older.update(self._used)
        self._used = {}
        return self._fonts

    def end(self) -> None:
        """Ends a run that came to its end: what it did not use is forgotten. One that is given up forgets nothing."""
        self._older.clear()

    def lines(
        self, key: Hashable, composing: Callable[[], Generator[None, None, tuple[Line, ...]]]
    ) -> Generator[None, None, tuple[Line, ...]]:
        """The lines of a paragraph, composed when it was not set before."""
        lines = self._used.get(key) or self._older.get(key)
        if lines is None:
            lines = yield from composing()
        self._used[key] = lines
        return lines
