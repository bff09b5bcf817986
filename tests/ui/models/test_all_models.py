"""Every item model of the program keeps Qt's rules, also one that no test was written for."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtGui import QGuiApplication

import ui
from tests.ui.models.conftest import Check
from ui.dialogs.paste_dialog import PasteDialog
from ui.dialogs.weights_dialog import WeightsDialog
from ui.main_window import MainWindow
from ui.models.goto_model import Place
from ui.models.outline_model import HISTORY, OVERVIEW, VERSIONS
from ui.pages.entity_page import EntityPage


def models() -> list[type[QAbstractItemModel]]:
    """The classes of item models under `ui` that are no base of another one."""
    found: dict[str, type[QAbstractItemModel]] = {}
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if module.name != "ui.__main__":
            members = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
            own = (value for _, value in members if value.__module__.startswith("ui."))
            found |= {value.__name__: value for value in own if issubclass(value, QAbstractItemModel)}
    bases = {base for value in found.values() for base in value.__mro__[1:]}
    return [value for value in found.values() if value not in bases]


def shown(window: MainWindow) -> Iterator[QAbstractItemModel]:
    """The models of the window with all its pages open, and of dialogs that have some."""
    for key in (OVERVIEW, *(page.key for page in window.outline.pages()), HISTORY, VERSIONS):
        window.workspace.show_page(key)
    window.workspace.go_to(Place("results", "report", 1, "results_text"))
    window.workspace.show_history()
    window.search.open("项目")
    window.workspace.open_find()
    window.workspace.finder.wanted.setText("经费")
    window.workspace.finder.step(1)
    window.session.checker.now()
    page = window.workspace.page("projects")
    assert isinstance(page, EntityPage)
    QGuiApplication.clipboard().setText("名称\t很多\t更多\t不是数")
    page.blocks["project"].table.cells.paste_cells()
    assert window.findChildren(PasteDialog)
    WeightsDialog(window.session, parent=window)
    window.start_page.refresh()
    yield from window.findChildren(QAbstractItemModel)


@pytest.fixture
def by_class(window: MainWindow) -> dict[type[QAbstractItemModel], list[QAbstractItemModel]]:
    """The window's own models by their class."""
    window.session.library.versions.keep(1, "初稿")
    window.session.enter("report", 1, "results_text", "改过。")
    found: dict[type[QAbstractItemModel], list[QAbstractItemModel]] = {}
    for model in shown(window):
        found.setdefault(type(model), []).append(model)
    return found


def test_every_model_of_the_window_keeps_qts_rules(
    by_class: dict[type[QAbstractItemModel], list[QAbstractItemModel]], check_model: Check
) -> None:
    assert by_class.keys() & set(models())
    for kind in by_class.keys() & set(models()):
        for model in by_class[kind]:
            check_model(model)


def test_every_model_is_checked_with_rows_here_or_by_a_test_of_its_own(
    by_class: dict[type[QAbstractItemModel], list[QAbstractItemModel]],
) -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parents[1].rglob("test_*.py")]
    checking = [text for text in texts if re.search(r"check_model\(|ModelTester\(|qtmodeltester\.check\(", text)]
    left = [kind.__name__ for kind in models() if not any(model.rowCount() for model in by_class.get(kind, ()))]
    assert not [name for name in left if not any(re.search(rf"\b{name}\b", text) for text in checking)]
