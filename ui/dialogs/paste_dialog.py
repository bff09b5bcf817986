"""What of a pasted block cannot be taken, shown before anything is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui import theme
from ui.dialogs.dialog import Dialog
from ui.models.clipboard import Block
from ui.models.rejection_model import RejectionModel
from ui.widgets.basics import label

_SIZE = 880, 440
_WIDTHS = 84, 120, 160


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
        self.view = QTableView()
        self.view.setModel(RejectionModel(block.rejected, self.view))
        self.view.setAccessibleName("不能写入的内容")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setWordWrap(False)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme.ROW)
        head = self.view.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for number, width in enumerate(_WIDTHS):
            head.resizeSection(number, width)
        head.setStretchLastSection(True)
        self.body.addWidget(self.view, 1)
        self.resize(*_SIZE)
