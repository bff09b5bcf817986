"""Pages laid out a little at a time, so that the longest report never keeps the window waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

from app.model.layout import Layout
from app.render.blocks import Document
from ui.printing.cache import Cache
from ui.printing.fonts import FontSet
from ui.printing.pages import Page
from ui.printing.typeset import USUAL, Numbering, typesetting


class Pagination:
    """Lays out one document after another; until a page is new, the last document's page of that number stands.

    Belongs to the thread it was made in.
    """

    def __init__(self) -> None:
        self._cache = Cache()
        self._steps: Iterator[Page | None] = iter(())
        self._pages: list[Page] = []
        self._rows: list[frozenset[str]] = []  # what each page shows figures of, as `table/id`
        self.fonts: FontSet | None = None
        self.new = 0
        """How many pages are of the present document; those after them are of the one before."""
        self.is_whole = True
        """Whether all pages are new."""

    @property
    def pages(self) -> Sequence[Page]:
        """The pages to be shown now."""
        return self._pages

    def begin(self, document: Document, layout: Layout, numbering: Numbering = USUAL) -> None:
        """Starts anew with a document; one that is not laid out whole is given up."""
        fonts = self._cache.begin(layout)
        if fonts is not self.fonts:
            self._pages.clear()  # they cannot be painted with other fonts than their own
            self._rows.clear()
        self.fonts = fonts
        self._steps = typesetting(document, layout, self._cache, fonts, numbering)
        self.new = 0
        self.is_whole = False

    def advance(self, seconds: float) -> None:
        """Lays out for about that long, at least one step."""
        until = perf_counter() + seconds
        for page in self._steps:
            if page is not None:
                self._take(page)
            if perf_counter() >= until:
                return
        del self._pages[self.new :], self._rows[self.new :]
        self.is_whole = True

    def _take(self, page: Page) -> None:
        rows = frozenset(row_of(run.ref) for part in page.parts for run in part.runs() if run.ref)
        self._pages[self.new : self.new + 1] = [page]
        self._rows[self.new : self.new + 1] = [rows]
        self.new += 1

    def showing(self, prefix: str, near: int) -> Iterator[int]:
        """The indexes of new pages that may show figures of a row or field, those near to a page first."""
        row = row_of(prefix)
        found = (index for index in range(self.new) if row in self._rows[index])
        return iter(sorted(found, key=lambda index: abs(index - near)))


def row_of(ref: str) -> str:
    """The row of a reference, `project/7` of `project/7/budget`; of a computed figure its first two words."""
    return "/".join(ref.split("/", 2)[:2])
