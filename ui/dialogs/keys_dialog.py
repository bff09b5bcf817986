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
            actions.ROW_ADD, actions.ROW_DUPLICATE, actions.ROW_UP, actions.ROW_DOWN, actions.ROW_DELETE,
            actions.CELL_COPY, actions.CELL_PASTE, actions.CELL_CLEAR,
        ),
    ),
)  # fmt: skip
_TYPED: tuple[tuple[str, str], ...] = (
    ("F2 或直接输入", "修改单元格"),
    ("Enter / Tab", "确认并到下一格"),
    ("Alt+Enter", "在单元格的长文本中换行"),
    ("Enter / Ctrl+Enter", "到下一项；长文本用 Ctrl+Enter"),
    ("F1", "显示填写说明"),
    ("Shift+F2", "放大编辑长文本"),
    ("Alt+L", "沿用上年的值，或看上年的文字"),
    ("Alt+U", "表单中的金额改用元或万元"),
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
