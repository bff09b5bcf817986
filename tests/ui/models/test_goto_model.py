"""What the go-to box offers, and where the preview's figures lead."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from tests.ui.models.conftest import Check
from ui.models.goto_model import ENTRY_ROLE, HINT_ROLE, Entry, GotoModel, Known, Place, Section
from ui.models.outline_model import OutlineModel
from ui.models.refs import name_of, place_of
from ui.session import Session


@pytest.fixture
def outline(session: Session) -> OutlineModel:
    return OutlineModel(session)


def command(name: str, reason: str = "") -> Entry:
    return Entry(name, Section.ACTION, action=QAction(name), reason=reason)


COMMANDS = ("导出 Word", "撤销", "重点项目：新增")


@pytest.fixture
def model(session: Session, outline: OutlineModel) -> GotoModel:
    made = [*(command(name) for name in COMMANDS), command("重做", reason="没有可以重做的操作")]
    found = GotoModel(session, outline, lambda: made)
    found.load()
    return found


def names(model: GotoModel) -> list[str]:
    return [str(model.index(line, 0).data()) for line in range(model.rowCount())]


def entries(model: GotoModel) -> dict[str, Entry]:
    found = [model.index(line, 0).data(ENTRY_ROLE) for line in range(model.rowCount())]
    return {entry.name: entry for entry in found if entry is not None}


def test_the_entries_keep_the_rules_of_item_models(model: GotoModel, check_model: Check) -> None:
    check_model(model)
    model.search("就业")


def test_an_empty_box_offers_pages_and_commands(model: GotoModel) -> None:
    assert names(model)[:3] == ["页面", "概览", "部门概况"]
    assert names(model)[-5:] == ["操作", *COMMANDS, "重做"]


def test_pages_fields_and_rows_can_be_gone_to(model: GotoModel, session: Session) -> None:
    project = session.data.projects[0]
    for text, place in (
        ("重点项目", Place("projects")),
        ("主要工作成效", Place("results", "report", 1, "results_text")),
        (project.name, Place("projects", "project", project.id)),
    ):
        model.search(text)
        assert entries(model)[text].place == place


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("word", "导出 Word"),
        ("WORD 导", "导出 Word"),
        ("导w", "导出 Word"),
        ("新增项目", "重点项目：新增"),
        ("行政医疗", "行政医疗经费项目"),
        ("行医费", "行政医疗经费项目"),
    ],
)
def test_parts_and_characters_in_their_order_match(model: GotoModel, text: str, found: str) -> None:
    model._find_actions = lambda: [
        dataclasses.replace(command("重点项目：新增"), words="新增重点项目"),
        command("导出 Word"),
    ]
    model.load()
    model.search(text)
    assert any(name.startswith(found[:4]) for name in entries(model))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("zdgz", "重点工作"),
        ("ZDGZ", "重点工作"),
        ("yswcl", "预算完成率"),
        ("ysw", "预算完成率"),
        ("dcw", "导出 Word"),
        ("xm xz", "重点项目：新增"),
    ],
)
def test_the_first_letters_of_pinyin_match(model: GotoModel, text: str, found: str) -> None:
    model.search(text)
    assert found in entries(model)


@pytest.mark.parametrize(
    ("name", "typed", "rank"), [("xm", "xm", 0), ("项目", "xm", 1), ("重点项目", "xm", 2), ("项目", "x", None)]
)
def test_letters_come_after_what_is_written_so_and_first_where_a_name_begins_with_them(
    name: str, typed: str, rank: int | None
) -> None:
    assert Known.of(Entry(name, Section.ROW)).rank([typed]) == rank


def test_one_letter_is_no_pinyin(model: GotoModel) -> None:
    model.search("z")
    assert "重点工作" not in entries(model)


def test_one_character_must_stand_in_the_name(model: GotoModel) -> None:
    model.search("龘")
    assert names(model) == []


def test_what_begins_so_comes_first(model: GotoModel) -> None:
    model.search("重点")
    found = names(model)
    assert found[:2] == ["页面", "重点工作"]


def test_a_sign_asks_for_commands_only(model: GotoModel) -> None:
    model.search(">")
    assert names(model) == ["操作", *COMMANDS, "重做"]
    model.search("> 重")
    assert names(model) == ["操作", "重点项目：新增", "重做"]


def test_what_cannot_be_used_says_why_and_cannot_be_chosen(model: GotoModel) -> None:
    model.search("重做")
    index = model.index(names(model).index("重做"), 0)
    assert index.data(HINT_ROLE) == "没有可以重做的操作"
    assert model.flags(index) == Qt.ItemFlag.NoItemFlags
    assert model.first_line() == -1


def test_what_was_used_last_comes_first(model: GotoModel) -> None:
    model.search("")
    model.use(entries(model)["重点项目"])
    model.use(entries(model)["撤销"])
    model.search("")
    assert names(model)[:4] == ["最近", "撤销", "重点项目", "页面"]
    model.search("项目")
    assert names(model)[:2] == ["最近", "重点项目"]
    assert names(model).count("重点项目") == 1


def test_another_report_forgets_places_but_no_commands(model: GotoModel, session: Session) -> None:
    model.use(entries(model)["重点项目"])
    model.use(entries(model)["撤销"])
    session.open_report(session.library.reports.new("某市某局", 2022))
    model.load()
    assert names(model)[:3] == ["最近", "撤销", "页面"]


def test_many_matches_are_cut_and_counted(model: GotoModel, session: Session) -> None:
    session.library.insert_all(1, "office", [{"name": f"某科{number}"} for number in range(100)])
    model.load()
    model.search("某科")
    assert model.rowCount() == 13
    assert model.index(0, 0).data(HINT_ROLE) == "前 12 条，共 100 条，再多输几个字"


def test_an_edit_is_seen_when_the_box_is_entered_again(model: GotoModel, session: Session) -> None:
    session.enter("project", session.data.projects[0].id, "name", "全新的名称")
    model.load()
    model.search("全新的名称")
    assert "全新的名称" in entries(model)


def test_without_a_report_only_commands_are_offered(model: GotoModel, session: Session) -> None:
    session.open_report(0)
    model.load()
    assert names(model) == ["操作", *COMMANDS, "重做"]


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


def test_a_row_of_a_form_is_told_with_its_project(session: Session, model: GotoModel) -> None:
    project = session.data.projects[0]
    session.library.project_forms.begin(1, [project.id])
    model.load()
    model.search("上年结转资金")
    found = entries(model)["上年结转资金"]
    assert (found.hint, found.place) == (
        project.name, Place("project_forms", "project_fund", session.data.project_funds[1].id)
    )  # fmt: skip
