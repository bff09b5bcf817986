"""Rows read by the expression are the rows the parser reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from app.model.text import clean
from app.render.blocks import CELL_CLASSES, Document, Table
from app.render.markup import MarkupError, parse

texts = st.text(max_size=12).map(clean).map(lambda text: str(escape(text)))
values = st.builds(lambda text: f'<f ref="project/7/name">{text}</f>', texts)
others = st.sampled_from(["<b>粗</b>", "a<br/>b", "&#39;", "&#169;", "<i>x</i>", "&bad;", "", "甲<f ref='a'>乙</f>"])
classes = [f' class="{name}"' for name in CELL_CLASSES]
attributes = st.sampled_from(
    ["", *classes, ' class="huge"', ' rowspan="1"', ' colspan="0"', ' id="x"', ' class="num" class="num"']
)
cells = st.builds(
    lambda name, tag, inner: f"<{name}{tag}>{inner}</{name}>", st.sampled_from(["td", "th"]), attributes,
    st.one_of(texts, values, others),
)  # fmt: skip
rows = st.lists(st.lists(cells, min_size=2, max_size=2).map("".join), min_size=1, max_size=4)

_MARK = "<!--@report.xhtml 第1行-->"  # with a mark every row goes to the parser


def outcome(markup: str) -> Document | str:
    try:
        return parse(markup)
    except MarkupError as error:
        return str(error)


@given(rows)
def test_both_ways_of_reading_agree(found: list[str]) -> None:
    body = "".join(f"<tr>{row}</tr>" for row in found)
    markup = f'<section><table widths="1 2"><tbody>{body}</tbody></table></section>'
    assert outcome(markup) == outcome(markup + _MARK)


def test_rows_keep_their_order_among_others() -> None:
    body = "<tr><td>1</td></tr><tr><td><b>2</b></td></tr><tr><td>3</td></tr>"
    table = parse(f'<section><table widths="1"><tbody>{body}</tbody></table></section>').sections[0].blocks[0]
    assert isinstance(table, Table)
    assert [row.cells[0].text for row in table.rows] == ["1", "2", "3"]


def test_a_row_outside_a_table_is_refused_either_way() -> None:
    for markup in ("<section><tr><td>1</td></tr></section>", "<section><?row?></section>"):
        assert isinstance(outcome(markup), str)
