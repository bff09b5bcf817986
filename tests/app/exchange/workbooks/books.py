"""Workbooks that tests write: sheets of rows, with merged cells and number formats where they matter."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import xlsxwriter

from app.exchange import workbook_reader
from app.exchange.workbook_reader import Context, Part, Workbook
from app.exchange.workbooks.sheet import Sheet

Rows = Sequence[Any]  # each a list of values


def write_book(
    path: Path,
    sheets: Mapping[str, Rows],
    merges: Sequence[str] = (),
    formats: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """A workbook; `merges` are ranges of the first sheet, `formats` number formats of its cells."""
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None and value != "":
                    sheet.write(place, column, value)
        for merge in merges if number == 0 else ():
            first = merge.partition(":")[0]
            row, column = xlsxwriter.utility.xl_cell_to_rowcol(first)
            value = rows[row][column] if column < len(rows[row]) else ""
            sheet.merge_range(merge, value)
        for cell, code in formats.items() if number == 0 else ():
            row, column = xlsxwriter.utility.xl_cell_to_rowcol(cell)
            sheet.write(row, column, rows[row][column], book.add_format({"num_format": code}))
    book.close()
    return path


def quiet(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody follows."""


def read(path: Path, **context: Any) -> Workbook:
    """A workbook as it is understood beside a report of 2021."""
    return workbook_reader.read(path, Context(**{"year": 2021} | context), quiet)


def only_part(path: Path, **context: Any) -> Part:
    """The one table of a workbook."""
    (part,) = read(path, **context).parts
    return part


def values(part: Part) -> list[dict[str, object]]:
    """What its rows say."""
    return [dict(offer.values) for offer in part.rows.offers]


def fields(part: Part) -> dict[str, str]:
    """The fields its columns fill, by heading."""
    return {column.heading: column.field for column in part.columns}


def texts(sheet: Sheet) -> list[list[str]]:
    """A sheet's filled rows."""
    return [list(map(str, line.cells)) for line in sheet.lines]


SHEET = "xl/worksheets/sheet1.xml"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="x" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def write_raw(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A workbook of hand-made parts; those that are not given are as they should be."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in (_PARTS | dict(parts)).items():
            target.writestr(name, content)
    return path


def sheet_xml(data: str, head: str = "") -> str:
    """A worksheet's part."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{head}<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'


def text_row(number: int, *cells: str) -> str:
    """A row of texts."""
    inner = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inner}</row>'
