"""The sheet a section is printed on: its size, margins and the place of the page number, the same for every writer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.model.layout import Layout, Margins, page_size
from app.render.blocks import Document, Section

_ALONE = Margins(top=15, bottom=15, left=15, right=15)  # of an annex printed alone, where the layout says nothing


class NumberPlace(Enum):
    """Where the page number stands."""

    FOOT = "foot"  # beneath the text, at the outer edge
    SIDE = "side"  # where it stands on the upright pages, the sheet laid landscape (GB/T 9704-2012, 8)
    MIDDLE = "middle"  # beneath the text, centred and small: an annex printed alone
    NONE = "none"  # nowhere


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. Lengths in mm."""

    paper: str
    width: float
    height: float
    margins: Margins
    number: NumberPlace

    @property
    def text_width(self) -> float:
        """The width of the text block, mm."""
        return self.width - self.margins.left - self.margins.right

    @property
    def text_height(self) -> float:
        """The height of the text block, mm."""
        return self.height - self.margins.top - self.margins.bottom


def is_annex_alone(document: Document) -> bool:
    """Whether the document is an annex without the report it belongs to."""
    return bool(document.sections) and all(section.part == "annex" for section in document.sections)


def page_of(
    section: Section, layout: Layout, *, is_alone: bool, turns_number: bool = True, number: NumberPlace | None = None
) -> Page:
    """The sheet of a section. `turns_number` False keeps the number of a landscape page beneath the text; `number` is
    where the officer wants it, None as is usual.

    A landscape A4 sheet is the portrait sheet turned clockwise, with margins and page number (GB/T 9704-2012, 8). A
    landscape A3 sheet is as high as a portrait A4 sheet and bound at the same edge, so nothing turns.
    """
    width, height = page_size(section.paper, section.orientation)
    is_turned = section.orientation == "landscape" and section.paper == "A4"
    if is_alone:
        margins, usual = layout.annex_margins or _ALONE, NumberPlace.MIDDLE
    elif is_turned:
        margins = layout.margins.turned()
        usual = NumberPlace.SIDE if turns_number and layout.page_number.odd_even else NumberPlace.FOOT
    else:
        margins, usual = layout.margins, NumberPlace.FOOT
    place = number or usual
    if place is NumberPlace.SIDE and not is_turned:
        place = NumberPlace.FOOT
    return Page(section.paper, width, height, section.margins or margins, place)
