"""One measurement in a process of its own, so that no candidate's memory or warm caches count for another."""

from __future__ import annotations

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
from typing import BinaryIO

from app.library import Library
from app.model.entities import BY_TABLE, Project
from app.render import files
from app.storage import connection
from tests.bench.sizes import BY_NAME, Size

Figures = dict[str, float]

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
        (folder / "template.docx").write_bytes(word_template.make(library.layout(REPORT), library.document(REPORT)))
    return {}


def _milliseconds(work: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """How long something takes; the processor's time unless told otherwise, which a busy machine falsifies less."""
    start = clock()
    work()
    return 1000 * (clock() - start)


def _best(work: Callable[[], object], runs: int) -> float:
    return min(_milliseconds(work) for _ in range(runs))


def _peak() -> float:
    """The most memory this process ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _export(size: Size, folder: Path, writer: Callable[[Library, Path], Callable[[], object]]) -> Figures:
    """A report read from its library and written: memory of doing so once, times of doing so again."""
    imported = _peak()
    with Library.open(_path(size, folder)) as library:
        library.scores(REPORT)
        work = writer(library, folder / "out.docx")
        first = _milliseconds(work)
        peak = _peak()
        return {"first": first, "best": _best(work, size.runs), "peak": peak, "rise": peak - imported}


def _ours(size: Size, folder: Path) -> Figures:
    return _export(size, folder, lambda library, target: partial(library.write, REPORT, target))


def _floor(size: Size, folder: Path) -> Figures:
    from tests.bench import values
    from tests.bench.floor import Floor

    floor = Floor((folder / "template.docx").read_bytes())

    def writer(library: Library, target: Path) -> Callable[[], object]:
        return lambda: files.replace(target, lambda stream: floor.write(values.of(library, REPORT), stream))

    return _export(size, folder, writer)


def _docxtpl(size: Size, folder: Path) -> Figures:
    from tests.bench import docxtpl_word, values

    def writer(library: Library, target: Path) -> Callable[[], object]:
        def write(stream: BinaryIO) -> None:
            docxtpl_word.write(folder / "template.docx", values.of(library, REPORT), stream)

        return lambda: files.replace(target, write)

    return _export(size, folder, writer)


def _open(size: Size, folder: Path) -> Figures:
    path = _path(size, folder)

    def ours() -> None:
        with Library.open(path) as library:
            library.scores(REPORT)

    def bare() -> None:
        with closing(sqlite3.connect(path)) as database:
            for table in BY_TABLE:
                database.execute(f'SELECT * FROM "{table}"').fetchall()

    return {"ours": _best(ours, size.runs), "reference": _best(bare, size.runs)}


def _edit(size: Size, folder: Path) -> Figures:
    """One field changed: through the library, and by a bare UPDATE of a copy with the same safety settings."""
    own, copy = (_copy(size, folder, name) for name in ("edited.db", "bare.db"))
    number = count(1)
    with Library.open(own) as library, closing(connection.connect(copy, "rw")) as database:
        (row, *_) = library.data(REPORT).projects

        def ours() -> None:
            library.set_field(REPORT, Project.TABLE, row.id, "executed", next(number), merge=False)

        def bare() -> None:
            database.execute("BEGIN IMMEDIATE")
            database.execute("UPDATE project SET executed = ? WHERE id = ?", (next(number), row.id))
            database.execute("COMMIT")

        pairs = [(_milliseconds(ours, perf_counter), _milliseconds(bare, perf_counter)) for _ in range(_EDITS)]
    times, bare_times = zip(*pairs, strict=True)
    return {"ours": statistics.median(times), "reference": statistics.median(bare_times)}


def _preview(size: Size, folder: Path) -> Figures:
    """The report drawn again after an edit; the reference is Jinja writing the same text from plain dicts."""
    from tests.bench import values
    from tests.bench.floor import Floor

    floor = Floor((folder / "template.docx").read_bytes())
    number = count(1)
    with Library.open(_copy(size, folder, "preview.db")) as library:
        (row, *_) = library.data(REPORT).projects
        refresh = _refresher(library)

        def edited(work: Callable[[], object]) -> float:
            library.set_field(REPORT, Project.TABLE, row.id, "executed", next(number))
            library.scores(REPORT)
            return _milliseconds(work)

        cold = _milliseconds(refresh)
        return {
            "document": min(edited(lambda: library.document(REPORT)) for _ in range(size.runs)),
            "pages": min(edited(refresh) for _ in range(size.runs)),
            "first": cold,
            "reference": min(edited(lambda: floor.xml(values.of(library, REPORT))) for _ in range(size.runs)),
        }


def _refresher(library: Library) -> Callable[[], object]:
    """Draws the report's pages, with what was set before kept as the window keeps it."""
    from PySide6.QtGui import QGuiApplication

    from ui.printing.cache import Cache
    from ui.printing.typeset import typeset

    application, cache, layout = QGuiApplication([]), Cache(), library.layout(REPORT)

    def refresh() -> object:
        typeset(library.document(REPORT), layout, cache=cache)
        return application

    return refresh


_TASKS: dict[str, Callable[[Size, Path], Figures]] = {
    "prepare": _prepare,
    "ours": _ours,
    "floor": _floor,
    "docxtpl": _docxtpl,
    "open": _open,
    "edit": _edit,
    "preview": _preview,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
