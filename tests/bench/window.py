"""The window's figures: starting, typing, switching, scrolling and pasting, each beside the same in bare Qt.

usage: python -m tests.bench.window LIBRARY    (opens the window, paints it once and ends)
"""

from __future__ import annotations

import csv
import io
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count, cycle
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QStackedWidget, QTableView, QWidget

from app.library import Library
from app.model.entities import Indicator, Project
from app.model.fields import Kind, specs
from app.storage import connection
from tests.bench.bare_window import peak, show

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.pages.entity_page import EntityPage
    from ui.widgets.entity_table import EntityTable

REPORT = 1  # the id of the only report of a bench's library
_STARTS = 5
_TIMES = 21
_PASTED = 10_000  # rows, each as wide as the table


class Pair(NamedTuple):
    """Ours and the reference, ms or MB."""

    own: float
    reference: float


# Starting


def starts(path: Path) -> Pair:
    """Processor time of a process from nothing to a painted window, the best of several in turn."""
    times = [(_child("window", str(path)), _child("bare_window")) for _ in range(_STARTS)]
    own, bare = zip(*times, strict=True)
    return Pair(min(own), min(bare))


def _child(module: str, *arguments: str) -> float:
    before = _children()
    _run(module, *arguments)
    return 1000 * (_children() - before)


def _run(module: str, *arguments: str) -> str:
    """What a module of this package prints in a process of its own."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = (sys.executable, "-m", f"tests.bench.{module}", *arguments)
    return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _start_own(path: Path) -> None:
    with Library.open(path) as library:
        application, window = _opened(library)
        show(window)
        application.quit()


def _opened(library: Library) -> tuple[QApplication, MainWindow]:
    from ui.application import Application
    from ui.main_window import MainWindow
    from ui.messages import DialogMessages
    from ui.session import Session
    from ui.settings import Settings

    application = Application([])
    window = MainWindow(Session(library, DialogMessages()), Settings())
    window.session.open_report(REPORT)
    return application, window


# In the open window


def figures(path: Path, copy: Path) -> dict[str, Pair]:
    """The figures of the open window. `path` is edited, `copy` is another file with the same report."""
    with Library.open(path) as library, closing(connection.connect(copy, "rw")) as database:
        application, window = _opened(library)
        show(window)
        opened = peak()
        bare = _BareWindow(library)
        show(bare)
        found = {
            "memory": Pair(opened, bare.memory),
            "key": _key(window, bare),
            "commit": _commit(window, database),
            "switch": _switch(window, bare),
            "scroll": _scroll(window, bare),
            "paste": _paste(window, database),
        }
        window.close()
        application.quit()
    return found


class _BareWindow(QMainWindow):
    """An editor and two tables of the same lengths, in Qt's own classes alone."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        data = library.data(REPORT)
        self.text = QPlainTextEdit(data.projects[0].purpose)
        self.tables = [_plain_table(data.tables[entity.TABLE], _columns(entity)) for entity in (Project, Indicator)]
        self.stack = QStackedWidget()
        for widget in (self.text, *self.tables):
            self.stack.addWidget(widget)
        self.setCentralWidget(self.stack)
        self.memory = float(_run("bare_window"))


def _columns(entity: type[Project | Indicator]) -> list[str]:
    return [name for name, spec in specs(entity).items() if spec.in_table]


def _plain_table(rows: Sequence[object], columns: Sequence[str]) -> QTableView:
    model = QStandardItemModel(len(rows), len(columns))
    for line, row in enumerate(rows):
        for place, name in enumerate(columns):
            model.setItem(line, place, QStandardItem(str(getattr(row, name))))
    view = QTableView()
    view.setModel(model)
    model.setParent(view)
    return view


def _in_turn(own: Callable[[], object], reference: Callable[[], object], times: int = _TIMES) -> Pair:
    """The median of each, by the clock, one after the other."""
    pairs = [(_timed(own), _timed(reference)) for _ in range(times)]
    return Pair(*map(statistics.median, zip(*pairs, strict=True)))


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return 1000 * (perf_counter() - start)


def _page(window: MainWindow, key: str) -> EntityPage:
    from ui.pages.entity_page import EntityPage

    page = window.workspace.page(key)
    assert isinstance(page, EntityPage)
    return page


def _table(window: MainWindow, key: str) -> EntityTable:
    return next(iter(_page(window, key).blocks.values())).table


def _key(window: MainWindow, bare: _BareWindow) -> Pair:
    """One key in a long text, to the repainted editor."""
    window.workspace.show_page("projects")
    box = _page(window, "projects").row_forms[Project.TABLE].form.box(Project.TABLE, "purpose")
    assert box is not None
    editor = box.editor
    bare.stack.setCurrentWidget(bare.text)
    QApplication.processEvents()
    found = _in_turn(lambda: _type(editor), lambda: _type(bare.text))
    box.commit()
    return found


def _type(editor: QWidget) -> None:
    QTest.keyClick(editor, Qt.Key.Key_A)
    editor.repaint()


def _commit(window: MainWindow, database: sqlite3.Connection) -> Pair:
    """A figure handed in, stored, and shown by every view that follows at once; a bare UPDATE and COMMIT."""
    session, number = window.session, count(1)
    row = session.data.projects[0]

    def own() -> None:
        session.enter(Project.TABLE, row.id, "executed", str(next(number)))
        QApplication.sendPostedEvents()
        window.workspace.stack.repaint()

    def bare() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE project SET executed = ? WHERE id = ?", (next(number), row.id))
        database.execute("COMMIT")

    return _in_turn(own, bare)


def _switch(window: MainWindow, bare: _BareWindow) -> Pair:
    """From the projects to the score table or back, painted; both pages were shown before."""
    keys, tables = cycle(("indicators", "projects")), cycle(bare.tables)

    def own() -> None:
        window.workspace.show_page(next(keys))
        window.workspace.repaint()

    def other() -> None:
        bare.stack.setCurrentWidget(next(tables))
        bare.repaint()

    for work in (own, other):
        work()
        work()
    return _in_turn(own, other)


def _scroll(window: MainWindow, bare: _BareWindow) -> Pair:
    """A page down in the score table, painted."""
    window.workspace.show_page("indicators")
    bare.stack.setCurrentWidget(bare.tables[1])
    QApplication.processEvents()
    ours = _table(window, "indicators")
    return _in_turn(lambda: _page_down(ours), lambda: _page_down(bare.tables[1]))


def _page_down(view: QTableView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + bar.pageStep() if bar.value() < bar.maximum() else 0)
    view.viewport().repaint()


def _paste(window: MainWindow, database: sqlite3.Connection) -> Pair:
    """Many rows pasted below a table as one step; the same cells read by csv and inserted in one transaction."""
    table = _table(window, "projects")
    names = [column.spec.name for column in table.entity_model.columns if column.spec is not None]
    text = _block(names)

    def own() -> None:
        QApplication.clipboard().setText(text)
        table.selectionModel().clear()
        table.cells.paste_cells()

    def bare() -> None:
        rows = csv.reader(io.StringIO(text), delimiter="\t")
        database.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO project (report_id, {', '.join(names)}, digest) VALUES (1, {marks}, '')"
        database.executemany(statement, ([*row] for row in rows))
        database.execute("COMMIT")

    before = len(window.session.data.projects)
    found = Pair(_timed(own), _timed(bare))
    assert len(window.session.data.projects) == before + _PASTED
    return found


def _block(names: Sequence[str]) -> str:
    """Rows a table of projects takes whole."""
    kinds = specs(Project)
    samples = {Kind.MONEY: "1234", Kind.CHOICE: None}

    def cell(name: str, number: int) -> str:
        spec = kinds[name]
        return spec.choices[0] if spec.kind is Kind.CHOICE else samples.get(spec.kind) or f"第{number}项"

    return "\n".join("\t".join(cell(name, number) for name in names) for number in range(_PASTED))


if __name__ == "__main__":
    _start_own(Path(sys.argv[1]))
