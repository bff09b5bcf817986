"""The window: top bar, messages, the list of reports or the open one, status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMainWindow, QStackedWidget, QWidget

from app.errors import AppError
from app.exchange import form_reader, package
from app.exchange.package import Package
from app.library import PROJECTS, Library
from app.model.entities import Override, Status
from app.model.results import Finding, Severity
from ui import actions, palette
from ui.application import Application
from ui.backups import Backups
from ui.dialogs.about_dialog import AboutDialog
from ui.dialogs.acknowledge_dialog import AcknowledgeDialog
from ui.dialogs.collection_dialog import CollectionDialog
from ui.dialogs.copy_report_dialog import CopyReportDialog
from ui.dialogs.dialog import Dialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.import_dialog import SUFFIXES, ImportDialog
from ui.dialogs.keys_dialog import KeysDialog
from ui.dialogs.mend_dialog import MendDialog
from ui.dialogs.merge_dialog import MergeDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.package_dialog import KIND, PackageDialog
from ui.dialogs.package_export_dialog import PackageExportDialog
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.dialogs.print_dialog import PrintDialog
from ui.dialogs.settings_dialog import SettingsDialog
from ui.dialogs.settings_display import LEAST
from ui.models.goto_model import Entry, GotoModel
from ui.models.outline_model import OutlineModel
from ui.navigation import IssueWalk, Journey
from ui.pages.start_page import StartPage
from ui.session import Session
from ui.settings import Settings
from ui.theme import ThemeChoice
from ui.undo import UndoActions
from ui.widgets.basics import column
from ui.widgets.field_box import FieldBox
from ui.widgets.message_bar import MessageBar
from ui.widgets.search_box import SearchBox
from ui.widgets.status_bar import StatusBar
from ui.widgets.toast import Toast
from ui.widgets.top_bar import TopBar
from ui.widgets.totals_row import TotalsRow
from ui.window_drop import WindowDrop
from ui.window_menus import export_menu, more_menu
from ui.workspace import Workspace

if TYPE_CHECKING:
    from app.library import ReportSummary

SAMPLE = ("广州市番禺区人力资源和社会保障局", 2021)
"""The sample's department and year, so that asking for it twice does not add it twice."""

RESTART = 75
"""The exit code that asks for the program to be started again, with another scale."""
_KINDS = {Severity.ERROR.value: "error", Severity.WARNING.value: "warning"}
"""How the bar tells an issue, by its mark; everything else is information."""

SIZE = (1366, 768)


class MainWindow(QMainWindow):
    """Joins the parts; each of them knows only the session."""

    closed = Signal()

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self._settings = session, settings
        session.has_separators = settings.has_separators
        self.backups = Backups(session, settings, self)
        self._viewers: list[MainWindow] = []
        self._refused = ""  # why what is typed could not be saved
        self.outline = OutlineModel(session, self)
        self.workspace = Workspace(session, settings, self.outline)
        self.start_page = StartPage(session)
        self.search = SearchBox(GotoModel(session, self.outline, self.commands, self))
        self.journey = Journey(session, self.outline, self.workspace.go_to, self)
        self.issues = IssueWalk(session, self)
        self.undo_actions = UndoActions(session, self)
        self.read_only_bar = MessageBar(can_close=False)
        self.message_bar = MessageBar()
        self.issue_bar = MessageBar()
        self.toast = Toast(self)
        self.status_bar = StatusBar(session)
        self.front = QStackedWidget()
        self.top_bar = self._make_top_bar()
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.setMinimumSize(*LEAST)
        self.resize(*SIZE)
        self.restoreGeometry(settings.geometry)
        self._on_report_opened(session.report_id)
        if not session.is_read_only and settings.backup_trouble:
            self._on_backup_troubled(settings.backup_trouble)
            settings.backup_trouble = ""

    def _make_top_bar(self) -> TopBar:
        self.print_action = actions.make(actions.PRINT, self, self.print)
        result = TopBar(
            self.session,
            self.search,
            reports=actions.make(actions.REPORTS, self, self._on_reports),
            undo=self.undo_actions.undo,
            redo=self.undo_actions.redo,
            panel=actions.make(actions.PANEL, self, self.workspace.toggle_panel),
            find=actions.make(actions.FIND, self, self._on_find),
            back=self.journey.back,
            forward=self.journey.forward,
            printing=self.print_action,
        )
        self.go_to_action = actions.make(actions.GO_TO, self, self._on_go_to)
        actions.make(actions.FINDINGS, self, self._on_findings)
        actions.make(actions.REPLACE, self, lambda: self._on_find(is_replacing=True))
        actions.make(actions.FIND_NEXT, self, lambda: self._on_find_next(1))
        actions.make(actions.FIND_PREVIOUS, self, lambda: self._on_find_next(-1))
        actions.make(actions.NEXT_ISSUE, self, lambda: self._on_issue(1))
        actions.make(actions.PREVIOUS_ISSUE, self, lambda: self._on_issue(-1))
        actions.make(actions.CONFIRM, self, self._on_confirm)
        actions.make(actions.HISTORY, self, self._on_history)
        self.export_action = actions.make(actions.EXPORT, self, lambda: self.export(("docx",), ("report", "annex")))
        self.import_action = actions.make(actions.IMPORT, self, self.open_import)
        self.export_menu = export_menu(self, self.export)
        self.export_menu.addSeparator()
        self.export_menu.addAction(actions.make(actions.PACKAGE_EXPORT, self, self._on_package_export))
        self.export_menu.addAction(actions.make(actions.COLLECT, self, self._on_collect))
        actions.make(actions.PACKAGE_OPEN, self, self.open_package)
        self.more_menu = more_menu(
            self, printing=self.print_action, settings=actions.make(actions.SETTINGS, self, self.open_settings),
            show_keys=lambda: self._open(KeysDialog(self)),
            show_about=lambda: self._open(AboutDialog(self.session.library.path, self)),
        )  # fmt: skip
        self.more_menu.insertAction(self.more_menu.actions()[0], self.import_action)
        result.set_export(self.export_action, self.export_menu)
        result.more.setMenu(self.more_menu)
        return result

    def _build(self) -> None:
        self.front.addWidget(self.start_page)
        self.front.addWidget(self.workspace)
        holder = QWidget()
        whole = column(holder, spacing=0)
        for widget in (self.top_bar, self.read_only_bar, self.message_bar, self.issue_bar):
            whole.addWidget(widget)
        whole.addWidget(self.front, 1)
        whole.addWidget(self.status_bar)
        self.setCentralWidget(holder)

    def _connect(self) -> None:
        session, start = self.session, self.start_page
        session.failed.connect(self._on_failed)
        session.informed.connect(self._on_informed)
        session.offered.connect(self.toast.tell)
        session.drafts.changed.connect(self._on_draft_changed)
        session.report_opened.connect(self._on_report_opened)
        session.report_opened.connect(self.toast.hide)  # it was about the report before
        session.changed.connect(self._show_title)
        self.workspace.told.connect(self._on_told)
        self.workspace.forms_export_wanted.connect(self.export_forms)
        self.workspace.finder.told.connect(self._on_told)
        self.workspace.finder.paragraph_wanted.connect(self._on_take_over)
        self.workspace.page_shown.connect(self._on_page_shown)
        session.checker.checked.connect(self._on_checked)
        self.workspace.leapt.connect(self.journey.note_leap)
        self.top_bar.findings.clicked.connect(self._on_findings)
        self.workspace.panel.preview.take_over_wanted.connect(self._on_take_over)
        self.workspace.panel.findings.acknowledge_wanted.connect(self._on_acknowledge)
        self.workspace.panel.findings.mend_wanted.connect(lambda: self._open(MendDialog(session, self)))
        self.search.place_wanted.connect(self.workspace.go_to)
        self.status_bar.missing_wanted.connect(self._on_missing_wanted)
        self.status_bar.draft_wanted.connect(self.workspace.go_to_next_draft)
        session.amount_unit.use(self._settings.money_unit)
        session.amount_unit.changed.connect(self._on_amount_unit)
        self.backups.troubled.connect(self._on_backup_troubled)
        application = QApplication.instance()
        if isinstance(application, Application):
            application.theme_changed.connect(self._on_theme_changed)
        start.report_wanted.connect(session.open_report)
        start.sample_wanted.connect(self.open_sample)
        start.new_wanted.connect(self._on_new)
        start.import_wanted.connect(self.open_import)
        start.package_wanted.connect(self.open_package)
        session.import_wanted.connect(lambda table: self.open_import(preferred=table))
        self.file_drop = WindowDrop((*SUFFIXES, package.SUFFIX), self)
        self.file_drop.dropped.connect(self.open_file)
        session.locked.connect(self._show_read_only)
        start.commands.carry_over_wanted.connect(lambda report_id: self._on_copy(report_id, carries_over=True))
        start.commands.duplicate_wanted.connect(lambda report_id: self._on_copy(report_id, carries_over=False))
        start.commands.status_wanted.connect(self._on_status)
        start.commands.delete_wanted.connect(self._on_delete)
        self.top_bar.status.status_wanted.connect(lambda status: self._on_status(session.report_id, status))

    # Reports

    def _on_report_opened(self, report_id: int) -> None:
        self.front.setCurrentWidget(self.workspace if report_id else self.start_page)
        self.top_bar.setVisible(bool(report_id))
        self.status_bar.setVisible(bool(report_id))
        self.export_action.setEnabled(bool(report_id))
        self.print_action.setEnabled(bool(report_id))
        if report_id:
            self._settings.last_report = report_id
            self.message_bar.hide()
        else:
            self.start_page.focus_list()
        self.issue_bar.hide()
        self.journey.start(self.workspace.page_key if report_id else "")
        self._show_read_only()
        self._show_title()

    def _show_read_only(self) -> None:
        self.import_action.setEnabled(not self.session.is_read_only)
        if self.session.library.read_only:
            self.read_only_bar.tell(f"只读：{self.session.library.reason}", "warning")
        elif self.session.is_read_only:
            report_id = self.session.report_id
            self.read_only_bar.tell(
                "已定稿，只读。需要修改时请重新打开。", "locked", "重新打开",
                lambda: self._on_status(report_id, Status.DRAFT),
            )  # fmt: skip
        else:
            self.read_only_bar.hide()

    def _show_title(self) -> None:
        if self.session.report_id:
            data = self.session.data
            self.setWindowTitle(f"{data.department.name} {data.report.year}年度")
        else:
            self.setWindowTitle("部门整体支出绩效自评")

    def open_sample(self) -> None:
        """Opens the sample, adding it when the library does not have it."""
        found = self._sample()
        if found is not None:
            self.session.open_report(found.id)
            return
        report_id = self.session.read(self.session.library.reports.add_sample)
        if report_id is not None:
            self.session.open_report(report_id)

    def _sample(self) -> ReportSummary | None:
        reports = self.session.read(self.session.library.reports.all) or []
        return next((report for report in reports if (report.department, report.year) == SAMPLE), None)

    def _on_new(self) -> None:
        known = self._settings
        dialog = NewReportDialog(
            self.session, self, department=known.default_department, pack=known.default_pack,
            layout=known.default_layout,
        )  # fmt: skip
        dialog.accepted.connect(lambda: self._on_made(dialog.report_id))
        self._open(dialog)

    def _on_made(self, report_id: int) -> None:
        if self.session.open_report(report_id) and self.session.library.carried.marks(report_id):
            self.toast.tell("已从上年结转，沿用的内容请逐项核对。")

    def _summary(self, report_id: int) -> ReportSummary | None:
        reports = self.session.read(self.session.library.reports.all) or []
        return next((report for report in reports if report.id == report_id), None)

    def _on_copy(self, report_id: int, *, carries_over: bool) -> None:
        source = self._summary(report_id)
        if source is None:
            return
        dialog = CopyReportDialog(self.session, source, self, carries_over=carries_over)
        answer = self._on_made if carries_over else self._on_duplicated
        dialog.accepted.connect(lambda: answer(dialog.report_id))
        self._open(dialog)

    def _on_duplicated(self, report_id: int) -> None:
        self.start_page.show_report(report_id)
        self.toast.tell("已复制报告。")

    def _on_status(self, report_id: int, wanted: str) -> None:
        self.session.commit_pending()
        found, status = self._summary(report_id), Status(wanted)
        if found is None or not self._may_become(report_id, status):
            return
        before = Status(found.status)
        library = self.session.library
        if self.session.edit(lambda: library.reports.set_status(report_id, status)):
            kept = "" if status is Status.DRAFT else f"，并保存了快照“{library.versions.snapshots(report_id)[0].name}”"
            what = "已重新打开" if before is Status.FINAL else f"状态已改为{status}"
            self.toast.tell(
                f"{what}{kept}。",
                "撤销",
                lambda: self.session.edit(lambda: library.reports.set_status(report_id, before)),
            )

    def _may_become(self, report_id: int, status: Status) -> bool:
        """Whether nothing stands in the way of a status; 定稿 of an unfinished report is asked for."""
        if report_id == self.session.report_id and len(self.session.drafts):
            self._on_told(
                f"有 {len(self.session.drafts)} 处输入不符合要求，没有保存；请先改好，再改变状态。", "warning"
            )
            return False
        if status is not Status.FINAL:
            return True
        found = self.session.read(lambda: self.session.library.completeness(report_id))
        missing, carried = (len(found.missing), found.carried) if found is not None else (0, 0)
        parts = [f"{missing} 项必填内容没有填写"] if missing else []
        parts += [f"{carried} 处沿用内容没有确认"] if carried else []
        question = f"还有 {'、'.join(parts)}，确定现在定稿吗？"
        return not parts or self.session.messages.confirm(self, "定稿", question, "仍然定稿")

    def _on_reports(self) -> None:
        if self._may_leave("返回报告列表", "仍然返回"):
            self.session.open_report(0)

    def _may_leave(self, title: str, yes: str) -> bool:
        """Whether nothing typed would be lost, or the officer agrees that it is."""
        self.session.commit_pending()
        count = len(self.session.drafts)
        question = f"有 {count} 处输入不符合要求或没有写入，没有保存；现在离开，这些输入就没有了。"
        return not count or self.session.messages.confirm(self, title, question, yes)

    def _on_amount_unit(self, unit: str) -> None:
        self._settings.money_unit = unit

    def _on_delete(self, report_id: int) -> None:
        found = self._summary(report_id)
        if found is None:
            return
        question = f"确定删除“{found.department} {found.year}年度”的报告及其全部内容吗？"
        if not self.session.messages.confirm(self, "删除报告", question, "删除"):
            return
        if self.session.edit(lambda: self.session.library.reports.delete(report_id)):
            self.toast.tell(f"已删除“{found.department} {found.year}年度”的报告。", "撤销", self._on_undelete)

    def _on_undelete(self) -> None:
        self.session.edit(lambda: self.session.library.undo(None))

    # Commands

    def export(self, formats: Sequence[str], parts: Sequence[str]) -> None:
        """Opens the export dialog with these chosen."""
        self.session.commit_pending()
        dialog = ExportDialog(self.session, self._settings, self, formats=formats, parts=parts)
        dialog.findings_wanted.connect(self.workspace.show_findings)
        self._open(dialog)

    def print(self, content: str = "") -> None:
        """Opens the print dialog with a content chosen, or the one printed last."""
        if not self.session.report_id:
            return
        self.session.commit_pending()
        dialog = PrintDialog(self.session, self._settings, self, content=content)
        dialog.findings_wanted.connect(self.workspace.show_findings)
        self._open(dialog)

    def open_package(self, path: Path | None = None) -> None:
        """Opens a package, asking for one where none is named: as a new report, or to be merged into the one here."""
        if self.session.library.read_only:
            self._on_told("台账库现在只能查看，不能打开数据包。", "warning")
            return
        path = path or self.session.messages.choose_file(self, "打开数据包", KIND)
        if path is not None:
            self.session.commit_pending()
            dialog = PackageDialog(self.session, path, self.backups.folder, self)
            dialog.opened.connect(self._on_package_opened)
            dialog.merge_wanted.connect(self._on_merge_wanted)
            self._open(dialog)

    def _on_package_opened(self, report_id: int) -> None:
        if self.session.open_report(report_id):
            self.toast.tell("已从数据包新增报告。")

    def _on_merge_wanted(self, report_id: int, found: Package) -> None:
        """Shows what a package would bring, on the report it is a copy of."""
        library = self.session.library
        if report_id != self.session.report_id and not (
            self._may_leave("打开另一份报告", "仍然打开") and self.session.open_report(report_id)
        ):
            found.close()
            return
        meeting = self.session.read(lambda: library.packages.meet(report_id, found))
        if meeting is None or not meeting.merge.changes:
            found.close()
            if meeting is not None:
                self.toast.tell("数据包与本机的报告没有不同，不需要合并。")
            return
        dialog = MergeDialog("合并数据包", meeting.merge, self)
        dialog.accepted.connect(
            lambda: self._on_merged(lambda: library.packages.take(report_id, found, meeting, dialog.chosen))
        )
        dialog.finished.connect(lambda _result: found.close())
        self._open(dialog)

    def _on_merged(self, take: Callable[[], None]) -> None:
        if self.session.edit(take):
            self.toast.tell("已合并。", "撤销", self.session.undo)

    def _on_collect(self, filled: Path | None = None) -> None:
        if not self.session.report_id:
            self._on_told("请先打开报告，再读取采集表。", "info")
            return
        self.session.commit_pending()
        dialog = CollectionDialog(self.session, self._settings, self)
        self._open(dialog)
        if filled is not None and not self.session.is_read_only:
            dialog.read([filled])

    def _on_package_export(self) -> None:
        if self.session.report_id:
            self.session.commit_pending()
            self._open(PackageExportDialog(self.session, self._settings, self))

    def open_file(self, path: Path) -> None:
        """Opens a file that was dropped on the window: a package, else what can be imported."""
        if package.is_package(path):
            self.open_package(path)
        elif form_reader.is_form(path):
            self._on_collect(path)
        else:
            self.open_import(path)

    def open_import(self, path: Path | None = None, preferred: str = "") -> None:
        """Opens the import; with a file, that is read at once."""
        if self.session.is_read_only or QApplication.activeModalWidget() is not None:
            self._on_told("现在不能导入：报告或台账库是只读的，或者另一个窗口还开着。", "info")
            return
        self.session.commit_pending()
        place = self.workspace.place if self.session.report_id else None
        table = preferred or (place.table if place is not None else "")
        dialog = ImportDialog(self.session, self._settings, self, path=path, preferred=table)
        dialog.report_made.connect(self.session.open_report)
        self._open(dialog)

    def export_forms(self) -> None:
        """Opens the export dialog for the forms of the projects."""
        self.export(("docx",), (PROJECTS,))

    def _open(self, dialog: Dialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def commands(self) -> list[Entry]:
        """Everything that can be done now, but for opening the box that shows it."""
        key = self.workspace.page_key if self.session.report_id else ""
        page = self.workspace.page(key) if key else None
        menus, is_read_only = (self.export_menu, self.more_menu), self.session.is_read_only
        found = palette.gather((self, self.workspace.panel), menus, page, is_read_only=is_read_only)
        return [entry for entry in found if entry.action is not self.go_to_action]

    def _on_go_to(self) -> None:
        if self.session.report_id:
            self.search.open()
        else:
            self.start_page.focus_filter()

    def _on_history(self) -> None:
        if self.session.report_id:
            self.workspace.show_history()

    def _on_find(self, *, is_replacing: bool = False) -> None:
        if self.session.report_id:
            self.workspace.open_find(is_replacing=is_replacing)
        else:
            self.start_page.focus_filter()

    def _on_find_next(self, direction: int) -> None:
        if self.session.report_id:
            self.workspace.find_next(direction)

    def _on_issue(self, direction: int, *, only_missing: bool = False) -> None:
        """Goes to the next thing that is missing or found fault with, and says what it is."""
        if not self.session.report_id:
            return
        self.session.commit_pending()
        sentence = self.issues.step(direction, self.workspace.place, only_missing=only_missing)
        self._show_issue(sentence)
        if not sentence:
            self.toast.tell("必填内容都已填写。" if only_missing else "没有待填的内容，校核也没有发现问题。")

    def _on_missing_wanted(self) -> None:
        self._on_issue(1, only_missing=True)

    def _on_findings(self) -> None:
        if self.session.report_id:
            self.workspace.show_findings()

    def _show_issue(self, sentence: str) -> None:
        """Leads to the issue told last; the bar says what it is until it is mended or its page is left."""
        issue, place = self.issues.told, self.issues.current
        if issue is None:
            self.issue_bar.hide()
            return
        self.issue_bar.tell(sentence, _KINDS.get(issue.mark, "info"))
        layout = self.centralWidget().layout()
        if layout is not None:
            layout.activate()  # so that the field is brought in sight in the room that is left
        if place is not None:
            self.workspace.go_to(place)
        self.issues.arrive(self.workspace.place)

    def _on_checked(self) -> None:
        if self.session.report_id and self.issue_bar.isVisible() and self.issues.told is None:
            self.issue_bar.hide()

    def _on_page_shown(self, key: str) -> None:
        self.journey.note_page(key)
        place = self.issues.current
        if place is not None and place.page != key:
            self.issue_bar.hide()

    def _on_confirm(self) -> None:
        if self.session.report_id and self.session.is_read_only:
            self.toast.tell(f"{'台账库' if self.session.library.read_only else '报告已定稿，'}只读，不能确认沿用内容。")
        elif self.session.report_id:
            page = self.workspace.page(self.workspace.page_key)
            marks = self.session.library.carried.marks(self.session.report_id)
            chosen = page.chosen(marks) if page is not None else frozenset()
            count = self.session.confirm_focused(chosen)
            self.toast.tell(f"已确认 {count} 处沿用内容。" if count else "这里没有需要确认的沿用内容。")

    def _on_take_over(self, key: str) -> None:
        if self.session.is_read_only:
            self.workspace.show_paragraph(key)
            return
        found = self.workspace.panel.preview.paragraph(key)
        known = next((row for row in self.session.data.rows(Override) if row.key == key), None)
        text = known.text if known is not None else found.text if found is not None else None
        if text is None:
            return
        library, report_id = self.session.library, self.session.report_id
        generated = self.session.read(lambda: library.documents.generated_text(report_id, key)) or text
        self._open(ParagraphDialog(self.session, key, text, generated, self))

    def _on_acknowledge(self, finding: Finding) -> None:
        self._open(AcknowledgeDialog(self.session, finding, self))

    # Settings

    def open_settings(self) -> None:
        """Opens the settings."""
        self.session.commit_pending()
        dialog = SettingsDialog(self.session, self._settings, self.backups, self)
        dialog.theme_chosen.connect(self.use_theme)
        dialog.separators_changed.connect(self._on_separators_changed)
        dialog.display.unit.activated.connect(lambda: self.session.amount_unit.use(self._settings.money_unit))
        dialog.restart_wanted.connect(self._on_restart)
        dialog.backup_wanted.connect(self._on_backup_wanted)
        self._open(dialog)

    def use_theme(self, choice: ThemeChoice) -> None:
        """Draws the program in another theme, from now on."""
        self._settings.theme = choice
        application = QApplication.instance()
        if isinstance(application, Application):
            application.apply_theme(choice)

    def _on_theme_changed(self) -> None:
        self.status_bar.refresh_marks()
        for bar in (self.message_bar, self.issue_bar, self.read_only_bar):
            bar.refresh_mark()

    def _on_separators_changed(self) -> None:
        """Shows every amount anew."""
        self.session.has_separators = self._settings.has_separators
        for box in self.findChildren(FieldBox):
            box.refresh()
        for totals in self.findChildren(TotalsRow):
            totals.refresh()
        for view in self.findChildren(QAbstractItemView):
            view.viewport().update()

    def _on_restart(self) -> None:
        if self.close():
            QApplication.exit(RESTART)

    def _on_backup_wanted(self, path: Path) -> None:
        """Opens a backup in a window of its own, only to be looked at."""
        library = self.session.read(lambda: Library.open(path, read_only=True))
        if library is None:
            return
        viewer = MainWindow(Session(library, self.session.messages), self._settings.passing())
        viewer.read_only_bar.tell("这是一份备份，只能查看；需要用它时，请在“设置—备份”中另存副本。", "warning")
        viewer.closed.connect(lambda: self._on_viewer_closed(viewer))
        self._viewers.append(viewer)
        viewer.show()

    def _on_viewer_closed(self, viewer: MainWindow) -> None:
        viewer.session.library.close()
        self._viewers.remove(viewer)
        viewer.deleteLater()

    # Messages

    def _on_failed(self, sentence: str) -> None:
        self.message_bar.tell(sentence, "error")

    def _on_draft_changed(self) -> None:
        """Takes away what the bar says could not be saved, once it is."""
        refused = self.session.drafts.refused()
        if refused:
            self._refused = refused[0][1].reason
        elif self._refused:
            if self.message_bar.text.text() == self._refused:
                self.message_bar.hide()
            self._refused = ""

    def _on_informed(self, sentence: str) -> None:
        self.toast.tell(sentence)

    def _on_backup_troubled(self, sentence: str) -> None:
        words = f"没有自动备份成功：{sentence.rstrip('。')}。备份的文件夹可以在“设置—备份”中更改。"
        self.message_bar.tell(words, "warning")

    def _on_told(self, sentence: str, kind: str) -> None:
        if kind in {"info", "good"}:
            self.toast.tell(sentence)
        else:
            self.message_bar.tell(sentence, kind)

    # The mouse's own buttons for back and forward

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # On the native window, which sees each press before any widget takes it.
        self.windowHandle().installEventFilter(self)
        self.windowHandle().installEventFilter(self.file_drop)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.MouseButtonPress:
            return False
        by_button = {Qt.MouseButton.BackButton: self.journey.back, Qt.MouseButton.ForwardButton: self.journey.forward}
        action = by_button.get(cast("QMouseEvent", event).button())
        if action is None or not self.session.report_id:
            return False
        action.trigger()
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave("关闭自评", "仍然关闭"):
            event.ignore()
            return
        self._settings.geometry = self.saveGeometry()
        self.workspace.save_layout()
        for viewer in list(self._viewers):
            viewer.close()
        self.session.close()
        super().closeEvent(event)
        self.hide()  # a backup may take a moment
        self.backups.close()
        self.closed.emit()


def open_last(session: Session, settings: Settings) -> None:
    """Opens the report that was open when the program was last closed, where it still is."""
    wanted = settings.last_report
    try:
        is_there = session.library.reports.has(wanted)
    except AppError:
        return
    if is_there:
        session.open_report(wanted)
