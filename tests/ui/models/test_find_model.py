"""The hits of a search as a model: where they are, which are ticked, what replacing leaves."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt

from app.model.entities import Project
from app.model.search import Found, Hit, Query, Scope
from tests.ui.models.conftest import Check
from ui.models.find_model import HIT_ROLE, WHERE_ROLE, FindModel
from ui.models.goto_model import Place
from ui.models.outline_model import OutlineModel
from ui.session import Session

HERE = Place("overview")


@pytest.fixture
def model(session: Session) -> FindModel:
    return FindModel(session, OutlineModel(session))


def search(model: FindModel, text: str, scope: Scope | None = None) -> FindModel:
    model.search(Query(text), scope or Scope())
    return model


def lines(model: FindModel) -> list[tuple[str, str]]:
    indexes = [model.index(line, 0) for line in range(model.rowCount())]
    return [(str(index.data()), str(index.data(WHERE_ROLE))) for index in indexes]


def line_of(model: FindModel, hit: Hit) -> Qt.CheckState:
    return Qt.CheckState(model.index(model.line_of(hit), 0).data(Qt.ItemDataRole.CheckStateRole))


def untick(model: FindModel, hit: Hit) -> bool:
    index = model.index(model.line_of(hit), 0)
    return model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)


def first_project(session: Session) -> Project:
    return session.data.projects[0]


def test_the_hits_keep_the_rules_of_item_models(model: FindModel, check_model: Check) -> None:
    check_model(search(model, "就业"))
    model.set_replacing(True)
    search(model, "人")


def test_hits_stand_under_their_page_with_their_number(model: FindModel) -> None:
    search(model, "乡村振兴")
    headings = [name for name, where in lines(model) if where.endswith(" 处")]
    assert len(headings) == len(set(headings))
    assert "重点项目" in headings
    counts = [int(where.removesuffix(" 处")) for _, where in lines(model) if where.endswith(" 处")]
    assert sum(counts) == len(model.hits)


def test_a_hit_says_its_field_and_row(model: FindModel) -> None:
    search(model, "产业人才发展专项资金", Scope(table="project"))
    assert lines(model) == [("重点项目", "1 处"), ("产业人才发展专项资金", "项目名称 · 产业人才发展专项资金")]


def test_headings_cannot_be_chosen(model: FindModel) -> None:
    search(model, "就业")
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.index(0, 0).data(HIT_ROLE) is None


def test_a_number_finds_fields_and_computed_figures_and_says_so(model: FindModel) -> None:
    search(model, "4744.58")
    assert {hit.kind for hit in model.hits} >= {Found.NUMBER}
    search(model, "97.5%")
    computed = [hit for hit in model.hits if hit.kind is Found.COMPUTED]
    assert {hit.table for hit in computed} >= {"fund_line"}
    where = model.index(model.line_of(computed[0]), 0).data(WHERE_ROLE)
    assert where.endswith("自动计算")
    assert model.place(computed[0]).page == "funds"


def test_words_of_a_paragraph_by_hand_stand_last(model: FindModel, session: Session) -> None:
    session.library.documents.take_over(1, "funds.total", "手写的就业段落。")
    search(model, "手写的")
    assert lines(model)[0] == ("手工段落和其他", "1 处")


def test_steps_begin_where_the_officer_is_and_go_round(model: FindModel, session: Session) -> None:
    search(model, "就业", Scope(page="projects"))
    second = session.data.projects[1]
    found = model.step(1, Place("projects", "project", second.id, "name"))
    assert found is not None
    assert found.row_id == second.id
    model.make_current(model.hits[-1])
    assert model.step(1, HERE) == model.hits[0]
    assert model.step(-1, HERE) == model.hits[-1]
    assert model.number == len(model.hits)


def test_a_step_back_begins_before_the_officer(model: FindModel) -> None:
    search(model, "就业")
    assert model.step(-1, HERE) == model.hits[-1]


def test_without_hits_there_is_no_step(model: FindModel) -> None:
    assert search(model, "没有这样的词").step(1, HERE) is None
    assert model.number == 0


def test_an_edit_is_searched_anew_and_the_place_is_kept(model: FindModel, session: Session) -> None:
    search(model, "就业")
    hit = model.hits[20]
    model.make_current(hit)
    assert not model.refresh()
    session.enter("report", 1, "results_text", "")
    assert model.refresh()
    assert model.current == dataclasses.replace(hit)


def test_ticks_are_shown_only_while_replacing(model: FindModel) -> None:
    search(model, "产业人才")
    hit = model.hits[0]
    index = model.index(model.line_of(hit), 0)
    assert index.data(Qt.ItemDataRole.CheckStateRole) is None
    assert not untick(model, hit)
    model.set_replacing(True)
    assert line_of(model, hit) == Qt.CheckState.Checked
    assert untick(model, hit)
    assert line_of(model, hit) == Qt.CheckState.Unchecked


def test_figures_have_no_tick(model: FindModel) -> None:
    search(model, "4744.58")
    model.set_replacing(True)
    figure = next(hit for hit in model.hits if hit.kind is Found.NUMBER)
    index = model.index(model.line_of(figure), 0)
    assert index.data(Qt.ItemDataRole.CheckStateRole) is None
    assert "不替换" in index.data(WHERE_ROLE)
    assert figure not in model.ticked()


def test_only_ticked_hits_are_replaced_in_one_step(model: FindModel, session: Session) -> None:
    search(model, "产业人才")
    model.set_replacing(True)
    before = len(model.hits)
    untick(model, model.hits[0])
    kept = model.hits[0]
    plan = model.replace(model.ticked(), "实业人才")
    assert plan is not None
    assert plan.hits == before - 1
    assert [hit.key for hit in model.hits] == [kept.key]
    assert session.library.undo_label(1) == "替换“产业人才”为“实业人才”"
    session.undo()
    assert search(model, "产业人才").refresh() is False
    assert len(model.hits) == before


def test_another_query_ticks_everything_again(model: FindModel) -> None:
    search(model, "产业人才")
    model.set_replacing(True)
    untick(model, model.hits[0])
    search(model, "产业")
    assert len(model.ticked()) == len(model.hits)


def test_replacing_one_hit_goes_on_behind_what_took_its_place(model: FindModel, session: Session) -> None:
    session.enter("project", first_project(session).id, "purpose", "甲乙甲乙甲")
    search(model, "甲", Scope(table="project", field="purpose"))
    model.make_current(model.hits[0])
    for _ in range(2):
        assert model.replace_current("甲甲") is not None
    assert first_project(session).purpose == "甲甲乙甲甲乙甲"
    assert model.current is not None
    assert model.current.start == 6


def test_a_refused_replacement_changes_nothing_and_says_why(model: FindModel, session: Session) -> None:
    search(model, "产业人才", Scope(table="project", field="name"))
    model.make_current(model.hits[0])
    plan = model.replace_current("很" * 400)
    assert plan is not None
    assert plan.refused[0].sentence.startswith("项目名称：最多填写 300 字")
    assert first_project(session).name.startswith("产业人才")
    assert model.replace_current("实业") is not None
    assert first_project(session).name.startswith("实业")


def test_a_final_report_is_not_replaced_in(model: FindModel, session: Session) -> None:
    assert model.lock() == ""
    session.library.set_fields(1, [("report", 1, "status", "定稿")], "定稿")
    assert "已定稿" in model.lock()


def test_without_a_report_there_are_no_hits(model: FindModel, session: Session) -> None:
    search(model, "就业")
    session.open_report(0)
    assert model.refresh()
    assert model.hits == ()
    assert model.lock() == ""
