"""Find and replace beside the page: what is looked for, where, and every hit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from app.model.entities import BY_TABLE, Override, ReportRow
from app.model.fields import specs
from app.model.replacing import Plan
from app.model.search import TEXTS, Hit, Query, Scope
from ui import icons, theme
from ui.models.find_model import FindModel
from ui.models.goto_model import Place
from ui.models.outline_model import OutlineModel
from ui.session import Session
from ui.titles import title
from ui.waiting import waiting
from ui.widgets.basics import button, column, label, row, rule, tool_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.hit_list import HitList

_QUIET_MS = 120  # after the last key


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the officer is: the scopes a search can be limited to."""

    place: Place
    rows: tuple[int, ...] = ()  # ids of the selected rows of the place's table


class FindPanel(QWidget):
    """Searches while typing. The page behind stays in use; what is edited there is searched anew."""

    place_wanted = Signal(object, bool)  # Place; whether the keyboard goes there too
    paragraph_wanted = Signal(str)  # key of a paragraph by hand, which no page shows
    told = Signal(str, str)  # a sentence and its kind (see MessageBar)
    closed = Signal()

    def __init__(
        self,
        session: Session,
        outline: OutlineModel,
        surroundings: Callable[[], Surroundings],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self._surroundings = session, surroundings
        self.model = FindModel(session, outline, self)
        self.wanted = _Box("查找内容", "查找文字或数字")
        self.replacement = _Box("替换为", "替换为")
        self.case_option = _option("区分大小写", "字母的大小写不同就不算")
        self.whole_option = _option("全字匹配", "字母、数字要整个相同：查 43.9 时不算 43.95；对汉字不起作用")
        self.width_option = _option("全角半角等同", "１ 与 1、（ 与 ( 算作相同")
        self.width_option.setChecked(True)
        self.scope = QComboBox()
        self.scope.setAccessibleName("查找范围")
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.unfold = tool_button("chevron-right", "替换（Ctrl+H）")
        self.previous = tool_button("chevron-up", "上一处（Shift+F3）")
        self.next = tool_button("chevron-down", "下一处（F3）")
        self.close_button = tool_button("close", "关闭查找（Esc）")
        self.replace_button = button("替换", tip="替换这一处，并转到下一处（回车）")
        self.replace_all = button("全部替换", tip="替换打勾的各处，一次即可撤销")
        self.summary = label("", "secondary", wrap=True)
        self.list = HitList(self.model)
        self.empty = EmptyState(
            "查找整份报告", "输入文字，列出出现它的每一处；输入数字，还会列出等于它的金额、得分和自动计算的数。"
        )
        self._is_unfolded = False
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._build()
        self._connect()
        self._show_replacing(on=False)
        self._fill_scopes()
        self._show_found()

    def _build(self) -> None:
        self._replace_row = QWidget()
        self._replace_row.setLayout(
            row(theme.CONTROL, self.replacement, self.replace_button, self.replace_all, spacing=theme.S1)
        )
        options = QGridLayout()
        options.setHorizontalSpacing(theme.S3)
        options.setVerticalSpacing(theme.S1)
        for number, widget in enumerate((self.case_option, self.whole_option, self.width_option, self.scope)):
            options.addWidget(widget, number // 2, number % 2)
        options.setColumnStretch(1, 1)
        head = column(spacing=theme.S2)
        head.setContentsMargins(theme.S1, theme.S2, theme.S3, theme.S2)
        head.addLayout(row(self.unfold, self.wanted, self.previous, self.next, self.close_button, spacing=0))
        head.addWidget(self._replace_row)
        inner = row(spacing=0, margins=(theme.CONTROL, 0, 0, 0))
        inner.addLayout(options)
        head.addLayout(inner)
        head.addLayout(row(self.summary, margins=(theme.CONTROL, 0, 0, 0)))
        whole = column(self, spacing=0)
        whole.addLayout(head)
        whole.addWidget(rule())
        whole.addWidget(self.list, 1)
        whole.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self._quiet.timeout.connect(self._search)
        self.wanted.textChanged.connect(lambda _text: self._quiet.start())
        self.wanted.entered.connect(self.step)
        self.wanted.went_down.connect(self.list.setFocus)
        self.replacement.textChanged.connect(lambda _text: self._show_replacement())
        self.replacement.entered.connect(lambda _direction: self._on_replace())
        self.replacement.went_down.connect(self.list.setFocus)
        for option in (self.case_option, self.whole_option, self.width_option):
            option.toggled.connect(self._search)
        self.scope.activated.connect(lambda _index: self._search())
        self.unfold.clicked.connect(lambda: self._show_replacing(on=not self._is_unfolded))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.closed)
        self.replace_button.clicked.connect(self._on_replace)
        self.replace_all.clicked.connect(self._on_replace_all)
        self.list.hit_wanted.connect(lambda hit: self._go(hit, takes_focus=True))
        self.list.hit_looked_at.connect(lambda hit: self._go(hit, takes_focus=False))
        self.model.dataChanged.connect(self._show_found)
        self.session.report_opened.connect(self._fill_scopes)
        self.session.settled.connect(self._on_settled)

    # Opening and closing

    def open(self, text: str = "", *, is_replacing: bool = False) -> None:
        """Starts a search, with a text that was selected on the page."""
        self._fill_scopes()
        if is_replacing or not self._is_unfolded:
            self._show_replacing(on=is_replacing)
        if text:
            self.wanted.setText(text)
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()
        self._search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_settled()

    # Where to look

    def _fill_scopes(self) -> None:
        """Offers what the officer is at now; a choice that is still offered stays."""
        chosen = self.scope.currentData()
        self.scope.clear()
        for text, scope in self._scopes():
            self.scope.addItem(text, scope)
        offered = [self.scope.itemData(number) for number in range(self.scope.count())]
        self.scope.setCurrentIndex(offered.index(chosen) if chosen in offered else 0)

    def _scopes(self) -> list[tuple[str, Scope]]:
        found = [("整份报告", Scope())]
        if not self.session.report_id:
            return found
        around = self._surroundings()
        page, table, field = around.place.page, around.place.table, around.place.field
        outline_page = self.model.outline.page(page)
        if outline_page is None:
            return found
        found.append((f"当前页：{outline_page.title}", Scope(page=page)))
        if table in self.session.data.tables:
            name = BY_TABLE[table].LABEL
            found.append((f"当前表：{name}", Scope(table=table)))
            if around.rows:
                found.append((f"选中的 {len(around.rows)} 行", Scope(table=table, rows=frozenset(around.rows))))
        spec = specs(BY_TABLE[table]).get(field) if table in BY_TABLE else None
        if spec is not None and spec.kind in TEXTS:
            found.append((f"各行的“{spec.label}”", Scope(table=table, field=field)))
        return found

    # Searching

    def _query(self) -> Query:
        return Query(
            self.wanted.text(),
            is_case_sensitive=self.case_option.isChecked(),
            is_whole_word=self.whole_option.isChecked(),
            is_width_alike=self.width_option.isChecked(),
        )

    def _search(self) -> None:
        self._quiet.stop()
        query, scope = self._query(), self.scope.currentData() or Scope()
        if (query, scope) == (self.model.query, self.model.scope):
            self._search_anew()
        else:
            self.model.search(query, scope)
            self._show_found()

    def _search_anew(self) -> None:
        """Looks for the same once more where the report has changed; the list stays where it was scrolled to."""
        bar = self.list.verticalScrollBar()
        place = bar.value()
        if self.model.refresh():
            self._show_found()
            bar.setValue(place)

    def _on_settled(self) -> None:
        if self.isVisible():
            self._quiet.start()

    def _bring_up_to_date(self) -> None:
        """Takes in what is typed here and on the page, so that hits are where they are."""
        self.session.commit_pending()
        self._search()

    def _show_found(self) -> None:
        count = len(self.model.hits)
        has_query = bool(self.model.query.text)
        pages = len({hit.page for hit in self.model.hits})
        at = f"第 {self.model.number} 处，" if self.model.number else ""
        missed = f"{self.scope.currentText()}中没有找到“{self.model.query.text}”。"
        self.summary.setText(f"{at}共 {count} 处，在 {pages} 页" if count else missed)
        self.summary.setVisible(has_query)
        self.list.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        for each in (self.previous, self.next):
            each.setEnabled(count > 0)
        self.list.show_current()
        self._show_lock()

    def step(self, direction: int) -> None:
        """To the next hit (1) or the one before (-1); the keyboard stays where it is."""
        self._bring_up_to_date()
        hit = self.model.step(direction, self._surroundings().place)
        if hit is not None:
            self._go(hit, takes_focus=False)

    def _go(self, hit: Hit, *, takes_focus: bool) -> None:
        self.model.make_current(hit)
        self._show_found()
        if hit.page:
            self.place_wanted.emit(self.model.place(hit), takes_focus)
        elif hit.table == Override.TABLE and takes_focus:
            found = self.session.find(hit.table, hit.row_id)
            if isinstance(found, Override):
                self.paragraph_wanted.emit(found.key)

    # Replacing

    def _show_replacing(self, *, on: bool) -> None:
        self._is_unfolded = on
        self._replace_row.setVisible(on)
        icons.assign(self.unfold, "chevron-down" if on else "chevron-right")
        self._show_lock()

    def _show_replacement(self) -> None:
        self.list.delegate.replacement = self.replacement.text() if self.model.is_replacing else None
        self.list.viewport().update()

    def _show_lock(self) -> None:
        lock = self.model.lock()
        self.model.set_replacing(self._is_unfolded and not lock)
        self._show_replacement()
        ticked = len(self.model.ticked())
        self.replacement.setEnabled(not lock)
        self.replace_button.setEnabled(not lock and ticked > 0)
        self.replace_all.setEnabled(not lock and ticked > 0)
        self.replace_all.setText(f"全部替换 {ticked}" if ticked else "全部替换")
        if lock and self._is_unfolded:
            self.summary.setText(lock)
            self.summary.show()

    def _on_replace(self) -> None:
        """The first time shows the next hit, so that nothing unseen is replaced."""
        self._bring_up_to_date()
        if self.model.lock():
            return
        current = self.model.current
        if current is None or not current.is_replaceable:
            self._step_to_replaceable()
            return
        plan = self.model.replace_current(self.replacement.text())
        if plan is not None:
            self._report(plan)
            if self.model.current is not None and not plan.refused:
                self._go(self.model.current, takes_focus=False)
        self._show_found()

    def _step_to_replaceable(self) -> None:
        for _ in self.model.hits:
            hit = self.model.step(1, self._surroundings().place)
            if hit is not None and hit.is_replaceable:
                self._go(hit, takes_focus=False)
                return

    def _on_replace_all(self) -> None:
        self._bring_up_to_date()
        hits = self.model.ticked()
        if not hits or self.model.lock():
            return
        with waiting(len(hits)):
            plan = self.model.replace(hits, self.replacement.text())
        if plan is not None:
            self._report(plan, is_told=True)
        self._show_found()

    def _report(self, plan: Plan, *, is_told: bool = False) -> None:
        """Says what a field refused, and after replacing many how many it were."""
        self.replacement.forget_typing()
        self.wanted.forget_typing()
        done = f"已替换 {plan.hits} 处，涉及 {len(plan.changes)} 个填报项。"
        if plan.refused:
            left = sum(refusal.hits for refusal in plan.refused)
            row_of_first = self.session.find(plan.refused[0].table, plan.refused[0].row_id)
            name = title(row_of_first) if isinstance(row_of_first, ReportRow) else ""
            first = f"{f'“{name}”的' if name else ''}{plan.refused[0].sentence}"
            more = f"（另有 {len(plan.refused) - 1} 个填报项同样不能替换）" if len(plan.refused) > 1 else ""
            self.told.emit(f"{done if plan.hits else ''}有 {left} 处没有替换：{first}{more}", "warning")
        elif is_told:
            self.told.emit(f"{done}按 Ctrl+Z 可以撤销。", "good")


class _Box(QLineEdit):
    """A line that hands Enter and the arrow down to its panel."""

    entered = Signal(int)  # 1, or -1 with Shift
    went_down = Signal()

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMinimumWidth(theme.CONTROL * 2)

    def forget_typing(self) -> None:
        """Leaves Ctrl+Z to the report, from now until something is typed here."""
        self.setText(self.text())

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride
        if is_key and cast("QKeyEvent", event).matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)


def _option(text: str, tip: str) -> QCheckBox:
    result = QCheckBox(text)
    result.setToolTip(tip)
    result.setAccessibleDescription(tip)
    return result
