"""Blocks of cells from and to a spreadsheet."""

from __future__ import annotations

import pytest

from ui.models import clipboard
from ui.models.entity_table_model import EntityTableModel
from ui.session import Session


@pytest.mark.parametrize(
    ("copied", "cells"),
    [
        ("甲\t1\r\n乙\t2\r\n", [["甲", "1"], ["乙", "2"]]),
        ("甲\t1\n\n\n", [["甲", "1"]]),
        ('"一行\n两行"\t1', [["一行\n两行", "1"]]),
        ('"说""是"""', [['说"是"']]),
        ("", []),
        ("\t1", [["", "1"]]),
    ],
)
def test_a_copied_block_is_read_as_cells(copied: str, cells: list[list[str]]) -> None:
    assert clipboard.cells(copied) == cells


@pytest.mark.parametrize("block", [[["甲", "一行\n两行"], ['"', "\t"]], [["", "1"]]])
def test_what_is_copied_can_be_pasted(block: list[list[str]]) -> None:
    assert clipboard.cells(clipboard.text_of(block)) == block


def test_cells_become_changes_of_their_fields(session: Session) -> None:
    model = EntityTableModel(session, "project")
    row = model.rows[1]
    block = clipboard.fit(model, [["300", "290.5"]], 1, model.column_of("budget"))
    assert block.changes == [
        ("project", row.id, "budget", 300_000_000),
        ("project", row.id, "executed", 290_500_000),
    ]


def test_lines_beyond_the_table_become_new_rows(session: Session) -> None:
    model = EntityTableModel(session, "unit")
    block = clipboard.fit(model, [["甲所", "参公"], ["乙所", "公益一类"]], model.rowCount() - 1, 0)
    assert len(block.changes) == 2
    assert block.new_rows == [{"name": "乙所", "kind": "公益一类"}]


def test_a_cell_that_is_no_value_is_turned_down_and_named(session: Session) -> None:
    model = EntityTableModel(session, "project")
    block = clipboard.fit(model, [["300"], ["很多"]], 0, model.column_of("budget"))
    assert len(block.changes) == 1
    assert block.rejection().startswith("1 个单元格没有粘贴：第 2 行年度预算")


def test_computed_columns_are_passed_over(session: Session) -> None:
    model = EntityTableModel(session, "project")
    block = clipboard.fit(model, [["300", "290", "99%"]], 0, model.column_of("budget"))
    assert len(block.changes) == 2
    assert block.rejected == []


def test_cells_right_of_the_table_are_told(session: Session) -> None:
    model = EntityTableModel(session, "office")
    assert "超出表格右边的 1 格" in clipboard.fit(model, [["甲科", "多余"]], 0, 0).rejection()
