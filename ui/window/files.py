"""The commands that write the report into files and read files in: exports, printing, imports, packages, 采集表.

Each loads its dialog, and with it what reads and writes, when it is first asked for: together they take longer to load
than the window to open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.library import PROJECTS
from app.model import naming
from ui.backups import Backups
from ui.session import Session
from ui.settings import Settings
from ui.window.notices import Notices
from ui.window.reports import ReportCommands
from ui.workspace import Workspace

if TYPE_CHECKING:
    from app.exchange.package import Package
    from app.storage.sharing import Meeting


class FileCommands(QObject):
    """What goes out of the open report and what comes in."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        backups: Backups,
        workspace: Workspace,
        reports: ReportCommands,
        notices: Notices,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._settings, self._backups, self._window = session, settings, backups, window
        self._workspace, self._reports, self._notices = workspace, reports, notices

    # Out

    def export(self, formats: Sequence[str], parts: Sequence[str]) -> None:
        """Opens the export dialog with these chosen."""
        from ui.dialogs.export_dialog import ExportDialog

        self._session.commit_pending()
        form = self._workspace.form
        dialog = ExportDialog(self._session, self._settings, self._window, formats=formats, parts=parts, form=form)
        dialog.findings_wanted.connect(self._workspace.show_findings)
        dialog.open_once()

    def export_forms(self) -> None:
        """Opens the export dialog for the forms of the projects."""
        self.export(("docx",), (PROJECTS,))

    def export_package(self) -> None:
        """Opens the export of a package of the open report."""
        from ui.dialogs.package_export_dialog import PackageExportDialog

        if self._session.report_id:
            self._session.commit_pending()
            PackageExportDialog(self._session, self._settings, self._window).open_once()

    def print(self, content: str = "") -> None:
        """Opens the print dialog with a content chosen: the form the officer is at, else what was printed last."""
        from ui.dialogs.print_dialog import PrintDialog

        if not self._session.report_id:
            return
        self._session.commit_pending()
        form = self._workspace.form
        dialog = PrintDialog(self._session, self._settings, self._window, content=content, form=form)
        dialog.findings_wanted.connect(self._workspace.show_findings)
        dialog.open_once()

    # In

    def open_file(self, path: Path) -> None:
        """Opens a file that was dropped on the window: a package, else what can be imported."""
        from app.exchange import form_reader, package

        if package.is_package(path):
            self.open_package(path)
        elif form_reader.is_form(path):
            self.collect([path])
        else:
            self.open_import(path)

    def open_forms(self, paths: Sequence[Path]) -> None:
        """Reads the 采集表 among files and folders that were dropped on the window."""
        from app.exchange import form_reader

        found = [each for path in paths for each in (form_reader.forms_in(path) if path.is_dir() else [path])]
        if found:
            self.collect(found)
        else:
            self._notices.tell("拖入的文件夹中没有采集表（xlsx 文件）。", "info")

    def open_import(self, path: Path | None = None, preferred: str = "") -> None:
        """Opens the import; with a file, that is read at once."""
        from ui.dialogs.import_dialog import ImportDialog

        if self._session.is_read_only or QApplication.activeModalWidget() is not None:
            self._notices.tell("现在不能导入：报告或台账库是只读的，或者另一个窗口还开着。", "info")
            return
        self._session.commit_pending()
        place = self._workspace.place if self._session.report_id else None
        table = preferred or (place.table if place is not None else "")
        dialog = ImportDialog(self._session, self._settings, self._window, path=path, preferred=table)
        dialog.report_made.connect(self._session.open_report)
        dialog.open_once()

    def collect(self, filled: Sequence[Path] = ()) -> None:
        """Opens the board of the 采集表 of the open report; forms that were filled in are read at once."""
        from ui.dialogs.collection_dialog import CollectionDialog

        if not self._session.report_id:
            self._notices.tell("请先打开报告，再读取采集表。", "info")
            return
        self._session.commit_pending()
        dialog = CollectionDialog(self._session, self._settings, self._window)
        dialog.open_once()
        if not self._session.is_read_only:
            dialog.read(filled)

    def open_package(self, path: Path | None = None) -> None:
        """Opens a package, asking for one where none is named: as a new report, or to be merged into the one here."""
        from ui.dialogs.package_dialog import KIND, PackageDialog

        if self._session.library.read_only:
            self._notices.tell("台账库现在只能查看，不能打开数据包。", "warning")
            return
        path = path or self._session.messages.choose_file(self._window, "打开数据包", KIND)
        if path is not None:
            self._session.commit_pending()
            dialog = PackageDialog(self._session, path, self._backups.folder, self._window)
            dialog.opened.connect(self._on_package_opened)
            dialog.merge_wanted.connect(self._on_merge_wanted)
            dialog.open_once()

    def _on_package_opened(self, report_id: int) -> None:
        if self._session.open_report(report_id):
            rows = naming.in_short(self._session.data.tables)
            self._notices.toast.tell(f"已从数据包新增报告：{rows or '没有条目'}。")

    def _on_merge_wanted(self, report_id: int, found: Package, meeting: Meeting) -> None:
        """Shows what a package would bring, on the report it is a copy of."""
        from ui.dialogs.merge_dialog import MergeDialog

        packages = self._session.library.packages
        if report_id != self._session.report_id and not (
            self._reports.may_leave("打开另一份报告", "仍然打开") and self._session.open_report(report_id)
        ):
            found.close()
            return
        if not meeting.merge.changes:
            found.close()
            self._notices.toast.tell("数据包与本机的报告没有不同，不需要合并。")
            return
        dialog = MergeDialog("合并数据包", meeting.merge, self._window)
        everything = len(meeting.merge.changes)
        dialog.accepted.connect(
            lambda: self._merge(
                lambda: packages.take(report_id, found, meeting, dialog.chosen), len(dialog.chosen), everything
            )
        )
        dialog.finished.connect(lambda _result: found.close())
        dialog.open_once()

    def _merge(self, take: Callable[[], None], taken: int, everything: int) -> None:
        if self._session.edit(take):
            kept = f"，保留本机的 {everything - taken} 处" if everything > taken else ""
            self._notices.toast.tell(f"已合并：采用对方的 {taken} 处{kept}。", "撤销", self._session.undo)
