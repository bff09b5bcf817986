"""Page setup: what the officer chose is what the sheets are, and a foreign settings file changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app import packs
from app.model.layout import Layout, Margins
from app.render.markup import parse
from app.render.pages import NumberPlace
from tests.ui.printing.conftest import number_of
from ui.printing.pages import MM, Pages
from ui.printing.setup import JobSetup, SheetSetup, dressed, from_text, to_text
from ui.printing.table import TablePart
from ui.printing.typeset import USUAL, Numbering, typeset

REPORT = "<section><p>甲</p></section>"
TABLE = '<table widths="1 1 1 1 1 1 1 1 1 1 1 1"><tbody><tr>{}</tr></tbody></table>'.format(
    '<td class="num">61,296,123.75</td>' * 12
)
ANNEX = f'<section part="annex" orientation="landscape">{TABLE}</section>'

margins = st.builds(Margins, *[st.integers(10, 60).map(float)] * 4)
sheets = st.builds(
    SheetSetup,
    st.sampled_from([None, "A4", "A3"]),
    st.sampled_from([None, "portrait", "landscape"]),
    st.none() | margins,
    st.sampled_from([None, 7.5, 9.0, 12.0]),
    st.sampled_from([None, 6.0, 7.0]),
)
jobs = st.builds(JobSetup, st.integers(1, 9999), st.none() | st.sampled_from(NumberPlace), st.booleans())


@pytest.fixture(scope="module")
def shared(qapp: QApplication) -> Layout:
    """The layout, for tests that hypothesis repeats."""
    return packs.load("panyu-2021").layouts["standard"]


def lay_out(markup: str, layout: Layout, sheet: SheetSetup, numbering: Numbering = USUAL) -> Pages:
    document = dressed(parse(markup), {"annex": sheet}, layout.table.size)
    return typeset(document, layout, numbering=numbering)


def text_size(pages: Pages) -> float:
    return next(part.grid.style.size for page in pages for part in page.parts if isinstance(part, TablePart))


@given(sheets)
def test_a_sheet_is_read_as_it_was_written(sheet: SheetSetup) -> None:
    assert from_text(to_text(sheet), SheetSetup) == sheet


@given(jobs)
def test_a_job_is_read_as_it_was_written(job: JobSetup) -> None:
    assert from_text(to_text(job), JobSetup) == job


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"paper": "A5"}', '{"orientation": 1}', '{"size": 400}', '{"floor": "x"}',
        '{"margins": {"top": 0, "bottom": 20, "left": 20, "right": 20}}', '{"margins": {"top": 20}}',
    ],
)  # fmt: skip
def test_what_cannot_be_is_the_usual_setup(text: str) -> None:
    assert from_text(text, SheetSetup) == SheetSetup()


@pytest.mark.parametrize("text", ['{"first_number": 0}', '{"first_number": 1e9}', '{"place": "top"}'])
def test_a_job_that_cannot_be_is_the_usual_one(text: str) -> None:
    assert from_text(text, JobSetup) == JobSetup()


def test_the_usual_setup_changes_no_page(layout: Layout) -> None:
    markup = REPORT + ANNEX.replace("61,296,123.75", "1.5")
    usual, plain = lay_out(markup, layout, SheetSetup()), typeset(parse(markup), layout)
    assert [(page.width, page.height, page.text) for page in usual] == [
        (page.width, page.height, page.text) for page in plain
    ]
    assert [line.box for page in usual for line in page.lines()] == [
        line.box for page in plain for line in page.lines()
    ]


@settings(max_examples=40)
@given(sheets, jobs)
def test_pages_have_the_chosen_paper_and_margins(shared: Layout, sheet: SheetSetup, job: JobSetup) -> None:
    (page,) = lay_out(ANNEX, shared, sheet, job.numbering)
    assert {round(each) for each in page.size_mm} == ({297, 420} if sheet.paper == "A3" else {210, 297})
    assert page.is_landscape is (sheet.orientation != "portrait")
    if sheet.margins is not None:
        assert page.text.left == pytest.approx(sheet.margins.left * MM)
        assert page.height - page.text.bottom == pytest.approx(sheet.margins.bottom * MM)


@settings(max_examples=60)
@given(sheets, jobs, st.booleans())
def test_the_page_number_stands_on_the_sheet_and_beside_the_text(
    shared: Layout, sheet: SheetSetup, job: JobSetup, is_bound: bool
) -> None:
    page = lay_out(REPORT * is_bound + ANNEX, shared, sheet, job.numbering)[int(is_bound)]
    if job.place is NumberPlace.NONE:
        assert page.folio is None
        return
    folio = number_of(page)
    edge, below = (page.width, page.width - page.text.left) if folio.is_turned else (page.height, page.text.bottom)
    assert below - 0.5 <= folio.placed.top
    assert folio.placed.bottom <= edge - 7 * MM + 0.5
    assert folio.placed.line.text == f"— {page.number} —"


def test_a_number_at_the_place_of_the_standard_turns_only_on_landscape_a4(layout: Layout) -> None:
    side = Numbering(place=NumberPlace.SIDE)
    sheets = SheetSetup("A4", "landscape"), SheetSetup("A4", "portrait"), SheetSetup("A3", "landscape")
    turned = [number_of(lay_out(ANNEX, layout, sheet, side)[0]).is_turned for sheet in sheets]
    assert turned == [True, False, False]


def test_text_becomes_smaller_until_the_numbers_fit(layout: Layout) -> None:
    assert text_size(lay_out(ANNEX, layout, SheetSetup(floor=None))) == 9
    assert 5.5 <= text_size(lay_out(ANNEX, layout, SheetSetup(floor=5.5))) < 9
    assert text_size(lay_out(ANNEX, layout, SheetSetup(paper="A3", floor=5.5))) == 9


def test_text_never_becomes_smaller_than_the_floor(layout: Layout) -> None:
    pages = lay_out(ANNEX.replace("61,296,123.75", "1,061,296,123.75"), layout, SheetSetup(floor=8.0))
    assert text_size(pages) >= 8


def test_what_does_not_fit_at_the_floor_makes_nothing_smaller(layout: Layout) -> None:
    markup = ANNEX.replace("61,296,123.75", "9" * 60, 1).replace("61,296,123.75", "1")
    assert text_size(lay_out(markup, layout, SheetSetup(floor=6.0))) == 9


def test_all_tables_of_a_part_have_one_size(layout: Layout) -> None:
    other = '<table widths="1"><tbody><tr><td>甲</td></tr></tbody></table>'
    pages = lay_out(ANNEX.replace(TABLE, TABLE + other), layout, SheetSetup(floor=5.5))
    sizes = [part.grid.style.size for page in pages for part in page.parts if isinstance(part, TablePart)]
    assert len(sizes) == 2
    assert len(set(sizes)) == 1


def test_a_chosen_size_is_that_of_the_text(layout: Layout) -> None:
    assert text_size(lay_out(ANNEX.replace("61,296,123.75", "1"), layout, SheetSetup(size=12.0))) == 12
