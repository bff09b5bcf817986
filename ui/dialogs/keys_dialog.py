"""The keys of the window at a glance."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import actions, theme
from ui.dialogs.dialog import Dialog
from ui.widgets.basics import label

_GROUPS: tuple[tuple[str, tuple[actions.Command, ...]], ...] = (
    (
        "整个窗口",
        (actions.GO_TO, actions.UNDO, actions.REDO, actions.NEXT_MISSING, actions.EXPORT, actions.PANEL),
    ),
    (
        "表格",
        (
            actions.ROW_ADD, actions.ROW_ADD_ABOVE, actions.ROW_DUPLICATE, actions.ROW_UP, actions.ROW_DOWN,
            actions.ROW_TOP, actions.ROW_BOTTOM, actions.ROW_DELETE, actions.ROW_FILTER,
            actions.CELL_CUT, actions.CELL_COPY, actions.CELL_PASTE, actions.CELL_PASTE_ROWS, actions.CELL_FILL_DOWN,
            actions.CELL_CLEAR, actions.CELL_ENLARGE,
        ),
    ),
)  # fmt: skip
_TYPED: tuple[tuple[str, str], ...] = (
    ("F2 或直接输入", "修改单元格"),
    ("Enter / Tab", "确认并到下一格；加 Shift 往回走；在最后一行按 Enter 新增一行"),
    ("Ctrl+Enter", "把输入的内容填入所有选中的单元格"),
    ("Ctrl+方向键", "到数据区域的边上；加 Shift 连同选中"),
    ("Shift+空格 / Ctrl+空格", "选中整行 / 整列"),
    ("Alt+Enter", "在单元格的长文本中换行"),
    ("F1", "显示填写说明"),
    ("Esc", "放弃未保存的输入"),
)


class KeysDialog(Dialog):
    """Read from the commands themselves, so that it cannot be out of date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("键盘快捷键", parent, done="关闭")
        self.cancel_button.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S5)
        grid.setVerticalSpacing(theme.S1)
        for name, commands in _GROUPS:
            grid.addWidget(label(name, "group"), grid.rowCount(), 0, 1, 2)
            for command in commands:
                keys = "、".join(
                    QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.keys
                )
                _add(grid, keys, command.tip or command.text)
        grid.addWidget(label("填写", "group"), grid.rowCount(), 0, 1, 2)
        for keys, text in _TYPED:
            _add(grid, keys, text)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.setMinimumWidth(460)


def _add(grid: QGridLayout, keys: str, text: str) -> None:
    line = grid.rowCount()
    grid.addWidget(label(keys, "secondary"), line, 0)
    grid.addWidget(label(text), line, 1)
