"""The parameters of a rule as fields; what they come to is the row's one text of parameters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.errors import InputError
from app.model.entities import Indicator
from app.scoring.kinds import KINDS, TREATMENT, Asked, Parameter, RuleKind, clamped, joined, read, write
from ui import theme
from ui.drafts import Draft
from ui.pages.score.pair_list import PairList
from ui.session import Session
from ui.widgets.basics import column, label, row
from ui.widgets.field_box import QUIET_MS

_WIDTHS = {Asked.AMOUNT: 64, Asked.SHARE: 64, Asked.TEXT: 112, Asked.CHOICE: 88}
_UNITS = {Asked.AMOUNT: "分", Asked.SHARE: "%"}
_FIELD = "parameters"


class ParameterForm(QWidget):
    """Fields for one row. Typing is stored after 500 ms of quiet or when a field is left; else it stays a draft."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.row_id = 0
        self._kind: RuleKind | None = None
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self.pairs = PairList()
        self.reason = label("", "error", wrap=True)
        self.reason.hide()
        self._is_dirty = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self.commit)
        self.whole: QVBoxLayout = column(self, spacing=theme.S1)
        self._holder = QWidget()
        for widget in (self._holder, self.pairs, self.reason):
            self.whole.addWidget(widget)
        self.pairs.edited.connect(self._on_edited)
        session.commit_requested.connect(self.commit)
        session.drafts.changed.connect(self._on_draft_changed)

    # What is shown

    def bind(self, row_id: int) -> None:
        """Shows the parameters of another row, after handing in what was typed for the one before; 0 for none."""
        self.commit()
        self.row_id = row_id
        self.refresh()

    def refresh(self) -> None:
        """Shows what is stored, or the draft; what is being typed stays."""
        found = self._row()
        if self._is_dirty or found is None:
            return
        kind = KINDS[found.rule]
        if kind is not self._kind:
            self._build(kind)
        draft = self.session.drafts.get(Indicator.TABLE, self.row_id, _FIELD)
        named, own = read(found.rule, draft.text if draft is not None else found.parameters)
        is_locked = self.session.is_read_only
        for name, field in self.fields.items():
            self._show(field, named.get(name, ""), is_locked=is_locked)
        if kind.listing is not None:
            self.pairs.show_pairs(kind.listing, own, is_locked=is_locked)
        self._tell(draft.reason if draft is not None else "")

    def _row(self) -> Indicator | None:
        found = self.session.find(Indicator.TABLE, self.row_id) if self.row_id else None
        return found if isinstance(found, Indicator) else None

    def _build(self, kind: RuleKind) -> None:
        self._kind = kind
        self.fields.clear()
        before, self._holder = self._holder, QWidget()
        first, *others = kind.parameters or (TREATMENT,)
        others += [TREATMENT] if kind.parameters else []
        boxes = [
            self._boxed(first, leading(first.label)),
            *(self._boxed(each, label(each.label, "secondary")) for each in others),
        ]
        self._holder.setLayout(row(*boxes, None, spacing=theme.S3))
        self.whole.replaceWidget(before, self._holder)
        before.hide()
        before.deleteLater()
        self.pairs.setVisible(kind.listing is not None)

    def _boxed(self, parameter: Parameter, name: QLabel) -> QWidget:
        result = QWidget()
        unit = _UNITS.get(parameter.asked, "")
        field = self._field(parameter)
        name.setBuddy(field)
        field.setAccessibleName(parameter.label)
        field.setAccessibleDescription(parameter.help)
        field.setToolTip(parameter.help)
        result.setLayout(row(name, field, label(unit, "secondary"), spacing=theme.S2))
        self.fields[parameter.name] = field
        return result

    def _field(self, parameter: Parameter) -> QLineEdit | QComboBox:
        if parameter.asked is Asked.CHOICE:
            choice = QComboBox()
            choice.addItems(parameter.choices)
            choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            choice.installEventFilter(self)
            choice.activated.connect(lambda _index: self._on_chosen())
            choice.setFixedWidth(_WIDTHS[parameter.asked])
            return choice
        line = QLineEdit()
        line.setFixedWidth(_WIDTHS[parameter.asked])
        line.setPlaceholderText(parameter.suggested.removesuffix("%"))
        line.textEdited.connect(lambda _text: self._on_edited())
        line.editingFinished.connect(self.commit)
        if parameter.asked is not Asked.TEXT:
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return line

    def _show(self, field: QLineEdit | QComboBox, text: str, *, is_locked: bool) -> None:
        if isinstance(field, QComboBox):
            field.setCurrentIndex(max(0, field.findText(text)))
            field.setEnabled(not is_locked)
            return
        shown = text.removesuffix("%") if text.endswith("%") else text
        if field.text() != shown and not (field.hasFocus() and _means(field.text(), shown)):
            field.setText(shown)
        field.setReadOnly(is_locked)

    # What is typed

    def _on_edited(self) -> None:
        self._is_dirty = True
        self.session.drafts.begin(id(self))
        self._quiet.start()

    def _on_chosen(self) -> None:
        self._is_dirty = True
        self.commit()

    def commit(self) -> None:
        """Hands in what is typed; what cannot be stored stays as a draft with the reason below."""
        self._quiet.stop()
        found = self._row()
        if not self._is_dirty:
            return
        self._is_dirty = False
        self.session.drafts.end(id(self))
        if found is None or self._kind is None:
            return
        named, own = self._entered(self._kind)
        try:
            text = write(found.rule, named, own)
        except InputError as error:
            raw = joined(found.rule, named, own)
            self.session.drafts.put(Indicator.TABLE, self.row_id, _FIELD, Draft(raw, str(error)))
        else:
            self.session.store(Indicator.TABLE, self.row_id, _FIELD, text)
        self.refresh()

    def _entered(self, kind: RuleKind) -> tuple[dict[str, str], list[tuple[str, str]]]:
        named: dict[str, str] = {}
        for parameter in (*kind.parameters, TREATMENT):
            field = self.fields[parameter.name]
            text = field.currentText() if isinstance(field, QComboBox) else field.text()
            named[parameter.name] = clamped(parameter, text)
        return named, self.pairs.pairs if kind.listing is not None else []

    def _on_draft_changed(self, table: str, row_id: int, field: str) -> None:
        if (table, row_id, field) == (Indicator.TABLE, self.row_id, _FIELD):
            self.refresh()

    def _tell(self, reason: str) -> None:
        self.reason.setText(f"没有保存：{reason}" if reason else "")
        self.reason.setVisible(bool(reason))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A list that is scrolled past must not change under the wheel."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox) and not watched.hasFocus():
            event.ignore()
            return True
        return False

    def take_focus(self) -> None:
        """Puts the keyboard on the first field."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


def leading(text: str) -> QLabel:
    """The word before the first field of a line; fields of several lines stand one below the other."""
    result = label(text, "secondary")
    result.setMinimumWidth(result.fontMetrics().horizontalAdvance(TREATMENT.label))
    return result


def _means(typed: str, shown: str) -> bool:
    return typed.strip().removesuffix("%") == shown
