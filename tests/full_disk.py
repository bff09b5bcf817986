"""A limit on the size of files, which stands for a disk with so much room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

resource = pytest.importorskip("resource", reason="file sizes cannot be limited here")


@contextmanager
def room(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes, for which the system gives a write error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
