"""What a workbook computes: the `calc` of a cell in the markup, read, worked out and written for Excel.

A template names cells (`name="executed"`) and says of others how they follow: `executed / budget`, `sum(score)`. A bare
name is the cell of that name in the same row, else the only one on the sheet; `sum(name)` adds up all of that name.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

_LONGEST = 200
_MOST_RANGES = 200  # Excel takes 255 in one SUM
_OPERATORS: Mapping[type[ast.operator], tuple[str, Callable[[Decimal, Decimal], Decimal]]] = {
    ast.Add: ("+", lambda left, right: left + right),
    ast.Sub: ("-", lambda left, right: left - right),
    ast.Mult: ("*", lambda left, right: left * right),
    ast.Div: ("/", lambda left, right: left / right),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A cell that formulas can name: where it is on the sheet, and its number; None where it shows none."""

    row: int
    column: int
    value: Decimal | None


class CannotComputeError(Exception):
    """The cells named do not hold what the formula needs; the cell then keeps what it shows."""


@lru_cache(1000)
def read(text: str) -> ast.expr | None:
    """A `calc` as an expression; None when it is none."""
    if len(text) > _LONGEST:
        return None
    try:
        found = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None
    return found if _is_allowed(found) else None


def _is_allowed(part: ast.expr) -> bool:
    match part:
        case ast.BinOp(left, operator, right):
            return type(operator) in _OPERATORS and _is_allowed(left) and _is_allowed(right)
        case ast.Call(ast.Name("sum"), [ast.Name()], []):
            return True
        case ast.Call(ast.Name("min"), [first, second], []):
            return _is_allowed(first) and _is_allowed(second)
        case ast.Constant(int()) | ast.Name():
            return True
        case _:
            return False


class Sheet:
    """The named cells of one worksheet."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Named]] = {}
        self._in_row: dict[tuple[int, str], Named] = {}

    def add(self, name: str, cell: Named) -> None:
        self._by_name.setdefault(name, []).append(cell)
        self._in_row.setdefault((cell.row, name), cell)

    def formula(self, text: str, row: int) -> tuple[str, Decimal]:
        """What a cell in that row holds, for Excel, and its value; CannotComputeError where there is none."""
        expression = read(text)
        if expression is None:
            raise CannotComputeError
        try:
            return f"={self._written(expression, row)}", self._value(expression, row)
        except ArithmeticError as error:
            raise CannotComputeError from error

    def _cell(self, name: str, row: int) -> Named:
        found = self._in_row.get((row, name))
        others = self._by_name.get(name, [])
        if found is None and len(others) == 1:
            found = others[0]
        if found is None or found.value is None:
            raise CannotComputeError
        return found

    def _value(self, part: ast.expr, row: int) -> Decimal:
        match part:
            case ast.BinOp(left, operator, right):
                return _OPERATORS[type(operator)][1](self._value(left, row), self._value(right, row))
            case ast.Call(ast.Name("sum"), [ast.Name(name)]):
                return sum((cell.value for cell in self._by_name.get(name, ()) if cell.value is not None), Decimal(0))
            case ast.Call(_, [first, second]):
                return min(self._value(first, row), self._value(second, row))
            case ast.Constant(number):
                return Decimal(str(number))
            case ast.Name(name):
                found = self._cell(name, row).value
                assert found is not None
                return found
        raise CannotComputeError

    def _written(self, part: ast.expr, row: int) -> str:
        match part:
            case ast.BinOp(left, operator, right):
                first, second = (
                    f"({self._written(side, row)})" if isinstance(side, ast.BinOp) else self._written(side, row)
                    for side in (left, right)
                )
                return f"{first}{_OPERATORS[type(operator)][0]}{second}"
            case ast.Call(ast.Name("sum"), [ast.Name(name)]):
                return _sum(self._by_name.get(name, ()))
            case ast.Call(_, [first, second]):
                return f"MIN({self._written(first, row)},{self._written(second, row)})"
            case ast.Constant(number):
                return str(number)
            case ast.Name(name):
                found = self._cell(name, row)
                return _called(found.row, found.column)
        raise CannotComputeError


def _sum(cells: Sequence[Named]) -> str:
    """SUM over cells; those that stand one below another as one range."""
    places = sorted((cell.column, cell.row) for cell in cells)
    ranges = [
        [place for _, place in run]
        for _, run in groupby(enumerate(places), key=lambda item: (item[1][0], item[1][1] - item[0]))
    ]
    written = [
        _called(run[0][1], run[0][0]) + (f":{_called(run[-1][1], run[-1][0])}" if len(run) > 1 else "")
        for run in ranges
    ]
    parts = [written[start : start + _MOST_RANGES] for start in range(0, len(written), _MOST_RANGES)]
    return "+".join(f"SUM({','.join(part)})" for part in parts) or "0"


def _called(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # here, since the preview reads markup and writes no workbook

    return str(xl_rowcol_to_cell(row, column))
