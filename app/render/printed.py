"""The figures of a document with the text around them, for a search that leads from a figure to its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.render.blocks import Document, Paragraph, Run

Figure = tuple[str, str, int, int]
"""The reference of a figure, the text it stands in, and where in it."""


def figures(document: Document) -> Iterator[Figure]:
    """Every stretch of text that names its source, in the order of the document."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield from _of(block.runs)
            else:
                for row in block.rows:
                    for cell in row.cells:
                        yield from _of(cell.runs)


def _of(runs: Sequence[Run]) -> Iterator[Figure]:
    if not any(run.ref for run in runs):
        return
    text = "".join(run.text for run in runs)
    place = 0
    for run in runs:
        if run.ref:
            yield run.ref, text, place, place + len(run.text)
        place += len(run.text)
