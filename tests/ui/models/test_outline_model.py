"""The outline: the pack's chapters, and how far each page is."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.models.conftest import Check
from ui.models.outline_model import MISSING_ROLE, ROWS_ROLE, OutlineModel
from ui.session import Session


def test_the_outline_keeps_the_rules_of_item_models(session: Session, check_model: Check) -> None:
    check_model(OutlineModel(session))


def test_every_page_of_the_pack_is_there_in_order(session: Session) -> None:
    expected = [page.key for chapter in session.pack.outline for page in chapter.pages]
    assert [page.key for page in OutlineModel(session).pages()] == expected


def test_a_chapter_of_one_page_is_that_page(session: Session) -> None:
    model = OutlineModel(session)
    index = model.index_of("problems")
    assert not index.parent().isValid()
    assert index.data() == "三、存在的主要问题"


def test_a_cleared_field_is_counted_as_missing(session: Session, settle: Callable[[], None]) -> None:
    model = OutlineModel(session)
    session.enter("report", 1, "overall_goal", "")
    settle()
    assert model.index_of("work").data(MISSING_ROLE) == 1


def test_a_list_page_shows_its_number_of_rows(session: Session, settle: Callable[[], None]) -> None:
    model = OutlineModel(session)
    session.library.insert(1, "project", {"name": "新项目"})
    settle()
    assert model.index_of("projects").data(ROWS_ROLE) == "15"


def test_fields_and_tables_lead_to_their_page(session: Session) -> None:
    model = OutlineModel(session)
    assert model.page_of("project", "executed") == "projects"
    assert model.page_of("report", "overall_goal") == "work"
    assert model.page_of("override", "text") == ""
