"""A form generated from the field table: the fields of one or more rows, laid out by kind in a grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.model.entities import BY_TABLE
from app.model.fields import FieldSpec, Kind, specs
from ui import theme
from ui.session import Session
from ui.widgets.basics import label
from ui.widgets.field_box import FieldBox

if TYPE_CHECKING:
    from app.storage.journal import Change

COLUMNS = 12
_NARROW = 560  # logical pixels; below, every field takes twice its share
_SHARES = {
    Kind.MONEY: 3, Kind.DECIMAL: 3, Kind.COUNT: 3, Kind.FLAG: 3, Kind.CHOICE: 3, Kind.DATE: 3,
    Kind.REFERENCE: 6, Kind.LONG: 12,
}  # fmt: skip

Placed = tuple[FieldBox | str, int, int, int]
"""A field or heading with its line, column and span."""

_BELOW = 1 + COLUMNS  # grid lines of a line of fields: itself, and one for what is wrong with each of them


class FieldForm(QWidget):
    """The fields of a form. Every field is bound to the row of its own table."""

    text_wanted = Signal(str, int, str)  # table, row id and field of a text to be edited large

    def __init__(
        self, session: Session, fields: Sequence[tuple[str, FieldSpec]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._ids: dict[str, int] = {}
        self._is_narrow: bool | None = None
        self._headings: dict[str, QWidget] = {}
        self.boxes = [FieldBox(session, table, session.worded(spec), self) for table, spec in fields]
        for box in self.boxes:
            # What a field would like to be wide must not make the columns uneven.
            box.setSizePolicy(QSizePolicy.Policy.Ignored, box.sizePolicy().verticalPolicy())
            box.passed.connect(self._on_passed)
            box.text_wanted.connect(self.text_wanted)
        groups = list(dict.fromkeys(box.spec.group for box in self.boxes))
        self._groups = groups if len(groups) > 1 else []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S3)
        self._grid.setVerticalSpacing(theme.S3)
        for place in range(COLUMNS):
            self._grid.setColumnStretch(place, 1)
            self._grid.setColumnMinimumWidth(place, theme.S2)
        self._arrange(is_narrow=False)
        session.changed.connect(self._on_changed)

    @classmethod
    def of_table(cls, session: Session, table: str, parent: QWidget | None = None) -> FieldForm:
        """The form of one table's rows."""
        fields = [(table, spec) for spec in specs(BY_TABLE[table]).values() if spec.in_form]
        return cls(session, fields, parent)

    def bind(self, ids: Mapping[str, int]) -> None:
        """Shows the rows with these ids by table; a table not named has none."""
        self._ids = dict(ids)
        for box in self.boxes:
            box.bind(self._ids.get(box.table, 0))

    def box(self, table: str, field: str) -> FieldBox | None:
        """The box of a field; None when the form does not have it."""
        return next((box for box in self.boxes if (box.table, box.spec.name) == (table, field)), None)

    @property
    def has_texts(self) -> bool:
        """Whether it has long texts, which make use of all the height there is."""
        return any(box.spec.kind is Kind.LONG for box in self.boxes)

    def refresh(self) -> None:
        """Shows what is stored now."""
        for box in self.boxes:
            box.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(is_narrow=self.width() < _NARROW)

    def _on_passed(self, direction: int) -> None:
        """Goes to the next field that takes keys, and from the last one out of the form."""
        here = next((number for number, box in enumerate(self.boxes) if box.editor.hasFocus()), -1)
        ahead = self.boxes[here + 1 :] if direction > 0 else self.boxes[:here][::-1]
        found = next((box for box in ahead if box.isVisible() and box.editor.isEnabled()), None)
        if found is not None:
            found.editor.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focusNextPrevChild(direction > 0)

    def _on_changed(self, change: Change) -> None:
        touched = {table for table, _ in change.rows}
        for box in self.boxes:
            if box.table in touched or box.spec.target in touched:
                box.refresh()

    def _arrange(self, *, is_narrow: bool) -> None:
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        for line in range(self._grid.rowCount()):
            self._grid.setRowStretch(line, 0)
        for item, line, place, span in self._placed(2 if is_narrow else 1):
            widget = self._heading(item) if isinstance(item, str) else item
            self._grid.addWidget(widget, line, place, 1, span)
            if isinstance(item, FieldBox):
                self._grid.addWidget(item.notice, line + 1 + place, 0, 1, COLUMNS)
                item.notice.name_field(is_named=span < COLUMNS)
                self._grid.setRowStretch(line, 1 if item.spec.kind is Kind.LONG else 0)

    def _heading(self, text: str) -> QWidget:
        if text not in self._headings:
            self._headings[text] = label(text, "group")
            is_first = text == self._groups[0]
            self._headings[text].setContentsMargins(0, 0 if is_first else theme.S2, 0, 0)
        return self._headings[text]

    def _placed(self, factor: int) -> list[Placed]:
        result: list[Placed] = []
        line = 0
        for group in self._groups or [""]:
            boxes = [box for box in self.boxes if not self._groups or box.spec.group == group]
            if group:
                result.append((group, line, 0, COLUMNS))
                line += _BELOW
            lines = _lines(boxes, factor)
            for number, content in enumerate(lines):
                result += _row(content, line + number * _BELOW)
            line += len(lines) * _BELOW
        return result


def _lines(boxes: Sequence[FieldBox], factor: int) -> list[list[tuple[FieldBox, int]]]:
    """Fields put line after line, each in order, as many as fit."""
    lines: list[list[tuple[FieldBox, int]]] = []
    free = 0
    for number, box in enumerate(boxes):
        share = min(COLUMNS, _share(box.spec) * factor)
        together = sum(_share(other.spec) * factor for other in _amounts(boxes[number:]))
        starts_amounts = number == 0 or boxes[number - 1].spec.kind is not Kind.MONEY
        if share > free or (starts_amounts and free < together <= COLUMNS):
            lines.append([])
            free = COLUMNS
        lines[-1].append((box, share))
        free -= share
    return lines


def _amounts(boxes: Sequence[FieldBox]) -> Iterator[FieldBox]:
    """The amounts these begin with: they are compared, so they stand beside each other where they can."""
    return takewhile(lambda box: box.spec.kind is Kind.MONEY, boxes)


def _row(content: Sequence[tuple[FieldBox, int]], line: int) -> list[Placed]:
    """One line of fields. What is left over goes to all alike where it is little, else to the texts."""
    spans = [share for _, share in content]
    left = COLUMNS - sum(spans)
    texts = [place for place, (box, _) in enumerate(content) if box.spec.kind in {Kind.TEXT, Kind.REFERENCE}]
    takers = range(len(content)) if texts and left == len(content) else texts[:left]
    for number in range(left if takers else 0):
        spans[takers[number % len(takers)]] += 1
    starts = [sum(spans[:place]) for place in range(len(spans))]
    return [(box, line, start, span) for (box, _), start, span in zip(content, starts, spans, strict=True)]


def _share(spec: FieldSpec) -> int:
    """Columns of twelve that a field takes: by its kind, more where its label or longest choice is long."""
    share = _SHARES.get(spec.kind) or _text_share(min(spec.width, (spec.limit or spec.width) // 4))
    longest = max([len(spec.label), *(len(word) + 2 for word in spec.choices)])
    return max(share, 4 if longest > 8 else 0, 6 if longest > 13 else 0)


def _text_share(width: int) -> int:
    if width <= 10:
        return 3
    return 6 if width <= 20 else 9
