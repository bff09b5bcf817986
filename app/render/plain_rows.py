"""The rows of long tables, read by an expression: nearly every cell holds one value or text and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape

from app.render import formulas
from app.render.blocks import CELL_CLASSES, CELL_NAME, Cell, Row, RowForm

PLACEHOLDER = "row"
"""The processing instruction, which no template may use, that keeps the place of a row that was read."""

# Only what the parser would read the same way: characters that XML knows, attributes with their usual values, one
# value (`f`) or bare text. Any other row is left to it, so that there is one place that tells what is wrong.
_TEXT = r"[^<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]*+"
_NUMBER = r'"[1-9][0-9]*"'
_FORMULA = rf'name="{CELL_NAME}"|calc="[a-z0-9_+*/(), -]+"'
_OPENING = rf"(?: (?:class=\"(?:{'|'.join(CELL_CLASSES)})\"|colspan={_NUMBER}|rowspan={_NUMBER}|{_FORMULA}))*"
_VALUE = rf'<f ref="[^"<>&]*">{_TEXT}</f>|{_TEXT}'
_ROW = re.compile(rf"<tr>(?:<td{_OPENING}>(?:{_VALUE})</td>|<th{_OPENING}>(?:{_VALUE})</th>)+</tr>")
_CELLS = re.compile(r'<(t[dh][^>]*)>(?:<f ref="([^"]*)">)?([^<]*)')  # of a row that is as `_ROW` says
_ATTRIBUTE = re.compile(r' (\w+)="([^"]+)"')
_OTHER_ENTITY = re.compile("&(?!(?:amp|lt|gt|quot|#34|#39);)")


class PlainRows:
    """Takes the plain rows out of a markup and gives them back one after another."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def taken_out(self, markup: str) -> str:
        """The markup with placeholders for the rows that were read; as it is where marks must keep their places."""
        if "<!" in markup or "<?" in markup:
            return markup
        return _ROW.sub(self._taken, markup)

    def in_order(self) -> Iterator[Row]:
        """The rows that were read, in the order of their placeholders."""
        return iter(self._rows)

    def _taken(self, found: re.Match[str]) -> str:
        markup = found[0]
        is_escaped = "&" in markup
        if is_escaped and _OTHER_ENTITY.search(markup):
            return markup
        tags, refs, texts = zip(*_CELLS.findall(markup), strict=True)
        form = _form(tags, tuple(map(bool, texts)))
        if form is None:
            return markup
        shown = tuple(map(unescape, texts)) if is_escaped else texts
        self._rows.append(Row(form=form, texts=shown, refs=refs))
        return f"<?{PLACEHOLDER}?>"


@lru_cache(maxsize=1000)
def _form(tags: tuple[str, ...], _is_filled: tuple[bool, ...]) -> RowForm | None:
    """What rows with these tags and the same empty cells have in common; None where an attribute stands twice."""
    shapes = tuple(shape for tag in tags if (shape := _shape(tag)) is not None)
    return RowForm(shapes) if len(shapes) == len(tags) else None


def _shape(tag: str) -> Cell | None:
    """A cell without its text by its tag; None where an attribute stands twice or is no formula."""
    values: Mapping[str, str] = dict(_ATTRIBUTE.findall(tag))
    calc = values.get("calc", "")
    if len(values) != tag.count("=") or (calc and formulas.read(calc) is None):
        return None
    spans = int(values.get("colspan", 1)), int(values.get("rowspan", 1))
    return Cell((), *spans, values.get("class", CELL_CLASSES[0]), tag.startswith("th"), values.get("name", ""), calc)
