"""What holds for every printed page: nothing off the paper, every row once and in order, heights that add up."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from app import packs
from app.model.layout import Layout
from app.render.blocks import Block, Cell, Document, Paragraph, Row, Run, Section, Table
from app.render.markup import parse
from ui.printing.fonts import PIXELS, FontSet
from ui.printing.pages import Box, Page, Pages, PlacedLine
from ui.printing.setup import SheetSetup, dressed
from ui.printing.table import TablePart
from ui.printing.typeset import typeset

WORD = "https://www.example.gov.cn/" + "abcdefghij0123456789" * 15
texts = st.sampled_from(
    ["", "达标", "预算完成率", "因受疫情影响，培训人数未达到预期目标。" * 4, WORD, "𠮷“1+4”〔2021〕27号"]
)
numbers = st.sampled_from(["1.48", "61,296.75", "-1,234,567,890.12", "100.0%", "9" * 40])
sheets = st.builds(
    SheetSetup,
    st.sampled_from(["A4", "A3"]),
    st.sampled_from(["portrait", "landscape"]),
    size=st.sampled_from([None, 7.0, 12.0]),
    floor=st.sampled_from([None, 6.0]),
)


@pytest.fixture(scope="module")
def shared(qapp: QApplication) -> Layout:
    """The layout, for tests that hypothesis repeats."""
    return packs.load("panyu-2021").layouts["standard"]


def cell(text: str, align: str = "text", *, rowspan: int = 1, header: bool = False) -> Cell:
    return Cell((Run(text),), rowspan=rowspan, align=align, header=header)


@st.composite
def score_tables(draw: st.DrawFn) -> Table:
    """Tables as annexes have them: labels merged over groups of rows, then a number for each row, texts and figures."""
    kinds = draw(st.lists(st.sampled_from(["text", "num", "center"]), min_size=1, max_size=7))
    widths = draw(st.lists(st.floats(0.5, 20), min_size=len(kinds) + 2, max_size=len(kinds) + 2))
    head = Row(tuple(cell(f"栏目{number}", "center", header=True) for number in range(len(widths))))
    row_number = 0
    bodies = []
    for _ in range(draw(st.integers(1, 3))):
        count = draw(st.integers(1, 12))
        rows = []
        for place in range(count):
            label = (cell("履职效能（50分）", "center", rowspan=count),) if place == 0 else ()
            values = (cell(draw(numbers if kind == "num" else texts), kind) for kind in kinds)
            rows.append(Row((*label, cell(f"第{row_number}行", "center"), *values)))
            row_number += 1
        bodies.append(tuple(rows))
    return Table(tuple(widths), (head,), tuple(bodies))


def lay_out(layout: Layout, sheet: SheetSetup, *blocks: Block, is_bound: bool = False) -> Pages:
    report = Section("report", "portrait", "A4", (Paragraph("body", (Run("正文。"),)),))
    sections = ((report,) if is_bound else ()) + (Section("annex", "landscape", "A4", blocks),)
    return typeset(dressed(Document(sections), {"annex": sheet}, layout.table.size), layout)


def ink(placed: PlacedLine, fonts: FontSet) -> Box:
    """The rectangle that the glyphs of a line blacken."""
    whole = QRectF()
    x = 0.0
    for span, start, end in placed.line.stretches():
        for cluster, advance in zip(placed.line.clusters[start:end], placed.line.advances[start:end], strict=True):
            for glyph in span.face.glyphs[cluster]:
                bounds = fonts.raw_fonts[glyph.font].boundingRect(glyph.index)
                whole = whole.united(bounds.translated(x * PIXELS + glyph.dx, glyph.dy))
            x += advance
    return Box(
        placed.x + whole.left() / PIXELS, placed.baseline + whole.top() / PIXELS,
        placed.x + whole.right() / PIXELS, placed.baseline + whole.bottom() / PIXELS,
    )  # fmt: skip


def tables_of(pages: Pages) -> list[tuple[Page, TablePart]]:
    return [(page, part) for page in pages for part in page.parts if isinstance(part, TablePart)]


@settings(max_examples=30)
@given(score_tables(), sheets, st.booleans())
def test_no_ink_of_a_cell_lies_off_the_paper(shared: Layout, table: Table, sheet: SheetSetup, is_bound: bool) -> None:
    pages = lay_out(shared, sheet, table, is_bound=is_bound)
    for page, part in tables_of(pages):
        for placed in part.lines():
            if placed.line.text.strip():
                black = ink(placed, pages.fonts)
                assert 0 < black.left < black.right < page.width
                assert 0 < black.top < black.bottom < page.height
                assert part.box.left - 1 <= black.left <= black.right <= part.box.right + 1


@settings(max_examples=30)
@given(score_tables(), sheets, st.booleans())
def test_every_row_stands_once_and_in_order(shared: Layout, table: Table, sheet: SheetSetup, is_bound: bool) -> None:
    pages = lay_out(shared, sheet, table, is_bound=is_bound)
    rows: list[int] = []
    for _, part in tables_of(pages):
        numbered = [placed.runs[0].text for placed in part.lines() if placed.runs[0].text.startswith("第")]
        here = list(dict.fromkeys(int(text[1:-1]) for text in numbered))
        if rows and here[0] == rows[-1]:  # a row higher than a page, which says on each what it is
            here.pop(0)
        rows += here
    assert rows == list(range(sum(map(len, table.bodies))))


@settings(max_examples=30)
@given(score_tables(), sheets, st.booleans())
def test_heights_add_up(shared: Layout, table: Table, sheet: SheetSetup, is_bound: bool) -> None:
    for page, part in tables_of(lay_out(shared, sheet, table, is_bound=is_bound)):
        assert part.box.height == pytest.approx(part.head.height + part.cut.height)
        assert all(above < below for above, below in pairwise(part.cut.tops))
        assert part.box.bottom <= page.text.bottom + 0.02
        assert len(part.cut.tops) == part.cut.end - part.cut.start + 1
    stretches = [part.cut for _, part in tables_of(lay_out(shared, sheet, table))]
    assert all(before.end == after.start for before, after in pairwise(stretches))


LABEL_IN_A_CHARACTERS_WIDTH = Table(
    (0.5, 1.0, 18.0),
    (Row(tuple(cell(f"栏目{number}", "center", header=True) for number in range(3))),),
    (
        (
            Row((cell("履职效能（50分）", "center", rowspan=2), cell("第0行", "center"), cell(""))),
            Row((cell("第1行", "center"), cell(""))),
        ),
    ),
)


@settings(max_examples=30)
@example(LABEL_IN_A_CHARACTERS_WIDTH, SheetSetup("A4", "landscape", size=12.0))
@given(score_tables(), sheets)
def test_every_page_says_what_its_rows_belong_to(shared: Layout, table: Table, sheet: SheetSetup) -> None:
    for _, part in tables_of(lay_out(shared, sheet, table)):
        cells = list(part.cells())
        for placed in cells:
            if placed.row[0] and any(line.runs[0].text.startswith("第") for line in placed.lines):
                labels = [
                    other
                    for other in cells
                    if other.row[0]
                    and other.box.top <= placed.box.top + 0.01
                    and placed.box.bottom <= other.box.bottom + 0.01
                    and "".join(line.line.text for line in other.lines) == "履职效能（50分）"
                ]
                assert len(labels) == 1


@settings(max_examples=40)
@given(st.sampled_from(["body", "h1", "title", "noindent", "annex-list"]), texts, st.integers(1, 40))
def test_no_text_outside_tables_runs_off_the_paper(shared: Layout, style: str, text: str, times: int) -> None:
    pages = lay_out(shared, SheetSetup(), Paragraph(style, (Run(text * times),)))
    for page in pages:
        for placed in page.lines():
            assert placed.box.right <= page.text.right + 6  # half a sign hangs over
            assert placed.bottom <= page.text.bottom + 0.02
    assert "".join(placed.line.text for page in pages for placed in page.lines()) == text * times


def test_a_row_that_goes_on_repeats_its_labels_but_no_values(shared: Layout) -> None:
    row = Row((cell("预算编制", "center"), cell("绩" * 9000), cell("2.00", "num"), cell("原因", header=True)))
    pages = lay_out(shared, SheetSetup(), Table((1, 3, 1, 1), (), ((row,),)))
    assert len(pages) > 2
    shown = [[placed.line.text for placed in page.lines()] for page in pages]
    assert all(lines.count("预算编制") == lines.count("原因") == 1 for lines in shown)
    assert sum(lines.count("2.00") for lines in shown) == 1


def test_a_word_of_a_label_becomes_a_little_smaller_before_it_is_cut(shared: Layout) -> None:
    row = Row((cell("管理效能（50分）", "center"), cell("绩效")))
    pages = lay_out(shared, SheetSetup(floor=None), Table((6, 114), (), ((row,),)))
    assert [placed.line.text for placed in pages[0].lines()] == ["管理效能", "（50分）", "绩效"]


def test_a_long_annex_is_laid_out_whole(shared: Layout) -> None:
    rows = "".join(f"<tr><td>第{number}项指标</td><td>{number}</td></tr>" for number in range(5000))
    document = parse(f'<section part="annex"><table widths="3 1"><tbody>{rows}</tbody></table></section>')
    pages = typeset(document, shared)
    assert sum(1 for page in pages for _ in page.lines()) == 10_000
