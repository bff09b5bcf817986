"""A report drawn by its templates, and the paragraphs of it that the officer takes over by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from app import packs
from app.errors import ExportError, InputError
from app.library.parts import EVIDENCE, PARTS, PROJECTS, REVIEW
from app.model import project_forms
from app.model.entities import Indicator, Override, Project
from app.model.facts import Facts
from app.model.pack import TemplatePack
from app.model.passage import Passage
from app.model.report_data import ReportData
from app.model.results import Checked
from app.render import context, dossier, plain
from app.render.blocks import Document, collector_resting
from app.render.listing import listing
from app.render.overrides import with_overrides
from app.render.passages import passages
from app.render.supplements import with_supplements
from app.render.templates import TemplateSet
from app.scoring import engine

if TYPE_CHECKING:
    from app.library.library import Library


class Documents:
    """Draws the reports of a library as blocks."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def draw(self, report_id: int, parts: Sequence[str] = PARTS) -> Document:
        """The report as blocks, paragraphs taken over by hand in place, every figure with the field it comes from."""
        return self.drawing(report_id, parts)()

    def drawing(
        self, report_id: int, parts: Sequence[str] = PARTS, *, references: bool = True
    ) -> Callable[[], Document]:
        """What draws the report as it stands now; it reads nothing else, so any thread may run it."""
        data = self._library.data(report_id)
        if REVIEW in parts:
            check = self._library.checks.prepared(report_id)
            return lambda: _review(data, check())
        if EVIDENCE in parts:
            return lambda: dossier.index(data)
        if parts and parts[0].partition("/")[0] in {PROJECTS, Project.TABLE}:
            return self._forms(report_id, parts[0], references=references)
        draw = self._generator(report_id, parts, references=references)
        return lambda: _by_hand(draw(), data)

    def _forms(self, report_id: int, part: str, *, references: bool) -> Callable[[], Document]:
        """What makes the forms of the projects, or that of one."""
        data, found, scores = self._library.computed(report_id)
        pack = self._library.pack(report_id)
        only = int(part.partition("/")[2] or 0)
        begun = project_forms.with_forms(data)
        if pack.projects is None or not (only in begun if only else begun):
            raise ExportError("还没有填写项目支出绩效自评表，请先在“项目自评表”页面为项目建立自评表。")
        values = context.build_forms(data, found, scores, pack, only, references=references)
        templates = _template_set(pack)
        return lambda: templates.document(["project.xhtml"], values)

    def _generator(self, report_id: int, parts: Sequence[str], *, references: bool) -> Callable[[], Document]:
        """What makes the blocks of the present snapshot as the templates write them."""
        data, found, scores = self._library.computed(report_id)
        pack = self._library.pack(report_id)
        templates = _template_set(pack)
        names = [f"{part}.xhtml" for part in PARTS if part in parts]

        @collector_resting()
        def generate() -> Document:
            return templates.document(names, context.build(data, found, scores, pack.scores, references=references))

        return generate

    def text(self, report_id: int, parts: Sequence[str] = PARTS) -> str:
        """The report as plain text, a paragraph a line."""
        return plain.text(self.drawing(report_id, parts, references=False)())

    def generated_passages(self, report_id: int) -> Callable[[], Sequence[Passage]]:
        """What makes the paragraphs as generated, and the annex's headings, for which no row need be printed."""
        data, found, scores = self._library.computed(report_id)
        pack, layout = self._library.pack(report_id), self._library.layout(report_id)
        templates, settings = _template_set(pack), pack.scores

        def printed() -> Sequence[Passage]:
            values = context.build(data, found, scores, settings, references=False)
            bare = dataclasses.replace(data, tables={**data.tables, Indicator.TABLE: ()})
            headings = context.build(bare, found, scores, settings, references=False)
            parts = (("report.xhtml", values), ("annex.xhtml", headings))
            made = (templates.document([name], names) for name, names in parts)
            return tuple(passage for document in made for passage in passages(document, layout))

        return printed

    def body(self, data: ReportData) -> str:
        """The report's own text without the annex, a paragraph a line."""
        pack = packs.load(data.report.pack or packs.DEFAULT)
        found = Facts.of(data, pack.scores.task_blocks)
        values = context.build(data, found, engine.score(data, found, pack.scores), pack.scores, references=False)
        document = _template_set(pack).document(["report.xhtml"], values)
        return plain.text(_by_hand(document, data))

    def generated_text(self, report_id: int, key: str) -> str | None:
        """What the template says in a paragraph now, also where it was taken over; None when there is no such key."""
        document = self._generator(report_id, PARTS, references=False)()
        return next((paragraph.text for paragraph in document.paragraphs() if paragraph.key == key), None)

    def take_over(self, report_id: int, key: str, text: str) -> None:
        """Replaces a generated paragraph by hand-written text; `key` is the id its template gives it.

        InputError when the report has no such paragraph.
        """
        known = next((row for row in self._library.data(report_id).overrides if row.key == key), None)
        generated = self.generated_text(report_id, key)
        if generated is None:
            raise InputError(f"报告中没有名为“{key}”的段落，无法改为手工。")
        with self._library.step("段落改为手工", report_id, merge=f"override/{key}") as step:
            if known is None:
                step.insert(Override(report_id=report_id, key=key, text=text, generated=generated))
            else:
                step.update(Override.TABLE, known.id, {"text": text, "generated": generated})

    def give_back(self, report_id: int, key: str) -> None:
        """Lets a paragraph be generated again."""
        with self._library.step("段落恢复自动", report_id) as step:
            for row in self._library.data(report_id).overrides:
                if row.key == key:
                    step.delete(Override.TABLE, row.id)


def _by_hand(document: Document, data: ReportData) -> Document:
    """What the templates made, with what the officer writes himself: paragraphs taken over, and further ones."""
    return with_supplements(with_overrides(document, data.overrides), data.supplements)


def _template_set(pack: TemplatePack) -> TemplateSet:
    return _compiled(pack.key, tuple(pack.templates.items()))


@lru_cache(maxsize=8)  # by what they say, since a pack of the officer's own may be replaced under its key
def _compiled(key: str, sources: tuple[tuple[str, str], ...]) -> TemplateSet:
    return TemplateSet(key, dict(sources))


def _review(data: ReportData, checked: Checked) -> Document:
    """The list of findings."""
    from app.checks import review  # here, since the preview needs no checks

    subtitle = f"{data.department.name}　{data.report.year}年度"
    return listing("审核问题清单", subtitle, review.HEADINGS, review.WIDTHS, review.rows(data, checked))
