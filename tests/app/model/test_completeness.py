"""How far pages and chapters are."""

from __future__ import annotations

from decimal import Decimal

from app.model.completeness import Completeness, Missing, PageState
from app.model.pack import OutlineChapter, OutlinePage

PAGES = (OutlinePage("a", "甲", "一"), OutlinePage("b", "乙", "二"), OutlinePage("c", "丙", "三"))
LACK = Missing("report", 1, "overall_goal", "部门履职总体目标")
FOUND = Completeness({"a": PageState(1, 2, (LACK,)), "b": PageState(4, 4, ()), "c": PageState(0, 0, ())})


def test_a_chapter_is_as_far_as_its_pages_together() -> None:
    state = FOUND.of_chapter(OutlineChapter("一", PAGES[:2]))
    assert (state.filled, state.total, state.missing) == (5, 6, (LACK,))
    assert int(state.share) == 83


def test_what_requires_nothing_is_whole() -> None:
    assert FOUND.of_chapter(OutlineChapter("三", PAGES[2:])).share == Decimal(100)
