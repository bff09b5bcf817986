"""One input widget for each kind of field, all with the same few methods, so that forms need not know the kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from app.errors import InputError
from app.model.fields import FieldSpec, Kind
from app.model.quantities import parse_date
from app.model.text import utf16_length
from ui import icons, theme
from ui.widgets.basics import restyle
from ui.widgets.long_editor import LongEditor
from ui.widgets.preedit import Preedit

NUMBERS = frozenset({Kind.MONEY, Kind.DECIMAL, Kind.COUNT})
_PASTE_LIMIT = 1_000_000  # QLineEdit cuts at 32,767 by default, silently
_UNIT_MARGIN = 5  # between a unit and the frame, above and below


class LineEditor(QLineEdit):
    """One line of text or one number, with its unit at the right."""

    typed = Signal()
    unit_wanted = Signal()  # the unit was clicked, where another can be had

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.preedit = Preedit(self, partial(QLineEdit.inputMethodEvent, self))
        self.setMaxLength(_PASTE_LIMIT)
        if spec.kind in NUMBERS:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setFont(theme.font(figures=True))
        self._unit = _unit_label(self) if spec.kind is not Kind.MONEY else _unit_button(self)
        self.show_unit(spec.unit)
        self.textEdited.connect(lambda _text: self.typed.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_unit()

    def _place_unit(self) -> None:
        width = self._unit.sizeHint().width()
        height = self.height() - 2 * _UNIT_MARGIN
        self._unit.setGeometry(self.width() - width - theme.S1, _UNIT_MARGIN, width, height)

    def show_unit(self, unit: str, tip: str = "") -> None:
        """Names the unit beside the number; empty for none."""
        self._unit.setText(unit)
        self._unit.setToolTip(tip)
        self._unit.setAccessibleName(tip)
        self._unit.setVisible(bool(unit))
        self.setTextMargins(0, 0, len(unit) * theme.SMALL + theme.S2 if unit else 0, 0)
        self._place_unit()

    def hide_unit(self) -> None:
        """Leaves the unit out, where a column heading says it."""
        self.show_unit("")

    def typed_text(self) -> str:
        return self.text()

    def show_text(self, text: str) -> None:
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0 if not self.hasFocus() else len(text))

    def select(self, start: int, end: int) -> None:
        """Selects characters, counted as Python does."""
        first, last = utf16_length(self.text()[:start]), utf16_length(self.text()[:end])
        self.setSelection(first, last - first)

    def retype(self, text: str) -> None:
        """Replaces what stands in it as typing would, so that it can be taken back."""
        self.selectAll()
        self.insert(text)
        self.typed.emit()

    def can_undo(self) -> bool:
        return self.isUndoAvailable()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.preedit.handle(event)

    def take_preedit(self) -> None:
        self.preedit.take()

    def is_composing(self) -> bool:
        return bool(self.preedit)

    def set_locked(self, locked: bool) -> None:
        self.setReadOnly(locked)
        restyle(self)


def _unit_label(parent: QWidget) -> QLabel:
    result = QLabel(parent)
    result.setProperty("role", "unit")
    result.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return result


def _unit_button(editor: LineEditor) -> QToolButton:
    result = QToolButton(editor)
    result.setProperty("role", "unit")
    result.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.clicked.connect(editor.unit_wanted)
    return result


class DateEditor(LineEditor):
    """A day, typed in any usual way or picked from a calendar."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.setPlaceholderText("如 2022-03-05")
        self._pick = QAction("选择日期", self)
        icons.assign(self._pick, "calendar", "secondary")
        self._pick.triggered.connect(self._on_pick)
        self.addAction(self._pick, QLineEdit.ActionPosition.TrailingPosition)

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self._pick.setEnabled(not locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar, as it opens a list elsewhere."""
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if is_alt and event.key() == Qt.Key.Key_Down and self._pick.isEnabled():
            self._on_pick()
        else:
            super().keyPressEvent(event)

    def _on_pick(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setGridVisible(False)
        day_of_rest = QTextCharFormat()
        day_of_rest.setForeground(theme.color("secondary"))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekday, day_of_rest)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = self._day()
        if day.isValid():
            calendar.setSelectedDate(day)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        for picked in (calendar.clicked, calendar.activated):  # a click, and Enter
            picked.connect(self._on_picked)
            picked.connect(menu.close)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme.S1)))
        calendar.setFocus()

    def _on_picked(self, day: QDate) -> None:
        self.setText(day.toString(Qt.DateFormat.ISODate))
        self.typed.emit()

    def _day(self) -> QDate:
        try:
            return QDate.fromString(parse_date(self.text()), Qt.DateFormat.ISODate)
        except InputError:
            return QDate()


class ChoiceEditor(QComboBox):
    """One of a list of words: of the field's own choices, or of the rows a reference may point at."""

    typed = Signal()

    def __init__(
        self, spec: FieldSpec, parent: QWidget | None = None, words: Callable[[], Sequence[str]] | None = None
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._words = words
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self._fill()
        self.activated.connect(lambda _index: self.typed.emit())

    def _fill(self) -> None:
        words = ["", *self._words()] if self._words is not None else list(self.spec.choices)
        if [self.itemText(index) for index in range(self.count())] != words:
            self.clear()
            self.addItems(words)

    def typed_text(self) -> str:
        return self.currentText()

    def show_text(self, text: str) -> None:
        self._fill()
        index = self.findText(text)
        if index < 0 and text:
            # Kept visible: a word of an older pack, or a row that is gone.
            self.addItem(text)
            index = self.count() - 1
        self.setCurrentIndex(index)

    def can_undo(self) -> bool:
        return False

    def retype(self, text: str) -> None:
        """Chooses as the officer would."""
        self.show_text(text)
        self.typed.emit()

    def take_preedit(self) -> None:
        """Nothing is typed here."""

    def is_composing(self) -> bool:
        return False

    def set_locked(self, locked: bool) -> None:
        self.setEnabled(not locked)

    def showPopup(self) -> None:
        text = self.currentText()
        self._fill()
        self.show_text(text)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FlagEditor(QCheckBox):
    """Yes or no."""

    typed = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__("是", parent)
        self.spec = spec
        self.clicked.connect(lambda _on: self.typed.emit())

    def typed_text(self) -> str:
        return "是" if self.isChecked() else "否"

    def show_text(self, text: str) -> None:
        self.setChecked(text == "是")

    def can_undo(self) -> bool:
        return False

    def retype(self, text: str) -> None:
        """Chooses as the officer would."""
        self.show_text(text)
        self.typed.emit()

    def take_preedit(self) -> None:
        """Nothing is typed here."""

    def is_composing(self) -> bool:
        return False

    def set_locked(self, locked: bool) -> None:
        self.setEnabled(not locked)


Editor = LineEditor | LongEditor | ChoiceEditor | FlagEditor
"""All have the signal `typed` and these: `typed_text()`, what stands in it; `show_text(text)`, which does not count
as typed; `retype(text)`, which does; `can_undo()`, whether there is typing of its own to take back; `take_preedit()`,
which makes text of what an input method has only proposed; `is_composing()`, whether it is proposing something;
`set_locked(locked)`."""


def make_editor(
    spec: FieldSpec, parent: QWidget | None = None, words: Callable[[], Sequence[str]] | None = None
) -> Editor:
    """The input widget of a field; `words` gives the titles a reference may point at."""
    match spec.kind:
        case Kind.LONG:
            return LongEditor(spec, parent, is_filling=True)
        case Kind.CHOICE:
            return ChoiceEditor(spec, parent)
        case Kind.REFERENCE:
            return ChoiceEditor(spec, parent, words or (lambda: ()))
        case Kind.FLAG:
            return FlagEditor(spec, parent)
        case Kind.DATE:
            return DateEditor(spec, parent)
        case _:
            return LineEditor(spec, parent)
