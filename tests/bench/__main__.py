"""Measures the program and prints one Markdown table; every figure that counts is a ratio of two of the same run.

usage: python -m tests.bench [--quick] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.sizes import SIZES, Size

_TASKS = ("own", "docxtpl", "word", "open", "edit", "preview", "pages", "window")
_WINDOW = (
    ("start", "start to painted window", "empty Qt window", "ms"),
    ("memory", "memory of the open window", "empty Qt window", "MB"),
    ("key", "key to repainted editor", "QPlainTextEdit", "ms"),
    ("commit", "figure entered, stored, shown", "UPDATE and COMMIT alone", "ms"),
    ("switch", "page switch, painted", "two QTableViews in a stack", "ms"),
    ("scroll", "page down in the score table", "QTableView", "ms"),
    ("paste", "10,000 rows pasted", "csv and executemany", "ms"),
)
_READING = (
    ("docx", "report read from Word", "python-docx giving its text"),
    ("pdf", "report read from PDF", "PDFium giving its text"),
    ("txt", "report read from text", "reading the file"),
    ("workbook", "10,000 rows read and matched", "calamine giving the cells"),
    ("forms", "100 forms read back", "calamine giving the cells"),
)
_NOTES = """\
Times are the processor's, the best of several runs in which the candidates take turns within one process; those of an
edit are the clock's, the median of many, since it waits for the disk. "First" and memory are of a process of its own
that wrote one file; "of one export" is its peak over what it had after the imports. Word export is `library.exports`:
template context, Jinja, markup, Word text, zip, and the file put in place with fsync; the report was read and scored
before. docxtpl and the floor start from plain dicts of strings that the program's own functions format (which counts
as theirs), write the same text in the same styles and tables, and put the file in place by the same function. The
floor is Jinja writing document.xml and nothing else: no markup, no checks, no styles made from a layout; like docxtpl
it compresses as zipfile does by itself, and once more as lightly as the program does.
"""

Measured = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `ratio` is `ours` ÷ `reference`; both are in `unit`."""

    what: str
    against: str
    size: str
    ours: float
    reference: float
    unit: str
    goal: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    def row(self) -> str:
        """The line as a row of the table."""
        goal = "" if self.goal is None else f"≤ {self.goal:.2f} {'yes' if self.ratio <= self.goal else '**no**'}"
        figures = f"{self.ours:,.1f} {self.unit} | {self.reference:,.1f} {self.unit}"
        return f"| {self.what} | {self.size} | {self.against} | **{self.ratio:.2f}** | {goal} | {figures} |"


def main(arguments: Sequence[str]) -> None:
    """Measures, prints the table, and writes the figures as JSON where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--quick", action="store_true", help="leave the largest size out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    wanted = parser.parse_args(arguments)
    sizes = SIZES[:-1] if wanted.quick else SIZES
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for size in sizes for line in _lines(size, _measured(size, folder))]
    print(_table(lines))
    if wanted.json:
        found = [asdict(line) | {"ratio": line.ratio} for line in lines]
        wanted.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _measured(size: Size, folder: str) -> Measured:
    _run("prepare", size, folder)
    tasks = _TASKS if size is SIZES[-1] else (*_TASKS, "reading")
    return {task: _run(task, size, folder) for task in tasks}


def _run(task: str, size: Size, folder: str) -> dict[str, float]:
    """One task in a fresh process, with a home of its own and no display."""
    print(f"{size.label}: {task}", file=sys.stderr, flush=True)
    environment = os.environ | {"ZIPING_HOME": folder, "QT_QPA_PLATFORM": "offscreen"}
    command = (sys.executable, "-m", "tests.bench.measure", task, size.name, folder)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _lines(size: Size, found: Measured) -> Iterator[Line]:
    word, own, docxtpl, preview = found["word"], found["own"], found["docxtpl"], found["preview"]
    # What a small file needs is mostly what any needs; there the program must only never be the slower one.
    share, memory = (0.2, 0.5) if size is SIZES[-1] else (1.0, None)
    yield Line("Word export", "docxtpl", size.label, word["own"], word["docxtpl"], "ms", share)
    yield Line("Word export", "floor", size.label, word["own"], word["floor"], "ms", 2.0)
    yield Line("Word export", "floor, compressed as lightly", size.label, word["own"], word["light"], "ms")
    yield Line("Word export, first", "docxtpl", size.label, own["time"], docxtpl["time"], "ms")
    yield Line("memory of one export", "docxtpl", size.label, own["rise"], docxtpl["rise"], "MB", memory)
    yield Line("memory of the process", "docxtpl", size.label, own["peak"], docxtpl["peak"], "MB")
    for task, what, against in (
        ("open", "open, read and score", "sqlite3 reading the same rows"),
        ("edit", "one edit on disk", "UPDATE and COMMIT alone"),
    ):
        yield Line(what, against, size.label, found[task]["own"], found[task]["reference"], "ms")
    for name, what in (("document", "blocks"), ("pages", "preview"), ("check", "all 79 checks")):
        words = f"{what} after an edit"
        yield Line(words, "Jinja writing the floor's text", size.label, preview[name], preview["reference"], "ms")
    pages, words = found["pages"], "score table laid out in pages"
    yield Line(words, "QTextDocument", size.label, pages["own"], pages["reference"], "ms")
    yield Line(words, "one second", size.label, pages["own"], 1000.0, "ms", 1.0)
    window = found["window"]
    for name, what, against, unit in _WINDOW:
        yield Line(what, against, size.label, window[name], window[f"{name}/bare"], unit)
    reading = found.get("reading", {})
    for name, what, against in _READING:
        if name in reading:
            yield Line(what, against, size.label, reading[name], reading[f"{name}/bare"], "ms")
        for part in ("fields", "rows"):
            if f"{name}/{part}" in reading:
                words = f"{what}: {part} as they were"
                yield Line(words, "all that print", size.label, reading[f"{name}/{part}"], 100.0, "%")


def _table(lines: Sequence[Line]) -> str:
    head = "| figure | report | against | ratio | goal | ours | other |\n|---|---|---|---:|---|---:|---:|"
    return "\n".join((head, *(line.row() for line in lines), "", _NOTES))


if __name__ == "__main__":
    main(sys.argv[1:])
