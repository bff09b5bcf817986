"""Which pages go to the printer, in which order, and how they lie on its paper."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrinter

from tests.ui.printing.conftest import Setter
from ui.printing.pages import Pages
from ui.printing.printer import are_upright, chosen, in_order, printer_for, printing

REPORT = "<section><p>甲</p></section>"
TABLE = '<table widths="1"><tbody><tr><td>乙</td></tr></tbody></table>'
ANNEX = f'<section part="annex" orientation="landscape">{TABLE}</section>'
Range = QPrinter.PrintRange


def printer_to(path: Path, pages: Pages) -> QPrinter:
    printer = printer_for(list(pages), "报告", is_duplex=True)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.fixture
def pages(pages_of: Setter) -> Pages:
    """Five upright pages."""
    return pages_of(REPORT * 5)


def numbers(printer: QPrinter, pages: Pages, current: int = 0) -> list[int]:
    return [page.number for page in in_order(printer, chosen(printer, list(pages), current))]


def test_all_pages_are_printed_unless_some_are_asked_for(pages: Pages, tmp_path: Path) -> None:
    assert numbers(printer_to(tmp_path / "a.pdf", pages), pages) == [1, 2, 3, 4, 5]


def test_a_range_is_printed(pages: Pages, tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "a.pdf", pages)
    printer.setPrintRange(Range.PageRange)
    printer.setFromTo(2, 4)
    assert numbers(printer, pages) == [2, 3, 4]


def test_several_ranges_are_printed(pages: Pages, tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "a.pdf", pages)
    printer.setPrintRange(Range.PageRange)
    printer.setPageRanges(QPageRanges.fromString("1,4-5"))
    assert numbers(printer, pages) == [1, 4, 5]


def test_the_page_in_view_is_printed(pages: Pages, tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "a.pdf", pages)
    printer.setPrintRange(Range.CurrentPage)
    assert numbers(printer, pages, current=2) == [3]


def test_the_last_page_comes_first_where_asked(pages: Pages, tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "a.pdf", pages)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert numbers(printer, pages) == [5, 4, 3, 2, 1]


def test_copies_are_made_here_where_the_printer_makes_none(pages: Pages, tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "a.pdf", pages)
    printer.setCopyCount(2)
    assert not printer.supportsMultipleCopies()
    printer.setCollateCopies(True)
    assert numbers(printer, pages) == [1, 2, 3, 4, 5] * 2
    printer.setCollateCopies(False)
    assert numbers(printer, pages) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_the_printer_begins_with_the_paper_of_the_first_page(pages_of: Setter) -> None:
    printer = printer_for(list(pages_of(ANNEX)), "", is_duplex=False)
    assert printer.pageLayout().orientation().name == "Landscape"
    assert printer.pageLayout().pageSize().name() == "A4"


def test_landscape_pages_bound_with_upright_ones_are_turned_on_upright_sheets(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of(REPORT + ANNEX)
    assert list(printing(printer_to(tmp_path / "a.pdf", pages), list(pages), pages.fonts)) == [1, 2]
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert [page.get_width() < page.get_height() for page in pdf] == [True, True]
        left, bottom, right, top = pdf[1].get_textpage().get_charbox(0)
    placed = next(pages[1].lines())
    # The head of the table lies at the left, and its lines are read upwards (GB/T 9704-2012, 8).
    assert placed.top - 1 <= left <= right <= placed.bottom + 1
    assert placed.box.left - 1 <= bottom <= top <= placed.box.right + 1


def test_an_annex_alone_is_printed_on_landscape_sheets(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of(ANNEX)
    assert not are_upright(list(pages))
    assert list(printing(printer_to(tmp_path / "a.pdf", pages), list(pages), pages.fonts)) == [1]
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert pdf[0].get_width() > pdf[0].get_height()
