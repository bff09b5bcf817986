"""A process that works on a library until it is killed in the middle; started by the crash tests.

Reads jobs from standard input, a JSON list [work, path, children, acknowledgements, milliseconds] a line, and forks the
children, so that a kill costs no start of Python. Kills them so many milliseconds after each acknowledged so often, and
answers with the last number each acknowledged, 0 when it did none.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from io import BufferedReader, RawIOBase
from pathlib import Path

from app.errors import StorageError
from app.model.entities import Project
from app.storage import schema
from app.storage.database import Database
from app.storage.journal import Journal
from app.storage.rows import load_report

BULK = 3000  # characters that make an edit spread over several pages of the file


def edit(path: Path, acknowledge: Callable[[int], None]) -> None:
    """Writes the same rising number into three tables, in one step each time."""
    with Database.open(path) as database:
        journal = Journal(database)
        data = load_report(database, 1)
        project, indicator = data.projects[0], data.indicators[0]
        number = project.budget or 0
        acknowledge(number)
        while True:
            number += 1
            with journal.step("改", 1) as step:
                step.update("project", project.id, {"budget": number})
                step.update("indicator", indicator.id, {"actual": str(number)})
                step.update("report", 1, {"results_text": f"{number}" + "字" * BULK})
            acknowledge(number)


def migrate(path: Path, acknowledge: Callable[[int], None]) -> None:
    """Opens a library of the present version with a program of the next one."""
    schema.MIGRATIONS = (*schema.MIGRATIONS, NEXT)
    Database.open(path).close()
    acknowledge(1)
    time.sleep(60)


def contend(path: Path, acknowledge: Callable[[int], None]) -> None:
    """Adds one to a number whenever the library can be had for writing, and acknowledges how often that was."""
    done = 0
    while True:
        try:
            with Database.open(path) as database:
                project = load_report(database, 1).projects[0]
                if not database.read_only:
                    with Journal(database).step("加一", 1) as step:
                        raised = {"budget": (project.budget or 0) + 1}
                        step.update(Project.TABLE, project.id, raised, expected={"budget": project.budget})
                    done += 1
                    acknowledge(done)
        except StorageError:
            continue


NEXT = (
    "ALTER TABLE report ADD COLUMN novelty TEXT NOT NULL DEFAULT '新'",
    "CREATE TABLE remark (id INTEGER PRIMARY KEY, text TEXT NOT NULL, digest TEXT NOT NULL) STRICT",
    "UPDATE indicator SET definition = definition || '。'",
)
"""A migration such as the next version may have."""

WORK = {"edit": edit, "migrate": migrate, "contend": contend}


def start(work: str, path: Path) -> tuple[int, BufferedReader]:
    """A child at work: its process id and the pipe on which it acknowledges."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, os.fdopen(reading, "rb")
    try:
        os.close(reading)
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            WORK[work](path, lambda number: print_number(pipe, number))
    finally:
        os._exit(1)


def print_number(pipe: RawIOBase, number: int) -> None:
    pipe.write(b"%d\n" % number)


def end(child: int, heard: list[bytes], pipe: BufferedReader) -> int:
    """Kills a child; the last number it acknowledged."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with pipe:
        numbers = [int(line) for line in (*heard, *pipe)]
    return numbers[-1] if numbers else 0


def main() -> None:
    for job in sys.stdin:
        work, path, count, acknowledgements, milliseconds = json.loads(job)
        children = [start(work, Path(path)) for _ in range(count)]
        heard = [[pipe.readline() for _ in range(acknowledgements)] for _, pipe in children]
        time.sleep(milliseconds / 1000)
        numbers = [end(child, lines, pipe) for (child, pipe), lines in zip(children, heard, strict=True)]
        print(json.dumps(numbers), flush=True)


if __name__ == "__main__":
    main()
