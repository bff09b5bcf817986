"""The window: top bar, messages, the list of reports or the open one, status bar."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.errors import AppError
from app.exchange import suffixes
from app.model.entities import Override, Status
from app.model.results import Finding
from ui import actions, palette
from ui.application import Application
from ui.backups import Backups
from ui.dialogs.about_dialog import AboutDialog
from ui.dialogs.acknowledge_dialog import AcknowledgeDialog
from ui.dialogs.keys_dialog import KeysDialog
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.dialogs.settings_display import LEAST
from ui.models.goto_model import Entry, GotoModel
from ui.models.outline_model import OutlineModel
from ui.navigation import Journey
from ui.pages.start_page import StartPage
from ui.session import Session
from ui.settings import Settings
from ui.undo import UndoActions
from ui.widgets.basics import column
from ui.widgets.message_bar import MessageBar
from ui.widgets.search_box import SearchBox
from ui.widgets.status_bar import StatusBar
from ui.widgets.toast import Toast
from ui.widgets.top_bar import TopBar
from ui.window.files import FileCommands
from ui.window.issues import IssueCommands
from ui.window.menus import export_menu, more_menu
from ui.window.notices import Notices
from ui.window.options import Options
from ui.window.reports import ReportCommands
from ui.window.viewers import Viewers
from ui.window_drop import WindowDrop
from ui.workspace import Workspace

RESTART = 75
"""The exit code that asks for the program to be started again, with another scale."""

SIZE = (1366, 768)


class MainWindow(QMainWindow):
    """Joins the parts; each of them knows only the session."""

    closed = Signal()

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self._settings = session, settings
        session.has_separators = settings.has_separators
        self.backups = Backups(session, settings, self)
        self.viewers = Viewers(session, settings, MainWindow)
        self.outline = OutlineModel(session, self)
        self.workspace = Workspace(session, settings, self.outline)
        self.start_page = StartPage(session)
        self.search = SearchBox(GotoModel(session, self.outline, self.commands, self))
        self.journey = Journey(session, self.outline, self.workspace.go_to, self)
        self.undo_actions = UndoActions(session, self)
        self.read_only_bar = MessageBar(can_close=False)
        self.message_bar = MessageBar()
        self.issue_bar = MessageBar()
        self.toast = Toast(self)
        self.status_bar = StatusBar(session)
        self.notices = Notices(session, self.message_bar, self.toast, self)
        self.reports = ReportCommands(session, settings, self.start_page, self.notices, self)
        self.files = FileCommands(session, settings, self.backups, self.workspace, self.reports, self.notices, self)
        self.issues = IssueCommands(session, self.workspace, self.issue_bar, self.toast, self)
        self.options = Options(session, settings, self.backups, self)
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
            self.notices.tell_backup_trouble(settings.backup_trouble)
            settings.backup_trouble = ""

    def _make_top_bar(self) -> TopBar:
        self.print_action = actions.make(actions.PRINT, self, self.files.print)
        result = TopBar(
            self.session,
            self.search,
            reports=actions.make(actions.REPORTS, self, self.reports.show_list),
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
        actions.make(actions.NEXT_ISSUE, self, lambda: self.issues.step(1))
        actions.make(actions.PREVIOUS_ISSUE, self, lambda: self.issues.step(-1))
        actions.make(actions.CONFIRM, self, self._on_confirm)
        actions.make(actions.HISTORY, self, self._on_history)
        self.export_action = actions.make(
            actions.EXPORT, self, lambda: self.files.export(("docx",), ("report", "annex"))
        )
        self.import_action = actions.make(actions.IMPORT, self, self.files.open_import)
        self.export_menu = export_menu(self, self.files.export)
        self.export_menu.addSeparator()
        self.export_menu.addAction(actions.make(actions.PACKAGE_EXPORT, self, self.files.export_package))
        self.export_menu.addAction(actions.make(actions.COLLECT, self, self.files.collect))
        actions.make(actions.PACKAGE_OPEN, self, self.files.open_package)
        self.more_menu = more_menu(
            self, printing=self.print_action, settings=actions.make(actions.SETTINGS, self, self.options.open),
            show_keys=lambda: KeysDialog(self).open_once(),
            show_about=lambda: AboutDialog(self.session.library.path, self).open_once(),
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
        session.report_opened.connect(self._on_report_opened)
        session.report_opened.connect(self.toast.hide)  # it was about the report before
        session.changed.connect(self._show_title)
        self.workspace.told.connect(self.notices.tell)
        self.workspace.forms_export_wanted.connect(self.files.export_forms)
        self.workspace.finder.told.connect(self.notices.tell)
        self.workspace.finder.paragraph_wanted.connect(self._on_take_over)
        self.workspace.page_shown.connect(self.journey.note_page)
        self.workspace.leapt.connect(self.journey.note_leap)
        self.top_bar.findings.clicked.connect(self._on_findings)
        self.workspace.panel.preview.take_over_wanted.connect(self._on_take_over)
        self.workspace.panel.findings.acknowledge_wanted.connect(self._on_acknowledge)
        self.workspace.panel.findings.mend_wanted.connect(self._on_mend_wanted)
        self.search.place_wanted.connect(self.workspace.go_to)
        self.status_bar.missing_wanted.connect(lambda: self.issues.step(1, only_missing=True))
        self.status_bar.draft_wanted.connect(self.workspace.go_to_next_draft)
        self.backups.troubled.connect(self.notices.tell_backup_trouble)
        self.options.backup_wanted.connect(self.viewers.open)
        self.options.restart_wanted.connect(self._on_restart)
        application = QApplication.instance()
        if isinstance(application, Application):
            application.theme_changed.connect(self._on_theme_changed)
        start.import_wanted.connect(self.files.open_import)
        start.package_wanted.connect(self.files.open_package)
        session.import_wanted.connect(lambda table: self.files.open_import(preferred=table))
        self.file_drop = WindowDrop((*suffixes.WORKBOOKS, *suffixes.REPORTS, suffixes.PACKAGE), self, takes_forms=True)
        self.file_drop.dropped.connect(self.files.open_file)
        self.file_drop.forms_dropped.connect(self.files.open_forms)
        session.locked.connect(self._show_read_only)
        self.top_bar.status.status_wanted.connect(lambda status: self.reports.set_status(session.report_id, status))

    # What the session tells

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
                lambda: self.reports.set_status(report_id, Status.DRAFT),
            )  # fmt: skip
        else:
            self.read_only_bar.hide()

    def _show_title(self) -> None:
        if self.session.report_id:
            data = self.session.data
            self.setWindowTitle(f"{data.department.name} {data.report.year}年度")
        else:
            self.setWindowTitle("部门整体支出绩效自评")

    def _on_theme_changed(self) -> None:
        self.status_bar.refresh_marks()
        for bar in (self.message_bar, self.issue_bar, self.read_only_bar):
            bar.refresh_mark()

    def _on_restart(self) -> None:
        if self.close():
            QApplication.exit(RESTART)

    # Commands

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

    def _on_findings(self) -> None:
        if self.session.report_id:
            self.workspace.show_findings()

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
        ParagraphDialog(self.session, key, text, generated, self).open_once()

    def _on_mend_wanted(self) -> None:
        from ui.dialogs.mend_dialog import MendDialog  # with the checks, which the first page does not need

        MendDialog(self.session, self).open_once()

    def _on_acknowledge(self, finding: Finding) -> None:
        AcknowledgeDialog(self.session, finding, self).open_once()

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
        if not self.reports.may_leave("关闭自评", "仍然关闭"):
            event.ignore()
            return
        self._settings.geometry = self.saveGeometry()
        self.workspace.save_layout()
        self.viewers.close()
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
