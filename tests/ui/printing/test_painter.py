"""Pages on printers and on the screen."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from app.errors import ExportError
from tests.ui.printing.conftest import Setter
from ui.printing.pages import Box, Page, Pages
from ui.printing.painter import Look, paint_page, painting

MIXED = (
    '<section><p>正文<f ref="project/1/budget">291</f>万元。</p></section>'
    '<section part="annex" orientation="landscape"><table widths="1 1"><tbody><tr><td>甲</td><td>乙</td></tr></tbody>'
    "</table></section>"
)


def printer_to(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def painted(page: Page, pages: Pages, **options: object) -> QImage:
    image = QImage(round(page.width), round(page.height), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_page(painter, page, pages.fonts, **options)  # type: ignore[arg-type]
    painter.end()
    return image


def has_ink(image: QImage, box: Box) -> bool:
    return any(
        QColor(image.pixel(x, y)).lightness() < 200
        for x in range(round(box.left), round(box.right))
        for y in range(round(box.top), round(box.bottom))
    )


def test_a_printer_gets_each_page_on_its_paper_and_in_its_place(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of(MIXED)
    assert list(painting(printer_to(tmp_path / "a.pdf"), list(pages), pages.fonts)) == [1, 2]
    placed = next(pages[0].lines())
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert [page.get_width() > page.get_height() for page in pdf] == [False, True]
        left, _, right, top = pdf[0].get_textpage().get_charbox(0)
        assert placed.x - 1 <= left <= right <= placed.x + 17
        assert placed.top <= pdf[0].get_height() - top <= placed.bottom


def test_some_pages_can_be_printed_without_the_others(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of(MIXED)
    list(painting(printer_to(tmp_path / "a.pdf"), [pages[1]], pages.fonts))
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert len(pdf) == 1
        assert pdf[0].get_width() > pdf[0].get_height()


@pytest.mark.qt_log_ignore("QPdfEngine|QPainter")
def test_a_printer_that_does_not_start_is_told(pages_of: Setter, tmp_path: Path) -> None:
    pages = pages_of(MIXED)
    with pytest.raises(ExportError, match="打印"):
        list(painting(printer_to(tmp_path / "nowhere" / "a.pdf"), list(pages), pages.fonts))


def test_text_and_rules_are_black_on_paper(pages_of: Setter) -> None:
    pages = pages_of(MIXED)
    for page in pages:
        image = painted(page, pages)
        assert all(has_ink(image, part.box) for part in page.parts)
        saturations = {QColor(image.pixel(x, y)).saturation() for x in range(0, 500, 3) for y in range(0, 500, 3)}
        assert saturations == {0}


def test_figures_have_a_colour_on_the_screen(pages_of: Setter) -> None:
    pages = pages_of(MIXED)
    image = painted(pages[0], pages, look=Look(QColor("black"), QColor("red")))
    box = next(box for box, run in next(pages[0].lines()).stretches() if run.ref)
    reds = [
        QColor(image.pixel(x, y)).hsvSaturation()
        for x in range(round(box.left), round(box.right))
        for y in range(round(box.top), round(box.bottom))
    ]
    assert max(reds) > 100


def test_what_is_out_of_sight_is_left_out(pages_of: Setter) -> None:
    pages = pages_of("<p>甲</p>" * 20)
    page = pages[0]
    first, *_, last = page.lines()
    image = painted(page, pages, clip=Box(0, 0, page.width, first.bottom - 5))
    assert has_ink(image, first.box)
    assert not has_ink(image, last.box)


def test_a_turned_page_number_stands_left_of_the_text(pages_of: Setter) -> None:
    pages = pages_of(MIXED)
    page = pages[1]
    image = painted(page, pages)
    beside = Box(page.text.left - 30, page.text.top, page.text.left - 10, page.text.bottom)
    assert has_ink(image, beside)
    assert not has_ink(image, Box(page.text.left, page.text.bottom + 1, page.text.right, page.height))
