"""How the commands print values."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from decimal import Decimal

from app.exchange.report_reader import Leftover
from app.model import quantities


def print_json(value: object) -> None:
    """One JSON document."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def points(value: Decimal | None) -> str | None:
    """A score as reports print it."""
    return None if value is None else quantities.format_score(value)


def number(value: Decimal | None) -> str | None:
    """A number with all its digits."""
    return None if value is None else str(value)


def print_leftovers(leftovers: Sequence[Leftover], kept: Sequence[str] = ()) -> None:
    """What of a file was not understood, each with the chapter in which it is kept, where it is."""
    if leftovers:
        number = len(list(filter(None, kept)))
        more = f"，其中 {number} 段留作补充段落" if number else ""
        print(f"没有识别的文字 {len(leftovers)} 段{more}：")
        for left, chapter in zip(leftovers, kept or [""] * len(leftovers), strict=True):
            note = f"（留在“{chapter}”）" if chapter else ""
            print(f"  [{left.place}] {left.text}{note}")
