"""The sizes of report that are measured, apart from `reports` so that `__main__` need not load the program."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How much a report holds; zeros mean the sample as it is."""

    name: str
    label: str
    projects: int = 0
    rows: int = 0
    runs: int = 8  # of a measurement within one process


SIZES = (
    Size("sample", "sample", runs=20),
    Size("medium", "100 projects, 500 rows", 100, 500),
    Size("large", "1,000 projects, 5,000 rows", 1000, 5000, runs=5),
)
BY_NAME = {size.name: size for size in SIZES}
