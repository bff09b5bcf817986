"""The window's commands: word, icon and keys of each declared once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui import icons

IS_COMMAND = "isCommand"
"""The property that tells a command's action from those Qt puts into its own widgets."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a command is called, shows and is reached by."""

    text: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    tip: str = ""

    @property
    def hint(self) -> str:
        """The tip with the first key, for a button."""
        key = QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if self.keys else ""
        words = self.tip or self.text
        return f"{words}（{key}）" if key else words


UNDO = Command("撤销", "undo", ("Ctrl+Z",))
REDO = Command("重做", "redo", ("Ctrl+Y", "Ctrl+Shift+Z"))
GO_TO = Command("转到", "search", ("Ctrl+K",), "转到页面、条目，或执行命令")
EXPORT = Command("导出 Word", "export", ("Ctrl+E",), "导出报告")
REPORTS = Command("全部报告", "reports", (), "回到报告列表")
PANEL = Command("预览", "panel", ("F9",), "显示或收起右侧的预览和历史")
FINDINGS = Command("校核", "flag", (), "转到第一处校核发现的问题")
NEXT_ISSUE = Command("下一处问题", "flag", ("F8",), "转到下一处未填或校核发现的问题")
PREVIOUS_ISSUE = Command("上一处问题", "flag", ("Shift+F8",), "转到上一处未填或校核发现的问题")
BACK = Command("后退", "arrow-left", ("Alt+Left",), "回到刚才的位置")
FORWARD = Command("前进", "arrow-right", ("Alt+Right",), "前进到后面的位置")

FIND = Command("查找", "search", ("Ctrl+F",), "在整份报告中查找")
REPLACE = Command("替换", "pencil", ("Ctrl+H",), "查找并替换")
FIND_NEXT = Command("下一处匹配", "chevron-down", ("F3",))
FIND_PREVIOUS = Command("上一处匹配", "chevron-up", ("Shift+F3",))

ROW_ADD = Command("新增", "plus", ("Ctrl+Return", "Ins"), "在当前行下方新增一行")
ROW_DELETE = Command("删除", "trash", ("Ctrl+Del",), "删除选中的行，可以撤销")
ROW_DUPLICATE = Command("复制本行", "duplicate", ("Ctrl+D",), "在下方添加一行相同的内容")
ROW_UP = Command("上移", "arrow-up", ("Alt+Up",), "把选中的行上移")
ROW_DOWN = Command("下移", "arrow-down", ("Alt+Down",), "把选中的行下移")
CELL_COPY = Command("复制单元格", "", ("Ctrl+C",), "复制选中的单元格")
CELL_PASTE = Command("粘贴", "", ("Ctrl+V",), "从 Excel 等表格粘贴")
CELL_CLEAR = Command("清除内容", "", ("Del",), "清除选中单元格的内容")


_GROUPS = {"FIND": "查找", "REPLACE": "查找", "ROW": "表格", "CELL": "表格"}
"""Where the list of keys puts a command, by the first word of its name; else under 整个窗口."""


def commands() -> dict[str, list[Command]]:
    """All commands that have keys, by group, in the order they are declared."""
    result: dict[str, list[Command]] = {"整个窗口": []}
    for name, value in globals().items():
        if isinstance(value, Command) and value.keys:
            result.setdefault(_GROUPS.get(name.partition("_")[0], "整个窗口"), []).append(value)
    return result


def make(
    command: Command,
    owner: QWidget,
    slot: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> QAction:
    """The command as an action of `owner`, which its keys reach in that context."""
    action = QAction(command.text, owner)
    action.setToolTip(command.hint)
    action.setProperty(IS_COMMAND, True)
    action.setShortcuts([QKeySequence(key) for key in command.keys])
    action.setShortcutContext(context)
    if command.icon:
        icons.assign(action, command.icon)
    action.triggered.connect(lambda _checked=False: slot())
    owner.addAction(action)
    return action
