"""Gives out the weight of a block or group to its rows, after showing what each would get."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QLineEdit, QRadioButton, QWidget

from app.errors import InputError
from app.model import score_tree
from app.model.entities import Indicator
from app.model.quantities import format_plain, parse_decimal
from app.model.score_tree import Group
from app.scoring import weights
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.models.score_blocks import blocks, suggested_marks
from ui.models.weights_model import WeightsModel
from ui.session import Session
from ui.widgets.basics import column, label, row
from ui.widgets.line_table import LineTable

_SIZE = 720, 560
_WIDTHS = {1: 120, 2: 96, 3: 96}
_BUDGET = 1  # column
_MOST = Decimal(1000)


class WeightsDialog(Dialog):
    """`key` is the heading the officer was at."""

    def __init__(self, session: Session, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__("分配分值", parent, done="分配")
        self.session = session
        names = [block.block for block in blocks(session)]
        self.groups = [group for group in score_tree.walk(score_tree.tree(session.data, names)) if group.rows]
        self.scope = QComboBox()
        for group in self.groups:
            self.scope.addItem("　" * group.level + (group.label or "（未填二级指标）"), group.key)
        self.total = QLineEdit()
        self.total.setFixedWidth(96)
        self.evenly = QRadioButton("平均分配")
        self.by_budget = QRadioButton("按任务所辖项目的预算分配")
        self.evenly.setChecked(True)
        self.model = WeightsModel(self)
        self.view = LineTable("各行的新分值")
        self.view.setModel(self.model)
        self.view.lay_out(_WIDTHS, stretched=0)
        self.summary = label("", "secondary", wrap=True)
        self._weights: list[Decimal | None] = []
        self._build()
        self.scope.setCurrentIndex(max(0, self.scope.findData(key)))
        self.scope.currentIndexChanged.connect(lambda _index: self._on_scope_changed())
        self.total.textChanged.connect(lambda _text: self.refresh())
        self.evenly.toggled.connect(lambda _on: self.refresh())
        self._on_scope_changed()
        self.resize(*_SIZE)

    def _build(self) -> None:
        for name, field in (("范围", self.scope), ("总分值", self.total)):
            field.setAccessibleName(name)
        line = row(label("范围", "secondary"), self.scope, theme.S3, label("总分值", "secondary"), self.total)
        line.addWidget(label("分", "secondary"))
        line.setStretchFactor(self.scope, 1)
        self.body.addLayout(line)
        ways = column(spacing=theme.S1)
        ways.addWidget(self.evenly)
        ways.addWidget(self.by_budget)
        self.body.addLayout(ways)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.summary)

    @property
    def group(self) -> Group | None:
        """The part that is given out."""
        number = self.scope.currentIndex()
        return self.groups[number] if 0 <= number < len(self.groups) else None

    def _on_scope_changed(self) -> None:
        """A block has its full marks to give out, another heading what its rows have together."""
        group = self.group
        if group is None:
            self._refuse("自评表还没有指标，请先添加。")
            return
        full = suggested_marks(self.session, group.label) if group.level == 0 else None
        self.by_budget.setEnabled(bool(score_tree.budgets(self.session.data, group.rows)))
        self.by_budget.setToolTip("" if self.by_budget.isEnabled() else "先在“重点项目”中选好各项目所属的工作任务。")
        if not self.by_budget.isEnabled():
            self.evenly.setChecked(True)
        total = full if full is not None else score_tree.sums(group, {}).weight
        self.total.setText(format_plain(total))
        self.refresh()

    def refresh(self) -> None:
        """Works out what each row would get."""
        group = self.group
        if group is None:
            return
        budgets = score_tree.budgets(self.session.data, group.rows) if self.by_budget.isChecked() else {}
        try:
            self._weights = self._given_out(group.rows, self._total(), budgets)
        except InputError as error:
            self._refuse(str(error))
            return
        self.model.show(group.rows, self._weights, budgets)
        self.view.setColumnHidden(_BUDGET, not budgets)
        changed = len(score_tree.weighted(group.rows, self._whole()))
        self.tell_error("")
        kept = len(group.rows) - len(budgets) if budgets else 0
        words = (
            f"共 {len(group.rows)} 行，{changed} 行的分值改变，合计 {format_plain(sum(self._whole(), Decimal(0)))} 分"
        )
        self.summary.setText(words + (f"；{kept} 行没有对应的预算，分值不变。" if kept else "。"))
        self.done_button.setEnabled(changed > 0)

    def _whole(self) -> list[Decimal]:
        return [weight if weight is not None else Decimal(0) for weight in self._weights]

    def _refuse(self, reason: str) -> None:
        self.tell_error(reason)
        self.done_button.setEnabled(False)

    def _total(self) -> Decimal:
        try:
            total = parse_decimal(self.total.text(), "分")
        except InputError:
            raise InputError("总分值应是数字，例如 50。") from None
        if not 0 <= total <= _MOST or total != round(total, 2):
            raise InputError("总分值应在 0 到 1000 之间，最多两位小数。")
        return total

    def _given_out(
        self, rows: tuple[Indicator, ...], total: Decimal, budgets: dict[int, Decimal]
    ) -> list[Decimal | None]:
        """The new weights in the order of the rows; those without a budget keep theirs, which is taken off first."""
        if not self.by_budget.isChecked():
            return [*weights.evenly(total, len(rows))]
        kept = sum((row.weight or Decimal(0) for row in rows if row.id not in budgets), Decimal(0))
        if kept > total:
            raise InputError(f"没有对应预算的行已占 {format_plain(kept)} 分，超过总分值 {format_plain(total)} 分。")
        shares = [budgets[row.id] for row in rows if row.id in budgets]
        parts = iter(weights.in_proportion(total - kept, shares))
        return [next(parts) if row.id in budgets else row.weight for row in rows]

    def on_done(self) -> None:
        group = self.group
        if group is None:
            return
        changes = [
            change
            for change in score_tree.weighted(group.rows, self._whole())
            if self.session.find(Indicator.TABLE, change[1]) is not None
        ]
        library, report_id = self.session.library, self.session.report_id
        name = f"分配{group.label}分值"
        if self.session.edit(lambda: library.set_fields(report_id, changes, name), self.tell_error):
            self.session.informed.emit(f"已分配 {len(changes)} 行的分值，按 Ctrl+Z 可以撤销。")
            self.accept()
