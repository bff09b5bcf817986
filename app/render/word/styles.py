"""The styles of the Word file: real ones, made from the layout, so that the officer can go on editing with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from app.model.layout import FontRole, Layout, ParagraphStyle
from app.render.word.oxml import DECLARATION, NAMESPACES, W, escape, indent, run_fonts, twips

_TYPE, _NAME, _ID = f"{{{W}}}type", f"{{{W}}}name", f"{{{W}}}styleId"
_VAL, _DEFAULT = f"{{{W}}}val", f"{{{W}}}default"
_PREFIX = "GW"
_CUSTOM = ' w:customStyle="1"'
_BEFORE_TEXT = frozenset({"title", "h1", "h2", "h3", "h4"})  # what is typed after them is text

CELL_STYLES = {"text": "cell-text", "center": "cell-center", "num": "cell-num", "strong": "cell-strong"}
"""The key of the paragraph style of a cell, by the cell's class; a header cell has `cell-head`."""


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """Word's styles.xml, and the ids its styles have there, escaped, by their keys in the layout."""

    xml: bytes
    ids: Mapping[str, str]


def style_sheet(layout: Layout, source: bytes | None = None) -> StyleSheet:
    """The styles of a layout; laid into an office's own styles.xml where one is given, which wins by name."""
    root = etree.fromstring(source or _base(layout).encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    wanted = _paragraph_styles(layout)
    names = {key: ("paragraph", style.name) for key, style in wanted.items()} | {"table": ("table", _TABLE_NAME)}
    ids, missing = _ids(root, names)
    base = _default_id(root, "paragraph"), _default_id(root, "table")
    for key in missing:
        links = _references(base[key == "table"], ids["body"] if key in _BEFORE_TEXT else "")
        root.append(etree.fromstring(_style(layout, key, wanted.get(key), ids[key], links)))
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return StyleSheet(xml, {key: escape(one) for key, one in ids.items()})


def number_line(layout: Layout) -> float:
    """The exact height of the page number's line, pt."""
    return round(layout.page_number.size * 1.3, 1)


_TABLE_NAME = "公文表格"
_NO_HEIGHT = 1.0  # pt; what Word needs between two tables and after a last one must not push a page


def _paragraph_styles(layout: Layout) -> dict[str, ParagraphStyle]:
    """The layout's styles and those that the writer needs besides, by key."""
    table, number = layout.table, layout.page_number

    def cell(name: str, font: str, size: float, align: str) -> ParagraphStyle:
        return ParagraphStyle(name, font, size, align=align)

    return dict(layout.styles) | {
        "cell-text": cell("附表文字", table.body_font, table.size, "left"),
        "cell-center": cell("附表居中", table.body_font, table.size, "center"),
        "cell-num": cell("附表数字", table.body_font, table.size, "right"),
        "cell-strong": cell("附表强调", table.header_font, table.size, "center"),
        "cell-head": cell("附表表头", table.header_font, table.header_size, "center"),
        "gap": ParagraphStyle("表间空行", table.body_font, 1.0, align="left", line=_NO_HEIGHT),
        "page-number": ParagraphStyle("公文页码", number.font, number.size, align="left", line=number_line(layout)),
    }


def _ids(root: etree._Element, names: Mapping[str, tuple[str, str]]) -> tuple[dict[str, str], list[str]]:
    """The id of every wanted style: of the one that is there, else a free one; and the keys that are missing."""
    there: dict[tuple[str, str], str] = {}
    for style in root.iterfind(f"{{{W}}}style"):
        label = style.find(_NAME)
        if label is not None:
            there[style.get(_TYPE, "paragraph"), label.get(_VAL, "").casefold()] = style.get(_ID, "")
    ids: dict[str, str] = {}
    missing: list[str] = []
    for key, (kind, name) in names.items():
        if not there.get((kind, name.casefold())):
            taken = set(there.values())
            there[kind, name.casefold()] = next(one for one in _candidates(name, key) if one not in taken)
            missing.append(key)
        ids[key] = there[kind, name.casefold()]
    return ids, missing


def _candidates(name: str, key: str) -> Iterator[str]:
    """Ids for a style: Heading1 for heading 1, as Word itself calls it, else one from the key."""
    first = name.title().replace(" ", "") if name.startswith("heading ") else _PREFIX + key.title().replace("-", "")
    yield first
    number = 2
    while True:
        yield f"{first}{number}"
        number += 1


def _default_id(root: etree._Element, kind: str) -> str:
    for style in root.iterfind(f"{{{W}}}style"):
        if style.get(_TYPE) == kind and style.get(_DEFAULT) in {"1", "true", "on"}:
            return style.get(_ID, "")
    return ""


def _base(layout: Layout) -> str:
    """A styles.xml with nothing but what every document needs. No theme: its fonts are what WPS reports as missing."""
    body = layout.styles["body"]
    half = round(body.size * 2)
    fonts = _fonts(layout.fonts[body.font])
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}>"
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="000000"/><w:sz w:val="{half}"/>'
        f'<w:szCs w:val="{half}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0" '
        'w:defQFormat="0" w:count="376"/>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/>{_NO_AUTO_SPACE}<w:jc w:val="both"/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"{_cell_margins(5.4)}</w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        "</w:styles>"
    )


_NO_AUTO_SPACE = (
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # space beside digits would cost a 28th character
)


def _style(layout: Layout, key: str, style: ParagraphStyle | None, style_id: str, links: str) -> str:
    """A style that says everything itself, so that it looks the same on top of any office's Normal."""
    is_builtin = style is not None and style.name.startswith("heading ")
    kind = "table" if style is None else "paragraph"
    name = _TABLE_NAME if style is None else style.name
    head = (
        f'<w:style xmlns:w="{W}" w:type="{kind}"{"" if is_builtin else _CUSTOM} w:styleId="{escape(style_id)}">'
        f'<w:name w:val="{escape(name)}"/>{links}<w:uiPriority w:val="{9 if is_builtin else 1}"/><w:qFormat/>'
    )
    if style is None:
        return f"{head}{_table_properties(layout)}</w:style>"
    paragraph = _paragraph_properties(style, layout.table.line_spacing if key.startswith("cell-") else 1.0)
    return f"{head}<w:pPr>{paragraph}</w:pPr><w:rPr>{_run_properties(layout, style)}</w:rPr></w:style>"


def _paragraph_properties(style: ParagraphStyle, auto: float) -> str:
    """`auto` is the line height, in multiples of the font's own, where the style has no exact one."""
    keeps = "<w:keepNext/><w:keepLines/>" if style.keep_with_next else ""
    line, rule = (round(240 * auto), "auto") if style.line is None else (twips(style.line), "exact")
    position = indent(
        first=style.first_line_chars,
        left=style.left_chars,
        right=style.right_chars,
        pitch=style.size + style.letter_spacing,
    )
    outline = f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else ""
    return (
        f'{keeps}<w:widowControl w:val="0"/>{_NO_AUTO_SPACE}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}" w:line="{line}" '
        f'w:lineRule="{rule}"/>{position}<w:jc w:val="{_ALIGNMENTS[style.align]}"/>{outline}'
    )


_ALIGNMENTS = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def _run_properties(layout: Layout, style: ParagraphStyle) -> str:
    half, is_bold = round(style.size * 2), int(style.bold)
    return (
        f'{_fonts(layout.fonts[style.font])}<w:b w:val="{is_bold}"/><w:bCs w:val="{is_bold}"/>'
        f'<w:i w:val="0"/><w:color w:val="000000"/><w:spacing w:val="{twips(style.letter_spacing)}"/>'
        f'<w:kern w:val="0"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )


def _table_properties(layout: Layout) -> str:
    table = layout.table
    width = max(2, round(table.rule * 8))  # eighths of a point
    borders = "".join(
        f'<w:{edge} w:val="single" w:sz="{width}" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'{_cell_margins(table.padding, table.padding / 3)}</w:tblPr><w:tcPr><w:vAlign w:val="center"/></w:tcPr>'
    )


def _cell_margins(side: float, above: float = 0.0) -> str:
    widths = {"top": above, "left": side, "bottom": above, "right": side}
    return (
        "<w:tblCellMar>"
        + "".join(f'<w:{edge} w:w="{twips(width)}" w:type="dxa"/>' for edge, width in widths.items())
        + "</w:tblCellMar>"
    )


def _references(based_on: str, following: str) -> str:
    based = f'<w:basedOn w:val="{escape(based_on)}"/>' if based_on else ""
    return based + (f'<w:next w:val="{escape(following)}"/>' if following else "")


def _fonts(role: FontRole) -> str:
    return run_fonts(east_asian=role.east_asian[0], latin=role.latin)
