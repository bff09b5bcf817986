"""Pages as GB/T 9704-2012 asks for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.model.layout import Layout, Margins
from app.render.markup import parse
from app.render.pages import NumberPlace
from tests.ui.printing.conftest import Setter, number_of, texts
from ui.printing.cache import Cache
from ui.printing.pages import MM, Page, TextPart
from ui.printing.stops import stops
from ui.printing.typeset import Numbering, typeset

HAN = "绩效" * 20_000
ANNEX = '<section part="annex" orientation="landscape"><p class="table-title">自评表</p></section>'
REPORT = "<section><p>正文。</p></section>"


def test_a_full_page_has_22_lines(pages_of: Setter) -> None:
    pages = pages_of(f"<p>{HAN[:3000]}</p>")
    assert [len(texts(page)) for page in pages][:-1] == [22] * (len(pages) - 1)


def test_a_full_line_has_28_characters_and_the_first_two_fewer(pages_of: Setter) -> None:
    lines = texts(pages_of(f"<p>{HAN[:300]}</p>")[0])
    assert [len(line) for line in lines[:-1]] == [26] + [28] * (len(lines) - 2)


def test_the_first_line_is_indented_by_two_characters(pages_of: Setter) -> None:
    page = pages_of(f"<p>{HAN[:100]}</p>")[0]
    first, second, *_ = page.lines()
    assert first.x - page.text.left == pytest.approx(2 * 15.75)
    assert second.x == page.text.left


def test_lines_of_a_paragraph_but_the_last_end_at_the_right_edge(pages_of: Setter) -> None:
    page = pages_of(
        "<p>部门整体全年预算数61,296.75万元，执行数59,757.75万元，预算资金完成率97.4%，按资金来源：财政。</p>"
    )[0]
    *full, last = page.lines()
    assert full
    assert all(placed.box.right == pytest.approx(page.text.right) for placed in full)
    assert last.box.right < page.text.right


def test_a_line_before_a_long_number_is_not_torn_apart(pages_of: Setter) -> None:
    page = pages_of("<p>该项目年度预算资金391.14万元（包括代管资金386.27万元），全年执行数。</p>")[0]
    first, _ = page.lines()
    assert max(first.line.advances) < 16 * 1.15
    assert first.box.right < page.text.right


def test_lines_stand_28_95_pt_apart(pages_of: Setter) -> None:
    first, second, *_ = pages_of(f"<p>{HAN[:100]}</p>")[0].lines()
    assert second.baseline - first.baseline == pytest.approx(28.95)


def test_a_line_break_ends_a_line(pages_of: Setter) -> None:
    assert texts(pages_of("<p>甲<br/>乙</p>")[0]) == ["甲", "乙"]


def test_an_empty_paragraph_is_an_empty_line(pages_of: Setter) -> None:
    assert texts(pages_of("<p>甲</p><p></p><p>乙</p>")[0]) == ["甲", "", "乙"]


def test_a_title_breaks_at_words_and_stands_in_the_middle(pages_of: Setter) -> None:
    title = "广州市番禺区人力资源和社会保障局2021年部门整体支出绩效自评报告"
    page = pages_of(f"<title>{title}</title>")[0]
    assert texts(page) == [title[:16], title[16:]]
    for placed in page.lines():
        assert placed.box.left - page.text.left == pytest.approx(page.text.right - placed.box.right)


def test_a_title_with_breaks_of_its_own_keeps_them(pages_of: Setter) -> None:
    assert texts(pages_of("<title>自评<br/>报告</title>")[0]) == ["自评", "报告"]


def test_a_heading_goes_to_the_next_page_with_its_paragraph(pages_of: Setter) -> None:
    pages = pages_of("<p>甲</p>" * 20 + "<h1>一、基本情况</h1><h2>（一）部门概况</h2><p>乙</p>")
    assert texts(pages[1]) == ["一、基本情况", "（一）部门概况", "乙"]


def test_a_heading_stays_where_its_paragraph_begins(pages_of: Setter) -> None:
    pages = pages_of("<p>甲</p>" * 20 + f"<h1>一、基本情况</h1><p>{HAN[:60]}</p>")
    assert texts(pages[0])[-2] == "一、基本情况"


def test_a_page_does_not_begin_with_the_last_few_characters_of_a_paragraph(pages_of: Setter) -> None:
    pages = pages_of(f"<p>{HAN[: 26 + 28 * 21 + 2]}</p>")
    assert [len(texts(page)) for page in pages] == [21, 2]


def test_headings_without_end_are_cut_all_the_same(pages_of: Setter) -> None:
    assert sum(len(texts(page)) for page in pages_of("<h1>一</h1>" * 60)) == 60


def test_space_above_a_signature_is_left_out_at_the_top_of_a_page(pages_of: Setter) -> None:
    pages = pages_of("<p>甲</p>" * 22 + '<p class="sign">某局</p><p class="date">2022年3月5日</p>')
    first = next(pages[1].lines())
    assert first.top == pages[1].text.top


def test_the_date_begins_two_characters_after_the_signature(pages_of: Setter) -> None:
    page = pages_of('<p class="sign">广州市番禺区人力资源和社会保障局</p><p class="date">2022年3月5日</p>')[0]
    name, date = page.lines()
    assert page.text.right - name.box.right == pytest.approx(2 * 15.75)
    # Digits of the font in use may be a little wider than the half character that the indent is reckoned with.
    assert date.x - name.x == pytest.approx(2 * 15.75, abs=8)


def test_a_section_begins_a_page_of_its_paper(pages_of: Setter) -> None:
    report, annex = pages_of(REPORT + ANNEX)
    assert [round(length) for length in report.size_mm] == [210, 297]
    assert [round(length) for length in annex.size_mm] == [297, 210]


def test_an_a3_annex_is_laid_on_a3(pages_of: Setter) -> None:
    pages = pages_of(REPORT + ANNEX.replace("landscape", 'landscape" paper="A3'))
    assert [round(length) for length in pages[1].size_mm] == [420, 297]


def test_a_document_without_sections_is_one_empty_page(layout: Layout) -> None:
    pages = typeset(parse(""), layout)
    assert [texts(page) for page in pages] == [[]]


def margins_mm(page: Page) -> tuple[float, ...]:
    text = page.text
    edges = (text.left, text.top, page.width - text.right, page.height - text.bottom)
    return tuple(round(edge / MM, 3) for edge in edges)


def test_margins_are_those_of_the_layout(pages_of: Setter) -> None:
    assert margins_mm(pages_of("<p>甲</p>")[0]) == (28, 37, 26, 35)


def test_a_landscape_page_is_the_upright_page_turned_clockwise(pages_of: Setter) -> None:
    assert margins_mm(pages_of(REPORT + ANNEX)[1]) == (35, 28, 37, 26)


def test_an_annex_alone_has_narrow_margins(pages_of: Setter) -> None:
    assert margins_mm(pages_of(ANNEX)[0]) == (15, 15, 15, 15)


def test_an_annex_alone_has_the_margins_its_layout_names(layout: Layout) -> None:
    pages = typeset(parse(ANNEX), replace(layout, annex_margins=Margins(top=20, bottom=10, left=12, right=8)))
    assert margins_mm(pages[0]) == (12, 20, 8, 10)


def folio(page: Page) -> tuple[str, str]:
    """The page number, and the side of the upright sheet it stands on."""
    placed = number_of(page).placed
    middle = (page.height if number_of(page).is_turned else page.width) / 2
    return placed.line.text, "right" if placed.x > middle else "left"


def test_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left(pages_of: Setter) -> None:
    pages = pages_of(f"<p>{HAN[:1500]}</p>")
    assert [folio(page) for page in pages] == [("— 1 —", "right"), ("— 2 —", "left"), ("— 3 —", "right")]


def test_the_dashes_of_a_page_number_lie_7_mm_below_the_text(pages_of: Setter) -> None:
    page = pages_of("<p>甲</p>")[0]
    dash_height = 0.36 * 14
    assert number_of(page).placed.baseline - dash_height - page.text.bottom == pytest.approx(7 * MM)


def test_page_numbers_stand_one_character_in(pages_of: Setter) -> None:
    page = pages_of("<p>甲</p>")[0]
    assert page.text.right - number_of(page).placed.box.right == pytest.approx(14)


def test_numbers_run_on_through_the_annex_and_turn_with_it(pages_of: Setter) -> None:
    pages = pages_of(REPORT + ANNEX + ANNEX)
    assert [folio(page) for page in pages][1:] == [("— 2 —", "left"), ("— 3 —", "right")]
    assert [number_of(page).is_turned for page in pages] == [False, True, True]


def test_a_turned_number_lies_7_mm_beside_the_text(pages_of: Setter) -> None:
    page = pages_of(REPORT + ANNEX)[1]
    # Of the sheet held upright; its height is the landscape sheet's width.
    assert number_of(page).placed.baseline - 0.36 * 14 == pytest.approx(page.width - 35 * MM + 7 * MM)


def test_numbers_can_stay_beneath_the_text_of_landscape_pages(pages_of: Setter) -> None:
    page = pages_of(REPORT + ANNEX, numbering=Numbering(place=NumberPlace.FOOT))[1]
    assert not number_of(page).is_turned
    assert number_of(page).placed.baseline > page.text.bottom


def test_an_annex_alone_is_numbered_in_the_middle_of_its_foot(pages_of: Setter) -> None:
    page = pages_of(ANNEX)[0]
    box = number_of(page).placed.box
    assert (box.left + box.right) / 2 == pytest.approx(page.width / 2)
    assert page.text.bottom < box.top < box.bottom < page.height


def test_numbers_begin_where_asked(pages_of: Setter) -> None:
    assert folio(pages_of("<p>甲</p>", numbering=Numbering(first=12))[0]) == ("— 12 —", "left")


def test_figures_of_the_same_text_keep_their_own_source(layout: Layout) -> None:
    cache = Cache()
    refs = []
    for ref in ("project/1/budget", "project/2/budget"):
        pages = typeset(parse(f'<section><p><f ref="{ref}">291</f></p></section>'), layout, cache=cache)
        (stop,) = stops(pages[0])
        refs += [figure.ref for figure in stop.figures]
    assert refs == ["project/1/budget", "project/2/budget"]


def test_a_cache_changes_nothing_but_the_time(layout: Layout, pages_of: Setter) -> None:
    cache = Cache()
    markup = f"<section><h1>一、情况</h1><p>{HAN[:900]}</p><p>乙</p></section>"
    typeset(parse(markup), layout, cache=cache)
    changed = markup.replace("乙", "乙丙")
    again = typeset(parse(changed), layout, cache=cache)
    assert [texts(page) for page in again] == [texts(page) for page in pages_of(changed)]


def test_a_cache_follows_a_change_of_layout(layout: Layout) -> None:
    cache = Cache()
    document = parse(f"<section><p>{HAN[:100]}</p></section>")
    wide = replace(layout, margins=Margins(top=37, bottom=35, left=10, right=10))
    widths = []
    for used in (layout, wide):
        part = typeset(document, used, cache=cache)[0].parts[0]
        assert isinstance(part, TextPart)
        widths.append(len(part.set_lines[1].clusters))
    assert widths[0] == 28 < widths[1]
