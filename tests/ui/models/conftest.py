"""The rules of item models, as Qt and pytest-qt check them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QAbstractItemModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

Check = Callable[[QAbstractItemModel], None]


@pytest.fixture
def check_model(qtmodeltester: ModelTester) -> Check:
    """Checks a model now and after each of its changes."""
    return cast("Check", qtmodeltester.check)
