"""Where pages lie, and when that has to be found anew."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QSize

from ui.printing.lines import Line
from ui.printing.pages import Box, Folio, Page, PlacedLine
from ui.widgets.page_frames import Fit, PageFrames

NUMBER = PlacedLine(80.0, 800.0, 790.0, 804.0, Line(0.0, ("1",), (7.0,), ()), ())
PAGE = Page(1, 595.0, 842.0, Box(80.0, 100.0, 440.0, 640.0), (), Folio(NUMBER, is_turned=False))
LANDSCAPE = dataclasses.replace(PAGE, width=842.0, height=595.0)
VIEW = QSize(700, 900)


def test_pages_of_one_size_are_shown_at_one_scale() -> None:
    frames = PageFrames([PAGE, LANDSCAPE, PAGE], VIEW, Fit.WIDTH)
    assert frames.scale(0) == frames.scale(2) != frames.scale(1)


def test_a_new_page_of_the_same_size_lies_where_the_one_before_did() -> None:
    pages = [PAGE, PAGE]
    frames = PageFrames(pages, VIEW, Fit.WIDTH)
    pages[1] = dataclasses.replace(PAGE, number=2)
    assert frames.still_hold(pages, range(1, 2))


@pytest.mark.parametrize(
    "pages", [pytest.param([PAGE, LANDSCAPE], id="another size"), pytest.param([PAGE, PAGE, PAGE], id="one more"),
              pytest.param([PAGE], id="one less")]
)  # fmt: skip
def test_pages_that_lie_elsewhere_are_noticed(pages: list[Page]) -> None:
    frames = PageFrames([PAGE, PAGE], VIEW, Fit.WIDTH)
    assert not frames.still_hold(pages, range(len(pages)))
