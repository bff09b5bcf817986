"""The shipped layout, and the pages of a piece of markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from app import packs
from app.model.layout import Layout
from app.render.markup import parse
from ui.printing.pages import Folio, Page, Pages
from ui.printing.typeset import typeset

Setter = Callable[..., Pages]


@pytest.fixture(scope="session")
def layout(qapp: QApplication) -> Layout:
    """公文标准."""
    return packs.load("panyu-2021").layouts["standard"]


@pytest.fixture(scope="session")
def other_layout(qapp: QApplication) -> Layout:
    """The preset with Word's own measures."""
    return packs.load("panyu-2021").layouts["word"]


@pytest.fixture
def pages_of(layout: Layout) -> Setter:
    """Lays out blocks as a report section, or markup that has sections itself."""

    def lay_out(markup: str, **options: object) -> Pages:
        if not markup.startswith("<section"):
            markup = f"<section>{markup}</section>"
        return typeset(parse(markup), layout, **options)  # type: ignore[arg-type]

    return lay_out


def texts(page: Page) -> list[str]:
    """The lines of a page."""
    return [placed.line.text for placed in page.lines()]


def number_of(page: Page) -> Folio:
    """The page number, on a page that has one."""
    assert page.folio is not None
    return page.folio
