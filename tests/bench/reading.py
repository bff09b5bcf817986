"""How long files are read in, against reading their bare text or cells; and how much of a report comes back exactly."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pypdfium2
import xlsxwriter
from docx import Document as WordDocument
from python_calamine import CalamineWorkbook

from app.exchange import form_reader, report_reader, workbook_reader
from app.exchange.entries import Entries
from app.library import Library
from app.model.collection import Collector
from app.model.entities import Office
from tests.app.exchange.reading.accuracy import share_read
from tests.bench.sizes import Size
from ui.printing import pdf

FORMATS = ("docx", "pdf", "txt")
_ROWS, _FORMS = 10_000, 100

Pair = tuple[Callable[[], object], Callable[[], object]]  # ours, the reference


def works(library: Library, report_id: int, size: Size, folder: Path) -> tuple[Mapping[str, Pair], Mapping[str, float]]:
    """What is to be timed by its name, and the shares of fields that were read back exactly, %, by format."""
    found: dict[str, Pair] = {}
    shares: dict[str, float] = {}
    data = library.data(report_id)
    wanted = Entries(data.department, data.report, data.tables)
    for suffix in FORMATS:
        path = folder / f"{size.name}.{suffix}"
        if suffix == "pdf":
            pdf.export(library, report_id, path, ("report", "annex"))
        else:
            library.exports.write(report_id, path)
        if not size.rows:  # amounts made by program are finer than what is printed, which no reading brings back
            shares[suffix] = float(share_read(report_reader.read(path), wanted))
        found[suffix] = partial(report_reader.read, path), partial(_BARE[suffix], path)
    if not size.rows:
        path = _workbook(folder / "rows.xlsx")
        context = library.reading_context(report_id, "project")

        def read_in() -> object:
            return library.proposals(report_id, workbook_reader.read(path, context, _quiet).offers())

        found["workbook"] = read_in, partial(_cells, path)
    else:
        paths = _forms(library, report_id, folder / "forms")
        found["forms"] = lambda: [form_reader.read(path) for path in paths], lambda: [_cells(path) for path in paths]
    return found, shares


def _word_text(path: Path) -> object:
    return "".join(WordDocument(str(path)).element.itertext())


def _pdf_text(path: Path) -> object:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


_BARE: Mapping[str, Callable[[Path], object]] = {
    "docx": _word_text,
    "pdf": _pdf_text,
    "txt": partial(Path.read_text, encoding="utf-8"),
}


def _cells(path: Path) -> object:
    book = CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _quiet(_done: int, _total: int, _what: str) -> None:
    """Nobody follows."""


def _workbook(path: Path) -> Path:
    """A list of 10,000 projects in ten columns, six of which are fields."""
    chance = random.Random(1)
    headings = (
        "序号",
        "项目名称",
        "文号",
        "全年预算数（万元）",
        "全年执行数（万元）",
        "主要用途",
        "备注",
        "经办",
        "科目",
        "批次",
    )
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("项目")
        sheet.write_row(0, 0, headings)
        for number in range(1, _ROWS + 1):
            budget = chance.randrange(10_000, 9_000_000) / 100
            row = (number, f"第{number}号项目", f"财预〔2021〕{number}号", budget, round(budget * 0.97, 2))
            sheet.write_row(number, 0, (*row, f"用于第{number}项工作", "无", "张", "2080101", number % 7))
    return path


def _forms(library: Library, report_id: int, folder: Path) -> list[Path]:
    """A form for each of a hundred offices, which share the projects and indicators among them."""
    names = [{"name": f"第{number}科"} for number in range(1, _FORMS + 1)]
    library.insert_all(report_id, Office.TABLE, names, label="新增科室")
    data = library.data(report_id)
    rows = [("project", row.id) for row in data.projects] + [("indicator", row.id) for row in data.indicators]
    collectors = [Collector(Office.TABLE, office.id, office.name) for office in data.offices[-_FORMS:]]
    for number, collector in enumerate(collectors):
        library.collection.assign(report_id, collector, rows[number::_FORMS])
    folder.mkdir(exist_ok=True)
    return library.collection.write(folder, library.collection.made(report_id), _quiet)
