"""Tables of a PDF's pages: parted where they touch, put together where a page's end parted them."""

from __future__ import annotations

from app.exchange.reading.pdf_tables import joined, parted
from app.exchange.reading.source import Table

HEAD = ("指标", "二级", "名称", "说明", "分值")


def test_touching_tables_are_parted_and_keep_their_own_columns() -> None:
    # Two rows of three columns above two of four, whose borders lie elsewhere; numbers are those of the cells.
    rows = [[0, 0, 1, 1, 1, 2], [3, 3, 4, 4, 4, 5], [6, 7, 7, 8, 9, 9], [10, 11, 11, 12, 13, 13]]
    assert list(parted(rows)) == [(0, [[0, 1, 2], [3, 4, 5]]), (2, [[6, 7, 8, 9], [10, 11, 12, 13]])]


def test_rows_of_one_table_with_wide_cells_stay_together() -> None:
    rows = [[0, 1, 1, 1, 2, 2], [3, 4, 5, 6, 7, 8]]
    assert list(parted(rows)) == [(0, rows)]


def test_headings_said_again_on_the_next_page_are_no_row() -> None:
    first, second = ("甲", "乙", "丙", "丁", "2"), ("甲", "乙", "戊", "己", "3")
    assert joined(Table((HEAD, first)), Table((HEAD, second))) == [Table((HEAD, first, second))]


def test_a_row_cut_by_a_pages_end_is_one() -> None:
    first, rest = ("甲", "乙", "培训人", "按完成", "2"), ("甲", "", "数", "率计分。", "")
    whole = ("甲", "乙", "培训人数", "按完成率计分。", "2")
    assert joined(Table((HEAD, first)), Table((HEAD, rest))) == [Table((HEAD, whole))]


def test_a_row_with_a_label_and_name_of_its_own_is_no_rest_of_another() -> None:
    first, second = ("甲", "乙", "丙", "", "2"), ("加减分项", "加分", "表彰", "", "")
    assert joined(Table((HEAD, first)), Table((HEAD, second))) == [Table((HEAD, first, second))]
