"""The command `ziping render`: a report as files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.library import Library
from app.model.entities import Project
from ui.cli.codes import DONE
from ui.cli.library_file import make_folder, open_library
from ui.output import targets, write_one


def render(options: argparse.Namespace) -> int:
    """Writes the files and prints their paths; a text alone goes to the screen."""
    is_shown = options.out is None and options.format == ("txt",)
    folder: Path = options.out or Path.cwd()
    with open_library(options) as library:
        parts = _forms(library, options) or options.part
        found = targets(library, options.id, options.format, parts, folder, is_each=options.each)
        if not is_shown:
            make_folder(folder)
        for target in found:
            if is_shown:
                sys.stdout.write(library.documents.text(options.id, target.parts))
            else:
                write_one(library, options.id, target)
                print(target.path)
    return DONE


def _forms(library: Library, options: argparse.Namespace) -> Sequence[str]:
    """The parts that are the forms of the projects named, each once; InputError where a name is not clear."""
    found = dict.fromkeys(library.project_forms.find(options.id, words) for words in options.project or ())
    return [f"{Project.TABLE}/{project_id}" for project_id in found]
