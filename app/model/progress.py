"""How far a work is, told to whoever follows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int, str], object]
"""Told the steps done, the steps to do and what comes now. What it raises ends the work."""


def unheard(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody follows."""
