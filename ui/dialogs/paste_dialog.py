"""What of a pasted block cannot be taken, shown before anything is written."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog
from ui.models.clipboard import Block
from ui.models.rejection_model import RejectionModel
from ui.widgets.basics import label
from ui.widgets.line_table import LineTable

_SIZE = 880, 440
_WIDTHS = {0: 84, 1: 120, 2: 160}


class PasteDialog(Dialog):
    """Accepted: the rest is to be pasted all the same."""

    def __init__(self, block: Block, parent: QWidget | None = None) -> None:
        super().__init__(f"{len(block.rejected):,} 处不能{block.label}", parent, done=f"其余照常{block.label}")
        rest = block.cells
        words = f"下面列出的内容不会写入表格；其余 {rest:,} 个单元格可以照常{block.label}，也可以取消后先改好再来。"
        if not block.cells and not block.new_rows:
            words = "没有可以写入的内容，请改好后再来。"
            self.done_button.setEnabled(False)
        self.body.addWidget(label(words, wrap=True))
        self.view = LineTable("不能写入的内容")
        self.view.setModel(RejectionModel(block.rejected, self.view))
        self.view.lay_out(_WIDTHS, stretched=len(_WIDTHS))
        self.body.addWidget(self.view, 1)
        self.resize(*_SIZE)
