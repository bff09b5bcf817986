"""Below the score table: how the current row came to its score, and all about it that the columns do not hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QWidget

from app.model.entities import Indicator
from app.model.fields import specs
from app.model.quantities import format_plain, format_score
from app.model.results import RowScore
from app.model.score_tree import Group, Sums
from ui import actions, icons, theme
from ui.models.score_table_model import gap_words
from ui.pages.page import scrolling
from ui.pages.score.evidence_pane import EvidencePane
from ui.pages.score.rule_pane import FIELDS as RULE_FIELDS
from ui.pages.score.rule_pane import RulePane
from ui.session import Session
from ui.titles import title
from ui.widgets.basics import ElidedLabel, column, row, rule, set_role, tool_button
from ui.widgets.field_box import FieldBox
from ui.widgets.field_form import FieldForm

_FILLED = ("target", "actual", "unit", "score", "reason", "measure", "not_applicable", "origin")
_DESCRIBED = ("block", "level2", "task_id", "level3", "weight", "definition", "criterion")
_FOLDED_HEIGHT = theme.CONTROL + theme.ROW


class RowPanel(QFrame):
    """Tabs over forms, all bound to one row. Folded, it says what the row earned and why, and no more."""

    fold_wanted = Signal()

    def __init__(self, session: Session, signing: FieldForm | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self.session = session
        self.row_id = 0
        self.heading = ElidedLabel("", "card")
        self.sentence = ElidedLabel("", "secondary")
        self.rules = RulePane(session)
        self.filled = _form(session, _FILLED)
        self.described = _form(session, _DESCRIBED)
        self.proofs = EvidencePane(session)
        self.signing = signing
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("本行详情")
        self.stack = QStackedWidget()
        parts: list[tuple[str, QWidget]] = [("评分规则", self.rules), ("完成情况", self.filled)]
        parts += [("指标说明", self.described), ("佐证材料", self.proofs)]
        if signing is not None:
            parts.append(("附表签署", signing))
        for name, widget in parts:
            self._add(name, widget)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.fold = tool_button("chevron-down", actions.SCORE_PANEL.hint)
        self.fold.clicked.connect(self.fold_wanted)
        self._build()
        self.proofs.counted.connect(self._on_counted)
        session.settled.connect(self.refresh)

    def _add(self, name: str, widget: QWidget) -> None:
        self.tabs.addTab(name)
        inner = QWidget()
        whole = column(inner)
        whole.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S3)
        whole.addWidget(widget, 1)
        self.stack.addWidget(scrolling(inner))

    def _build(self) -> None:
        whole = column(self, spacing=0)
        whole.setContentsMargins(1, 1, 1, 1)
        head = row(self.heading, self.tabs, self.fold, spacing=theme.S2, margins=(theme.S4, 0, theme.S1, 0))
        head.setStretch(0, 1)
        whole.addLayout(head)
        told = row(self.sentence, margins=(theme.S4, 0, theme.S4, theme.S1))
        self.sentence.setFixedHeight(theme.ROW - theme.S1)
        self.heading.setFixedHeight(theme.CONTROL)
        whole.addLayout(told)
        self._line = rule()
        whole.addWidget(self._line)
        whole.addWidget(self.stack, 1)

    # Folding

    @property
    def is_folded(self) -> bool:
        return self.stack.isHidden()

    def set_folded(self, is_folded: bool) -> None:
        """Leaves the name and the sentence only, or shows all again."""
        if is_folded:
            self.session.commit_pending()
        for widget in (self._line, self.tabs, self.stack):
            widget.setVisible(not is_folded)
        icons.assign(self.fold, "chevron-up" if is_folded else "chevron-down")
        if is_folded:
            self.setFixedHeight(_FOLDED_HEIGHT)
        else:
            self.setMinimumHeight(_FOLDED_HEIGHT + 3 * theme.CONTROL)
            self.setMaximumHeight(16_777_215)  # Qt's own QWIDGETSIZE_MAX

    # What is shown

    def bind(self, row_id: int) -> None:
        """Shows a row; 0 for none."""
        if row_id == self.row_id and row_id:
            return
        self.row_id = row_id
        self.rules.bind(row_id)
        self.filled.bind({Indicator.TABLE: row_id})
        self.described.bind({Indicator.TABLE: row_id})
        self.proofs.bind(row_id)
        for number in range(self.stack.count() - (self.signing is not None)):
            self.stack.widget(number).setEnabled(bool(row_id))
        self.refresh()

    def refresh(self) -> None:
        """Says what the row is called and how its score came about."""
        found = self.session.find(Indicator.TABLE, self.row_id) if self.row_id and self.session.report_id else None
        if not isinstance(found, Indicator):
            return
        score = self.session.library.scores(self.session.report_id).rows[found.id]
        number = next((place for place, row in enumerate(self.session.data.indicators, 1) if row.id == found.id), 0)
        self.heading.setText(f"{number}. {title(found) or '（未命名）'}")
        self.sentence.setText(_sentence(score))
        set_role(self.sentence, "warning" if score.computed is None and not score.typed else "secondary")

    def show_group(self, group: Group, sums: Sums) -> None:
        """Says what the rows of a heading add up to."""
        self.heading.setText(f"{group.label or '（未填二级指标）'}（{len(group.rows)} 项）")
        told = [f"分值合计 {format_plain(sums.weight)} 分", f"得分 {format_score(sums.score)}"]
        if sums.unscored:
            told.append(f"{sums.unscored} 项还没有得分")
        if sums.gap:
            told.insert(1, f"⚠ {gap_words(sums)}")
        self.sentence.setText("，".join(told))
        set_role(self.sentence, "error" if sums.gap else "secondary")

    def _on_counted(self, number: int) -> None:
        self.tabs.setTabText(3, f"佐证材料 {number}" if number else "佐证材料")

    # Places

    def forms(self) -> list[FieldForm]:
        """The forms of all tabs."""
        return [form for form in (self.filled, self.described, self.signing) if form is not None]

    def box(self, table: str, field: str) -> FieldBox | None:
        """The box of a field, its tab in front; None where no form has it."""
        for form in self.forms():
            found = form.box(table, field)
            if found is not None:
                self._show(form)
                return found
        return None

    def show_rule(self, field: str) -> bool:
        """Goes to what a field is edited by in the first tab; False when it is not edited there."""
        if field not in RULE_FIELDS:
            return False
        self._show(self.rules)
        self.rules.take_focus(field)
        return True

    def _show(self, widget: QWidget) -> None:
        for number in range(self.stack.count()):
            if self.stack.widget(number).isAncestorOf(widget):
                self.tabs.setCurrentIndex(number)


def _form(session: Session, names: Sequence[str]) -> FieldForm:
    declared = specs(Indicator)
    result = FieldForm(session, [(Indicator.TABLE, declared[name]) for name in names])
    result.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return result


def _sentence(score: RowScore) -> str:
    """How the score came about; where nothing could be computed, what counts instead."""
    if score.computed is not None or score.explanation.startswith("人工评分"):
        return score.explanation
    counted = f"按填报得 {format_score(score.score)}" if score.typed else "还没有得分"
    return f"{counted}；无法计算：{score.explanation}"
