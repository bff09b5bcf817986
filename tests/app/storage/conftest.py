"""A library on the disk with one report in it, for the tests of storage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.database import Database
from app.storage.journal import Journal
from tests.app.storage.libraries import Clock, Ids, fill


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "台账 库" / "台账#1%41.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with Database.open(path, create=True) as database:
        yield database


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(database: Database, clock: Clock) -> Journal:
    return Journal(database, clock=clock)


@pytest.fixture
def ids(journal: Journal) -> Ids:
    return fill(journal)
