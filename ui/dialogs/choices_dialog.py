"""Rows to tick in a list that can be filtered, such as what a piece of evidence proves."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui import theme
from ui.dialogs.dialog import Dialog
from ui.widgets.basics import label

_KEY = Qt.ItemDataRole.UserRole
_SIZE = 560, 520


class ChoicesDialog(Dialog):
    """Accepted: `chosen` is what is ticked. Headings stand above each group."""

    def __init__(
        self,
        title: str,
        groups: Mapping[str, Sequence[tuple[Hashable, str]]],
        chosen: Iterable[Hashable],
        parent: QWidget | None = None,
        *,
        note: str = "",
        done: str = "确定",
    ) -> None:
        super().__init__(title, parent, done=done)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("输入几个字，只列出相关的")
        self.filter.setAccessibleName("筛选")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter_changed)
        self.list = QListWidget()
        self.list.setProperty("role", "lines")
        self.list.setAccessibleName(title)
        self.list.itemChanged.connect(lambda _item: self._show_count())
        self.list.itemActivated.connect(self._on_activated)
        self.count = label("", "secondary")
        self._fill(groups, frozenset(chosen))
        if note:
            self.body.addWidget(label(note, "secondary", wrap=True))
        for widget in (self.filter, self.list, self.count):
            self.body.addWidget(widget)
        self.body.setStretchFactor(self.list, 1)
        self._show_count()
        self.resize(*_SIZE)

    def _fill(self, groups: Mapping[str, Sequence[tuple[Hashable, str]]], chosen: frozenset[Hashable]) -> None:
        for name, found in groups.items():
            if not found:
                continue
            heading = QListWidgetItem(name)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setSizeHint(QSize(0, theme.ROW))
            self.list.addItem(heading)
            for key, text in found:
                item = QListWidgetItem(text)
                item.setData(_KEY, key)
                item.setToolTip(text)
                item.setSizeHint(QSize(0, theme.ROW))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
                self.list.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        found = (self.list.item(line) for line in range(self.list.count()))
        return [item for item in found if item.flags() & Qt.ItemFlag.ItemIsUserCheckable]

    @property
    def chosen(self) -> list[Hashable]:
        """What is ticked, in the order of the list."""
        return [_key(item) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def _show_count(self) -> None:
        self.count.setText(f"已选 {len(self.chosen)} 项，共 {len(self._items())} 项")

    def _on_filter_changed(self, text: str) -> None:
        wanted = text.strip().casefold()
        for line in range(self.list.count()):
            item = self.list.item(line)
            item.setHidden(bool(wanted) and wanted not in item.text().casefold())

    def _on_activated(self, item: QListWidgetItem) -> None:
        """Enter ticks as the space bar does, so that it does not close the list half done."""
        if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            is_on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)


def _key(item: QListWidgetItem) -> Hashable:
    found: Hashable = item.data(_KEY)
    return found
