"""What the score table offers to the pages of problems and measures: drafts from lost points, while there are any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.model import deductions
from app.model.deductions import Draft
from app.model.entities import Measure, Problem, ReportRow
from app.model.fields import Value
from ui import icons
from ui.dialogs.drafts_dialog import DraftsDialog
from ui.session import Session
from ui.titles import title
from ui.widgets.basics import show_in_parent


@dataclass(frozen=True, slots=True)
class _Offer:
    word: str
    about: str
    source: str  # table of what a draft comes from
    find: Callable[[Session], list[Draft]]
    rows: Callable[[list[Draft]], list[dict[str, Value]]]


def _problems(session: Session) -> list[Draft]:
    library, report_id = session.library, session.report_id
    return deductions.problems_offered(session.data, library.scores(report_id), library.facts(report_id))


_OFFERS = {
    Problem.TABLE: _Offer(
        "由扣分生成草稿",
        "自评表中扣了分、还没有写成问题的指标。文字只取自指标本身，生成后请改成完整的表述。",
        "indicator", _problems, deductions.problem_rows,
    ),
    Measure.TABLE: _Offer(
        "为问题补措施",
        "由扣分生成、还没有改进措施的问题。指标中写有改进措施的直接取用，没有写的生成后请填写。",
        "problem", lambda session: deductions.measures_offered(session.data), deductions.measure_rows,
    ),
}  # fmt: skip


def has_offer(table: str) -> bool:
    """Whether rows of a table can be drafted from the score table."""
    return table in _OFFERS


class OfferButton(QPushButton):
    """Says how many drafts there are; hidden while there is none."""

    made = Signal(int)  # the id of the first row that was drafted, which is to be completed

    def __init__(self, session: Session, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.table = session, table
        self._offer = _OFFERS[table]
        self.setProperty("role", "link")
        self.setProperty("small", "true")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self._offer.about)
        icons.assign(self, "flag", "accent", 14)
        self.clicked.connect(self._on_clicked)
        session.settled.connect(self.refresh)
        session.report_opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Counts what is offered now."""
        number = len(self._offer.find(self.session)) if self.session.report_id else 0
        self.setText(f"{self._offer.word}（{number}）")
        self.setEnabled(not self.session.is_read_only)
        show_in_parent(self, number > 0)

    def _on_clicked(self) -> None:
        self.session.commit_pending()
        drafts = self._offer.find(self.session)
        if not drafts:
            return
        dialog = DraftsDialog(self._offer.word, self._offer.about, drafts, self._name, self._store, self.window())
        dialog.open_once()

    def _name(self, draft: Draft) -> str:
        source = self.session.find(self._offer.source, draft.source)
        return title(source) if source is not None else draft.title

    def _store(self, drafts: list[Draft]) -> bool:
        library, report_id = self.session.library, self.session.report_id
        rows = self._offer.rows(drafts)
        made: list[ReportRow] = []
        if not self.session.edit(
            lambda: made.extend(library.insert_all(report_id, self.table, rows, label=self._offer.word))
        ):
            return False
        self.session.informed.emit(f"已生成 {len(rows)} 条草稿，按 Ctrl+Z 可以撤销。")
        self.made.emit(made[0].id)
        return True
