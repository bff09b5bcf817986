"""What proves the row of a form: its evidence by number and name, and the way to add more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.model.entities import Evidence, EvidenceLink
from app.model.proofs import Proofs
from ui import theme
from ui.session import Session
from ui.titles import title
from ui.widgets.basics import ElidedLabel, button, label, row

if TYPE_CHECKING:
    from app.storage.journal import Change

_SHOWN = 3  # pieces of evidence named one by one
_LONGEST = 16


class ProofLine(QWidget):
    """One line under the form of an indicator or project."""

    files_wanted = Signal(int)  # row id: files are to be added for it
    choice_wanted = Signal(int)  # row id: evidence of the report is to be chosen for it
    evidence_wanted = Signal(int)  # evidence id: to be gone to

    def __init__(self, session: Session, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.table = session, table
        self.row_id = 0
        self.none = label("还没有，可以把文件拖到这里", "secondary")
        self.links = [button("", role="link") for _ in range(_SHOWN)]
        self.rest = ElidedLabel("", "secondary")
        self.add = button("添加文件…", "attach", "flat", "选择文件，作为这一项的佐证材料")
        self.choose = button("选择材料…", "link", "flat", "从已有的佐证材料中选择")
        self._ids = [0] * _SHOWN
        self.setLayout(
            row(
                label("佐证材料", "secondary"), self.none, *self.links, self.rest, None, self.choose, self.add,
                margins=(theme.S4, theme.S1, theme.S3, theme.S1), spacing=theme.S1,
            )
        )  # fmt: skip
        self.add.clicked.connect(lambda: self.files_wanted.emit(self.row_id))
        self.choose.clicked.connect(lambda: self.choice_wanted.emit(self.row_id))
        for place, link in enumerate(self.links):
            self._connect(link, place)
        session.changed.connect(self._on_changed)
        session.report_opened.connect(self.refresh)

    def _connect(self, link: QPushButton, place: int) -> None:
        link.clicked.connect(lambda: self.evidence_wanted.emit(self._ids[place]))

    def bind(self, row_id: int) -> None:
        """Shows what proves a row; 0 for none."""
        self.row_id = row_id
        self.refresh()

    def refresh(self) -> None:
        """Shows the evidence there is now."""
        if not self.session.report_id:
            return
        data = self.session.data
        proofs = Proofs.of(data)
        found = proofs.proving.get((self.table, self.row_id), [])
        names = {item.id: title(item) for item in data.evidence}
        for place, link in enumerate(self.links):
            link.setVisible(place < len(found))
            if place < len(found):
                self._ids[place] = found[place]
                name = names[found[place]]
                short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
                link.setText(f"{proofs.numbers[found[place]]} {short or '（未命名）'}")
                link.setToolTip(f"转到材料“{name}”")
        self.rest.setText(f"等 {len(found)} 份" if len(found) > _SHOWN else "")
        self.none.setVisible(not found)
        may_edit = not self.session.is_read_only and bool(self.row_id)
        self.add.setEnabled(may_edit)
        self.choose.setEnabled(may_edit and bool(data.evidence))

    def _on_changed(self, change: Change) -> None:
        if any(table in {Evidence.TABLE, EvidenceLink.TABLE} for table, _ in change.rows):
            self.refresh()
