"""Two copies of a report brought together: what contradicts is chosen field by field, the rest is listed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTabBar, QWidget

from app.model.differences import Part, Piece, differences
from app.model.merging import Change, Merge
from app.model.text import utf16_length
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.models.merge_model import CHANGE_ROLE, Heading, MergeModel
from ui.widgets.basics import button, column, label, row
from ui.widgets.line_details import text_box
from ui.widgets.line_table import LineTable

_SIZE = 1020, 660
_WIDTHS = {Heading.TAKE: 92, Heading.FATE: 56, Heading.PLACE: 220, Heading.LABEL: 112, Heading.MINE: 230}
_DETAILS, _WARNINGS = 132, 76  # logical pixels of height


class MergeDialog(Dialog):
    """Accepted: `chosen` is to be taken over, in one step that can be undone."""

    def __init__(
        self,
        title: str,
        merge: Merge,
        parent: QWidget | None = None,
        *,
        mine: str = "本机",
        theirs: str = "对方",
        note: str = "",
        warnings: Sequence[str] = (),
        done: str = "合并",
    ) -> None:
        super().__init__(title, parent, done=done)
        self.conflicts = MergeModel(merge.conflicts, mine=mine, theirs=theirs, parent=self)
        self.certain = MergeModel(merge.certain, mine=mine, theirs=theirs, parent=self)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("改动的种类")
        self.tabs.addTab(f"两边都改过 {len(merge.conflicts)}")
        self.tabs.addTab(f"只有{theirs}改过 {len(merge.certain)}")
        self.tabs.currentChanged.connect(self._show_tab)
        self.view = _Table("改动", is_single=True)
        self.all_button = button(f"全部采用{theirs}")
        self.none_button = button(f"全部保留{mine}")
        self.all_button.clicked.connect(lambda: self._model().take_all(is_taken=True))
        self.none_button.clicked.connect(lambda: self._model().take_all(is_taken=False))
        self.texts = {name: text_box(name) for name in ("原来", mine, theirs)}
        for box in self.texts.values():
            box.setFixedHeight(_DETAILS)
        self._fates = label("", "secondary")
        self.warnings = text_box("需要注意")
        self.warnings.setPlainText("\n".join(f"· {sentence}" for sentence in warnings))
        self.warnings.setFixedHeight(_WARNINGS)
        words = note or f"勾选的采用{theirs}的内容，不勾选的保留{mine}的内容；合并是一步，可以撤销。"
        if merge.base is None:
            words = f"找不到双方共同的底稿，不能判断是谁改的，不同的地方都列在这里。{words}"
        self._build(words, warnings)
        for model in (self.conflicts, self.certain):
            model.dataChanged.connect(lambda *_: self._show_count())
        self.resize(*_SIZE)
        self.tabs.setCurrentIndex(0 if merge.conflicts else 1)
        self._show_tab()
        self._show_count()
        self.view.setFocus()

    def _build(self, words: str, warnings: Sequence[str]) -> None:
        self.body.addWidget(label(words, "secondary", wrap=True))
        if warnings:
            self.body.addWidget(label(f"需要注意 {len(warnings)} 处", "warning"))
            self.body.addWidget(self.warnings)
        self.body.addLayout(row(self.tabs, None, self.none_button, self.all_button))
        self.body.addWidget(self.view, 1)
        details = row(spacing=theme.S3)
        for name, box in self.texts.items():
            part = column(spacing=theme.S1)
            part.addWidget(label(name, "secondary"))
            part.addWidget(box)
            details.addLayout(part)
        self.body.addLayout(details)
        self.buttons.insertWidget(0, self._fates)

    @property
    def chosen(self) -> list[Change]:
        """What is ticked in both lists."""
        return [*self.conflicts.chosen, *self.certain.chosen]

    def _model(self) -> MergeModel:
        return self.certain if self.tabs.currentIndex() else self.conflicts

    def _show_tab(self) -> None:
        self.view.setModel(self._model())
        self.view.lay_out(_WIDTHS, stretched=Heading.THEIRS)
        self.view.selectionModel().currentChanged.connect(self._show_details)
        has_rows = self._model().rowCount() > 0
        for each in (self.all_button, self.none_button):
            each.setEnabled(has_rows)
        if has_rows:
            self.view.setCurrentIndex(self._model().index(0, Heading.PLACE))
        else:
            self._show_details(QModelIndex())

    def _show_details(self, index: QModelIndex) -> None:
        change: Change | None = index.data(CHANGE_ROLE) if index.isValid() else None
        texts = ("", "", "") if change is None else (change.base, change.mine, change.theirs)
        for box, text in zip(self.texts.values(), texts, strict=True):
            box.setPlainText(text)
        _, mine, theirs = self.texts.values()
        parts = differences(mine.toPlainText(), theirs.toPlainText())
        _mark(mine, [part for part in parts if part.kind is not Piece.ADDED])
        _mark(theirs, [part for part in parts if part.kind is not Piece.REMOVED])

    def _show_count(self) -> None:
        taken, total = len(self.chosen), self.conflicts.rowCount() + self.certain.rowCount()
        self._fates.setText(f"采用 {taken} 处，共 {total} 处")


class _Table(LineTable):
    """The space bar and Enter tick the current line wherever in it the keyboard is."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, current = self.model(), self.currentIndex()
        keys = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() in keys and isinstance(model, MergeModel) and current.isValid():
            model.toggle(current.row())
        else:
            super().keyPressEvent(event)


def _mark(box: QPlainTextEdit, parts: Sequence[Part]) -> None:
    """Tints what the other text does not have, and brings the first of it in sight."""
    looks = QTextCharFormat()
    looks.setBackground(theme.color("marked"))
    places: list[int] = []
    place = 0
    for part in parts:
        length = utf16_length(part.text)
        if part.kind is not Piece.SAME:
            cursor = QTextCursor(box.document())
            cursor.setPosition(place)
            cursor.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(looks)
            places.append(place)
        place += length
    if places:
        caret = QTextCursor(box.document())
        caret.setPosition(places[0])
        box.setTextCursor(caret)
        box.ensureCursorVisible()
