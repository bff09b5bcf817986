"""The style sheet of the HTML file, written from the layout: the page as a sheet on screen, pages in print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from app.model.layout import FontRole, Layout, ParagraphStyle
from app.render.blocks import HEADINGS, PARAGRAPH_CLASSES, Document, Table
from app.render.pages import NumberPlace, Page, is_annex_alone, page_of
from app.render.widths import signature_indents

_SCREEN = """
html{background:#dde3e9;-webkit-text-size-adjust:100%}
body{margin:0;padding:24px 16px;color:#000;--scale:1}
.sheet{box-sizing:border-box;margin:0 auto 24px;background:#fff;box-shadow:0 1px 6px #1e2a3640;overflow-wrap:anywhere}
p,h1,h2,h3,h4{margin:0;font-weight:normal;white-space:pre-wrap}
table{width:100%;border-collapse:collapse;table-layout:fixed}
th,td{white-space:pre-wrap;vertical-align:middle;text-align:left}
th{background:#f2f4f6;font-weight:normal;text-align:center}
.center,.strong{text-align:center}
.num{text-align:right;font-variant-numeric:tabular-nums}
"""
# Rows are kept whole by their cells: Chromium takes a row and the spans that begin in it for one piece.
_NARROW_AND_PRINT = """
@media screen and (max-width:SHEET){
body{padding:0;--scale:.85}
.sheet{width:auto;min-height:0;margin:0 0 8px;padding:24px 16px;box-shadow:none}
.fit{display:none}
.title,.table-title{text-wrap:balance}
.wide{overflow-x:auto}
.wide table{width:max(100%,600pt)}
}
@media print{
html{background:none}
body{padding:0}
.sheet{width:auto;min-height:0;margin:0;padding:0;box-shadow:none}
.sheet+.sheet{break-before:page}
thead{display:table-header-group}
td:not([rowspan]),th:not([rowspan]){break-inside:avoid}
p{orphans:2;widows:2}
}
"""
_CLASSES = ("title", *HEADINGS, *PARAGRAPH_CLASSES)
_UNSAFE = re.compile(r'[\\"<>&\x00-\x1f\x7f]')
_ALIGNS = frozenset({"left", "center", "right"})
_SANS = re.compile("黑体|Hei|Sans")


def stylesheet(document: Document, layout: Layout) -> str:
    """The rules for a document's pages, paragraphs and tables; without `<` and `&`, so that it can stand in XHTML."""
    is_alone = is_annex_alone(document)
    pages = {
        page_class(page): page
        for page in (page_of(section, layout, is_alone=is_alone, turns_number=False) for section in document.sections)
    }
    widest = max((page.width for page in pages.values()), default=0)
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    rules = [
        *_latin_faces(layout.fonts.values()),
        _SCREEN.strip(),
        *(rule for name, page in pages.items() for rule in _page_rules(name, page, layout)),
        *(_paragraph_rule(name, layout.styles[name], layout) for name in _CLASSES if name in layout.styles),
        *_signature_rules(document),
        *_table_rules(layout),
        *(rule for number, table in enumerate(tables, 1) for rule in _width_rules(number, table)),
        _NARROW_AND_PRINT.strip().replace("SHEET", f"{widest:g}mm"),
    ]
    return "\n".join(rules)


def page_class(page: Page) -> str:
    """The class of a sheet, and the name of its printed page."""
    return f"{page.paper}-{'landscape' if page.width > page.height else 'portrait'}"


def _quoted(text: str) -> str:
    """A CSS string that ends neither itself nor the style element, whatever a pack's file says."""
    return '"' + _UNSAFE.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _latin_faces(roles: Iterable[FontRole]) -> Iterator[str]:
    """Faces for Latin letters and digits only: a Latin font's own “ ” and — are too narrow for Chinese text."""
    for name in sorted({role.latin for role in roles if role.latin not in role.east_asian}):
        sources = f"local({_quoted(name)})" + (',local("Liberation Serif")' if name == "Times New Roman" else "")
        yield f"@font-face{{font-family:{_quoted(name + ' Latin')};src:{sources};unicode-range:U+20-7E}}"


def _family(role: FontRole) -> str:
    latin = [] if role.latin in role.east_asian else [role.latin + " Latin"]
    generic = "sans-serif" if any(map(_SANS.search, role.east_asian)) else "serif"
    return ",".join([*map(_quoted, [*latin, *role.east_asian]), generic])


def _font(role: str, size: float, layout: Layout) -> str:
    return f"font-family:{_family(layout.fonts[role])};font-size:calc({size:g}pt*var(--scale))"


def _page_rules(name: str, page: Page, layout: Layout) -> Iterator[str]:
    edges = page.margins
    margins = f"{edges.top:g}mm {edges.right:g}mm {edges.bottom:g}mm {edges.left:g}mm"
    size = f"{page.width:g}mm {page.height:g}mm"
    yield f".{name}{{width:{page.width:g}mm;min-height:{page.height:g}mm;padding:{margins};page:{name}}}"
    if page.number is NumberPlace.MIDDLE or not layout.page_number.odd_even:
        yield f"@page {name}{{size:{size};margin:{margins};@bottom-center{{{_page_number(layout)}}}}}"
    else:
        yield f"@page {name}{{size:{size};margin:{margins}}}"
        yield f"@page {name}:right{{@bottom-right{{{_page_number(layout)}}}}}"
        yield f"@page {name}:left{{@bottom-left{{{_page_number(layout)}}}}}"


def _page_number(layout: Layout) -> str:
    """— 1 —, its dashes the layout's distance beneath the text (GB/T 9704-2012, 7.5)."""
    number = layout.page_number
    indent = number.indent_chars * number.size if number.odd_even else 0.0
    above = f"calc({number.below:g}mm - {number.size / 2:g}pt)"
    return (
        f'content:"— " counter(page) " —";vertical-align:top;padding:{above} {indent:g}pt 0;line-height:1;'
        f"font-family:{_family(layout.fonts[number.font])};font-size:{number.size:g}pt"
    )


def _paragraph_rule(name: str, style: ParagraphStyle, layout: Layout) -> str:
    line = f"calc({style.line:g}pt*var(--scale))" if style.line is not None else "1.4"
    values = {
        "line-height": line,
        "text-align": style.align if style.align in _ALIGNS else "justify",
        "text-indent": f"{style.first_line_chars:g}em" if style.first_line_chars else "",
        "padding-left": f"{style.left_chars:g}em" if style.left_chars else "",
        "padding-right": f"{style.right_chars:g}em" if style.right_chars else "",
        "margin-top": f"{style.before:g}pt" if style.before else "",
        "margin-bottom": f"{style.after:g}pt" if style.after else "",
        "letter-spacing": f"{style.letter_spacing:g}pt" if style.letter_spacing else "",
        "font-weight": "bold" if style.bold else "",
        "break-after": "avoid" if style.keep_with_next else "",
    }
    rest = ";".join(f"{name}:{value}" for name, value in values.items() if value)
    return f".{name}{{{_font(style.font, style.size, layout)};{rest}}}"


def _signature_rules(document: Document) -> Iterator[str]:
    """The indents of the signing department and the date beneath it, which depend on each other's length."""
    for above, below in pairwise(document.paragraphs()):
        if (above.style, below.style) == ("sign", "date"):
            indents = signature_indents(above.text, below.text)
            yield from (
                f".{name}{{padding-right:{em:g}em}}" for name, em in zip(("sign", "date"), indents, strict=True)
            )
            return


def _table_rules(layout: Layout) -> Iterator[str]:
    table = layout.table
    line_height = f"line-height:{1.25 * table.line_spacing:g}"
    yield f"th,td{{border:{table.rule:g}pt solid #000;padding:1.5pt {table.padding:g}pt;{line_height}}}"
    yield f".wide+.wide{{margin-top:-{table.rule:g}pt}}"  # tables above each other share a line
    yield f"td{{{_font(table.body_font, table.size, layout)}}}"
    yield f".strong{{{_font(table.header_font, table.size, layout)}}}"  # 黑体 rather than bold: 宋体 has no true bold
    yield f"th{{{_font(table.header_font, table.header_size, layout)}}}"


def _width_rules(number: int, table: Table) -> Iterator[str]:
    """Column widths as rules, since the file's security policy allows no style attributes."""
    total = sum(table.widths)
    for column, share in enumerate(table.widths, 1):
        yield f".table-{number} col:nth-child({column}){{width:{100 * share / total:.4g}%}}"
