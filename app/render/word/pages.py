"""Sheets as Word describes them: section properties, and footers with the page number (GB/T 9704-2012, 5.2, 7.5, 8)."""

from __future__ import annotations

from app.model.layout import Layout
from app.render.pages import NumberPlace, Page
from app.render.word.oxml import DECLARATION, NAMESPACES, indent, points_of_mm, twips, twips_of_mm
from app.render.word.styles import StyleSheet, number_line

_SMALL = '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'  # 五号, for an annex printed alone
_HEADER_DISTANCE = 851  # twips; there is no header
_PAPER_CODES = {"A4": 9, "A3": 8}  # what printer drivers call them
_PRINTABLE = 7.0  # mm from the sheet's edge that printers reach


def text_width(page: Page) -> int:
    """The width of the text, twips."""
    return twips(points_of_mm(page.text_width))


def section_properties(page: Page, layout: Layout, footers: tuple[str, str]) -> str:
    """w:sectPr; `footers` are the relation ids of the footers of odd and even pages."""
    top, right, bottom, left = _edges(page)
    turn = ' w:orient="landscape"' if page.width > page.height else ""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{footers[0]}"/>'
        f'<w:footerReference w:type="even" r:id="{footers[1]}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips_of_mm(page.width)}" w:h="{twips_of_mm(page.height)}"{turn} '
        f'w:code="{_PAPER_CODES[page.paper]}"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{_HEADER_DISTANCE}" w:footer="{_footer_distance(page, layout)}" w:gutter="0"/>'
        '<w:cols w:space="425"/></w:sectPr>'
    )


def _edges(page: Page) -> tuple[int, int, int, int]:
    """The margins top, right, bottom and left, twips; what rounding leaves goes to top and left, not to the text."""
    right, bottom = twips_of_mm(page.margins.right), twips_of_mm(page.margins.bottom)
    left = twips_of_mm(page.width) - right - text_width(page)
    return twips_of_mm(page.height) - bottom - _text_height(page), right, bottom, left


def _text_height(page: Page) -> int:
    return twips(points_of_mm(page.text_height))


def _footer_distance(page: Page, layout: Layout) -> int:
    """From the sheet's lower edge to the footer's, twips: the middle of its line, where the dash is, lies `below` mm
    beneath the text (GB/T 9704-2012, 7.5).
    """
    if page.number is NumberPlace.MIDDLE:
        return twips_of_mm(min(_PRINTABLE, page.margins.bottom / 2))
    if page.number is NumberPlace.SIDE:
        return twips_of_mm(max(0.0, page.margins.bottom - 11))  # its one empty line must not push the text up
    middle = points_of_mm(page.margins.bottom - layout.page_number.below)
    return max(0, twips(middle - number_line(layout) / 2))


def footer(page: Page, layout: Layout, sheet: StyleSheet, *, is_even: bool) -> str:
    """A footer part."""
    style = sheet.ids["page-number"]
    if page.number is NumberPlace.SIDE:
        content = _turned(page, layout, style, is_even=is_even) + _paragraph(style, "", "")
    elif page.number is NumberPlace.MIDDLE or not layout.page_number.odd_even:
        content = _paragraph(style, '<w:jc w:val="center"/>', _number(page))
    else:
        chars, size = layout.page_number.indent_chars, layout.page_number.size
        position = indent(left=chars, pitch=size) if is_even else indent(right=chars, pitch=size)
        content = _paragraph(style, f'{position}<w:jc w:val="{_side(is_even)}"/>', _number(page))
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{content}</w:ftr>"


def _side(is_even: bool) -> str:
    return "left" if is_even else "right"


def _paragraph(style: str, properties: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def _number(page: Page) -> str:
    """— 1 — with a field: one run for each of its parts and a result, or WPS shows nothing."""
    properties = _SMALL if page.number is NumberPlace.MIDDLE else ""
    parts = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    return "".join(f"<w:r>{properties}{part}</w:r>" for part in parts)


def _turned(page: Page, layout: Layout, style: str, *, is_even: bool) -> str:
    """A one-cell table beside the text in which the number reads from top to bottom.

    The sheet is the portrait sheet turned clockwise: beneath the text is now left of it, and the outer edge of an odd
    page is at the bottom.
    """
    width = twips(number_line(layout))
    inset = twips(layout.page_number.indent_chars * layout.page_number.size)
    edges = _edges(page)
    left = edges[3] - twips(points_of_mm(layout.page_number.below)) - width // 2
    top = edges[0] + inset
    height = _text_height(page) - 2 * inset
    paragraph = _paragraph(style, f'<w:jc w:val="{_side(is_even)}"/>', _number(page))
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" '
        f'w:tblpX="{left}" w:tblpY="{top}"/><w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_NO_MARGINS}</w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
        f'<w:tcW w:w="{width}" w:type="dxa"/><w:textDirection w:val="tbRl"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph}</w:tc></w:tr></w:tbl>"
    )


_NO_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
