"""The keys of the window at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import actions, theme
from ui.dialogs.dialog import Dialog
from ui.widgets.basics import label, row

_GROUPS: tuple[tuple[str, tuple[actions.Command, ...]], ...] = (
    (
        "整个窗口",
        (
            actions.GO_TO, actions.UNDO, actions.REDO, actions.NEXT_MISSING, actions.CONFIRM, actions.EXPORT,
            actions.PANEL, actions.HISTORY, actions.SETTINGS,
        ),
    ),
    (
        "报告列表",
        (actions.REPORT_NEW, actions.REPORT_CARRY_OVER, actions.REPORT_DUPLICATE, actions.REPORT_DELETE),
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


class KeysDialog(Dialog):
    """Read from the commands themselves, so that it cannot be out of date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("键盘快捷键", parent, done="关闭")
        self.cancel_button.hide()
        window, reports, table = _GROUPS
        left, right = _grid(), _grid()
        _add_commands(left, *window)
        _add_commands(left, *reports)
        _add_commands(right, *table)
        right.addWidget(label("填写", "group"), right.rowCount(), 0, 1, 2)
        for keys, text in _TYPED:
            _add(right, keys, text)
        sides = row(spacing=theme.S6)
        for grid in (left, right):
            grid.setRowStretch(grid.rowCount(), 1)
            sides.addLayout(grid, 1)
        self.body.addLayout(sides)
        self.setMinimumWidth(760)


def _grid() -> QGridLayout:
    result = QGridLayout()
    result.setHorizontalSpacing(theme.S4)
    result.setVerticalSpacing(theme.S1)
    result.setColumnStretch(1, 1)
    return result


def _add_commands(grid: QGridLayout, name: str, commands: Sequence[actions.Command]) -> None:
    grid.addWidget(label(name, "group"), grid.rowCount(), 0, 1, 2)
    for command in commands:
        keys = (QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.keys)
        _add(grid, "、".join(keys), command.tip or command.text)


def _add(grid: QGridLayout, keys: str, text: str) -> None:
    line = grid.rowCount()
    grid.addWidget(label(keys, "secondary"), line, 0)
    grid.addWidget(label(text), line, 1)
