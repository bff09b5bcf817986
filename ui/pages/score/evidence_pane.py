"""Which pieces of evidence prove the current row: chosen from those of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.model.entities import Evidence, EvidenceLink
from ui import theme
from ui.session import Session
from ui.widgets.basics import button, column, label, row

if TYPE_CHECKING:
    from app.storage.journal import Change

_LABEL = "关联佐证材料"


class EvidencePane(QWidget):
    """A list with a tick at each piece that is linked."""

    evidence_wanted = Signal()  # the page where pieces are added
    counted = Signal(int)  # how many are linked

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.row_id = 0
        self._is_showing = False
        self.list = QListWidget()
        self.list.setAccessibleName("佐证材料，勾选即关联到本指标")
        self.list.itemChanged.connect(self._on_ticked)
        self.none = label("还没有佐证材料；先在“佐证材料”页添加，再回到这里勾选。", "secondary", wrap=True)
        self.more = button("去添加佐证材料", role="link")
        self.more.clicked.connect(self.evidence_wanted)
        whole = column(self, spacing=theme.S2)
        whole.addWidget(self.none)
        whole.addWidget(self.list, 1)
        whole.addLayout(row(self.more, None))
        session.changed.connect(self._on_changed)

    def bind(self, row_id: int) -> None:
        """Shows another row; 0 for none."""
        self.row_id = row_id
        self.refresh()

    def _links(self) -> dict[int, EvidenceLink]:
        """The row's links by the evidence they lead to."""
        found = (link for link in self.session.data.evidence_links if link.indicator_id == self.row_id)
        return {link.evidence_id: link for link in found if link.evidence_id is not None}

    def refresh(self) -> None:
        """Shows what is stored now."""
        if not self.session.report_id:
            return
        found = self.session.data.evidence
        links = self._links() if self.row_id else {}
        self._is_showing = True
        current = self.list.currentRow()
        self.list.clear()
        for piece in found:
            text = piece.name or piece.file_name or "（未命名）"
            item = QListWidgetItem(text)
            item.setToolTip(piece.note or piece.file_name)
            item.setData(Qt.ItemDataRole.UserRole, piece.id)
            item.setCheckState(Qt.CheckState.Checked if piece.id in links else Qt.CheckState.Unchecked)
            if self.session.is_read_only or not self.row_id:
                item.setFlags(Qt.ItemFlag.ItemIsSelectable)
            self.list.addItem(item)
        self.list.setCurrentRow(current if current < len(found) else -1)
        self._is_showing = False
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self.counted.emit(len(links))

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if self._is_showing or not self.row_id:
            return
        evidence_id = int(item.data(Qt.ItemDataRole.UserRole))
        library, report_id = self.session.library, self.session.report_id
        known = self._links().get(evidence_id)
        if item.checkState() == Qt.CheckState.Checked and known is None:
            values = {"evidence_id": evidence_id, "indicator_id": self.row_id}
            self.session.edit(lambda: library.insert_all(report_id, EvidenceLink.TABLE, [values], label=_LABEL))
        elif item.checkState() == Qt.CheckState.Unchecked and known is not None:
            link_id = known.id
            self.session.edit(lambda: library.delete(report_id, EvidenceLink.TABLE, [link_id]))

    def _on_changed(self, change: Change) -> None:
        if any(table in {Evidence.TABLE, EvidenceLink.TABLE} for table, _ in change.rows):
            self.refresh()
