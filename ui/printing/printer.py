"""Pages on a printer: which of them, how often and in which order."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from ui.printing.fonts import FontSet
from ui.printing.pages import Page
from ui.printing.painter import page_layout, painting

_RANGE = QPrinter.PrintRange


def printers() -> list[str]:
    """The names of the printers of this computer."""
    return QPrinterInfo.availablePrinterNames()


def printer_for(pages: Sequence[Page], title: str, *, is_duplex: bool) -> QPrinter:
    """A printer set to the paper of the first page; bound at the left, so a sheet is turned over its long edge."""
    result = QPrinter(QPrinter.PrinterMode.HighResolution)
    result.setDocName(title)
    result.setCreator("")
    result.setPageLayout(page_layout(pages[0], is_upright=are_upright(pages) or not pages[0].is_landscape))
    result.setDuplex(QPrinter.DuplexMode.DuplexLongSide if is_duplex else QPrinter.DuplexMode.DuplexNone)
    return result


def are_upright(pages: Sequence[Page]) -> bool:
    """Whether landscape pages are drawn on upright sheets, because they are bound with upright ones."""
    is_turned = any(page.folio is not None and page.folio.is_turned for page in pages)
    return is_turned or {page.is_landscape for page in pages} == {True, False}


def chosen(printer: QPrinter, pages: Sequence[Page], current: int) -> list[Page]:
    """The pages the officer asked for, once each and in reading order; `current` is the index of the one in view."""
    count = len(pages)
    if printer.printRange() is _RANGE.CurrentPage:
        return [pages[current]]
    if printer.printRange() is not _RANGE.PageRange:
        return list(pages)
    ranges = printer.pageRanges()
    if ranges.isEmpty():
        first, last = printer.fromPage() or 1, printer.toPage() or count
        return list(pages[first - 1 : last])
    return [page for number, page in enumerate(pages, 1) if ranges.contains(number)]


def printing(printer: QPrinter, pages: Sequence[Page], fonts: FontSet) -> Generator[int, None, None]:
    """Prints pages in the order and as often as the printer is set to; tells how many are done.

    Closing it before the end stops the printer where that is possible: on Windows; CUPS prints what it was sent.
    """
    is_upright = are_upright(pages)
    yield from painting(printer, in_order(printer, pages), fonts, is_upright=is_upright, abort=printer.abort)


def in_order(printer: QPrinter, pages: Sequence[Page]) -> list[Page]:
    """The pages as they come out; copies are made here where the printer makes none itself."""
    ordered = list(pages)
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        ordered.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return ordered * copies
    return [page for page in ordered for _ in range(copies)]
