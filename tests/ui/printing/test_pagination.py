"""Pages laid out a little at a time are the pages laid out at once, and what was in view is found again."""

from __future__ import annotations

from app.model.layout import Layout
from app.render.blocks import Document
from app.render.markup import parse
from tests.ui.printing.conftest import texts
from ui.printing.anchor import Anchor, Spot
from ui.printing.pages import Page
from ui.printing.pagination import Pagination, row_of
from ui.printing.typeset import typeset

ROWS = "".join(
    f'<tr><td><f ref="indicator/{number}/level3">指标{number}</f></td><td>{"依据" * (number % 40)}</td></tr>'
    for number in range(300)
)
PARAGRAPHS = "".join(
    f'<h3>{number}.项目</h3><p id="project/{number}">预算<f ref="project/{number}/budget">{number}</f>万元。'
    f"{'绩效自评' * (number % 60)}1,234.5万元</p>"
    for number in range(120)
)
TABLE = f'<table widths="1 2"><thead><tr><th>指标</th><th>依据</th></tr></thead><tbody>{ROWS}</tbody></table>'


def document(paragraphs: str = PARAGRAPHS, table: str = TABLE) -> Document:
    return parse(f"<section>{paragraphs}{table}</section>")


def laid_out(done: Pagination) -> list[Page]:
    """Advances as often as it takes, one step at a time."""
    while not done.is_whole:
        done.advance(0)
    return list(done.pages)


def shown(pages: list[Page]) -> list[list[str]]:
    return [texts(page) for page in pages]


def test_pages_laid_out_in_steps_are_those_laid_out_at_once(layout: Layout) -> None:
    done = Pagination()
    done.begin(document(), layout)
    assert shown(laid_out(done)) == shown(list(typeset(document(), layout)))


def test_a_long_table_gives_its_first_page_before_it_is_measured_whole(layout: Layout) -> None:
    bodies = TABLE.replace("<tbody>", "").replace("</tbody>", "").replace("<tr><td>", "<tbody><tr><td>")
    bodies = bodies.replace("</td></tr>", "</td></tr></tbody>")
    done = Pagination()
    done.begin(document("", bodies), layout)
    steps = 0
    while not done.new:
        done.advance(0)
        steps += 1
    assert steps < 100


def test_pages_of_the_document_before_stand_until_they_are_new(layout: Layout) -> None:
    done = Pagination()
    done.begin(document(), layout)
    before = laid_out(done)
    done.begin(document(PARAGRAPHS.replace("预算", "执行")), layout)
    assert list(done.pages) == before
    while done.new < 2:
        done.advance(0)
    assert "执行" in "".join(texts(done.pages[0]))
    assert list(done.pages[done.new :]) == before[done.new :]
    assert shown(laid_out(done)) == shown(list(typeset(document(PARAGRAPHS.replace("预算", "执行")), layout)))


def test_a_shorter_document_has_fewer_pages(layout: Layout) -> None:
    done = Pagination()
    done.begin(document(), layout)
    laid_out(done)
    done.begin(document("<p>完。</p>", ""), layout)
    assert shown(laid_out(done)) == [["完。"]]


def test_a_run_that_is_given_up_forgets_no_paragraph(layout: Layout) -> None:
    done = Pagination()
    done.begin(document(), layout)
    first = laid_out(done)
    for _ in range(3):
        done.begin(document(), layout)
        done.advance(0)
    done.begin(document(), layout)
    again = laid_out(done)
    lines = [[placed.line for placed in pages[3].lines()] for pages in (first, again)]
    assert all(one is other for one, other in zip(*lines, strict=True))


def test_pages_of_another_layout_do_not_stand_in(layout: Layout, other_layout: Layout) -> None:
    done = Pagination()
    done.begin(document(), layout)
    laid_out(done)
    done.begin(document(), other_layout)
    assert not done.pages


def test_pages_that_show_a_row_are_found_the_nearest_first(layout: Layout) -> None:
    done = Pagination()
    done.begin(document(), layout)
    pages = laid_out(done)
    assert [row_of(ref) for ref in ("project/7/budget", "project/7/", "score/total")] == [
        "project/7",
        "project/7",
        "score/total",
    ]
    (found,) = done.showing("project/60/", near=0)
    assert "60.项目" in texts(pages[found])
    assert list(done.showing("project/60/budget", near=0)) == [found]
    assert not list(done.showing("project/6000/", near=0))


def test_what_stood_in_view_is_found_where_it_moved(layout: Layout) -> None:
    before = list(typeset(document(), layout))
    after = list(typeset(document("<p>新的一段。</p>" * 30 + PARAGRAPHS), layout))
    page, top = next(
        (number, part.box.top)
        for number, page in enumerate(before)
        for part in page.parts
        for line in part.lines()
        if line.line.text.startswith("30.")
    )
    found = Anchor(before, Spot(page, top)).shift(after)
    assert found is not None
    assert any(
        line.line.text.startswith("30.") and abs(line.top - top - found.y) < 0.01 for line in after[found.page].lines()
    )


def test_what_was_edited_itself_is_known_by_its_source(layout: Layout) -> None:
    before = list(typeset(document(), layout))
    after = list(typeset(document(PARAGRAPHS.replace("自评", "评价")), layout))
    shift = Anchor(before, Spot(2, before[2].text.top)).shift(after)
    assert shift is not None
    assert shift.page == 2


def test_what_is_gone_is_not_found(layout: Layout) -> None:
    before = list(typeset(document(), layout))
    after = list(typeset(parse("<section><p>完。</p></section>"), layout))
    assert Anchor(before, Spot(2, 0.0)).shift(after) is None
