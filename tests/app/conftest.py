"""A library of its own for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new, empty library."""
    with Library.open(tmp_path / "library.db", create=True) as opened:
        yield opened


@pytest.fixture
def sample(library: Library) -> int:
    """The id of the sample report in `library`."""
    return library.reports.add_sample()
