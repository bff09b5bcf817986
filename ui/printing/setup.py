"""How a report is printed: paper, margins, size of table text and page number, as the officer chose them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import msgspec

from app.model.layout import Margins, TextSize
from app.render.blocks import Document, Section
from app.render.pages import NumberPlace
from ui.printing.typeset import Numbering

T = TypeVar("T", bound="SheetSetup | JobSetup")

LEAST_MARGIN, LARGEST_MARGIN = 10, 60
"""mm. Less than the least leaves no room for the page number in what printers reach."""

SMALLEST_TEXT, LARGEST_TEXT = 5.0, 16.0  # pt

_FLOOR = 7.0
"""The size below which table text is not made smaller unless the officer says so, pt."""


@dataclass(frozen=True, slots=True)
class SheetSetup:
    """The sheets of one part of a report."""

    paper: Literal["A4", "A3"] | None = None  # None, here and below: as template and layout say
    orientation: Literal["portrait", "landscape"] | None = None
    margins: Margins | None = None
    size: float | None = None  # of table text, pt
    floor: float | None = _FLOOR  # down to which table text is made smaller to fit; None: it is not


@dataclass(frozen=True, slots=True)
class JobSetup:
    """What concerns all sheets that are printed together."""

    first_number: int = 1
    place: NumberPlace | None = None  # of the page number; None: as is usual
    is_duplex: bool = False

    @property
    def numbering(self) -> Numbering:
        """The numbers of the pages."""
        return Numbering(self.first_number, self.place)


def dressed(document: Document, sheets: Mapping[str, SheetSetup], size: float) -> Document:
    """The document with the sheets of its parts as chosen; `size` is that of table text in the layout, pt."""
    return Document(
        tuple(_dressed(section, sheets.get(section.part, SheetSetup()), size) for section in document.sections)
    )


def _dressed(section: Section, sheet: SheetSetup, size: float) -> Section:
    wanted = sheet.size or size
    return replace(
        section,
        paper=sheet.paper or section.paper,
        orientation=sheet.orientation or section.orientation,
        margins=sheet.margins,
        table_size=TextSize(wanted, min(sheet.floor or wanted, wanted)),
    )


def to_text(setup: SheetSetup | JobSetup) -> str:
    """A setup for the settings file."""
    return msgspec.json.encode(setup).decode()


def from_text(text: str, kind: type[T]) -> T:
    """A setup as `to_text` wrote it; what cannot be read or cannot be is the usual one."""
    try:
        found = msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError:
        return kind()
    return found if _is_sound(found) else kind()


def _is_sound(setup: SheetSetup | JobSetup) -> bool:
    if isinstance(setup, JobSetup):
        return 1 <= setup.first_number <= 9999
    margins = setup.margins
    edges = (margins.top, margins.bottom, margins.left, margins.right) if margins is not None else ()
    sizes = [size for size in (setup.size, setup.floor) if size is not None]
    return all(LEAST_MARGIN <= edge <= LARGEST_MARGIN for edge in edges) and all(
        SMALLEST_TEXT <= size <= LARGEST_TEXT for size in sizes
    )
