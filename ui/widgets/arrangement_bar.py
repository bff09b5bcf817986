"""The line above a table that says which of its rows are shown, and in what order, while these are not the report's."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from ui import theme
from ui.widgets.basics import ElidedLabel, button, row
from ui.widgets.entity_table import EntityTable

_SHOWN_WORDS = 3


class ArrangementBar(QFrame):
    """Hidden while the table shows all rows in the officer's order."""

    def __init__(self, view: EntityTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setProperty("notice", "info")
        self.setFixedHeight(theme.ROW + theme.S1)
        self.words = ElidedLabel()
        self.reset = button("", role="link")
        self.reset.clicked.connect(view.show_all)
        line = row(self.words, self.reset, margins=(theme.S3, 0, theme.S2, 0))
        line.setStretch(0, 1)
        self.setLayout(line)
        model = view.entity_model
        for signal in (model.arranged, model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Says what is shown now."""
        arrangement = self._view.entity_model.arrangement
        self.setVisible(bool(arrangement))
        self.words.setText("　".join(self._parts()))
        self.words.setToolTip(self.words.text())
        self.reset.setText(
            "恢复原顺序" if not arrangement.is_filtered else "清除筛选" if not arrangement.is_sorted else "全部恢复"
        )

    def _parts(self) -> list[str]:
        model = self._view.entity_model
        known, labels = model.arrangement, {column.key: column.label for column in model.columns}
        found = []
        if known.is_filtered:
            found.append(f"显示 {len(model.entries):,} / {model.stored_count:,} 行")
        for key, words in known.chosen.items():
            shown = "、".join(word or "空白" for word in sorted(words)[:_SHOWN_WORDS])
            found.append(f"{labels[key]}：{shown}{'等' if len(words) > _SHOWN_WORDS else ''}")
        if known.is_sorted:
            order = "从大到小" if known.is_descending else "从小到大"
            found.append(f"按“{labels[known.column]}”{order}")
        return [*found, "仅显示顺序，不影响报告" if known.is_sorted else "仅影响显示，不影响报告"]
