"""The file of a piece of evidence and what it proves, under the table of the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.exchange.attachments import suffix_of
from app.model.entities import Evidence, EvidenceLink, Indicator, Project
from app.model.proofs import Proofs
from ui import theme
from ui.models.history_model import when
from ui.session import Session
from ui.titles import title
from ui.widgets.basics import ElidedLabel, button, column, label, row

if TYPE_CHECKING:
    from app.storage.contents import Content
    from app.storage.journal import Change

_KINDS = {
    "pdf": "PDF", "png": "PNG 图片", "jpg": "JPG 图片", "jpeg": "JPG 图片", "docx": "Word 文档", "xlsx": "Excel 工作簿",
}  # fmt: skip
_SHOWN = frozenset({Evidence.TABLE, EvidenceLink.TABLE, Indicator.TABLE, Project.TABLE})
_HEAD = 72  # logical pixels of the words before each line


class EvidenceCard(QWidget):
    """Two lines: the file with its buttons, and the indicators and projects it stands for."""

    open_wanted = Signal(int)  # evidence id, as of the others
    file_wanted = Signal(int)
    removal_wanted = Signal(int)
    choice_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.evidence_id = 0
        self.file = ElidedLabel()
        self.facts = label("", "secondary")
        self.missing = label("", "warning")
        self.proven = ElidedLabel()
        self.open = button("打开", "document", "flat", "用系统中的程序打开（只读）")
        self.change = button("更换…", "attach", "flat")
        self.remove = button("移除文件", "trash", "flat", "移除文件，保留这一行；可以撤销")
        self.choose = button("选择…", "link", "flat", "选择这份材料证明哪些指标和项目")
        whole = column(self, spacing=theme.S1)
        whole.setContentsMargins(theme.S4, theme.S2, theme.S3, theme.S2)
        heads = label("文件", "secondary"), label("证明", "secondary")
        for head in heads:
            head.setFixedWidth(_HEAD)
        whole.addLayout(row(heads[0], self.missing, self.file, self.facts, None, self.open, self.change, self.remove))
        whole.addLayout(row(heads[1], self.proven, None, self.choose))
        self.open.clicked.connect(lambda: self.open_wanted.emit(self.evidence_id))
        self.change.clicked.connect(lambda: self.file_wanted.emit(self.evidence_id))
        self.remove.clicked.connect(lambda: self.removal_wanted.emit(self.evidence_id))
        self.choose.clicked.connect(lambda: self.choice_wanted.emit(self.evidence_id))
        session.changed.connect(self._on_changed)

    def bind(self, evidence_id: int) -> None:
        """Shows a piece of evidence; 0 for none."""
        self.evidence_id = evidence_id
        self.refresh()

    def refresh(self) -> None:
        """Shows what is stored now."""
        found = self.session.find(Evidence.TABLE, self.evidence_id) if self.evidence_id else None
        self.setVisible(isinstance(found, Evidence))
        if not isinstance(found, Evidence):
            return
        known = self.session.read(lambda: self.session.library.evidence.describe(self.session.report_id)) or {}
        content = known.get(found.content_hash)
        self.missing.setText("未附文件，可以把文件拖到这里" if not found.content_hash else "文件内容丢失，请重新选择")
        self.missing.setVisible(content is None)
        self.file.setText(found.file_name if content is not None else "")
        self.facts.setText(describe(found.file_name, content) if content is not None else "")
        self.proven.setText(self._proven() or "还没有选择证明哪些指标和项目")
        self.open.setEnabled(content is not None)
        may_edit = not self.session.is_read_only
        self.change.setText("更换…" if found.content_hash else "选择文件…")
        self.change.setEnabled(may_edit)
        self.remove.setVisible(bool(found.content_hash))
        self.remove.setEnabled(may_edit)
        self.choose.setEnabled(may_edit)

    def _proven(self) -> str:
        data = self.session.data
        keys = Proofs.of(data).proven.get(self.evidence_id, ())
        words = {Indicator.TABLE: "指标"}
        rows = ((words.get(table, "项目"), data.find(table, row_id)) for table, row_id in keys)
        return "；".join(f"{kind}“{title(row_)}”" for kind, row_ in rows if row_ is not None)

    def _on_changed(self, change: Change) -> None:
        if self.evidence_id and any(table in _SHOWN for table, _ in change.rows):
            self.refresh()


def describe(file_name: str, content: Content) -> str:
    """Kind, size and day of a kept file: PDF · 1.2 MB · 2022年3月5日添加."""
    kind = _KINDS.get(suffix_of(file_name), "文件")
    added = f" · {when(content.added)} 添加" if content.added else ""
    return f"{kind} · {size_text(content.size)}{added}"


def size_text(size: int) -> str:
    """Bytes as an officer reads them."""
    return f"{max(size / 1024, 1):,.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"
