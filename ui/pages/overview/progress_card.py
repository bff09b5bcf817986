"""How far each chapter of the report is, and the way to what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.model.completeness import Completeness, PageState
from app.model.pack import OutlineChapter, TemplatePack
from ui.models.goto_model import Place
from ui.widgets.basics import Card
from ui.widgets.line_list import Line, LineList

_NAMED = 6  # missing fields named in a tip


class ProgressCard(Card):
    """A bar for each chapter; a click goes to the first field that is missing there."""

    place_wanted = Signal(object)  # Place

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("各章填写进度", parent, holds_lines=True)
        self.lines = LineList("各章填写进度")
        self.body.addWidget(self.lines)
        self.body.addStretch(1)
        self.lines.place_wanted.connect(self.place_wanted)

    def tell(self, found: Completeness, pack: TemplatePack) -> None:
        """Shows how far the chapters are."""
        self.remark.setText("F8 转到下一处" if found.missing else "必填内容都已填写 ✓")
        self.lines.set_lines(list(_lines(found, pack)))


def first_missing(found: Completeness, chapter: OutlineChapter) -> Place | None:
    """The first field of a chapter that is not filled in; None when all are."""
    return next(
        (
            Place(page.key, item.table, item.row_id, item.field)
            for page in chapter.pages
            for item in found.by_page[page.key].missing
        ),
        None,
    )


def _lines(found: Completeness, pack: TemplatePack) -> Iterator[Line]:
    for chapter in (each for each in pack.outline if each.is_printed):
        state = found.of_chapter(chapter)
        missing = len(state.missing)
        yield Line(
            chapter.title,
            f"{state.filled} / {state.total}",
            f"还差 {missing} 项" if missing else "已填全",
            state.share,
            first_missing(found, chapter) or Place(chapter.pages[0].key),
            tip=_tip(chapter, state),
        )


def _tip(chapter: OutlineChapter, state: PageState) -> str:
    head = f"{chapter.title}：必填 {state.total} 项，已填 {state.filled} 项（{int(state.share)}%）"
    names = list(dict.fromkeys(item.label for item in state.missing))
    if not names:
        return head
    return f"{head}\n还缺：{'、'.join(names[:_NAMED])}{'等' if len(names) > _NAMED else ''}"
