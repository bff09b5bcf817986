"""A stretch of prose and where it stands: what checks read of a report's free and printed text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Text of one field of one row, or a printed paragraph, which has no row but a style and perhaps a key."""

    text: str
    section: str = ""  # where it stands in the report, e.g. 一（三）
    table: str = ""
    row_id: int = 0
    field: str = ""
    style: str = ""  # of a printed paragraph: title, h1 … as the markup names it; empty for a field
    key: str = ""  # of a printed paragraph: under which it can be taken over by hand
