"""What was read of a published report as offers, so that it goes into a report row by row as a workbook does."""

from __future__ import annotations

from app.exchange.kept_text import keepings
from app.exchange.report_reader import ReadReport
from app.model.entities import Indicator
from app.model.fields import Kind, Value, specs
from app.model.naming import naming_field
from app.model.offers import Offer
from app.model.pack import ScoreSettings, TemplatePack
from app.model.report_data import ReportData

_LONGEST = 24


def offers(read: ReadReport, pack: TemplatePack, data: ReportData | None = None) -> list[Offer]:
    """An offer for each row, and for each part of the report itself, that was read; then for what was not understood,
    to be kept in the chapters of a report of this pack that holds `data` already.
    """
    kept = keepings(read.leftovers, pack.chapters, data)
    return _understood(read, pack.scores) + [each.offer for each in kept if each.chapter]


def _understood(read: ReadReport, frame: ScoreSettings) -> list[Offer]:
    names = {
        (table, row.id): str(getattr(row, naming_field(type(row)))) for table, rows in read.rows.items() for row in rows
    }
    result = []
    for item in read.understood:
        declared = specs(type(item.row))
        values: dict[str, Value] = {}
        mentions: dict[str, str] = {}
        for name in item.fields:
            spec = declared.get(name)
            value = getattr(item.row, name)
            if spec is None or (value == spec.empty and spec.kind is not Kind.CHOICE):
                continue
            if spec.kind is Kind.REFERENCE:
                mentions[name] = names.get((spec.target, value), "")
            else:
                values[name] = value
        if isinstance(item.row, Indicator):
            values["block"] = frame.fitting(item.row.block)
        if values or mentions:
            source = " ".join(item.passage.split())
            shown = source if len(source) <= _LONGEST else f"{source[:_LONGEST]}…"
            result.append(Offer(item.row.TABLE, shown, values, {key: text for key, text in mentions.items() if text}))
    return result
