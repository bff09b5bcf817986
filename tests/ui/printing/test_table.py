"""Tables across pages: nothing lost, nothing torn, nothing off the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app import packs
from app.model.layout import Layout
from app.render.blocks import Block, Cell, Document, Paragraph, Row, Run, Section, Table
from tests.ui.printing.conftest import Setter, texts
from ui.printing.pages import Page, Pages
from ui.printing.table import TablePart
from ui.printing.typeset import typeset

HEAD = "<thead><tr><th>指标</th><th>得分</th></tr></thead>"


def cell(text: str, colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell((Run(text),), colspan, rowspan)


def rows_of(count: int, text: str = "预算完成率") -> str:
    return "".join(f"<tr><td>{number}{text}</td><td class='num'>{number}.48</td></tr>" for number in range(count))


def table(body: str, head: str = HEAD, widths: str = "3 1") -> str:
    return f'<table widths="{widths}">{head}<tbody>{body}</tbody></table>'


@st.composite
def bodies(draw: st.DrawFn, columns: int) -> tuple[Row, ...]:
    """Rows with spans that fill their grid, some of them with very much text."""
    count = draw(st.integers(1, 6))
    length = st.sampled_from([0, 1, 2, 4, 6, 8, 12, 20, 30, 50, 90, 200, 1500])
    free = [[True] * columns for _ in range(count)]
    rows = []
    for top in range(count):
        cells = []
        for left in range(columns):
            if free[top][left]:
                across = next((place for place in range(left, columns) if not free[top][place]), columns) - left
                wide, high = draw(st.integers(1, across)), draw(st.integers(1, count - top))
                for row in range(top, top + high):
                    free[row][left : left + wide] = [False] * wide
                cells.append(cell("绩" * draw(length), colspan=wide, rowspan=high))
        rows.append(Row(tuple(cells)))
    return tuple(rows)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 6))
    widths = tuple(draw(st.lists(st.floats(0.1, 10), min_size=columns, max_size=columns)))
    head = (Row(tuple(cell(f"栏{number}") for number in range(columns))),) if draw(st.booleans()) else ()
    return Table(widths, head, tuple(draw(st.lists(bodies(columns), min_size=1, max_size=3))))


def laid_out(layout: Layout, *blocks: Block) -> Pages:
    report = Section("report", "portrait", "A4", (Paragraph("body", (Run("正文。"),)),))
    return typeset(Document((report, Section("annex", "landscape", "A4", blocks))), layout)


@pytest.fixture(scope="module")
def shared(qapp: QApplication) -> Layout:
    """The layout, for tests that hypothesis repeats."""
    return packs.load("panyu-2021").layouts["standard"]


def shown(pages: Pages) -> dict[int, list[str]]:
    """For each cell, by its runs, what each page shows of it."""
    found: dict[int, list[str]] = {}
    for page in pages:
        here: dict[int, str] = {}
        for placed in page.lines():
            here[id(placed.runs)] = here.get(id(placed.runs), "") + placed.line.text
        for key, text in here.items():
            found.setdefault(key, []).append(text)
    return found


@given(tables())
def test_every_text_stands_exactly_once_but_for_what_is_repeated(shared: Layout, found: Table) -> None:
    pages = laid_out(shared, found)
    stretches = shown(pages)
    reached = sum(isinstance(part, TablePart) for page in pages for part in page.parts)
    for row in found.head:
        for each in row.cells:
            assert stretches[id(each.runs)] == [each.text] * reached
    for row in found.rows:
        for each in row.cells:
            on_pages = stretches.get(id(each.runs), [""])
            is_label = each.rowspan > 1 and set(on_pages) == {each.text}
            assert is_label or "".join(on_pages) == each.text


@given(tables())
def test_nothing_stands_outside_the_text_area(shared: Layout, found: Table) -> None:
    for page in laid_out(shared, found):
        for part in page.parts:
            assert part.box.bottom <= page.text.bottom + 0.1
            assert part.box.right <= page.text.right + 0.1
            for placed in part.lines():
                assert part.box.top - 0.1 <= placed.top <= placed.bottom <= part.box.bottom + 0.1
                assert part.box.left - 0.1 <= placed.box.left <= placed.box.right <= part.box.right + 0.1


@given(tables())
def test_no_text_stands_over_other_text(shared: Layout, found: Table) -> None:
    for page in laid_out(shared, found):
        boxes = [placed.box for placed in page.lines() if placed.line.clusters]
        by_top = sorted(boxes, key=lambda box: box.top)
        for number, box in enumerate(by_top):
            for other in by_top[number + 1 :]:
                if other.top >= box.bottom - 0.1:
                    break
                assert other.left >= box.right - 0.1 or box.left >= other.right - 0.1


def table_pages(pages: Iterable[Page]) -> list[Page]:
    return [page for page in pages if any(isinstance(part, TablePart) for part in page.parts)]


def test_head_rows_stand_on_every_page(pages_of: Setter) -> None:
    pages = pages_of(table(rows_of(100)))
    assert len(pages) > 1
    assert all(texts(page)[:2] == ["指标", "得分"] for page in pages)


def test_rows_are_not_cut(pages_of: Setter) -> None:
    pages = pages_of(table(rows_of(60, "预算完成率" * 20)))
    for page in pages:
        numbers = [text for text in texts(page) if text.endswith(".48")]
        assert numbers
        assert len([text for text in texts(page) if text[0].isdigit() and "预" in text]) == len(numbers)


def test_a_row_higher_than_a_page_goes_on_from_page_to_page(pages_of: Setter) -> None:
    long = "绩效" * 4000
    pages = pages_of(table(f"<tr><td>{long}</td><td>1</td></tr>"))
    assert len(pages) > 2
    assert "".join(text for page in pages for text in texts(page) if "绩" in text) == long


def test_merged_labels_stand_at_the_top_of_every_page_they_reach(pages_of: Setter) -> None:
    first = '<tr><td rowspan="120">管理效能</td><td>0</td></tr>'
    pages = pages_of(table(first + "".join(f"<tr><td>{number}</td></tr>" for number in range(1, 120))))
    assert len(pages) > 1
    assert all(Counter(texts(page))["管理效能"] == 1 for page in pages)


def test_a_label_gets_room_on_a_page_that_ends_its_rows(pages_of: Setter) -> None:
    body = rows_of(33) + '<tr><td rowspan="2">管<br/>理<br/>效<br/>能</td><td>1</td></tr><tr><td>2</td></tr>'
    for page in pages_of(table(body)):
        for part in page.parts:
            assert all(placed.bottom <= part.box.bottom for placed in part.lines())


@pytest.mark.parametrize("count", range(30, 50))
def test_the_last_row_never_stands_alone(pages_of: Setter, count: int) -> None:
    for page in pages_of(table(rows_of(count))):
        assert len(texts(page)) > 4


@pytest.mark.parametrize("count", range(30, 50))
def test_the_signatures_stand_below_the_last_rows(pages_of: Setter, count: int) -> None:
    pages = pages_of(table(rows_of(count)) + '<p class="table-sign">填报人：</p>')
    last = texts(pages[len(pages) - 1])
    assert last[-1] == "填报人："
    assert f"{count - 1}预算完成率" in last


def test_a_heading_is_not_parted_from_the_first_row(pages_of: Setter) -> None:
    pages = pages_of("<p>甲</p>" * 21 + '<p class="table-title">自评表</p>' + table(rows_of(3)))
    assert texts(pages[1])[:3] == ["自评表", "指标", "得分"]


def test_a_head_that_fills_the_page_is_not_repeated(pages_of: Setter) -> None:
    head = f"<thead><tr><th>{'绩' * 3000}</th><th>得分</th></tr></thead>"
    pages = pages_of(table(rows_of(100), head))
    headed = [number for number, page in enumerate(pages) if "得分" in texts(page)]
    assert headed == [number for number, page in enumerate(pages) if any("绩" * 5 in text for text in texts(page))]
    assert len(headed) < len(pages)


def test_a_table_of_nothing_but_a_head_is_shown(pages_of: Setter) -> None:
    assert texts(pages_of(table("", HEAD))[0]) == ["指标", "得分"]


def test_cells_stand_as_their_class_says(pages_of: Setter) -> None:
    row = '<td class="text">甲</td><td class="center">乙</td><td class="num">丙</td>'
    page = pages_of(table(f"<tr>{row}</tr>", "", "1 1 1"))[0]
    left, middle, right = page.lines()
    third = page.text.width / 3
    assert left.box.left == pytest.approx(page.text.left + 3)
    assert (middle.box.left + middle.box.right) / 2 == pytest.approx(page.text.left + 1.5 * third)
    assert right.box.right == pytest.approx(page.text.right - 3)


def test_a_number_wider_than_its_column_becomes_smaller_and_stays_whole(pages_of: Setter) -> None:
    page = pages_of(table('<tr><td>甲</td><td class="num">61,296,123.75</td></tr>', "", "7 1"))[0]
    assert "61,296,123.75" in texts(page)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("实际完成值", ["实际完", "成值"]), ("年度整体绩效目标", ["年度整体", "绩效目标"]), ("得分", ["得分"])],
)
def test_labels_are_broken_into_lines_of_like_width(pages_of: Setter, text: str, lines: list[str]) -> None:
    page = pages_of(table(f'<tr><td>甲</td><td class="center">{text}</td></tr>', "", "8 1"))[0]
    assert [line for line in texts(page) if line != "甲"] == lines


def test_labels_of_rows_are_broken_at_words(pages_of: Setter) -> None:
    page = pages_of(table("<tr><td>甲</td><th>实际完成值</th></tr>", "", "8 1"))[0]
    assert [line for line in texts(page) if line != "甲"] == ["实际", "完成值"]


def test_a_column_is_never_narrower_than_a_character(pages_of: Setter) -> None:
    page = pages_of(table("<tr><td>绩效</td><td>乙</td></tr>", "", "0.001 100"))[0]
    assert texts(page) == ["绩", "效", "乙"]


def test_rules_run_through_and_are_drawn_once(pages_of: Setter) -> None:
    (part,) = pages_of(table(rows_of(3)))[0].parts
    assert isinstance(part, TablePart)
    rules = part.rules()
    across = [rule for rule in rules if rule.y1 == rule.y2]
    down = [rule for rule in rules if rule.x1 == rule.x2]
    assert len(across) == 5  # a head and three rows; the head's lower edge is the first row's upper
    assert len(down) == 3
    assert all(rule.x1 == pytest.approx(part.box.left) and rule.x2 == pytest.approx(part.box.right) for rule in across)


def test_no_rule_runs_through_a_merged_cell(pages_of: Setter) -> None:
    (part,) = pages_of(table('<tr><td rowspan="2">甲</td><td>乙</td></tr><tr><td>丙</td></tr>', ""))[0].parts
    assert isinstance(part, TablePart)
    inner = [rule for rule in part.rules() if rule.y1 == rule.y2 and part.box.top + 1 < rule.y1 < part.box.bottom - 1]
    assert [round(rule.x1, 1) for rule in inner] == [round(part.left + part.grid.edges[1], 1)]


def test_tables_under_each_other_touch(pages_of: Setter) -> None:
    first, second = pages_of(table(rows_of(1)) + table(rows_of(1)))[0].parts
    assert first.box.bottom == second.box.top


def test_pages_of_a_long_table_are_filled(pages_of: Setter) -> None:
    pages = table_pages(pages_of(table(rows_of(400))))
    counts = [len(texts(page)) for page in pages[:-1]]
    assert all(first == second for first, second in pairwise(counts))
