"""One measurement in a process of its own, so that no candidate's memory or warm caches count for another."""

from __future__ import annotations

import gc
import json
import resource
import shutil
import sqlite3
import statistics
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeAlias

from app.library import Library
from app.model.entities import BY_TABLE, Project
from app.render import files
from app.render.blocks import Document, Table
from app.storage import connection
from tests.bench.sizes import BY_NAME, Size

Figures = dict[str, float]
Writer: TypeAlias = Callable[[Library], Callable[[], object]]  # what is measured, for an open library

REPORT = 1  # the id of the only report of a bench's library
_EDITS = 30


def main(task: str, size: str, folder: str) -> None:
    """Prints the figures of one task at one size as JSON: times in ms, memory in MB."""
    print(json.dumps(_TASKS[task](BY_NAME[size], Path(folder))))


def _path(size: Size, folder: Path) -> Path:
    return folder / f"{size.name}.db"


def _copy(size: Size, folder: Path, name: str) -> Path:
    return Path(shutil.copy(_path(size, folder), folder / name))


def _prepare(size: Size, folder: Path) -> Figures:
    """Makes the library with a report of that size, and the template that the other candidates fill in."""
    from tests.bench import reports, word_template

    with Library.open(_path(size, folder), create=True) as library:
        reports.add_report(library, size)
        (folder / "template.docx").write_bytes(
            word_template.make(library.layout(REPORT), library.documents.draw(REPORT))
        )
    return {}


def _milliseconds(work: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """How long something takes; the processor's time unless told otherwise, which a busy machine falsifies less."""
    gc.collect()  # what others left behind is not this one's to clear away
    start = clock()
    work()
    return 1000 * (clock() - start)


def _in_turn(rounds: int, **works: Callable[[], object]) -> Figures:
    """The best time of each, one after the other in every round, so that a busy moment meets them all."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(_milliseconds(work))
    return {name: min(found) for name, found in times.items()}


def _peak() -> float:
    """The most memory this process ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _own_writer(folder: Path) -> Writer:
    return lambda library: partial(library.exports.write, REPORT, folder / "own.docx")


def _floor_writer(folder: Path, *, is_light: bool = False) -> Writer:
    from tests.bench import values
    from tests.bench.floor import Floor

    floor = Floor((folder / "template.docx").read_bytes())

    def write(library: Library) -> None:
        printed = values.of(library, REPORT)
        files.replace(folder / "floor.docx", partial(floor.write, printed, is_light=is_light))

    return lambda library: partial(write, library)


def _docxtpl_writer(folder: Path) -> Writer:
    from tests.bench import docxtpl_word, values

    def write(library: Library) -> None:
        printed = values.of(library, REPORT)
        files.replace(folder / "docxtpl.docx", partial(docxtpl_word.write, folder / "template.docx", printed))

    return lambda library: partial(write, library)


def _first(writer: Callable[[Path], Writer], size: Size, folder: Path) -> Figures:
    """A report read from its library and written once, by a process that did nothing before."""
    prepared = writer(folder)
    imported = _peak()
    with Library.open(_path(size, folder)) as library:
        library.scores(REPORT)
        time = _milliseconds(prepared(library))
        return {"time": time, "peak": _peak(), "rise": _peak() - imported}


def _word(size: Size, folder: Path) -> Figures:
    """The same report written again and again by each candidate."""
    with Library.open(_path(size, folder)) as library:
        library.scores(REPORT)
        works = {
            "own": _own_writer(folder)(library),
            "floor": _floor_writer(folder)(library),
            "light": _floor_writer(folder, is_light=True)(library),
            "docxtpl": _docxtpl_writer(folder)(library),
        }
        for work in works.values():
            work()
        return _in_turn(size.runs, **works)


def _open(size: Size, folder: Path) -> Figures:
    path = _path(size, folder)

    def own() -> None:
        with Library.open(path) as library:
            library.scores(REPORT)

    def bare() -> None:
        with closing(sqlite3.connect(path)) as database:
            for table in BY_TABLE:
                database.execute(f'SELECT * FROM "{table}"').fetchall()

    return _in_turn(size.runs, own=own, reference=bare)


def _edit(size: Size, folder: Path) -> Figures:
    """One field changed: through the library, and by a bare UPDATE of a copy with the same safety settings."""
    path, copy = (_copy(size, folder, name) for name in ("edited.db", "bare.db"))
    number = count(1)
    with Library.open(path) as library, closing(connection.connect(copy, "rw")) as database:
        (row, *_) = library.data(REPORT).projects

        def own() -> None:
            library.set_fields(REPORT, [(Project.TABLE, row.id, "executed", next(number))], "修改")

        def bare() -> None:
            database.execute("BEGIN IMMEDIATE")
            database.execute("UPDATE project SET executed = ? WHERE id = ?", (next(number), row.id))
            database.execute("COMMIT")

        pairs = [(_milliseconds(own, perf_counter), _milliseconds(bare, perf_counter)) for _ in range(_EDITS)]
    times, bare_times = zip(*pairs, strict=True)
    return {"own": statistics.median(times), "reference": statistics.median(bare_times)}


def _preview(size: Size, folder: Path) -> Figures:
    """The report drawn again after an edit; the reference is Jinja writing the same text from plain dicts."""
    from tests.bench import values
    from tests.bench.floor import Floor

    floor = Floor((folder / "template.docx").read_bytes())
    number = count(1)
    with Library.open(_copy(size, folder, "preview.db")) as library:
        (row, *_) = library.data(REPORT).projects
        works = {
            "document": lambda: library.documents.draw(REPORT),
            "pages": _refresher(library),
            "check": lambda: library.checks.run(REPORT),
            "reference": lambda: floor.xml(values.of(library, REPORT)),
        }
        times: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(size.runs + 1):
            for name, work in works.items():
                library.set_field(REPORT, Project.TABLE, row.id, "executed", next(number))
                library.scores(REPORT)
                times[name].append(_milliseconds(work))
        return {name: min(found[1:]) for name, found in times.items()}


def _refresher(library: Library) -> Callable[[], object]:
    """Draws the report's pages, with what was set before kept as the window keeps it."""
    from PySide6.QtGui import QGuiApplication

    from ui.printing.cache import Cache
    from ui.printing.typeset import typeset

    application, cache, layout = QGuiApplication([]), Cache(), library.layout(REPORT)

    def refresh() -> object:
        typeset(library.documents.draw(REPORT), layout, cache=cache)
        return application

    return refresh


def _pages(size: Size, folder: Path) -> Figures:
    """The score table laid out in pages with nothing kept from before, as the print dialog does it: step by step and
    without Python's collector. The reference is Qt's own text document with the same cells on paper of the same size.
    """
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    with Library.open(_path(size, folder)) as library:
        document, layout = library.documents.draw(REPORT, ("annex",)), library.layout(REPORT)

        def own() -> object:
            from ui.printing.cache import Cache
            from ui.printing.typeset import USUAL, typesetting

            cache = Cache()
            gc.disable()
            found = [page for page in typesetting(document, layout, cache, cache.begin(layout), USUAL) if page]
            gc.enable()
            return found, application

        return _in_turn(size.runs, own=own, reference=lambda: _text_document(document))


def _text_document(document: Document) -> object:
    """The number of pages that QTextDocument makes of the tables."""
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QFont, QTextCursor, QTextDocument

    result = QTextDocument()
    result.setDefaultFont(QFont("Noto Serif CJK SC", 9))
    result.setPageSize(QSizeF(842, 595))
    cursor = QTextCursor(result)
    for table in (block for section in document.sections for block in section.blocks if isinstance(block, Table)):
        rows = [row for part in (table.head, *table.bodies) for row in part]
        made = cursor.insertTable(len(rows), len(table.widths))
        for number, row in enumerate(rows):
            for place, cell in enumerate(row.cells):
                made.cellAt(number, place).firstCursorPosition().insertText(cell.text)
        cursor.movePosition(QTextCursor.MoveOperation.End)
    return result.pageCount()


def _window(size: Size, folder: Path) -> Figures:
    """The window's own figures, each under its name, with the reference's under that name and `/bare`."""
    from tests.bench import window

    found = {"start": window.starts(_path(size, folder))}
    found |= window.figures(_copy(size, folder, "window.db"), _copy(size, folder, "window-bare.db"))
    return {name: pair.own for name, pair in found.items()} | {
        f"{name}/bare": pair.reference for name, pair in found.items()
    }


def _reading(size: Size, folder: Path) -> Figures:
    """Times of reading in by name, the reference's as `…/bare`; the shares read back as `…/fields` and `…/rows`."""
    from tests.bench import reading

    with Library.open(_copy(size, folder, "reading.db")) as library:
        works, shares = reading.works(library, REPORT, size, folder)
        found = dict(shares)
        for name, (own, bare) in works.items():
            times = _in_turn(3, own=own, bare=bare)
            found |= {name: times["own"], f"{name}/bare": times["bare"]}
    return found


_TASKS: dict[str, Callable[[Size, Path], Figures]] = {
    "prepare": _prepare,
    "own": partial(_first, _own_writer),
    "docxtpl": partial(_first, _docxtpl_writer),
    "word": _word,
    "open": _open,
    "edit": _edit,
    "preview": _preview,
    "pages": _pages,
    "window": _window,
    "reading": _reading,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
