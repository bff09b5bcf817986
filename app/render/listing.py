"""A plain table under a title as a document of its own, for whatever is listed beside a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.render.blocks import Cell, Document, Paragraph, Row, Run, Section, Table


def listing(
    title: str, subtitle: str, headings: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]
) -> Document:
    """A landscape sheet: title, subtitle, and a table with its head on every page. `widths` are shares."""
    head = Row(tuple(Cell((Run(text),), align="center", header=True) for text in headings))
    body = tuple(Row(tuple(_cell(text) for text in row)) for row in rows)
    blocks = (
        Paragraph("table-title", (Run(title),)),
        Paragraph("table-subtitle", (Run(subtitle),)),
        Table(tuple(widths), (head,), (body,), "grid"),
    )
    return Document((Section("annex", "landscape", "A4", blocks),))


def _cell(text: str) -> Cell:
    """Short words such as a number or level stand in the middle."""
    return Cell((Run(text),) if text else (), align="center" if len(text) <= 3 else "text")
