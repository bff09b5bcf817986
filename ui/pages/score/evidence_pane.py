"""Which pieces of evidence prove the current row: chosen from those of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from app.model.entities import Evidence, EvidenceLink, Indicator
from app.model.proofs import Proofs
from ui import theme
from ui.session import Session
from ui.titles import title
from ui.widgets.basics import button, column, label, row

if TYPE_CHECKING:
    from app.storage.journal import Change

_ID = Qt.ItemDataRole.UserRole


class EvidencePane(QWidget):
    """A list with a tick at each piece that is linked."""

    files_wanted = Signal(int)  # row id: files are to be added for it
    evidence_wanted = Signal(int)  # evidence id: to be gone to
    counted = Signal(int)  # how many are linked

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.row_id = 0
        self._is_showing = False
        self.list = QListWidget()
        self.list.setAccessibleName("佐证材料，勾选即关联到本指标")
        self.list.itemChanged.connect(self._on_ticked)
        self.list.itemActivated.connect(lambda item: self.evidence_wanted.emit(int(item.data(_ID))))
        self.none = label("还没有佐证材料，可以把文件拖到这里。", "secondary", wrap=True)
        self.add = button("添加文件…", "attach", "flat", "选择文件，作为这一项的佐证材料")
        self.add.clicked.connect(lambda: self.files_wanted.emit(self.row_id))
        whole = column(self, spacing=theme.S2)
        self.none.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        whole.addWidget(self.none)
        whole.addWidget(self.list, 1)
        whole.addLayout(row(self.add, None))
        whole.addStretch(0)
        session.changed.connect(self._on_changed)

    def bind(self, row_id: int) -> None:
        """Shows another row; 0 for none."""
        self.row_id = row_id
        self.refresh()

    def _linked(self) -> list[int]:
        """The ids of the evidence that proves the row."""
        return Proofs.of(self.session.data).proving.get((Indicator.TABLE, self.row_id), [])

    def refresh(self) -> None:
        """Shows what is stored now."""
        if not self.session.report_id:
            return
        found = self.session.data.evidence
        links = self._linked() if self.row_id else []
        self._is_showing = True
        current = self.list.currentRow()
        self.list.clear()
        for piece in found:
            item = QListWidgetItem(title(piece))
            item.setToolTip(piece.note or piece.file_name)
            item.setData(_ID, piece.id)
            item.setCheckState(Qt.CheckState.Checked if piece.id in links else Qt.CheckState.Unchecked)
            if self.session.is_read_only or not self.row_id:
                item.setFlags(Qt.ItemFlag.ItemIsSelectable)
            self.list.addItem(item)
        self.list.setCurrentRow(current if current < len(found) else -1)
        self._is_showing = False
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self.add.setEnabled(bool(self.row_id) and not self.session.is_read_only)
        self.counted.emit(len(links))

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if self._is_showing or not self.row_id:
            return
        evidence_id = int(item.data(_ID))
        is_linked = item.checkState() == Qt.CheckState.Checked
        linked = [known for known in self._linked() if known != evidence_id] + [evidence_id] * is_linked
        library, report_id, target = self.session.library, self.session.report_id, (Indicator.TABLE, self.row_id)
        self.session.edit(lambda: library.evidence.proven_by(report_id, target, linked))

    def _on_changed(self, change: Change) -> None:
        if any(table in {Evidence.TABLE, EvidenceLink.TABLE} for table, _ in change.rows):
            self.refresh()
