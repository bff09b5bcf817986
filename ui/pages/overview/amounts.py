"""Amounts as the charts of 概览 say them."""

from __future__ import annotations

from decimal import Decimal

from app.model.quantities import MISSING, format_money, format_percent


def amounts_tip(name: str, budget: int | None, executed: int | None, done: Decimal | None) -> str:
    """A budget, 分, what was spent of it, what is left and the rate in %, line by line with exact figures."""
    lines = [name, f"预算 {_wan(budget)}", f"执行 {_wan(executed)}"]
    if budget is not None and executed is not None:
        left = budget - executed
        lines.append(f"未执行 {_wan(left)}" if left >= 0 else f"超出预算 {_wan(-left)}")
    lines.append(f"完成率 {format_percent(done, 2)}" if done is not None else why_no_rate(budget, executed))
    return "\n".join(lines)


def why_no_rate(budget: int | None, executed: int | None) -> str:
    """Why there is no completion rate."""
    if budget is None:
        return "没有填写预算，算不出完成率"
    return "没有填写执行数，算不出完成率" if executed is None else "预算不大于 0，算不出完成率"


def measure(fen: int | None) -> Decimal | None:
    """An amount as the length of a bar."""
    return None if fen is None else Decimal(fen)


def _wan(fen: int | None) -> str:
    return MISSING if fen is None else f"{format_money(fen)} 万元"
