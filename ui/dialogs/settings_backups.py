"""Backups: where they go, which there are, and what can be done with one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from ui import theme
from ui.backups import Backups
from ui.dialogs.settings_form import SettingsForm
from ui.models.history_model import when
from ui.session import Session
from ui.settings import Settings, documents
from ui.widgets.basics import ElidedLabel, button, label, row

_PATH_ROLE = Qt.ItemDataRole.UserRole
_LIST = 3 * theme.ROW + 2 * theme.S1


class BackupSettings(SettingsForm):
    """A backup is never put in the place of the library: it is looked into, or copied to a file of its own."""

    view_wanted = Signal(object)  # Path of a backup to be opened for reading

    def __init__(self, session: Session, settings: Settings, backups: Backups, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._settings, self._backups = session, settings, backups
        self.automatic = QCheckBox("有修改时每 30 分钟一次，关闭程序时再一次")
        self.automatic.setChecked(settings.is_backing_up)
        self.folder = ElidedLabel(str(backups.folder), mode=Qt.TextElideMode.ElideMiddle)
        self.choose_button = button("更改…")
        self.open_button = button("打开文件夹")
        self.now_button = button("立即备份", "save")
        self.view_button = button("打开查看", tip="在另一个窗口中打开，只能看，不能改")
        self.copy_button = button("另存副本…", tip="复制成一个单独的台账库文件")
        self.state = label("", "secondary", wrap=True)
        self.list = QListWidget()
        self.list.setProperty("role", "lines")
        self.list.setAccessibleName("备份列表")
        self.list.setMinimumHeight(_LIST)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self.add("自动备份", self.automatic, "备份前检查台账库是否完好；较早的备份逐渐只留每天、每周、每月一份。")
        line = QWidget()
        inside = row(self.folder, self.choose_button, self.open_button)
        inside.setStretch(0, 1)
        line.setLayout(inside)
        self.add("备份文件夹", line)
        self.folder.setMinimumHeight(theme.CONTROL)
        self.whole.addWidget(self.list, 1)
        self.whole.addLayout(row(self.now_button, self.state, None, self.view_button, self.copy_button))

    def _connect(self) -> None:
        self.automatic.toggled.connect(self._on_automatic)
        self.choose_button.clicked.connect(self._on_choose)
        self.open_button.clicked.connect(self._on_open_folder)
        self.now_button.clicked.connect(self._on_now)
        self.view_button.clicked.connect(lambda: self.view_wanted.emit(self.chosen()))
        self.copy_button.clicked.connect(self._on_copy)
        self.list.itemDoubleClicked.connect(lambda _item: self.view_wanted.emit(self.chosen()))
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        self._backups.made.connect(self._on_made)
        self._backups.failed.connect(self._on_failed)

    def refresh(self) -> None:
        """Lists the backups of the folder."""
        self.folder.setText(str(self._backups.folder))
        self.list.clear()
        for time, path in self._backups.found():
            item = QListWidgetItem(f"{when(time.isoformat())}　{_size(path)}")
            item.setToolTip(path.name)
            item.setData(_PATH_ROLE, str(path))
            self.list.addItem(item)
        if not self.list.count():
            empty = QListWidgetItem("还没有备份")
            empty.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(empty)
        self.list.setCurrentRow(0)
        self._enable()

    def chosen(self) -> Path | None:
        """The backup that is selected; None when there is none."""
        path = self.list.currentIndex().data(_PATH_ROLE)
        return Path(path) if path else None

    def _enable(self) -> None:
        for each in (self.view_button, self.copy_button):
            each.setEnabled(self.chosen() is not None)
        self.now_button.setEnabled(not self._backups.is_running and not self.session.is_read_only)

    def _on_automatic(self, is_on: bool) -> None:
        self._settings.is_backing_up = is_on

    def _on_choose(self) -> None:
        chosen = self.session.messages.choose_folder(self, "备份文件夹", self._backups.folder)
        if chosen is not None:
            self._settings.backup_folder = str(chosen)
            self.failed.emit("")
            self.refresh()

    def _on_open_folder(self) -> None:
        folder = self._backups.folder
        if not folder.is_dir() or not self.session.messages.open_path(folder):
            self.failed.emit(f"打不开文件夹“{folder}”，可能还没有备份过。")

    def _on_now(self) -> None:
        self.session.commit_pending()
        self.failed.emit("")
        self.state.setText("正在备份…")
        self._backups.start()
        self._enable()

    def _on_made(self, made: Path | None) -> None:
        self.state.setText("✓ 已备份" if made else "没有新的修改，不用再备份")
        self.refresh()

    def _on_failed(self, sentence: str) -> None:
        self.state.setText("")
        self.failed.emit(sentence)
        self._enable()

    def _on_copy(self) -> None:
        source = self.chosen()
        folder = self.session.messages.choose_folder(self, "副本存到", documents())
        if source is None or folder is None:
            return
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        target = folder / f"{source.stem}-副本-{stamp}{source.suffix}"
        if self.session.edit(lambda: self.session.library.backups.copy(source, target), self.failed.emit):
            self.failed.emit("")
            self.state.setText(f"✓ 已另存为 {target.name}")


def _size(path: Path) -> str:
    try:
        return QLocale().formattedDataSize(path.stat().st_size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
    except OSError:  # removed meanwhile
        return ""
