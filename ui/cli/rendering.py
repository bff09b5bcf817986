"""The command `ziping render`: a report as files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ui.cli.codes import DONE
from ui.cli.library_file import make_folder, open_library
from ui.output import targets, write_one


def render(options: argparse.Namespace) -> int:
    """Writes the files and prints their paths; a text alone goes to the screen."""
    if options.out is None and options.format == ("txt",):
        with open_library(options) as library:
            for target in targets(library, options.id, options.format, options.part, Path(), is_each=options.each):
                sys.stdout.write(library.documents.text(options.id, target.parts))
        return DONE
    folder: Path = options.out or Path.cwd()
    make_folder(folder)
    with open_library(options) as library:
        for target in targets(library, options.id, options.format, options.part, folder, is_each=options.each):
            write_one(library, options.id, target)
            print(target.path)
    return DONE
