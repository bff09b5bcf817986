"""The table of projects, shown."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.tables import table_of
from ui.session import Session
from ui.settings import Settings
from ui.widgets.entity_table import EntityTable


@pytest.fixture
def table(session: Session, settings: Settings, qtbot: QtBot) -> EntityTable:
    return table_of(session, settings, qtbot, "project")
