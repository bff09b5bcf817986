"""The sums under a table, of its rows or of selected cells, by the rules of the entity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.model.entities import FundLine, Indicator, ReportRow
from app.model.fields import FieldSpec, Kind, Value
from app.model.quantities import format_money_table, format_percent, format_plain, format_score, rate
from ui.models.columns import NUMBERS, columns
from ui.session import Session


def totals(session: Session, table: str, shown: Sequence[ReportRow] | None = None) -> dict[str, str]:
    """Texts of the totals row by column; empty where the table has nothing to add up. The name is under "".

    `shown` are the rows of a filter, None where there is none.
    """
    rows = session.data.tables[table] if shown is None else shown
    if not rows:
        return {}
    if table == FundLine.TABLE:
        found = _of_funds(session) if shown is None else _of_shown_funds(shown)
    elif table == Indicator.TABLE:
        found = _of_indicators(session, shown)
    else:
        found = _of_money(table, rows, _name(shown))
    return {column: session.figure(text) for column, text in found.items()}


def _name(shown: Sequence[ReportRow] | None) -> str:
    return "合计" if shown is None else f"所列 {len(shown)} 行合计"


def _of_money(table: str, rows: Sequence[ReportRow], name: str) -> dict[str, str]:
    sums = {
        column.key: sum(getattr(row, column.key) or 0 for row in rows)
        for column in columns(table)
        if column.spec is not None and column.spec.kind is Kind.MONEY
    }
    if not sums:
        return {}
    result = {"": name} | {key: format_money_table(value) for key, value in sums.items()}
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


def _of_shown_funds(shown: Sequence[ReportRow]) -> dict[str, str]:
    if len({row.axis for row in shown if isinstance(row, FundLine)}) > 1:
        return {"": f"所列 {len(shown)} 行口径不同，不合计"}
    return _of_money(FundLine.TABLE, shown, _name(shown))


def _of_indicators(session: Session, shown: Sequence[ReportRow] | None) -> dict[str, str]:
    found = session.library.scores(session.report_id)
    rows = [row for row in (session.data.indicators if shown is None else shown) if isinstance(row, Indicator)]
    score = sum((block.computed for block in found.blocks), Decimal(0))
    if shown is not None:
        counted = [found.rows[row.id].score for row in rows if row.id in found.rows]
        score = sum((each for each in counted if each is not None), Decimal(0))
    return {
        "": _name(shown),
        "weight": format_plain(sum((row.weight or Decimal(0) for row in rows), Decimal(0))),
        # What counts of each row: the typed score, else the computed one.
        "score": format_score(score),
    }


def selected(number: int, values: Iterable[tuple[FieldSpec, Value]]) -> str:
    """What `number` selected cells amount to, as the line below a spreadsheet says it; empty for less than two.

    `values` are those of fields, each with its field. Only what has one unit adds up.
    """
    if number < 2:
        return ""
    figures = [(spec, value) for spec, value in values if spec.kind in NUMBERS and isinstance(value, int | Decimal)]
    words = f"选中 {number:,} 格"
    if len({(spec.kind is Kind.MONEY, spec.unit) for spec, _ in figures}) != 1:
        return words
    total = sum((Decimal(value) for _, value in figures), Decimal(0))
    is_money = figures[0][0].kind is Kind.MONEY
    return f"{words}，合计 {format_money_table(int(total)) if is_money else format_plain(total)}"
