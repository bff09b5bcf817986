"""Tables of the Word file: the grid, merged cells, repeated heads, rows that stay whole, and long tables split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.render.blocks import Cell, Document, Row, Run, Section, Table
from app.render.word.tables import MOST_ROWS, column_edges
from tests.app.render.word import SAMPLE, found, opened, part, value, written


def of_rows(*bodies: int, rowspan: int = 1) -> Document:
    """A one-column table, or one with a second column merged over `rowspan` rows, of numbered rows."""
    count = iter(range(1, 1_000_000))

    def row(number: int) -> Row:
        cell = Cell((Run(str(next(count))),))
        if rowspan == 1:
            return Row((cell,))
        return Row((Cell((), rowspan=rowspan), cell)) if number % rowspan == 0 else Row((cell,))

    table = Table(
        (1,) if rowspan == 1 else (1, 1),
        (Row((Cell((Run("表头"),), colspan=1 if rowspan == 1 else 2, header=True),)),),
        tuple(tuple(row(number) for number in range(size)) for size in bodies),
    )
    return Document((Section("annex", "portrait", "A4", (table,)),))


def tables(content: bytes) -> list[etree._Element]:
    return found(part(content), "w:body/w:tbl")


def with_cell(text: str, *, rowspan: int = 1) -> bytes:
    rest = "<tr><td/></tr>" * (rowspan - 1)
    cell = f'<td rowspan="{rowspan}">{text}</td>'
    rows = f"<tr>{cell}<td/></tr>{rest}<tr><td/><td/></tr>"
    return written(f'<section><table widths="1 1"><tbody>{rows}</tbody></table></section>')


def whole_rows(content: bytes) -> list[bool]:
    return [bool(found(row, "w:trPr/w:cantSplit")) for row in found(part(content), ".//w:tr")]


def test_a_table_is_as_wide_as_the_text_and_its_columns_share_it() -> None:
    table = tables(written(SAMPLE))[0]
    assert value(table, "w:tblPr/w:tblW", "w") == "12756"
    assert value(table, "w:tblPr/w:tblLayout", "type") == "fixed"
    assert [column.values()[0] for column in found(table, "w:tblGrid/w:gridCol")] == ["2126", "4252", "6378"]


def test_python_docx_sees_the_merged_cells_of_the_markup() -> None:
    rows = [[cell.text for cell in row.cells] for row in opened(written(SAMPLE)).tables[0].rows]
    assert rows == [
        ["一级指标", "指标", "指标"],
        ["一级指标", "名称", "得分"],
        ["管理效能", "预算完成率", "1.48"],
        ["管理效能", "差异率", "1.48"],
        ["合计", "合计", "93.25"],
        ["填报人："] * 3,
    ]


def test_labels_can_be_repeated_in_every_row_instead_of_merged() -> None:
    content = written(SAMPLE, repeats_labels=True)
    assert not found(part(content), ".//w:vMerge")
    rows = [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows]
    assert [row[0] for row in rows] == ["一级指标", "一级指标", "管理效能", "管理效能", "合计", "填报人："]


def test_head_rows_are_repeated_and_no_row_is_split() -> None:
    rows = found(tables(written(SAMPLE))[0], "w:tr")
    assert [bool(found(row, "w:trPr/w:tblHeader")) for row in rows] == [True] * 2 + [False] * 4
    assert all(found(row, "w:trPr/w:cantSplit") for row in rows)


def test_cells_have_the_style_of_their_class() -> None:
    names = [
        [cell.paragraphs[0].style.name for cell in row.cells if cell.paragraphs[0].style]
        for row in opened(written(SAMPLE)).tables[0].rows
    ]
    assert names[0] == ["附表表头"] * 3
    assert names[2] == ["附表居中", "附表文字", "附表数字"]
    assert names[4] == ["附表强调"] * 3


def test_cells_are_centred_vertically() -> None:
    rows = found(part(written(SAMPLE)), ".//w:tr")[:-1]  # without the line of signatures
    assert {value(cell, "w:tcPr/w:vAlign") for row in rows for cell in found(row, "w:tc")} == {"center"}


def kept(content: bytes) -> list[bool]:
    """Of each row, whether all of its paragraphs stay with what comes next."""
    rows = [found(row, ".//w:pPr") for row in found(part(content), ".//w:tr")]
    return [all(found(paragraph, "w:keepNext") for paragraph in paragraphs) for paragraphs in rows]


def test_the_total_stays_with_a_row_and_the_signatures_with_the_total() -> None:
    assert kept(written(SAMPLE)) == [False, False, False, True, True, False]


def test_without_signatures_only_the_last_two_rows_stay_together() -> None:
    assert kept(written(of_rows(3, 1))) == [False, False, False, True, False]
    assert kept(written(of_rows(1))) == [False, False]


def test_only_the_end_of_a_table_that_is_split_is_kept_together() -> None:
    found_rows = kept(written(of_rows(600, 600)))
    assert [place for place, is_kept in enumerate(found_rows) if is_kept] == [len(found_rows) - 2]


def test_a_row_that_may_break_is_not_kept() -> None:
    assert kept(with_cell("字" * 1000)) == [False, False]


def test_signatures_are_a_row_without_borders_over_the_whole_width() -> None:
    cell = found(found(part(written(SAMPLE)), ".//w:tr")[-1], "w:tc")[-1]
    assert [side.tag.rpartition("}")[2] for side in found(cell, "w:tcPr/w:tcBorders")[0]] == ["left", "bottom", "right"]
    assert value(cell, "w:tcPr/w:tcW", "w") == "12756"
    assert value(cell, "w:p/w:pPr/w:pStyle") == "GWTableSign"


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [("短", True), ("字" * 400, True), ("字" * 1000, False), ("行<br/>" * 19 + "行", True), ("行<br/>" * 25, False)],
)
def test_a_row_may_break_only_when_it_is_too_tall_to_be_kept_whole(text: str, is_whole: bool) -> None:
    assert whole_rows(with_cell(text)) == [is_whole, True]


def test_every_row_beside_a_tall_merged_cell_may_break() -> None:
    assert whole_rows(with_cell("字" * 1000, rowspan=3)) == [False, False, False, True]


def test_a_long_table_is_split_between_bodies_with_its_head_on_each_part() -> None:
    split = tables(written(of_rows(600, 300, 500)))
    assert [len(found(table, "w:tr")) for table in split] == [901, 501]
    assert all(found(found(table, "w:tr")[0], "w:trPr/w:tblHeader") for table in split)


def test_a_body_too_long_for_one_table_is_split_where_no_cell_is_merged_across() -> None:
    split = tables(written(of_rows(2 * MOST_ROWS + 2, rowspan=3)))
    assert [len(found(table, "w:tr")) - 1 for table in split] == [999, 999, 4]
    firsts = [found(table, "w:tr")[1] for table in split]
    assert all(value(row, "w:tc/w:tcPr/w:vMerge") == "restart" for row in firsts)


def test_a_split_table_keeps_every_row_in_order() -> None:
    content = written(of_rows(1500, 10, 2500, 1))
    rows = [row.cells[0].text for table in opened(content).tables for row in table.rows]
    assert [text for text in rows if text != "表头"] == [str(number) for number in range(1, 4012)]


def test_two_tables_do_not_touch() -> None:
    one = '<table widths="1"><tbody><tr><td>一</td></tr></tbody></table>'
    body = part(written(f"<section>{one}{one}</section>"))[0]
    assert [str(etree.QName(child.tag).localname) for child in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_table_without_rows_leaves_nothing() -> None:
    assert tables(written('<section><table widths="1"/><p>一</p></section>')) == []


def test_an_empty_cell_has_the_paragraph_word_insists_on() -> None:
    content = written('<section><table widths="1"><tbody><tr><td/></tr></tbody></table></section>')
    assert all(found(cell, "w:p") for cell in found(part(content), ".//w:tc"))


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=40), st.integers(5000, 25000))
def test_columns_fill_the_width_exactly(shares: list[float], width: int) -> None:
    edges = column_edges(shares, width)
    assert (edges[0], edges[-1], len(edges)) == (0, width, len(shares) + 1)
    assert edges == sorted(edges)


_cell_texts = st.sampled_from(
    ["", "甲", "100%", " 前空格", "末空格 ", "𠮷", "㎡", "a&amp;b", "%s", "字" * 900, "两\n行"]
)
_tags = st.sampled_from(["<td>", '<td class="num">', '<td class="strong">', "<th>"])


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Rows of three columns, the first of which may be merged over several."""
    rows: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        span = draw(st.integers(1, 3))
        for number in range(span):
            first = f'<td rowspan="{span}">{draw(_cell_texts)}</td>' if number == 0 else ""
            rest = ((draw(_tags), draw(_cell_texts)) for _ in range(2))
            rows.append(f"<tr>{first}{''.join(f'{tag}{text}</{tag[1:3]}>' for tag, text in rest)}</tr>")
    return "".join(rows)


@given(bodies(), st.booleans())
def test_rows_of_plain_text_are_written_as_all_others(body: str, repeats_labels: bool) -> None:
    markup = f'<section><table widths="1 2 3"><tbody>{body}</tbody></table></section>'
    by_parser = markup.replace("<section>", "<!--a comment keeps rows from being read as plain ones--><section>")
    plain, other = (written(text, repeats_labels=repeats_labels) for text in (markup, by_parser))
    assert plain == other
