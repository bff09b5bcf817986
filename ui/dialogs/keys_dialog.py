"""The keys of the window at a glance."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

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
    ("F1", "显示填写说明"),
    ("Esc", "放弃未保存的输入"),
)

_PREVIEWED: tuple[tuple[str, str], ...] = (
    ("↑ / ↓", "到上一段、下一段"),
    ("← / →", "到段中的上一个、下一个数字"),
    ("Enter", "转到填报处"),
    ("Ctrl++ / Ctrl+-", "放大、缩小"),
    ("Ctrl+0", "适合宽度"),
)


class KeysDialog(Dialog):
    """Read from the commands themselves, so that it cannot be out of date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("键盘快捷键", parent, done="关闭")
        self.cancel_button.hide()
        commands = [(name, [(_keys(each), each.tip or each.text) for each in group]) for name, group in _GROUPS]
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(theme.S6)
        for groups in (commands, [("填写", _TYPED), ("预览", _PREVIEWED)]):
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme.S5)
            grid.setVerticalSpacing(theme.S1)
            for name, lines in groups:
                grid.addWidget(label(name, "group"), grid.rowCount(), 0, 1, 2)
                for keys, text in lines:
                    _add(grid, keys, text)
            grid.setColumnStretch(1, 1)
            grid.setRowStretch(grid.rowCount(), 1)
            side_by_side.addLayout(grid)
        self.body.addLayout(side_by_side)


def _keys(command: actions.Command) -> str:
    return "、".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.keys)


def _add(grid: QGridLayout, keys: str, text: str) -> None:
    line = grid.rowCount()
    grid.addWidget(label(keys, "secondary"), line, 0)
    grid.addWidget(label(text), line, 1)
