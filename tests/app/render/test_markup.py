"""What the report markup lets through, and how it becomes blocks."""

import pytest

from app.render.blocks import Paragraph, Row, Run, Table, grid
from app.render.markup import MarkupError, parse


def first(markup: str) -> Paragraph:
    block = parse(f"<section>{markup}</section>").sections[0].blocks[0]
    assert isinstance(block, Paragraph)
    return block


def table(markup: str) -> Table:
    block = parse(f"<section>{markup}</section>").sections[0].blocks[0]
    assert isinstance(block, Table)
    return block


def test_a_figure_keeps_the_field_it_comes_from() -> None:
    paragraph = first('<p>预算<f ref="project/7/budget">291</f>万元</p>')
    assert paragraph.runs == (Run("预算"), Run("291", "project/7/budget"), Run("万元"))


def test_a_break_is_a_line_feed() -> None:
    assert first("<title>某局<br/>报告</title>").text == "某局\n报告"


def test_bold_reaches_into_figures() -> None:
    assert first('<p><b>共<f ref="x">3</f></b>个</p>').runs == (Run("共", "", True), Run("3", "x", True), Run("个"))


def test_escaped_text_arrives_as_typed() -> None:
    assert first("<p><f ref='x'>&lt;&amp;&gt;{{ }} 𠮷 😀</f></p>").text == "<&>{{ }} 𠮷 😀"


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<p><i>x</i></p>", "<p> 中不允许出现 <i>"),
        ("<script/>", "<section> 中不允许出现 <script>"),
        ("<p style='x'>x</p>", "不允许有属性 style"),
        ("<p class='huge'>x</p>", "class 只能是"),
        ("文字", "不在段落或单元格中"),
        ("<p>x", "没有正确结束"),
        ("<p>&undefined;</p>", "标记不完整"),
        ("<p>a<?php x?></p>", "不允许使用处理指令"),
        ("<table><tbody/></table>", "widths 应为各列宽度比例"),
        ("<table widths='1 2'><tbody><tr><td/></tr></tbody></table>", "占 1 列，应为 2 列"),
        ("<table widths='1'><tbody><tr><td rowspan='2'/></tr></tbody></table>", "rowspan 超出"),
        (
            "<table widths='1 1 1'><tbody><tr><td/><td rowspan='2'/><td/></tr><tr>{wide}</tr></tbody></table>".format(
                wide="<td colspan='2'/>"
            ),
            "第2行的 colspan 与上方的 rowspan 重叠",
        ),
        ("<table widths='nan'><tbody/></table>", "widths 应为各列宽度比例"),
        ("<table widths='1'><tbody><tr><td colspan='0'/></tr></tbody></table>", "colspan 应为正整数"),
        ("<table widths='1'><tbody/><thead/></table>", "<thead> 只能有一个"),
    ],
)
def test_anything_else_is_refused(markup: str, message: str) -> None:
    with pytest.raises(MarkupError, match=message):
        parse(f"<section>{markup}</section>")


def test_entities_are_not_expanded() -> None:
    with pytest.raises(MarkupError):
        parse('<!DOCTYPE d [<!ENTITY e "x">]><section><p>&e;</p></section>')


def test_spans_are_laid_out_on_the_grid() -> None:
    rows = table(
        "<table widths='1 1 1'><tbody>"
        "<tr><td rowspan='2' colspan='2'>甲</td><td>乙</td></tr><tr><td>丙</td></tr>"
        "</tbody></table>"
    ).bodies[0]
    laid = [[(column, cell.text if cell else None) for column, cell in line] for line in grid(rows, 3)]
    assert laid == [[(0, "甲"), (2, "乙")], [(0, None), (2, "丙")]]


def test_rows_of_all_bodies_come_in_order() -> None:
    found = table("<table widths='1'><tbody><tr><td>1</td></tr></tbody><tbody><tr><td>2</td></tr></tbody></table>")
    assert [row.cells[0].text for row in found.rows] == ["1", "2"]
    assert all(isinstance(row, Row) for row in found.rows)
