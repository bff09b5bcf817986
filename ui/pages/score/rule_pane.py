"""How the current row is scored: rule and parameters in plain words, where its figure comes from, and a trial."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.model.entities import Indicator
from app.model.facts import FACTS
from app.model.fields import specs
from app.model.quantities import MISSING
from app.scoring.engine import trial
from app.scoring.kinds import KINDS, converted
from ui import theme
from ui.pages.score.parameter_form import ParameterForm, leading
from ui.session import Session
from ui.widgets.basics import ElidedLabel, column, label, row, set_role

if TYPE_CHECKING:
    from app.model.entities import ReportRow
    from app.model.facts import Facts
    from app.storage.journal import Change

_BY_HAND = "手工填写"
_LEAST_LETTERS = 9  # of a list's word that are in sight in the narrowest window
_RULE_WIDTH, _FACT_WIDTH, _TRIAL_WIDTH = 184, 320, 320
_TRIAL_SHARES = 1, 1


class RulePane(QWidget):
    """Follows one row. A list opens with its present values, so that the officer sees what would be taken."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.row_id = 0
        self.chosen: Callable[[], Sequence[ReportRow]] = tuple  # the rows that are selected in the table
        self.rule = self._choice("评分规则")
        self.rule.setToolTip("在表中选中几行，这里选的规则用于每一行")
        self.rule.addItems(list(KINDS))
        self.rule.setMaximumWidth(_RULE_WIDTH)
        self.rule.activated.connect(self._on_rule_chosen)
        self.fact = self._choice("实际完成值取自")
        self.fact.setMaximumWidth(_FACT_WIDTH)
        self.fact.activated.connect(self._on_fact_chosen)
        self.words = label("", "secondary", wrap=True)
        self.parameters = ParameterForm(session)
        self.tried = QLineEdit()
        self.tried.setMaximumWidth(_TRIAL_WIDTH)
        self.tried.setAccessibleName("试算：假设的实际完成值")
        self.tried.textChanged.connect(lambda _text: self._try())
        self.outcome = ElidedLabel("", "secondary")
        self.outcome.setAccessibleName("试算结果")
        whole = column(self, spacing=theme.S2)
        choices = row(leading("规则"), self.rule, theme.S2, label("取数", "secondary"), self.fact, None)
        choices.setStretchFactor(self.rule, 2)
        choices.setStretchFactor(self.fact, 3)
        whole.addLayout(choices)
        whole.addWidget(self.words)
        trying = row(leading("试算"), self.tried, self.outcome)
        for place, share in enumerate(_TRIAL_SHARES, 1):  # fixed, whatever the outcome says
            trying.setStretch(place, share)
        whole.addLayout(trying)
        whole.addWidget(self.parameters)
        whole.addStretch(1)
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)

    def _choice(self, name: str) -> QComboBox:
        result = QComboBox()
        result.setAccessibleName(name)
        result.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        result.setMinimumContentsLength(_LEAST_LETTERS)
        result.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        result.installEventFilter(self)
        return result

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A list that is scrolled past must not change under the wheel; its words are up to date when it opens."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox) and not watched.hasFocus():
            event.ignore()
            return True
        return False

    # What is shown

    def bind(self, row_id: int) -> None:
        """Shows another row; 0 for none."""
        self.row_id = row_id
        self.tried.clear()
        self.parameters.bind(row_id)
        self._fill_facts()
        self.refresh()

    def _row(self) -> Indicator | None:
        found = self.session.find(Indicator.TABLE, self.row_id) if self.row_id else None
        return found if isinstance(found, Indicator) else None

    def _facts(self) -> Facts:
        return self.session.library.facts(self.session.report_id)

    def _fill_facts(self) -> None:
        """Every figure the report computes, with what it is now."""
        if not self.session.report_id:
            return
        facts = self._facts()
        self.fact.clear()
        self.fact.addItem(_BY_HAND, "")
        for spec in FACTS.values():
            self.fact.addItem(f"{spec.label}　{spec.text(facts) or MISSING}", spec.name)
        found = self._row()
        self.fact.setCurrentIndex(max(0, self.fact.findData(found.fact)) if found is not None else 0)

    def refresh(self) -> None:
        """Shows what is stored now."""
        found = self._row()
        is_locked = found is None or self.session.is_read_only
        for choice in (self.rule, self.fact):
            choice.setEnabled(not is_locked)
        self.tried.setEnabled(found is not None)
        self.parameters.setVisible(found is not None)
        if found is None:
            self.words.setText("选中一项指标，在这里设置它的评分规则；选中分组标题时，上面是这一组的合计。")
            self.outcome.setText("")
            return
        kind = KINDS[found.rule]
        self.rule.setCurrentText(found.rule)
        self.fact.setCurrentIndex(max(0, self.fact.findData(found.fact)))
        self.words.setText(kind.words)
        self.tried.setPlaceholderText(kind.actual)
        self.tried.setToolTip(kind.actual)
        self.parameters.refresh()
        self._try()

    def _try(self) -> None:
        found, typed = self._row(), self.tried.text().strip()
        if found is None:
            return
        if not typed:
            self.outcome.setText("输入一个实际完成值，看看能得多少分；不会保存。")
            set_role(self.outcome, "secondary")
            return
        result = trial(found, typed, self._facts())
        self.outcome.setText(result.explanation)
        set_role(self.outcome, "warning" if result.computed is None else "good" if not result.lost else "")

    # What is chosen

    def _on_rule_chosen(self) -> None:
        self.session.commit_pending()
        found, rule = self._row(), self.rule.currentText()
        rows = [each for each in self._rows(found) if each.rule != rule]
        if not rows:
            return
        library, report_id = self.session.library, self.session.report_id
        changes = [
            (Indicator.TABLE, each.id, name, value)
            for each in rows
            for name, value in (("rule", rule), ("parameters", converted(each.rule, rule, each.parameters)))
        ]
        if not self.session.edit(lambda: library.set_fields(report_id, changes, f"评分规则改为{rule}")):
            self.refresh()
            return
        for each in rows:
            self.session.drafts.drop(Indicator.TABLE, each.id, "parameters")
        if len(rows) > 1:
            self.session.informed.emit(f"已把 {len(rows)} 项指标的评分规则改为“{rule}”，按 Ctrl+Z 可以撤销。")

    def _rows(self, found: Indicator | None) -> list[Indicator]:
        """The rows that a rule is chosen for: all that are selected, where the one that is shown is among them."""
        rows = [each for each in self.chosen() if isinstance(each, Indicator)]
        return rows if found in rows else [found] if found is not None else []

    def _on_fact_chosen(self) -> None:
        self.session.commit_pending()
        library, report_id = self.session.library, self.session.report_id
        name = str(self.fact.currentData())
        changes = [(Indicator.TABLE, self.row_id, "fact", name)]
        chosen = FACTS.get(name)
        label_of = f"取数改为{chosen.label}" if chosen is not None else "取数改为手工填写"
        if not self.session.edit(lambda: library.set_fields(report_id, changes, label_of)):
            self.refresh()

    def _on_changed(self, change: Change) -> None:
        if (Indicator.TABLE, self.row_id) in change.rows:
            self.refresh()

    def _on_settled(self) -> None:
        if self.isVisible() and not self.fact.view().isVisible():
            self._fill_facts()
            self._try()

    def take_focus(self, field: str) -> None:
        """Puts the keyboard on what a field of the row is edited by."""
        if field == "parameters":
            self.parameters.take_focus()
        else:
            (self.fact if field == "fact" else self.rule).setFocus(Qt.FocusReason.OtherFocusReason)


FIELDS = frozenset({"rule", "parameters", "fact"}) & frozenset(specs(Indicator))
"""The fields of a row that are edited here."""
