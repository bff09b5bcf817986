"""What sentences are, and how numbers stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from app.errors import InputError
from app.model.quantities import parse_decimal

Span = tuple[int, int]

LONGEST = 200_000
"""Characters; in a longer paragraph nothing is looked for, so that no pattern takes long over it."""

PERCENT = r"(?:[0-9]{1,18}(?:\.[0-9]{1,9})?%|—)"


def number(text: str) -> Decimal | None:
    """A decimal, a percent sign apart; None when it is none."""
    try:
        return parse_decimal(text.rstrip("%"))
    except InputError:
        return None


def split_sentences(text: str) -> list[Span]:
    """Where the sentences of a paragraph stand."""
    ends = [found.end() for found in re.finditer("[。！？](?:[”）])?", text)]
    borders = [0, *ends, *([] if ends and ends[-1] == len(text) else [len(text)])]
    return [(start, end) for start, end in pairwise(borders) if text[start:end].strip()]


def without(text: str, spans: Sequence[Span]) -> str:
    """The sentences that none of the spans touches."""
    kept = [
        text[start:end]
        for start, end in split_sentences(text)
        if not any(start < last and first < end for first, last in spans)
    ]
    return "".join(kept).strip()
