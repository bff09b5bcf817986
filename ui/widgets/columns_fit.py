"""How wide the columns of a table are until the officer says otherwise: figures whole, texts share what is left."""

from __future__ import annotations

from collections.abc import Sequence

from ui import theme
from ui.models.columns import Column

_PADDING = 16
_DIGITS = 9  # logical pixels a character of a figure gets: digits are narrower
_LEAST_NAME = 9
_LEAST_TEXT = 5  # Chinese characters
_LEAST_WIDTH, _MOST_WIDTH = 16, 4000  # logical pixels that a saved width may have


def fitted(columns: Sequence[Column], room: int) -> list[int]:
    """Widths in logical pixels. They add up to `room` unless the figures and least texts alone are wider."""
    widths = [_natural(column) for column in columns]
    flexible = [number for number, column in enumerate(columns) if not column.is_number and not column.is_centred]
    if not flexible:
        return widths
    free = list(flexible)
    while free:
        gap, total = room - sum(widths), sum(widths[number] for number in free)
        shares = {number: widths[number] + gap * widths[number] // total for number in free}
        narrow = [number for number in free if shares[number] < _least_width(columns[number])]
        for number in narrow or free:
            widths[number] = _least_width(columns[number]) if narrow else shares[number]
        free = [number for number in free if number not in narrow] if narrow else []
    # What rounding down left over.
    widths[flexible[-1]] += max(0, room - sum(widths))
    return widths


def _least_width(column: Column) -> int:
    return max(_heading(column), _least(column) * theme.BODY + _PADDING)


def _least(column: Column) -> int:
    return _LEAST_NAME if column.is_name else _LEAST_TEXT


def _natural(column: Column) -> int:
    if column.is_centred and column.spec is not None and column.spec.choices:
        return max(max(map(len, column.spec.choices)) * theme.BODY + _PADDING, _heading(column))
    per_character = _DIGITS if column.is_number else theme.BODY
    return max(column.width * per_character + _PADDING, _heading(column))


def _heading(column: Column) -> int:
    return len(column.label) * theme.SMALL + _PADDING


def written(columns: Sequence[Column], widths: Sequence[int]) -> bytes:
    """Widths by the keys of their columns, so that they outlast a column that comes or goes."""
    return ",".join(f"{column.key}={width}" for column, width in zip(columns, widths, strict=True)).encode()


def read(columns: Sequence[Column], saved: bytes) -> dict[int, int]:
    """The saved widths by column number; what is damaged or of no column here counts as not saved."""
    found = {}
    for part in saved.decode(errors="replace").split(","):
        key, _, width = part.partition("=")
        if width.isascii() and width.isdigit() and _LEAST_WIDTH <= int(width[:6]) <= _MOST_WIDTH:
            found[key] = int(width)
    return {number: found[column.key] for number, column in enumerate(columns) if column.key in found}
