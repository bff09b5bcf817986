"""Everything the go-to box can jump to, and where the preview's figures lead."""

from __future__ import annotations

import pytest

from tests.ui.models.conftest import Check
from ui.models.goto_model import PLACE_ROLE, GotoModel, Place
from ui.models.outline_model import OutlineModel
from ui.models.refs import place_of
from ui.session import Session


@pytest.fixture
def outline(session: Session) -> OutlineModel:
    return OutlineModel(session)


def places(session: Session, outline: OutlineModel) -> dict[str, Place]:
    model = GotoModel(session, outline)
    model.load()
    return {str(model.index(line, 0).data()): model.index(line, 0).data(PLACE_ROLE) for line in range(model.rowCount())}


def test_the_places_keep_the_rules_of_item_models(session: Session, outline: OutlineModel, check_model: Check) -> None:
    model = GotoModel(session, outline)
    model.load()
    check_model(model)


def test_pages_fields_and_rows_can_be_gone_to(session: Session, outline: OutlineModel) -> None:
    found = places(session, outline)
    assert found["重点项目"] == Place("projects")
    assert found["主要工作成效"] == Place("results", "report", 1, "results_text")
    project = session.data.projects[0]
    assert found[project.name] == Place("projects", "project", project.id)


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        ("project/7/executed", Place("projects", "project", 7, "executed")),
        ("report/1/overall_goal", Place("work", "report", 1, "overall_goal")),
        ("fact/total/budget", Place("funds", "fund_line")),
        ("fact/axes/资金来源/rate", Place("funds", "fund_line")),
        ("score/management", Place("indicators", "indicator")),
        ("fact/projects_total", Place("projects", "project")),
        ("override/1/text", None),
        ("", None),
    ],
)
def test_a_figure_leads_to_where_it_comes_from(outline: OutlineModel, ref: str, place: Place | None) -> None:
    assert place_of(ref, outline) == place
