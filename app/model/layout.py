"""Page layout as data: what `layout.toml` of a pack says, in the units it says it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FontRole:
    """A font by its role, such as 仿宋 for the body."""

    east_asian: tuple[str, ...]  # first choice, then what may stand in for it
    latin: str
    alternative: str = ""  # written as w:altName


@dataclass(frozen=True, slots=True)
class Margins:
    """Distances from the paper's edges to the text, mm."""

    top: float
    bottom: float
    left: float
    right: float

    def turned(self) -> Margins:
        """The margins of the same sheet laid landscape, turned clockwise (GB/T 9704-2012, 8)."""
        return Margins(top=self.left, right=self.top, bottom=self.right, left=self.bottom)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """How a title, heading or paragraph class looks. Lengths in pt; indents in characters of the style's size."""

    name: str  # the style's name in Word
    font: str  # a key of Layout.fonts
    size: float
    bold: bool = False
    align: str = "justify"  # left, center, right, justify
    line: float | None = None  # exact line pitch; None: as tall as the font needs
    letter_spacing: float = 0.0
    first_line_chars: float = 0.0  # negative: the first line hangs out to the left
    left_chars: float = 0.0
    right_chars: float = 0.0
    before: float = 0.0
    after: float = 0.0
    keep_with_next: bool = False
    outline: int | None = None  # 1-4 for headings


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How tables look. Lengths in pt."""

    header_font: str
    body_font: str
    size: float
    header_size: float
    padding: float  # left and right inside a cell
    line_spacing: float = 1.0  # multiple of the font's own line height
    rule: float = 0.5  # width of the grid lines


@dataclass(frozen=True, slots=True)
class TextSize:
    """The size of table text, pt: the wanted one, and down to which it may be made smaller to fit the columns."""

    wanted: float
    least: float  # as the wanted one: it stays as it is


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The page number in the footer."""

    font: str
    size: float  # pt
    below: float  # mm from the lower edge of the text to the dash (GB/T 9704-2012, 7.5: 7 mm)
    indent_chars: float  # from the outer edge of the text
    odd_even: bool = True  # odd pages right, even pages left; otherwise centred


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """One layout preset of a pack; two are equal when they are the same, so that writers can keep what they made."""

    key: str
    label: str
    margins: Margins  # of the portrait page
    annex_margins: Margins | None  # of an annex printed alone; None: 15 mm all round
    fonts: Mapping[str, FontRole]
    styles: Mapping[str, ParagraphStyle]  # by element or class name: title, h1 … h4, body, noindent, …
    table: TableStyle
    page_number: PageNumber


@dataclass(frozen=True, slots=True)
class WordOptions:
    """What an office wants otherwise in its Word files, whatever the layout."""

    style_source: str = ""  # the path of an own .docx whose styles go before those of the layout; empty: none
    turns_number: bool = True  # False: the page number of landscape pages stays beneath the text (页脚外侧)
    repeats_labels: bool = False  # a merged cell's text is written in every row instead (不合并，逐行重复)


USUAL = WordOptions()


PAPER_MM: Mapping[str, tuple[float, float]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""Portrait width and height, mm."""


def page_size(paper: str, orientation: str) -> tuple[float, float]:
    """Width and height of a page, mm."""
    width, height = PAPER_MM[paper]
    return (height, width) if orientation == "landscape" else (width, height)
