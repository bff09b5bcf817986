"""The least work a Word export from a template can be: Jinja writes the XML, which is zipped with ready-made parts."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import BinaryIO

import jinja2
from markupsafe import Markup

from tests.bench.values import Values

_BODY = "word/document.xml"
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_ROW = re.compile(r"<w:tr[ >](?:(?!</w:tr>).)*?\{%tr ((?:(?!%\}).)*)%\}.*?</w:tr>", re.DOTALL)
_PARAGRAPH = re.compile(r"<w:p[ >](?:(?!</w:p>).)*?\{%p ((?:(?!%\}).)*)%\}.*?</w:p>", re.DOTALL)


class Floor:
    """The bench's Word template as a compiled Jinja template of its XML and the bytes of all other parts."""

    def __init__(self, template: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}
            self._level = _level(self._parts[_BODY], package.getinfo(_BODY).compress_size)
        source = self._parts.pop(_BODY).decode()
        for control in (_ROW, _PARAGRAPH):
            source = control.sub(r"{% \1 %}", source)
        self._template = jinja2.Environment(autoescape=True).from_string(source)

    def xml(self, values: Values) -> str:
        """The text of document.xml."""
        title = _BREAK.join(str(values["title"]).split("\n"))
        return self._template.render({**values, "title": title})

    def write(self, values: Values, target: BinaryIO, *, is_light: bool = False) -> None:
        """The whole file, compressed as zipfile and python-docx do by themselves, or as lightly as the program does."""
        level = self._level if is_light else None
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
            for name, content in self._parts.items():
                package.writestr(name, content)
            package.writestr(_BODY, self.xml(values))


def _level(content: bytes, compressed: int) -> int:
    """The level at which zlib makes so many bytes of the content; its usual one when none does."""
    return next((level for level in range(1, 10) if len(zlib.compress(content, level, -15)) == compressed), -1)
