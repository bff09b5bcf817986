"""The Word file by way of docxtpl, the package a program like this would otherwise use."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from docxtpl import DocxTemplate

from tests.bench.values import Values


def write(template: BinaryIO | Path, values: Values, target: BinaryIO) -> None:
    """Fills in the template, with the officer's text escaped, and saves the file."""
    filled = DocxTemplate(template)
    filled.render(values, autoescape=True)
    filled.save(target)
