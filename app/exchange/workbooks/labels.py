"""Reads the labelled cells above a score table: whose it is, the goal of the year and what came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.exchange.annex_labels import LABELS
from app.exchange.workbooks.regions import Region
from app.exchange.workbooks.sheet import Fault, Figure, Sheet
from app.model.entities import Department, Indicator, Report
from app.model.fields import Value
from app.model.offers import Offer

_IGNORED = re.compile(r"[\s：:]")


@dataclass(frozen=True, slots=True)
class Labelled:
    """What the labels of a sheet tell. Fields whose cells are empty are not in it."""

    department: str = ""
    report: Offer | None = None


def labelled(sheet: Sheet, found: Sequence[Region]) -> Labelled:
    """What stands beside the labels of a sheet with a score table, outside of its tables."""
    if not any(Indicator.TABLE in region.tables[:1] for region in found):
        return Labelled()
    inside = {place for region in found for place in (*region.head, *region.body)}
    told: dict[tuple[str, str], str] = {}
    first = 0
    for place, line in enumerate(sheet.lines):
        if place in inside:
            continue
        words = [(text, LABELS.get(_IGNORED.sub("", text))) for text in line.cells if text]
        for (_, label), (value, other) in pairwise(words):
            if label is not None and other is None and not isinstance(value, Figure | Fault):
                told.setdefault((label[0].TABLE, label[1]), value)
                first = first or line.number
    values: dict[str, Value] = {name: text for (table, name), text in told.items() if table == Report.TABLE}
    report = Offer(Report.TABLE, f"{sheet.name} 第{first}行", values) if values else None
    return Labelled(told.get((Department.TABLE, "name"), ""), report)
