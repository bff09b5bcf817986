"""What reading a file in came to: how much was written, and what of the file the report does not have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.model.entities import BY_TABLE
from app.model.proposals import Fate, Proposal
from ui import icons, theme
from ui.dialogs.import_changes import REFUSAL_WIDTHS, TickTable
from ui.models.refusals_model import RefusalsModel
from ui.widgets.basics import Card, label, row


class OutcomePage(Card):
    """Two sentences above the list of what was not taken, which is there where anything was not."""

    def __init__(self, refusals: RefusalsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.refusals, self.rest = refusals, TickTable("没有采用的内容")
        self.outcome, self.details = label("", "card", wrap=True), label("", "secondary", wrap=True)
        self._mark = QLabel()
        self.outcome.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        head = row(self._mark, self.outcome, spacing=theme.S2)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.details)
        self.rest.setModel(refusals)
        for number, width in enumerate(REFUSAL_WIDTHS):
            self.rest.setColumnWidth(number, width)
        self.body.addSpacing(theme.S2)
        self.body.addWidget(self.rest, 1)
        self.body.addStretch(0)

    @property
    def has_rest(self) -> bool:
        """Whether anything was not taken."""
        return bool(self.refusals.rowCount())

    def tell(self, outcome: str, details: str) -> None:
        """Says what was done; what was not taken is in the model by then."""
        self._mark.setPixmap(icons.pixmap("check", "good", theme.S6, self.devicePixelRatioF()))
        self.outcome.setText(outcome)
        self.details.setText(details)
        self.rest.setVisible(self.has_rest)


def told(done: Sequence[Proposal]) -> tuple[str, str]:
    """How many rows were added, changed and deleted, and of which tables."""
    counts = {fate: [each for each in done if each.fate is fate] for fate in Fate}
    changed = sum(len(each.changes) for each in counts[Fate.CHANGED])
    words = [f"新增 {len(counts[Fate.NEW]):,} 条"] if counts[Fate.NEW] else []
    words += [f"修改 {len(counts[Fate.CHANGED]):,} 条共 {changed:,} 处"] if changed else []
    words += [f"删除 {len(counts[Fate.MISSING]):,} 条"] if counts[Fate.MISSING] else []
    tables = dict.fromkeys(BY_TABLE[each.table].LABEL for each in done)
    return f"已导入：{'，'.join(words)}。", f"涉及{'、'.join(tables)}。"
