"""The way from a page to the officer's own paragraphs at the end of its chapter, the first of which it adds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from app.errors import AppError
from app.model.chapters import chapter_at
from app.model.entities import ReportRow, Supplement
from app.model.pack import OutlinePage
from ui import icons
from ui.models.goto_model import Place
from ui.session import Session
from ui.widgets.basics import show_in_parent


class SupplementsButton(QToolButton):
    """Says how many there are; hidden where the page stands in no chapter, and where it has no room."""

    place_wanted = Signal(object)  # Place

    def __init__(self, session: Session, outline: OutlinePage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._outline = session, outline
        self._has_room = True
        self.setProperty("role", "flat")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.assign(self, "paragraph")
        self.clicked.connect(self._on_clicked)
        session.settled.connect(self.refresh)
        session.report_opened.connect(self.refresh)
        self.refresh()

    @property
    def chapter(self) -> str:
        """The word of the chapter that the page fills; empty for none."""
        try:
            chapters = self.session.pack.chapters if self.session.report_id else ()
        except AppError:  # a pack that cannot be read is told of where the report is shown
            return ""
        return chapter_at(self._outline.section, chapters)

    @property
    def rows(self) -> Sequence[ReportRow]:
        """The paragraphs of that chapter."""
        word = self.chapter
        return [row for row in self.session.data.supplements if row.chapter == word] if word else []

    def set_room(self, has_room: bool) -> None:
        """Hides the button while the page has no room for it."""
        if has_room != self._has_room:
            self._has_room = has_room
            show_in_parent(self, has_room and bool(self.chapter))

    def refresh(self) -> None:
        """Counts what there is now."""
        number, word = len(self.rows), self.chapter
        is_crowded = len(self._outline.tables) == 1  # the buttons of the table are beside it
        words = "" if is_crowded else Supplement.LABEL
        self.setText(f"{words} {number or ''}".strip())
        has_text = bool(self.text())
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if has_text else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(style)
        tip = f"“{word}”末尾有 {number} 条补充段落；去查看或修改" if number else f"在“{word}”末尾加写补充段落"
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setEnabled(bool(number) or not self.session.is_read_only)
        show_in_parent(self, self._has_room and bool(word))

    def _on_clicked(self) -> None:
        self.session.commit_pending()
        found, word = self.rows, self.chapter
        library, report_id = self.session.library, self.session.report_id
        if not found and not self.session.edit(lambda: library.insert(report_id, Supplement.TABLE, {"chapter": word})):
            return
        pages = (page for chapter in self.session.pack.outline for page in chapter.pages)
        key = next(page.key for page in pages if Supplement.TABLE in page.tables)
        self.place_wanted.emit(Place(key, Supplement.TABLE, self.rows[0].id, "text"))
