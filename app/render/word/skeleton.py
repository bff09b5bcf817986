"""The Word file without its text: settings, fonts, properties and the parts taken from an office's own file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from app.model.layout import FontRole, Layout
from app.render.word.oxml import DECLARATION, NAMESPACES, escape
from app.render.word.rare import EXTENSION_FONT, stand_in
from app.render.word.styles import StyleSheet

_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = {
    "document": f"{_CONTENT}.document.main+xml",
    "styles": f"{_CONTENT}.styles+xml",
    "settings": f"{_CONTENT}.settings+xml",
    "fontTable": f"{_CONTENT}.fontTable+xml",
    "numbering": f"{_CONTENT}.numbering+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
}


def skeleton(layout: Layout, sheet: StyleSheet, taken: Mapping[str, bytes]) -> bytes:
    """A whole Word file with an empty body. `taken` holds parts of the office's own file: theme, numbering."""
    parts = {
        "styles": sheet.xml,
        "settings": _settings(layout).encode(),
        "fontTable": _font_table(layout).encode(),
        **taken,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", _content_types(parts))
        package.writestr("_rels/.rels", _PACKAGE_RELATIONS)
        package.writestr("docProps/core.xml", _CORE)
        package.writestr("docProps/app.xml", _APPLICATION)
        package.writestr("word/document.xml", f"{DECLARATION}<w:document {NAMESPACES}><w:body/></w:document>")
        package.writestr("word/_rels/document.xml.rels", _relations(parts))
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", xml)
    return stream.getvalue()


def _content_types(parts: Mapping[str, bytes]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES[name]}"/>' for name in ("document", *parts)
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


_PACKAGE_RELATIONS = (
    f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELATION}/extended-properties" Target="docProps/app.xml"/></Relationships>'
)
# Nothing about who, when and where: python-docx would write itself in as the author of a file without properties.
_CORE = (
    f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)
_APPLICATION = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def _relations(parts: Mapping[str, bytes]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _settings(layout: Layout) -> str:
    """Without compatibility mode 15 Word opens a file as one of an older version."""
    modes = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in modes.items()
    )
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="420"/>{"<w:evenAndOddHeaders/>" if layout.page_number.odd_even else ""}'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        # A line that ends with a typed break must not be spread over the line's width.
        f"<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{compatibility}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _font_table(layout: Layout) -> str:
    """The fonts by name, with the name under which another system may have the same one."""
    chinese = {role.east_asian[0]: role for role in layout.fonts.values()}
    stand_ins = {stand_in(role) for role in chinese.values()} - chinese.keys()
    western = {role.latin for role in layout.fonts.values()} - chinese.keys()
    fonts = [_font(name, "86", role) for name, role in chinese.items()]
    fonts += [_font(name, "86") for name in sorted({*stand_ins, EXTENSION_FONT})]
    fonts += [_font(name, "00") for name in sorted(western)]
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{''.join(fonts)}</w:fonts>"


def _font(name: str, charset: str, role: FontRole | None = None) -> str:
    alternative = f'<w:altName w:val="{escape(role.alternative)}"/>' if role and role.alternative else ""
    is_western = charset == "00"
    return (
        f'<w:font w:name="{escape(name)}">{alternative}<w:charset w:val="{charset}"/>'
        f'<w:family w:val="{"roman" if is_western else "auto"}"/><w:pitch w:val="variable"/></w:font>'
    )
