"""What stood in one field last year: shown beside it, compared with it, taken over from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from app.model.fields import Kind, Value
from app.model.last_year import change
from ui.widgets.basics import button
from ui.widgets.last_year_line import LastYearLine, LastYearText

if TYPE_CHECKING:
    from ui.widgets.field_box import FieldBox

_COMPARED = frozenset({Kind.MONEY, Kind.COUNT})  # the earlier value says something even if it is the same


class FieldLastYear(QObject):
    """A line under a short field, a text that unfolds under a long one; nothing while there is no last year."""

    def __init__(self, box: FieldBox) -> None:
        super().__init__(box)
        self._box = box
        self.line = LastYearLine()
        self.text: LastYearText | None = None
        self.fold: QPushButton | None = None
        self.line.clicked.connect(self.take)
        if box.spec.kind is Kind.LONG:
            self.text = LastYearText(box.spec)
            self.text.taken.connect(self.take)
            self.fold = button("", role="link")
            self.fold.setProperty("small", "true")
            self.fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.fold.clicked.connect(self.use)
            self.fold.hide()

    def add_to(self, layout: QVBoxLayout) -> None:
        """Puts what is shown under the input."""
        layout.addWidget(self.line if self.text is None else self.text)

    @property
    def value(self) -> Value:
        """The earlier value where there is one to show; None else."""
        box, found = self._box, self._box.session.last_year
        row = found.row(box.table, box.row_id) if found is not None and box.row_id else None
        if found is None or row is None:
            return None
        value = found.value(box.table, box.row_id, box.spec.name)
        is_filled = value != box.spec.empty or box.spec.kind is Kind.CHOICE
        is_told = is_filled and (box.spec.kind in _COMPARED or value != box.value)
        return value if is_told else None

    @property
    def words(self) -> str:
        """The earlier value with its unit; empty where there is none."""
        figure = self._figure
        return self._box.with_unit(figure) if figure else ""

    def refresh(self) -> None:
        """Shows the earlier value of the row the box is bound to."""
        self.line.setEnabled(not self._box.session.is_read_only)
        if self.text is None:
            self.line.say(self._sentence(self.words), "点击沿用上年（Alt+L），可以撤销", self._sentence(self._figure))
            return
        value, found = self.value, self._box.session.last_year
        if value is None or found is None:
            self.text.hide()
        else:
            self.text.say(found.year, str(value), self._box.spec.label)
        self._show_fold(is_offered=value is not None)

    @property
    def _figure(self) -> str:
        """The earlier value alone, where the unit stands in the field above."""
        value = self.value
        return "" if value is None else self._box.text(value)

    def _sentence(self, words: str) -> str:
        if not words:
            return ""
        is_money = self._box.spec.kind is Kind.MONEY
        compared = change(cast("int | None", self._box.value), cast("int", self.value)) if is_money else ""
        return f"上年 {words} {compared}".rstrip()

    def _show_fold(self, *, is_offered: bool) -> None:
        if self.fold is None or self.text is None:
            return
        is_open = not self.text.isHidden()
        self.fold.setVisible(is_offered)
        self.fold.setText("收起上年" if is_open else "上年文字")
        self.fold.setToolTip(("收起" if is_open else "看看上年是怎么写的") + "（Alt+L）")
        self.fold.setAccessibleName(f"{'收起' if is_open else '展开'}上年的{self._box.spec.label}")

    def close(self) -> None:
        """Folds the text, as when another row is shown."""
        if self.text is not None:
            self.text.hide()

    def use(self) -> None:
        """Takes the earlier value over; a text is only unfolded or folded, to be read before it is taken."""
        if self.text is None:
            self.take()
        elif self.value is not None:
            self.text.setVisible(self.text.isHidden())
            self._show_fold(is_offered=True)

    def take(self) -> None:
        """Puts the earlier value in the field, as an edit that can be undone."""
        box, value = self._box, self.value
        if value is None or value == box.value or box.session.is_read_only:
            return
        box.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if box.session.take_last_year(box.table, box.row_id, box.spec.name, value):
            box.refresh()
            box.mark()
