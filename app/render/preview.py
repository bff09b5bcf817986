"""The report as one HTML file that any browser shows and prints, complete in itself."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from typing import BinaryIO

from app.model.layout import Layout
from app.render.blocks import HEADINGS, Block, Cell, Document, Paragraph, Row, Run, Table
from app.render.pages import Page, is_annex_alone, page_of
from app.render.stylesheet import page_class, stylesheet
from app.render.titles import break_runs

_PT_PER_MM = 72 / 25.4
_TITLES = frozenset({"title", "table-title"})
_SOFT_BREAK = '<br class="fit"/>'  # for the width of the sheet; a phone breaks where it must


def write_html(document: Document, layout: Layout, target: BinaryIO, title: str = "") -> None:
    """Writes an HTML5 file that is well-formed XML, as UTF-8; see `html`."""
    target.write(html(document, layout, title).encode())


def html(document: Document, layout: Layout, title: str = "") -> str:
    """The document as HTML with its style sheet, without scripts and without anything from outside.

    `title` is the window's, by default the document's own.
    """
    css = stylesheet(document, layout)
    body = "\n".join(_Writer(document, layout).sections())
    return (
        "<!DOCTYPE html>\n"
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-CN">\n<head>\n<meta charset="utf-8"/>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(css)}"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{escape(title or document.title or '自评报告')}</title>\n"
        f"<style>{css}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _policy(css: str) -> str:
    """Nothing may be loaded or run; of styles only this very sheet counts."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


class _Writer:
    """Writes the sections, numbering the tables and what they are labelled by as it goes."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self._document = document
        self._layout = layout
        self._tables = 0
        self._labels = 0

    def sections(self) -> Iterator[str]:
        is_alone = is_annex_alone(self._document)
        for section in self._document.sections:
            page = page_of(section, self._layout, is_alone=is_alone, turns_number=False)
            label = ""
            yield f'<section class="sheet {page_class(page)}">'
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.style in _TITLES:
                    self._labels += 1
                    label = f"title-{self._labels}"
                yield self._block(block, page, label)
            yield "</section>"

    def _block(self, block: Block, page: Page, label: str) -> str:
        if isinstance(block, Table):
            self._tables += 1
            return "\n".join(self._table(block, label))
        style = block.style if block.style in self._layout.styles else "body"
        if style in _TITLES:
            chars = int(page.text_width * _PT_PER_MM / self._layout.styles[style].size)
            runs = break_runs(block.runs, chars, "\v")
            # The chapters are the h1, so a title above them is a heading only by its role.
            return f'<p class="{style}" id="{label}" role="heading" aria-level="1">{self._runs(runs)}</p>'
        name = style if style in HEADINGS else "p"
        return f'<{name} class="{style}">{self._runs(block.runs)}</{name}>'

    def _table(self, table: Table, label: str) -> Iterator[str]:
        labelled = f' aria-labelledby="{label}"' if label else ""
        yield f'<div class="wide">\n<table class="table-{self._tables}"{labelled}>'
        yield f"<colgroup>{'<col/>' * len(table.widths)}</colgroup>"
        if table.head:
            yield "<thead>"
            yield from (self._row(row, ["col"] * len(row.cells)) for row in table.head)
            yield "</thead>"
        for body in table.bodies:
            yield "<tbody>"
            yield from (self._row(row, _scopes(row, len(body))) for row in body)
            yield "</tbody>"
        yield "</table>\n</div>"

    def _row(self, row: Row, scopes: Sequence[str]) -> str:
        return f"<tr>{''.join(map(self._cell, row.cells, scopes))}</tr>"

    def _cell(self, cell: Cell, scope: str) -> str:
        attributes = f' class="{cell.align}"' if cell.align != "text" else ""
        if cell.header:
            attributes += f' scope="{scope}"'
        if cell.colspan > 1:
            attributes += f' colspan="{cell.colspan}"'
        if cell.rowspan > 1:
            attributes += f' rowspan="{cell.rowspan}"'
        name = "th" if cell.header else "td"
        return f"<{name}{attributes}>{self._runs(cell.runs)}</{name}>"

    def _runs(self, runs: Sequence[Run]) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        text = escape(run.text, quote=False).replace("\v", _SOFT_BREAK).replace("\n", "<br/>")
        return f"<b>{text}</b>" if run.bold else text


def _scopes(row: Row, rows: int) -> list[str]:
    """What the heading cells of a row in a body name: all its rows, or in a row of nothing but headings the columns
    below, or what stands beside them."""
    here = "col" if all(cell.header for cell in row.cells) else "row"
    return ["rowgroup" if cell.rowspan == rows > 1 else here for cell in row.cells]
