"""The totals row under a table: sums of its money and scores, by the rules of the entity."""

from __future__ import annotations

from decimal import Decimal

from app.model.entities import FundLine, Indicator, ReportRow
from app.model.fields import Kind
from app.model.quantities import format_money_table, format_percent, format_plain, format_score, rate
from ui.models.columns import columns
from ui.session import Session


def totals(session: Session, table: str) -> dict[str, str]:
    """Texts of the totals row by column; empty where the table has nothing to add up. The name is under ""."""
    rows = session.data.tables[table]
    if not rows:
        return {}
    if table == FundLine.TABLE:
        found = _of_funds(session)
    elif table == Indicator.TABLE:
        found = _of_indicators(session)
    else:
        found = _of_money(table, rows)
    return {column: session.figure(text) for column, text in found.items()}


def _of_money(table: str, rows: tuple[ReportRow, ...]) -> dict[str, str]:
    sums = {
        column.key: sum(getattr(row, column.key) or 0 for row in rows)
        for column in columns(table)
        if column.spec is not None and column.spec.kind is Kind.MONEY
    }
    if not sums:
        return {}
    result = {"": "合计"} | {key: format_money_table(value) for key, value in sums.items()}
    if {"budget", "executed"} <= sums.keys():
        result["rate"] = format_percent(rate(sums["executed"], sums["budget"]))
    return result


def _of_funds(session: Session) -> dict[str, str]:
    """The sum of one axis: the three axes break down the same money, so adding them up would count it thrice."""
    found = session.library.facts(session.report_id)
    filled = [axis for axis in found.axes if axis.lines]
    sums = {(axis.budget, axis.executed) for axis in filled}
    name = f"合计（{filled[0].axis}）" if filled else "合计"
    if len(filled) > 1:
        name = "合计（各口径一致 ✓）" if len(sums) == 1 else f"{name}⚠ 各口径合计不一致"
    total = found.total
    return {
        "": name,
        "budget": format_money_table(total.budget),
        "executed": format_money_table(total.executed),
        "rate": format_percent(total.rate),
    }


def _of_indicators(session: Session) -> dict[str, str]:
    found = session.library.scores(session.report_id)
    return {
        "": "合计",
        "weight": format_plain(sum((row.weight or Decimal(0) for row in session.data.indicators), Decimal(0))),
        # What counts of each row: the typed score, else the computed one.
        "score": format_score(found.management.computed + found.delivery.computed),
    }
