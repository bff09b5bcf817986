"""The open library and report as the window sees them: every edit goes through here, every view hears from here."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.errors import AppError, InputError
from app.model.entities import BY_TABLE, Department, Report
from app.model.fields import FieldSpec, Kind, Value, specs
from app.model.quantities import edit_value, parse_value, show_value, with_unit
from ui.amount_unit import AmountUnit
from ui.checking import Checker
from ui.drafts import Draft, Drafts
from ui.titles import title

if TYPE_CHECKING:
    from app.library import Library
    from app.model.carry_over import FieldKey
    from app.model.completeness import Completeness
    from app.model.entities import Entity
    from app.model.last_year import LastYear
    from app.model.pack import TemplatePack
    from app.model.report_data import ReportData
    from app.storage.journal import Change
    from ui.messages import Messages

T = TypeVar("T")

Tell: TypeAlias = Callable[[str], object]
"""What is told a sentence."""

SETTLE_MS = 50  # several edits at once (a paste, an undo) are one refresh of what is derived


class Session(QObject):
    """One library, at most one open report, and the error boundary of every edit."""

    report_opened = Signal(int)  # report id; 0 when none is open now
    changed = Signal(object)  # Change: rows are as it says
    settled = Signal()  # scores, completeness and the document follow the last change
    saved = Signal(object)  # datetime of the last commit
    failed = Signal(str)  # an edit was refused: one Chinese sentence
    refused = Signal(str)  # after `failed`: an edit was given up for it; what was typed in a field is a draft instead
    informed = Signal(str)  # something was done that is worth a sentence
    offered = Signal(str, str, object)  # something was done: a sentence, a link's word, and what the link does
    swung = Signal(object)  # Change: what undo or redo did
    commit_requested = Signal()  # editors hand in what was typed
    locked = Signal(bool)  # the open report was finished or reopened: whether it may only be read now
    focused = Signal(str, int, str)  # table, row id and field being edited; empty field: the row
    import_wanted = Signal(str)  # a file is to be read in; the table looked at, or empty
    history_wanted = Signal()  # the history of what is being edited is to be shown

    def __init__(self, library: Library, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.messages = messages
        self.drafts = Drafts(self)
        self.checker = Checker(self)
        self.has_separators = True  # in amounts the window shows
        self.amount_unit = AmountUnit(self)
        self.report_id = 0
        self.last_saved: datetime | None = None
        self.focus: tuple[str, int, str] = ("", 0, "")
        self._gone: dict[tuple[str, int], str] = {}  # names of deleted rows, each looked up once
        self._was_read_only = library.read_only
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.settled)
        library.subscribe(self._on_change)
        library.before_close(self._rest)

    # The open report

    def open_report(self, report_id: int) -> bool:
        """Opens a report, 0 for none; False, after `failed`, when it cannot be read."""
        self.commit_pending()
        if report_id and self._refusal(lambda: self._load(report_id)):
            return False
        self.report_id = report_id
        self.last_saved = self._last_edit() if report_id else None
        self.focus = ("", 0, "")
        self._was_read_only = self.is_read_only
        self.drafts.clear()
        self._gone.clear()
        self.report_opened.emit(report_id)
        self.settled.emit()
        return True

    def close(self) -> None:
        """Lets go of the report, without a notice: nothing is computed any more once the library is closed."""
        self.report_id = 0
        self._rest()

    def _rest(self) -> None:
        """Begins nothing more by itself; what still shows the report can go on showing it."""
        self._settle.stop()
        self.checker.close()

    def _last_edit(self) -> datetime | None:
        found = self.read(lambda: self.library.history.entries(self.report_id, limit=1))
        return datetime.fromisoformat(found[0].time) if found else None

    def _load(self, report_id: int) -> None:
        """Reads what every view needs, so that none of them meets an unreadable report or pack later."""
        self.library.pack(report_id)
        self.library.scores(report_id)

    @property
    def data(self) -> ReportData:
        """The open report's rows; only while one is open."""
        return self.library.data(self.report_id)

    @property
    def pack(self) -> TemplatePack:
        return self.library.pack(self.report_id)

    def completeness(self) -> Completeness:
        """How far the open report is, counted once for each state of it: every view that shows it asks anew."""
        return self.library.completeness(self.report_id)

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be edited: the library may only be read, or the open report is 定稿."""
        return self.library.read_only or (bool(self.report_id) and self.library.is_final(self.report_id))

    def is_carried(self, table: str, row_id: int, field: str) -> bool:
        """Whether a field of the open report is marked 沿用."""
        return bool(self.report_id) and self.library.carried.is_marked(self.report_id, table, row_id, field)

    def confirm(self, places: Iterable[FieldKey]) -> bool:
        """Takes the mark 沿用 off fields of the open report, in one step."""
        self.commit_pending()
        return self.edit(lambda: self.library.carried.confirm(self.report_id, places))

    def confirm_focused(self, chosen: frozenset[FieldKey] = frozenset()) -> int:
        """Confirms what is chosen, else the field the officer is at, or its whole row where that field has no mark;
        how many marks went.
        """
        table, row_id, field = self.focus
        marks = self.library.carried.marks(self.report_id) if self.report_id else frozenset()
        row = frozenset(key for key in marks if key[:2] == (table, row_id))
        wanted = chosen or row & {(table, row_id, field)} or row
        return len(wanted) if wanted and self.confirm(wanted) else 0

    def find(self, table: str, row_id: int) -> Entity | None:
        """A row of the open report, its department or the report itself; None when it is gone."""
        return self.data.find(table, row_id) if self.report_id else None

    # Editing

    def edit(self, action: Callable[[], object], tell: Tell | None = None) -> bool:
        """Runs an edit; False when it was refused, after `failed` has told why.

        A dialog that stays open names who is to `tell` instead: nothing is given up then, and it can be tried again.
        """
        refusal = self._refusal(action, tell)
        if refusal and tell is None:
            self.refused.emit(refusal)
        return not refusal

    def read(self, action: Callable[[], T], tell: Tell | None = None) -> T | None:
        """What a reading gives; None when it cannot be read, after `failed`, or `tell` if given, has told why."""
        found: list[T] = []
        self._refusal(lambda: found.append(action()), tell)
        return found[0] if found else None

    def _refusal(self, action: Callable[[], object], tell: Tell | None = None) -> str:
        try:
            action()
        except AppError as error:
            (tell or self.failed.emit)(str(error))
            return str(error)
        return ""

    def enter(self, table: str, row_id: int, field: str, text: str, unit: str = "") -> bool:
        """Stores what was typed in a field. What is no value, or cannot be stored, stays as a draft: False.

        `unit` is what an amount without one is meant in; empty for the field's own.
        """
        if self.find(table, row_id) is None:
            return False
        spec = self.spec(table, field)
        if unit and unit != spec.unit:
            # A draft is read again where the unit may be another, so it has to name its own.
            spec, text = dataclasses.replace(spec, unit=unit), with_unit(text, unit)
        try:
            value = self.parse(spec, text)
        except InputError as error:
            self.drafts.put(table, row_id, field, Draft(text, _without_label(spec, str(error))))
            return False
        return self.store(table, row_id, field, value, text)

    def store(self, table: str, row_id: int, field: str, value: Value, text: str = "") -> bool:
        """Stores a value chosen or parsed; `text` is what stays as a draft when it cannot be stored."""
        row = self.find(table, row_id)
        if row is None:
            return False
        if getattr(row, field) != value:
            refusal = self._refusal(lambda: self.library.set_field(self.report_id, table, row_id, field, value))
            if refusal:
                self.drafts.put(
                    table, row_id, field, Draft(text or self.show(table, field, value), refusal, is_refused=True)
                )
                return False
        self.drafts.drop(table, row_id, field)
        return True

    def retry(self) -> bool:
        """Tries to store again what could not be written; whether all of it was."""
        self.commit_pending()
        for (table, row_id, field), draft in self.drafts.refused():
            if not self.enter(table, row_id, field, draft.text):
                return False
        return True

    def parse(self, spec: FieldSpec, text: str) -> Value:
        """The value of a typed text; InputError with a Chinese sentence when it is none."""
        if spec.kind is Kind.REFERENCE:
            return self._referred(spec, text)
        return parse_value(self.worded(spec), text)

    def _referred(self, spec: FieldSpec, text: str) -> int | None:
        wanted = text.strip()
        if not wanted:
            return None
        for row in self.data.tables[spec.target]:
            if title(row) == wanted:
                return row.id
        raise InputError(f"{spec.label}：没有名为“{wanted[:30]}”的条目，请从列表中选择。")

    def commit_pending(self) -> None:
        """Takes in what is typed but not stored, input methods included; before anything that leaves the form."""
        QGuiApplication.inputMethod().commit()
        self.commit_requested.emit()

    def undo(self) -> bool:
        """Takes back the newest step of the open report; of the library while none is open."""
        return self._swing(lambda: self.library.undo(self.report_id or None), "已撤销")

    def redo(self) -> bool:
        """Does again what was taken back last."""
        return self._swing(lambda: self.library.redo(self.report_id or None), "已重做")

    def undo_to(self, step_id: int) -> bool:
        """Takes back the newest steps of the open report down to that one, all or none."""
        return self._swing_all(lambda: self.library.undo_to(self.report_id, step_id), "已撤销")

    def redo_to(self, step_id: int) -> bool:
        """Does again what was taken back, up to that step, all or nothing."""
        return self._swing_all(lambda: self.library.redo_to(self.report_id, step_id), "已重做")

    def _swing_all(self, action: Callable[[], Sequence[Change]], done: str) -> bool:
        self.commit_pending()
        changes = self.read(action)
        if not changes:
            return False
        steps = f" {len(changes)} 步，到“{changes[-1].label}”为止" if len(changes) > 1 else f"：{changes[0].label}"
        self.informed.emit(f"{done}{steps}")
        self.swung.emit(changes[-1])
        return True

    def _swing(self, action: Callable[[], Change | None], done: str) -> bool:
        self.commit_pending()
        change = self.read(action)
        if change is None:
            return False
        self.informed.emit(f"{done}：{change.label}")
        self.swung.emit(change)
        return True

    def take_last_year(self, table: str, row_id: int, field: str, value: Value) -> bool:
        """Puts last year's value in a field, as a step of its own so that undo gives back what stood there."""
        self.commit_pending()
        label = f"沿用上年{self.spec(table, field).label}"
        changes = [(table, row_id, field, value)]
        if not self.edit(lambda: self.library.set_fields(self.report_id, changes, label)):
            return False
        self.drafts.drop(table, row_id, field)
        return True

    @property
    def last_year(self) -> LastYear | None:
        """The earlier report to compare with; None when there is none."""
        return self.library.years.last(self.report_id) if self.report_id else None

    # What is being edited

    def focus_on(self, table: str, row_id: int, field: str = "") -> None:
        """Says which row or field the officer is at, for the panel beside."""
        if self.focus != (table, row_id, field):
            self.focus = (table, row_id, field)
            self.focused.emit(table, row_id, field)

    # Words

    def spec(self, table: str, field: str) -> FieldSpec:
        """What the field table says of a field."""
        return self.worded(specs(BY_TABLE[table])[field])

    def worded(self, spec: FieldSpec) -> FieldSpec:
        """The field with the words of the report's pack as its choices, where these are the pack's."""
        return self.pack.worded(spec) if spec.words and self.report_id else spec

    def show(self, table: str, field: str, value: Value) -> str:
        """A value as a cell shows it; a reference by the title of its row."""
        spec = self.spec(table, field)
        if spec.kind is Kind.REFERENCE:
            return self._referenced(spec, value)
        return self.figure(show_value(spec, value)) if spec.kind is Kind.MONEY else show_value(spec, value)

    def figure(self, text: str) -> str:
        """A formatted amount with thousands separators, or without them where the officer wants none."""
        return text if self.has_separators else text.replace(",", "")

    def show_for_editing(self, table: str, field: str, value: Value) -> str:
        """A value as an editor starts with it: without separators, read back as the same value."""
        spec = self.spec(table, field)
        return self._referenced(spec, value) if spec.kind is Kind.REFERENCE else edit_value(spec, value)

    def _referenced(self, spec: FieldSpec, value: Value) -> str:
        row = self.find(spec.target, value) if isinstance(value, int) else None
        return title(row) if row is not None else ""

    def name(self, table: str, row_id: int) -> str:
        """What a row is called, or was when it was deleted; empty when nothing is known of it."""
        row = self.find(table, row_id)
        if row is not None:
            return title(row)
        if (table, row_id) not in self._gone:
            found = self.read(lambda: self.library.history.deleted_row(table, row_id))
            self._gone[table, row_id] = title(found) if found is not None else ""
        return self._gone[table, row_id]

    def titles(self, table: str) -> list[str]:
        """The titles of a table's rows, for a reference to choose from."""
        return [title(row) for row in self.data.tables[table]] if self.report_id else []

    def row_id(self, table: str) -> int:
        """The id of the one department or report that is open."""
        return {Department.TABLE: self.data.department.id, Report.TABLE: self.data.report.id}[table]

    def _on_change(self, change: Change) -> None:
        for (table, row_id), (before, after) in change.rows.items():
            if self.drafts:
                self._drop_outdated(table, row_id, before, after)
            self._gone.pop((table, row_id), None)
        self.last_saved = datetime.now().astimezone()
        self.changed.emit(change)
        self.saved.emit(self.last_saved)
        if self._was_read_only != self.is_read_only:
            self._was_read_only = self.is_read_only
            self.locked.emit(self._was_read_only)
        self._settle.start()

    def _drop_outdated(self, table: str, row_id: int, before: Entity | None, after: Entity | None) -> None:
        for field in specs(BY_TABLE[table]):
            if before is None or after is None or getattr(before, field) != getattr(after, field):
                self.drafts.drop(table, row_id, field)


def _without_label(spec: FieldSpec, sentence: str) -> str:
    """The sentence without the field's label, which stands right above it."""
    return sentence.removeprefix(f"{spec.label}：")
