"""What a table makes of a pasted block."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.model.entities import ROWS, Entity
from app.model.fields import FieldSpec, specs
from ui.models import clipboard
from ui.models.clipboard import Block, Copied
from ui.models.entity_table_model import EntityTableModel
from ui.session import Session


def laid(model: EntityTableModel, lines: list[list[str]], top: int = 0, field: str = "") -> Block:
    """A block laid over a table, headings understood."""
    left = max(model.column_of(field), 0)
    copied = clipboard.understood(model.table, lines, model.columns[left].spec)
    return clipboard.fit(model, copied, top, left)


def test_cells_become_changes_of_their_fields(session: Session) -> None:
    model = EntityTableModel(session, "project")
    row = model.rows[1]
    block = laid(model, [["300", "290.5"]], 1, "budget")
    assert block.changes == [
        ("project", row.id, "budget", 300_000_000),
        ("project", row.id, "executed", 290_500_000),
    ]


def test_lines_beyond_the_table_become_new_rows(session: Session) -> None:
    model = EntityTableModel(session, "unit")
    block = laid(model, [["甲所", "参公"], ["乙所", "公益一类"]], model.rowCount() - 1)
    assert len(block.changes) == 2
    assert block.new_rows == [{"name": "乙所", "kind": "公益一类"}]


def test_a_cell_that_is_no_value_is_turned_down_with_place_and_reason(session: Session) -> None:
    model = EntityTableModel(session, "project")
    block = laid(model, [["300"], ["很多"]], 0, "budget")
    assert len(block.changes) == 1
    (found,) = block.rejected
    assert (found.place, found.label, found.text) == ("第 2 行", "年度预算", "很多")
    assert found.reason.startswith("“很多”不是金额")


def test_computed_columns_are_passed_over(session: Session) -> None:
    model = EntityTableModel(session, "project")
    block = laid(model, [["300", "290", "99%"]], 0, "budget")
    assert len(block.changes) == 2
    assert block.rejected == []


def test_cells_right_of_the_table_are_turned_down(session: Session) -> None:
    model = EntityTableModel(session, "office")
    (found,) = laid(model, [["甲科", "多余", ""]]).rejected
    assert "超出表格右边" in found.reason


def test_an_empty_cell_clears_a_figure_but_leaves_a_choice(session: Session) -> None:
    model = EntityTableModel(session, "project")
    row = model.rows[0]
    assert laid(model, [["", "", "1"]], 0, "kind").changes == [
        ("project", row.id, "budget", None),
        ("project", row.id, "executed", 1_000_000),
    ]


@pytest.mark.parametrize("text", ["-", " — ", "–", "/"])
def test_a_dash_in_a_column_of_figures_is_no_figure(session: Session, text: str) -> None:
    model = EntityTableModel(session, "project")
    assert laid(model, [[text]], 0, "budget").changes == [("project", model.rows[0].id, "budget", None)]


def test_what_is_computed_from_the_report_cannot_be_pasted_over(session: Session) -> None:
    model = EntityTableModel(session, "indicator")
    line = next(number for number, row in enumerate(model.rows) if getattr(row, "fact", ""))
    shown = str(model.index(line, model.column_of("actual")).data())
    (found,) = laid(model, [["12%"]], line, "actual").rejected
    assert "自动计算" in found.reason
    assert laid(model, [[shown]], line, "actual").rejected == []


# Headings


def test_columns_in_another_order_are_found_by_their_headings(session: Session) -> None:
    model = EntityTableModel(session, "project")
    block = laid(model, [["支出数", "序号", "年度预算数", "完成率", "名称"], ["1", "1", "2", "50%", "甲"]], 14)
    assert block.new_rows == [{"executed": 1_000_000, "budget": 2_000_000, "name": "甲"}]
    assert block.rejected == []


def test_headings_reach_fields_that_the_table_does_not_show(session: Session) -> None:
    model = EntityTableModel(session, "project")
    block = laid(model, [["项目名称", "资金文号", "主要用途"], ["甲", "穗财社〔2021〕1号", "一行\n两行"]], 14)
    assert block.new_rows[0] == {"name": "甲", "document_number": "穗财社〔2021〕1号", "purpose": "一行\n两行"}


@pytest.mark.parametrize(
    ("heading", "text", "fen"),
    [
        ("年度预算（元）", "1234.5", 123_450),
        ("年度预算 (单位：元)", "1,234.50", 123_450),
        ("年度预算（万元）", "1234.5", 1_234_500_000),
        ("年度预算", "1234.5", 1_234_500_000),
        ("年度预算（元）", "1万元", 1_000_000),
    ],
)
def test_money_is_in_the_unit_its_heading_names(session: Session, heading: str, text: str, fen: int) -> None:
    model = EntityTableModel(session, "project")
    assert laid(model, [["项目名称", heading], ["甲", text]], 14).new_rows[0]["budget"] == fen


def test_a_heading_without_a_column_is_told_once(session: Session) -> None:
    model = EntityTableModel(session, "project")
    block = laid(model, [["项目名称", "年度预算", "备注"], ["甲", "1", "无"], ["乙", "2", "无"]], 14)
    (found,) = block.rejected
    assert (found.place, found.text) == ("表头", "备注")


def test_a_single_column_has_a_heading_only_of_its_own_field(session: Session) -> None:
    model = EntityTableModel(session, "unit")
    assert laid(model, [["单位名称"], ["甲所"]], 9, "name").new_rows == [{"name": "甲所"}]
    assert laid(model, [["单位类别"], ["甲所"]], 9, "name").new_rows == [{"name": "单位类别"}, {"name": "甲所"}]


def test_one_line_alone_is_never_a_heading(session: Session) -> None:
    model = EntityTableModel(session, "unit")
    assert laid(model, [["单位名称", "参公"]], 9).new_rows == [{"name": "单位名称", "kind": "参公"}]


def _in_form(entity: type[Entity]) -> list[FieldSpec]:
    return [spec for spec in specs(entity).values() if spec.in_form]


@pytest.mark.parametrize("entity", [entity for entity in ROWS if len(_in_form(entity)) > 1])
def test_the_labels_of_a_table_head_its_own_columns(entity: type[Entity]) -> None:
    declared = _in_form(entity)
    lines = [[spec.label for spec in declared], [""] * len(declared)]
    found = clipboard.understood(entity.TABLE, lines, declared[0])
    assert found.fields is not None
    assert [spec.name for spec in found.fields if spec is not None] == [spec.name for spec in declared]


def test_scores_are_read_exactly(session: Session) -> None:
    model = EntityTableModel(session, "indicator")
    block = clipboard.fit(model, Copied([["1.50"]]), len(model.rows), model.column_of("score"))
    assert block.new_rows == [{"score": Decimal("1.50")}]


def test_texts_without_a_column_are_told_how_they_could_be_taken(session: Session) -> None:
    model = EntityTableModel(session, "task")
    lines = [["水库安全", "完成除险加固3座。"]]
    (found,) = laid(model, lines, model.rowCount()).rejected
    assert found.reason == "超出表格右边。要填入“完成情况分析”，请把标题行（列名）一起复制。"
    block = laid(model, [["任务名称", "完成情况分析"], *lines], model.rowCount())
    assert block.new_rows == [{"name": "水库安全", "analysis": "完成除险加固3座。"}]
    assert not block.rejected
