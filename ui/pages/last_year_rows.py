"""What last year's report has in a table and this one does not: counted, listed, taken over where it is ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.model.entities import BY_TABLE, Evidence, ReportRow
from ui import icons
from ui.dialogs.choices_dialog import ChoicesDialog
from ui.session import Session
from ui.titles import title
from ui.widgets.basics import show_in_parent

_OWN = frozenset({Evidence.TABLE})
"""Tables whose rows prove one year and no other."""


class LastYearRows(QPushButton):
    """Says how many there are; hidden while there is none."""

    def __init__(self, session: Session, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.table = session, table
        self._label = BY_TABLE[table].LABEL
        self.setProperty("role", "link")
        self.setProperty("small", "true")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        icons.assign(self, "carry-over", "accent", 14)
        self.clicked.connect(self._on_clicked)
        session.settled.connect(self.refresh)
        session.report_opened.connect(self.refresh)
        self.refresh()

    @property
    def rows(self) -> Sequence[ReportRow]:
        """Last year's rows that this year has nothing for."""
        last = self.session.last_year
        return [] if last is None or self.table in _OWN else last.missing(self.table)

    def refresh(self) -> None:
        """Counts what there is now."""
        number = len(self.rows)
        tip = f"上年报告中有、今年还没有的{self._label}，共 {number} 条；可以选择沿用"
        self.setText(f"上年另有 {number} 条")
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setEnabled(not self.session.is_read_only)
        show_in_parent(self, number > 0)

    def _on_clicked(self) -> None:
        self.session.commit_pending()
        last, rows = self.session.last_year, self.rows
        if last is None or not rows:
            return
        dialog = ChoicesDialog(
            f"沿用上年的{self._label}", {f"{last.year} 年度": [(row.id, title(row) or "（未命名）") for row in rows]},
            (), self.window(), done="沿用", note="勾选的作为新的条目写入今年的报告，请改成今年的情况；可以撤销。",
        )  # fmt: skip
        dialog.accepted.connect(lambda: self._take(cast("list[int]", dialog.chosen)))
        dialog.open_once()

    def _take(self, chosen: Sequence[int]) -> None:
        last = self.session.last_year
        if last is None or not chosen:
            return
        wanted = frozenset(chosen)
        values = [last.as_of_now(row) for row in self.rows if row.id in wanted]
        library, report_id = self.session.library, self.session.report_id
        if self.session.edit(lambda: library.carried.take(report_id, self.table, values)):
            self.session.informed.emit(f"已沿用上年的{self._label} {len(values)} 条，按 Ctrl+Z 可以撤销。")
