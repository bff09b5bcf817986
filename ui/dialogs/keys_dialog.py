"""The keys of the window at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from ui import actions, theme
from ui.dialogs.dialog import Dialog
from ui.widgets.basics import label, row
from ui.widgets.sheet_area import SheetArea

_COLUMNS = 2
_HEIGHT = 320  # logical pixels in sight, so that it fits a screen of 1366×768 at 150 %
_TYPED: tuple[tuple[str, str], ...] = (
    ("F2 或直接输入", "修改单元格"),
    ("Enter / Tab", "确认并到下一格；加 Shift 往回走"),
    ("最后一行的第一列按 Enter", "新增一行"),
    ("Ctrl+Enter", "把输入的内容填入所有选中的单元格"),
    ("Ctrl+方向键", "到数据区域的边上；加 Shift 连同选中"),
    ("Shift+空格 / Ctrl+空格", "选中整行 / 整列"),
    ("Alt+Enter", "在单元格的长文本中换行"),
    ("Enter / Ctrl+Enter", "到下一项；长文本用 Ctrl+Enter"),
    ("F1", "显示填写说明"),
    ("Shift+F2", "放大编辑长文本"),
    ("Alt+L", "沿用上年的值，或看上年的文字"),
    ("Alt+U", "表单中的金额改用元或万元"),
    ("Esc", "放弃未保存的输入"),
)
"""What single widgets do with keys of their own, which are no commands."""

_PREVIEWED: tuple[tuple[str, str], ...] = (
    ("↑ / ↓", "到上一段、下一段"),
    ("← / →", "到段中的上一个、下一个数字"),
    ("Enter", "转到填报处"),
    ("Ctrl++ / Ctrl+-", "放大、缩小"),
    ("Ctrl+0", "适合宽度"),
)


class KeysDialog(Dialog):
    """Read from the commands themselves, so that it cannot be out of date. It scrolls on a small screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("键盘快捷键", parent, done="关闭")
        self.cancel_button.hide()
        groups = [
            (name, [(_keys(command), command.tip or command.text) for command in commands])
            for name, commands in actions.commands().items()
        ]
        groups += [("填写", list(_TYPED)), ("预览", list(_PREVIEWED))]
        grids = [QGridLayout() for _ in range(_COLUMNS)]
        share = sum(len(lines) + 1 for _, lines in groups) / _COLUMNS
        placed = 0.0
        for name, lines in groups:
            _add(grids[min(int((placed + len(lines) / 2) / share), _COLUMNS - 1)], name, lines)
            placed += len(lines) + 1
        content = QWidget()
        columns = row(spacing=theme.S6)
        for grid in grids:
            grid.setHorizontalSpacing(theme.S4)
            grid.setVerticalSpacing(theme.S1)
            grid.setColumnStretch(1, 1)
            grid.setRowStretch(grid.rowCount(), 1)
            columns.addLayout(grid, 1)
        content.setLayout(columns)
        area = SheetArea(content, QMargins(0, 0, theme.S4, 0))
        area.setAccessibleName("键盘快捷键")
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrow keys scroll
        area.setMinimumSize(content.sizeHint().width() + theme.S4, _HEIGHT)
        self.body.addWidget(area, 1)
        area.setFocus()
        self.resize(self.minimumSizeHint())


def _keys(command: actions.Command) -> str:
    return "、".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.keys)


def _add(grid: QGridLayout, name: str, lines: Sequence[tuple[str, str]]) -> None:
    heading = label(name, "group")
    heading.setContentsMargins(0, theme.S2 if grid.count() else 0, 0, 0)
    grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
    for keys, text in lines:
        line = grid.rowCount()
        grid.addWidget(label(keys, "secondary"), line, 0)
        grid.addWidget(label(text), line, 1)
