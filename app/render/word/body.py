"""The body of the Word file as text in slices, from the blocks of the markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.model.layout import Layout
from app.render.blocks import Block, Paragraph, Run, Section, Table
from app.render.pages import Page
from app.render.titles import break_runs
from app.render.widths import signature_indents
from app.render.word.oxml import indent, points_of_mm
from app.render.word.pages import section_properties, text_width
from app.render.word.runs import RunWriter
from app.render.word.tables import TableWriter

_BROKEN_AT_WORDS = frozenset({"title", "table-title"})


class Body:
    """Writes the blocks. Sections end where this says so and nowhere else."""

    def __init__(
        self,
        sections: Sequence[Section],
        pages: Sequence[Page],
        layout: Layout,
        style_ids: Mapping[str, str],
        *,
        repeats_labels: bool = False,
    ) -> None:
        self._sections = sections
        self._pages = pages  # the sheet of every section
        self._layout = layout
        self._ids = style_ids
        self._runs = {key: RunWriter(layout.fonts[style.font]) for key, style in layout.styles.items()}
        self._repeats_labels = repeats_labels

    def slices(self, footers: Mapping[Page, tuple[str, str]]) -> Iterator[str]:
        """The children of w:body. `footers` are the relation ids of the odd and even pages' footer of every sheet."""
        last = len(self._sections) - 1
        for number, (section, page) in enumerate(zip(self._sections, self._pages, strict=True)):
            ending = section_properties(page, self._layout, footers[page])
            yield from self._section(section, page, ending if number < last else "")
            if number == last:
                yield ending

    def _section(self, section: Section, page: Page, ending: str) -> Iterator[str]:
        """The blocks; the section's properties stand in its last paragraph, except those of the last section."""
        tables = TableWriter(self._layout, self._ids, text_width(page), repeats_labels=self._repeats_labels)
        blocks = section.blocks
        for number, signature, following in _with_signatures(blocks):
            block = blocks[number]
            if isinstance(block, Table):
                lines = (self._paragraph(line, page, "") for line in signature)
                yield from tables.write(block, self._gap(), "".join(lines))
                if not isinstance(following, Paragraph):  # Word would join two tables and adds a tall line after a last
                    yield self._gap("" if following else ending)
            else:
                yield self._paragraph(block, page, self._direct(block, blocks, number) + ("" if following else ending))
        if not blocks:
            yield self._gap(ending)

    def _paragraph(self, paragraph: Paragraph, page: Page, properties: str) -> str:
        key = paragraph.style if paragraph.style in self._layout.styles else "body"
        style = self._layout.styles[key]
        runs: Sequence[Run] = paragraph.runs
        if key in _BROKEN_AT_WORDS:
            runs = break_runs(runs, int(points_of_mm(page.text_width) / style.size))
        content = self._runs[key].write(runs)
        return f'<w:p><w:pPr><w:pStyle w:val="{self._ids[key]}"/>{properties}</w:pPr>{content}</w:p>'

    def _gap(self, properties: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{self._ids["gap"]}"/>{properties}</w:pPr></w:p>'

    def _direct(self, block: Paragraph, blocks: Sequence[Block], number: int) -> str:
        """The indent of a signature or date, which depends on the other's length; empty for any other paragraph."""
        if block.style not in {"sign", "date"}:
            return ""
        is_name = block.style == "sign"
        place = number + 1 if is_name else number - 1
        other = blocks[place] if 0 <= place < len(blocks) else None
        if not isinstance(other, Paragraph) or other.style != ("date" if is_name else "sign"):
            return ""
        name, date = (block.text, other.text) if is_name else (other.text, block.text)
        right = signature_indents(name, date)[0 if is_name else 1]
        style = self._layout.styles.get(block.style, self._layout.styles["body"])
        return indent(right=right, pitch=style.size + style.letter_spacing)


def _with_signatures(blocks: Sequence[Block]) -> Iterator[tuple[int, Sequence[Paragraph], Block | None]]:
    """The place of every block but for the signatures of a table; these, which go with it; and what follows them."""
    number = 0
    while number < len(blocks):
        signature = list(_signature(blocks[number + 1 :])) if isinstance(blocks[number], Table) else []
        after = number + 1 + len(signature)
        yield number, signature, blocks[after] if after < len(blocks) else None
        number = after


def _signature(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The lines of signatures that blocks begin with."""
    for block in blocks:
        if not isinstance(block, Paragraph) or block.style != "table-sign":
            return
        yield block
