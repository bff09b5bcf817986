"""On which axis a category of funds stands, where a file names the category alone."""

from __future__ import annotations

import re

from app.model.entities import Axis

_CATEGORIES = (
    (Axis.STRUCTURE, re.compile("^(?:基本|项目)支出")),
    (Axis.LEVEL, re.compile("本级|转移支付")),
    (Axis.SOURCE, re.compile("财政拨款|其他资金|事业收入|经营收入|其他收入|专户|结转")),
)


def axis_of(category: str) -> Axis | None:
    """The axis that a category stands on when nothing says so; None when it cannot be told."""
    return next((axis for axis, pattern in _CATEGORIES if pattern.search(category)), None)
