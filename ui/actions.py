"""The window's commands: word, icon and keys of each declared once.

One thing is called by one word, here and everywhere in the window:

| word | what it is | not |
|---|---|---|
| 新建 / 新增 | a report / a row of a table; 添加 is for files | 增加, 创建 |
| 填写 | what the officer does in a field | 录入, 输入 |
| 填报 | a value typed in where one is computed as well (填报得分) | 手填 |
| 校核意见 | one thing 校核 found, of the levels 错, 警, 示; 下一处问题 finds empty fields as well | 校核发现 |
| 确认并说明 | lets a 校核意见 stand with a reason | 忽略 |
| 改正 | what a program may mend by itself | 修正, 修复 |
| 修改记录 | what was changed, of the report (the page) or of a field (the tab 记录) | 历史 |
| 改前, 改后 | the two sides of a change or a comparison | 前, 后 |
| 快照 | a kept state of a report; 版本 are snapshots and the present | 备份, which is a file |
| 结转 / 沿用 | making next year's report / what it kept | 复制, which keeps all |
| 全部… | no narrowing by page, date or person | 所有 |
| 定稿 / 重新打开 | closing a report / editing it again | 锁定, 解锁 |
"""

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
PRINT = Command("打印", "print", ("Ctrl+P",), "打印报告和附表，先看到每一页")
IMPORT = Command("从 Excel / Word / PDF 导入…", "import", ("Ctrl+I",), "从工作簿或已有的报告读入内容，先预览再导入")
REPORTS = Command("全部报告", "reports", (), "回到报告列表")
PANEL = Command("预览", "panel", ("F9",), "显示或收起右侧的面板")
HISTORY = Command("查看修改记录", "history", ("Ctrl+Shift+H",), "查看当前填报项的修改记录")
SETTINGS = Command("设置…", "settings", ("Ctrl+,",), "打开设置：显示、默认值和备份")
FINDINGS = Command("校核", "flag", (), "查看校核意见")
NEXT_ISSUE = Command("下一处问题", "flag", ("F8",), "转到下一处未填内容或校核意见")
PREVIOUS_ISSUE = Command("上一处问题", "flag", ("Shift+F8",), "转到上一处未填内容或校核意见")
BACK = Command("后退", "arrow-left", ("Alt+Left",), "回到刚才的位置")
FORWARD = Command("前进", "arrow-right", ("Alt+Right",), "前进到后面的位置")

FIND = Command("查找", "search", ("Ctrl+F",), "在整份报告中查找")
REPLACE = Command("替换", "pencil", ("Ctrl+H",), "查找并替换")
FIND_NEXT = Command("下一处匹配", "chevron-down", ("F3",))
FIND_PREVIOUS = Command("上一处匹配", "chevron-up", ("Shift+F3",))

REPORT_NEW = Command("新建报告", "plus", ("Ctrl+N",))
REPORT_OPEN = Command("打开", "folder", (), "打开选中的报告，也可以双击或按 Enter")
REPORT_CARRY_OVER = Command("从上年结转", "carry-over", ("Ctrl+Shift+N",), "以选中的报告为底稿，新建下一年度的报告")
REPORT_DUPLICATE = Command("复制", "duplicate", ("Ctrl+D",), "把选中的报告原样复制为另一年度")
REPORT_DELETE = Command("删除", "trash", ("Del",), "删除选中的报告，可以撤销；已定稿的要先重新打开")
SNAPSHOT_DELETE = Command("删除快照", "trash", ("Del",))
CONFIRM = Command("确认沿用", "check", ("F7",), "确认当前或选中内容的“沿用”标记；没有标记时确认整行")

FORM_BEGIN = Command("建立自评表", "plus", (), "为选中的项目建立自评表，预置资金来源和指标")
FORM_BEGIN_ALL = Command("全部建立", "", (), "为还没有自评表的项目全部建立")
FORM_DELETE = Command("删除自评表", "trash", (), "删除选中项目的自评表，项目保留，可以撤销")
FORM_EXPORT = Command("导出自评表…", "export", (), "导出项目自评表：合为一个文件、每个项目一个文件，或只要当前项目")

ROW_ADD = Command("新增一行", "plus", ("Ctrl+Shift+Return", "Ins"), "在当前行下方新增一行；选中几行就新增几行")
ROW_ADD_ABOVE = Command("在上方插入行", "", ("Ctrl+Alt+Return",), "在当前行上方新增一行；选中几行就新增几行")
ROW_DELETE = Command("删除行", "trash", ("Ctrl+Del",), "删除选中的行，可以撤销")
ROW_DUPLICATE = Command("复制本行", "duplicate", ("Ctrl+Shift+D",), "在下方添加相同的行")
ROW_UP = Command("上移", "arrow-up", ("Alt+Up",), "把选中的行上移")
ROW_DOWN = Command("下移", "arrow-down", ("Alt+Down",), "把选中的行下移")
ROW_TOP = Command("移到最前", "", ("Alt+Home",), "把选中的行移到最前")
ROW_BOTTOM = Command("移到最后", "", ("Alt+End",), "把选中的行移到最后")
ROW_FILTER = Command("筛选", "search", ("Ctrl+Shift+L",), "只显示含有某些文字的行")
CELL_CUT = Command("剪切", "", ("Ctrl+X",), "剪切选中的单元格；选中整行时剪切整行")
CELL_COPY = Command("复制", "", ("Ctrl+C",), "复制选中的单元格")
CELL_COPY_HEADED = Command("连同列名复制", "", ("Ctrl+Shift+C",), "连同列名复制，便于在 Excel、WPS 中使用")
CELL_PASTE = Command("粘贴", "", ("Ctrl+V",), "从 Excel、WPS 等表格粘贴")
CELL_PASTE_ROWS = Command("粘贴为新行", "", ("Ctrl+Shift+V",), "把复制的内容作为新行插到当前行下方")
CELL_CLEAR = Command("清除内容", "", ("Del",), "清除选中单元格的内容")
CELL_FILL_DOWN = Command("向下填充", "", ("Ctrl+D",), "用选中区域的第一行填满下面各行")
CELL_ENLARGE = Command("放大编辑…", "expand", ("Shift+F2",), "在大窗口中编辑文字")
COLLECT = Command("采集表…", "reports", (), "向科室和下属单位发采集表、读回填好的表、查看进度")
PACKAGE_OPEN = Command("打开数据包…", "package", ("Ctrl+Shift+P",), "打开别的电脑导出的数据包（.zpg）")
PACKAGE_EXPORT = Command("导出数据包…", "package", (), "把报告连同佐证材料导出为一个文件，带到别的电脑上接着做")
EVIDENCE_ADD = Command("添加佐证文件…", "attach", ("Ctrl+Shift+O",), "选择文件，作为佐证材料")
EVIDENCE_OPEN = Command("打开佐证文件", "document", ("Ctrl+O",), "用系统中的程序打开选中材料的文件（只读）")
EVIDENCE_EXPORT = Command("导出佐证材料…", "export", (), "把全部佐证文件连同目录导出为文件夹或压缩包")

GROUP_FOLD = Command("收起本组", "", ("Ctrl+[",), "收起当前分组，只留标题和合计")
GROUP_UNFOLD = Command("展开本组", "", ("Ctrl+]",), "展开当前分组")
GROUP_FOLD_ALL = Command("全部收起", "", ("Ctrl+Shift+[", "Ctrl+{"), "只看各组标题和合计")
GROUP_UNFOLD_ALL = Command("全部展开", "", ("Ctrl+Shift+]", "Ctrl+}"), "展开所有分组")
SCORE_WEIGHTS = Command("分配分值…", "weights", ("Ctrl+Shift+W",), "把一部分的分值平均分，或按任务的预算分")
SCORE_SYSTEM = Command("载入指标体系…", "package", (), "从模板包或其他年度的报告载入整套指标")
SCORE_SAVE = Command("把指标体系另存为模板…", "", (), "把本报告的整套指标存为自己的模板，新建报告时可以选用")
SCORE_PANEL = Command("本行详情", "panel", ("Ctrl+Shift+J",), "显示或收起表格下方的本行详情")


_GROUPS = {
    "FIND": "查找", "REPLACE": "查找", "REPORT": "报告列表", "SNAPSHOT": "快照与对比", "GROUP": "表格",
    "ROW": "表格", "CELL": "表格", "SCORE": "自评表", "EVIDENCE": "佐证材料",
}  # fmt: skip
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
