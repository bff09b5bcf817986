"""The keys of the window at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import actions, theme
from ui.dialogs.dialog import Dialog
from ui.widgets.basics import column, label, row

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
            actions.CELL_CUT, actions.CELL_COPY, actions.CELL_COPY_HEADED, actions.CELL_PASTE, actions.CELL_PASTE_ROWS,
            actions.CELL_FILL_DOWN, actions.CELL_CLEAR, actions.CELL_ENLARGE,
        ),
    ),
)  # fmt: skip
_TYPED: tuple[tuple[str, str], ...] = (
    ("F2 或直接输入", "修改单元格"),
    ("Enter / Tab", "确认并到下一格；加 Shift 往回走"),
    ("最后一行按 Enter", "新增一行"),
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
        window, table = (_grid(name, _lines(commands)) for name, commands in _GROUPS)
        left = column(spacing=theme.S4)
        left.addLayout(window)
        left.addLayout(_grid("填写", _TYPED))
        left.addStretch(1)
        right = column()
        right.addLayout(table)
        right.addStretch(1)
        both = row(spacing=theme.S6 * 2)
        both.addLayout(left)
        both.addLayout(right)
        self.body.addLayout(both)


def _lines(commands: Sequence[actions.Command]) -> list[tuple[str, str]]:
    native = QKeySequence.SequenceFormat.NativeText
    return [
        ("、".join(QKeySequence(key).toString(native) for key in command.keys), command.tip or command.text)
        for command in commands
    ]


def _grid(name: str, lines: Sequence[tuple[str, str]]) -> QGridLayout:
    result = QGridLayout()
    result.setHorizontalSpacing(theme.S5)
    result.setVerticalSpacing(theme.S1)
    result.addWidget(label(name, "group"), 0, 0, 1, 2)
    for number, (keys, text) in enumerate(lines, 1):
        result.addWidget(label(keys, "secondary"), number, 0)
        result.addWidget(label(text), number, 1)
    result.setColumnStretch(1, 1)
    return result
