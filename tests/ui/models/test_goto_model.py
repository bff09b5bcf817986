"""Everything the go-to box can jump to, and where the preview's figures lead."""

from __future__ import annotations

import pytest

from tests.ui.models.conftest import Check
from ui.models.goto_model import PLACE_ROLE, GotoModel, Place
from ui.models.outline_model import OutlineModel
from ui.models.refs import name_of, place_of
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


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("project/1/executed", "重点项目“产业人才发展专项资金”：全年执行数"),
        ("project/1/rate", "重点项目“产业人才发展专项资金”：完成率，自动计算"),
        ("project/999/executed", "重点项目：全年执行数"),
        ("report/1/overall_goal", "部门履职总体目标"),
        ("fact/total/budget", "自动计算的数，来自收支情况"),
        ("fact/coverage", "自动计算的数"),
    ],
)
def test_a_reference_has_a_name_to_be_read(session: Session, ref: str, name: str) -> None:
    assert name_of(ref, session) == name
