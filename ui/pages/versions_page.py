"""快照与对比: the report's snapshots, and what differs between two of its versions or between two years."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from app.model.comparison import Comparison, Difference, Version
from app.model.fields import FieldSpec, Kind
from ui import actions, theme
from ui.models.differences_model import DIFFERENCE_ROLE, DifferencesModel, Heading
from ui.models.goto_model import Place
from ui.models.history_model import when
from ui.models.outline_model import OutlineModel
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.basics import Card, button, column, label, row
from ui.widgets.editors import LineEditor
from ui.widgets.empty_state import EmptyState
from ui.widgets.line_table import LineTable
from ui.widgets.text_changes import TextChanges

_LEAST_LIST, _LIST_WIDTH = 208, 248
_LEAST_BOX = 96
_WIDTHS = {Heading.FATE: 56, Heading.PLACE: 210, Heading.LABEL: 112, Heading.BEFORE: 190}


class VersionsPage(Page):
    """Snapshots at the left, the two versions that are compared above what differs between them."""

    def __init__(self, session: Session, outline: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(session, "快照与对比", parent)
        self._outline = outline
        self._versions = [Version(session.report_id)]
        self.list = QListWidget()
        self.name = LineEditor(FieldSpec(name="name", kind=Kind.TEXT, label="快照名称"))
        self.keep_button = button("保存快照", "snapshot", tip="把报告现在的样子存为一个快照")
        self.restore_button = button(
            "恢复为副本", "restore", "flat", "把选中的快照恢复成一份新的报告，不影响现在的报告"
        )
        self.delete_button = button("删除", "trash", "flat", "删除选中的快照（Del），可以撤销")
        self.before, self.after = QComboBox(), QComboBox()
        self.tabs = QTabBar()
        self.model = DifferencesModel(self)
        self.view = LineTable("差异表")
        self.text = TextChanges()
        self._empty = EmptyState("", "")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        left = Card("版本")
        left.setMinimumWidth(_LEAST_LIST)
        left.setMaximumWidth(_LIST_WIDTH)
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName("快照和其他年度")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.name.setPlaceholderText("快照名称")
        self.name.setToolTip("如“初稿”“领导审阅后”；不填就叫“快照”")
        self.name.setAccessibleName("快照名称")
        self.name.setMaxLength(40)
        left.body.addWidget(self.list, 1)
        left.body.addLayout(row(self.restore_button, self.delete_button, None, spacing=theme.S1))
        left.body.addWidget(self.name)
        left.body.addWidget(self.keep_button)
        right = QFrame()
        right.setProperty("role", "sheet")
        inside = column(right, spacing=0)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addLayout(self._head())
        inside.addWidget(self._stack, 1)
        self._set_up_view()
        for widget in (self.view, self.text, self._empty):
            self._stack.addWidget(widget)
        both = row(left, right, spacing=theme.S3)
        both.setStretch(0, 1)
        both.setStretch(1, 4)
        self.body.addLayout(both, 1)

    def _head(self) -> QHBoxLayout:
        for box, name in ((self.before, "从"), (self.after, "到")):
            box.setAccessibleName(f"对比：{name}")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumWidth(_LEAST_BOX)
        for text in ("内容", "正文"):
            self.tabs.addTab(text)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.tabs.setAccessibleName("对比方式")
        return row(
            self.tabs, None, label("从", "secondary"), self.before, label("到", "secondary"), self.after,
            margins=(theme.S3, theme.S2, theme.S3, theme.S2),
        )  # fmt: skip

    def _set_up_view(self) -> None:
        self.view.setModel(self.model)
        self.view.lay_out(_WIDTHS, stretched=Heading.AFTER)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._on_current_changed)
        self.keep_button.clicked.connect(self._on_keep)
        self.name.returnPressed.connect(self._on_keep)
        self.restore_button.clicked.connect(self._on_restore)
        self.delete_button.clicked.connect(self._on_delete)
        actions.make(actions.SNAPSHOT_DELETE, self.list, self._on_delete, Qt.ShortcutContext.WidgetShortcut)
        self.before.activated.connect(self._compare)
        self.after.activated.connect(self._compare)
        self.tabs.currentChanged.connect(self._show_tab)
        self.view.activated.connect(self._on_activated)
        self.session.settled.connect(self._on_settled)

    # Versions

    def refresh(self) -> None:
        if not self.session.report_id:
            return
        library, report_id = self.session.library, self.session.report_id
        before, after, listed = self._chosen(self.before), self._chosen(self.after), self._listed()
        self._versions = self.session.read(lambda: library.versions.choices(report_id)) or self._versions
        self._fill()
        if before is None or before not in self._versions or after not in self._versions or before == after:
            before, after = self._first_choice()
        self._choose(before, after)
        self._list_version(listed if listed in self._versions else before)
        self.keep_button.setEnabled(not library.read_only)

    def _fill(self) -> None:
        words = [self._words(version) for version in self._versions]
        self.list.blockSignals(True)
        self.list.clear()
        for text in words:
            item = QListWidgetItem(text)
            item.setToolTip(text)
            item.setSizeHint(QSize(0, theme.ROW))
            self.list.addItem(item)
        self.list.blockSignals(False)
        for box in (self.before, self.after):
            box.clear()
            box.addItems(words)

    def _first_choice(self) -> tuple[Version, Version]:
        """The newest snapshot, else the report this one was carried over from, against the present."""
        now, previous = self._versions[0], self.session.data.report.previous_id
        snapshot = next((each for each in self._versions if each.snapshot_id), None)
        earlier = next((each for each in self._versions if each.report_id == previous), None)
        return snapshot or earlier or now, now

    def _choose(self, before: Version, after: Version | None) -> None:
        for box, version in ((self.before, before), (self.after, after)):
            box.setCurrentIndex(self._versions.index(version) if version in self._versions else 0)
        self._compare()

    def _list_version(self, version: Version) -> None:
        """Selects a version in the list, without comparing anything else for it."""
        self.list.blockSignals(True)
        self.list.setCurrentRow(self._versions.index(version))
        self.list.blockSignals(False)
        self._show_commands()

    def _words(self, version: Version) -> str:
        if version.snapshot_id:
            return f"{version.name} · {when(version.time)}"
        if version.report_id == self.session.report_id:
            return "现在"
        return f"{version.year}年度 {version.remark}".rstrip()

    def _chosen(self, box: QComboBox) -> Version | None:
        return self._version(box.currentIndex())

    def _listed(self) -> Version | None:
        return self._version(self.list.currentRow())

    def _version(self, line: int) -> Version | None:
        """The version on a line; None where there is none, or when the list is still another report's."""
        is_own = self._versions[0].report_id == self.session.report_id
        return self._versions[line] if is_own and 0 <= line < len(self._versions) else None

    def _show_commands(self) -> None:
        listed = self._listed()
        may = listed is not None and bool(listed.snapshot_id) and not self.session.library.read_only
        self.restore_button.setEnabled(may)
        self.delete_button.setEnabled(may)

    def _on_current_changed(self) -> None:
        self._show_commands()
        listed = self._listed()
        if listed is not None and listed != self._versions[0]:
            self._choose(*sorted((listed, self._versions[0]), key=lambda version: version.year))

    def _on_keep(self) -> None:
        self.session.commit_pending()
        self.name.take_preedit()
        library, report_id = self.session.library, self.session.report_id
        if self.session.edit(lambda: library.versions.keep(report_id, self.name.text())):
            self.name.clear()
            self.refresh()
            self.list.setCurrentRow(1)
            self.session.informed.emit(f"已保存快照“{self._versions[1].name}”。")

    def _on_restore(self) -> None:
        listed = self._listed()
        if listed is None or not listed.snapshot_id:
            return
        library, session = self.session.library, self.session
        made = session.read(lambda: library.versions.restore(listed.snapshot_id))
        if made is not None:
            self.refresh()
            session.offered.emit(f"已把“{listed.name}”恢复为一份新的报告。", "打开", lambda: session.open_report(made))

    def _on_delete(self) -> None:
        listed = self._listed()
        if listed is None or not listed.snapshot_id:
            return
        library = self.session.library
        put_back = self.session.read(lambda: library.versions.delete(listed.snapshot_id))
        if put_back is not None:
            self.refresh()
            self.session.offered.emit(f"已删除快照“{listed.name}”。", "撤销", lambda: self._put_back(put_back))

    def _put_back(self, put_back: Callable[[], None]) -> None:
        if self.session.edit(put_back):
            self.refresh()

    def _on_settled(self) -> None:
        if self.isVisible():
            self.refresh()

    # Comparison

    def _compare(self) -> None:
        before, after = self._chosen(self.before), self._chosen(self.after)
        found = Comparison((), ())
        if before is not None and after is not None and before != after:
            library = self.session.library
            found = self.session.read(lambda: library.versions.compare(before, after)) or found
        changed = sum(not change.is_same for change in found.text)
        self.model.show(found.entries)
        self.text.show_changes(found.text if changed else ())
        self.tabs.setTabText(0, f"内容 {len(found.entries)}")
        self.tabs.setTabText(1, f"正文 {changed}")
        self.tabs.setMinimumWidth(self.tabs.sizeHint().width())
        self.remark.setText("双击一行转到该处" if found.entries else "")
        self._show_tab()

    def _show_tab(self) -> None:
        is_text = self.tabs.currentIndex() == 1
        is_empty = not (self.text.toPlainText() if is_text else self.model.rowCount())
        if is_empty:
            self._empty.tell(*self._why_empty())
        self._stack.setCurrentWidget(self._empty if is_empty else self.text if is_text else self.view)

    def _why_empty(self) -> tuple[str, str]:
        if len(self._versions) < 2:
            return "还没有可以对比的版本", "保存快照后，可以随时看出改了哪些地方；送审和定稿时会自动保存快照。"
        if self.before.currentIndex() == self.after.currentIndex():
            return "请选择两个不同的版本", "在左边点一个快照或年度，就与现在的报告对比。"
        return "没有差异", "两个版本的这部分内容完全相同。"

    def _on_activated(self, index: QModelIndex) -> None:
        found: Difference = index.data(DIFFERENCE_ROLE)
        sides = ((self._chosen(self.after), found.after_id), (self._chosen(self.before), found.before_id))
        for version, row_id in sides:
            is_here = version is not None and version.report_id == self.session.report_id
            page = self._outline.page_of(found.table, found.field)
            if is_here and page and self.session.find(found.table, row_id) is not None:
                self.place_wanted.emit(Place(page, found.table, row_id, found.field))
                return
        self.told.emit("这一处不在现在的报告中，不能转到。", "info")
