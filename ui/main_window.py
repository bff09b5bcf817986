"""The window: top bar, messages, the list of reports or the open one, status bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.errors import AppError
from app.model.entities import Override
from ui import actions
from ui.application import Application
from ui.dialogs.about_dialog import AboutDialog
from ui.dialogs.dialog import Dialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.keys_dialog import KeysDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.models.goto_model import GotoModel
from ui.models.outline_model import OutlineModel
from ui.pages.start_page import StartPage
from ui.session import Session
from ui.settings import Settings
from ui.theme import ThemeChoice
from ui.undo import UndoActions
from ui.widgets.basics import column
from ui.widgets.message_bar import MessageBar
from ui.widgets.search_box import SearchBox
from ui.widgets.status_bar import StatusBar
from ui.widgets.toast import Toast
from ui.widgets.top_bar import TopBar
from ui.window_menus import export_menu, more_menu
from ui.workspace import Workspace

if TYPE_CHECKING:
    from app.library import ReportSummary

SAMPLE = ("广州市番禺区人力资源和社会保障局", 2021)
"""The sample's department and year, so that asking for it twice does not add it twice."""

SIZE = (1366, 768)
_LEAST = (880, 500)  # what is left of a screen of 1366×768 at 150 %


class MainWindow(QMainWindow):
    """Joins the parts; each of them knows only the session."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self._settings = session, settings
        self.outline = OutlineModel(session, self)
        self.workspace = Workspace(session, settings, self.outline)
        self.start_page = StartPage(session)
        self.search = SearchBox(GotoModel(session, self.outline, self))
        self.undo_actions = UndoActions(session, self)
        self.read_only_bar = MessageBar(can_close=False)
        self.message_bar = MessageBar()
        self.toast = Toast(self)
        self.status_bar = StatusBar(session)
        self.front = QStackedWidget()
        self.top_bar = self._make_top_bar()
        self._build()
        self._connect()
        self.setMinimumSize(*_LEAST)
        self.resize(*SIZE)
        self.restoreGeometry(settings.geometry)
        self._on_report_opened(session.report_id)
        if session.is_read_only:
            self.read_only_bar.tell(f"只读：{session.library.reason}", "warning")

    def _make_top_bar(self) -> TopBar:
        result = TopBar(
            self.session,
            self.search,
            reports=actions.make(actions.REPORTS, self, self._on_reports),
            undo=self.undo_actions.undo,
            redo=self.undo_actions.redo,
            panel=actions.make(actions.PANEL, self, self.workspace.toggle_panel),
        )
        actions.make(actions.GO_TO, self, self._on_go_to)
        actions.make(actions.NEXT_MISSING, self, self._on_next_missing)
        self.export_action = actions.make(actions.EXPORT, self, lambda: self.export(("docx",), ("report", "annex")))
        result.set_export(self.export_action, export_menu(self, self.export))
        result.more.setMenu(
            more_menu(
                self, self._settings, use_theme=self.use_theme, use_scale=self._on_scale,
                show_keys=lambda: self._open(KeysDialog(self)),
                show_about=lambda: self._open(AboutDialog(self.session.library.path, self)),
            )
        )  # fmt: skip
        return result

    def _build(self) -> None:
        self.front.addWidget(self.start_page)
        self.front.addWidget(self.workspace)
        holder = QWidget()
        whole = column(holder, spacing=0)
        for widget in (self.top_bar, self.read_only_bar, self.message_bar):
            whole.addWidget(widget)
        whole.addWidget(self.front, 1)
        whole.addWidget(self.status_bar)
        self.setCentralWidget(holder)

    def _connect(self) -> None:
        session, start = self.session, self.start_page
        session.failed.connect(self._on_failed)
        session.informed.connect(self._on_informed)
        session.report_opened.connect(self._on_report_opened)
        session.changed.connect(self._show_title)
        self.workspace.told.connect(self._on_told)
        self.workspace.panel.preview.take_over_wanted.connect(self._on_take_over)
        self.search.place_wanted.connect(self.workspace.go_to)
        self.status_bar.missing_wanted.connect(self._on_next_missing)
        self.status_bar.draft_wanted.connect(self.workspace.go_to_next_draft)
        session.amount_unit.use(self._settings.amount_unit)
        session.amount_unit.changed.connect(self._on_amount_unit)
        start.report_wanted.connect(session.open_report)
        start.sample_wanted.connect(self.open_sample)
        start.new_wanted.connect(self._on_new)
        start.delete_wanted.connect(self._on_delete)

    # Reports

    def _on_report_opened(self, report_id: int) -> None:
        self.front.setCurrentWidget(self.workspace if report_id else self.start_page)
        self.top_bar.setVisible(bool(report_id))
        self.status_bar.setVisible(bool(report_id))
        self.export_action.setEnabled(bool(report_id))
        if report_id:
            self._settings.last_report = report_id
            self.message_bar.hide()
        self._show_title()

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
        report_id = self.session.read(self.session.library.add_sample)
        if report_id is not None:
            self.session.open_report(report_id)

    def _sample(self) -> ReportSummary | None:
        reports = self.session.read(self.session.library.reports) or []
        return next((report for report in reports if (report.department, report.year) == SAMPLE), None)

    def _on_new(self) -> None:
        dialog = NewReportDialog(self.session, self)
        dialog.accepted.connect(lambda: self.session.open_report(dialog.report_id))
        self._open(dialog)

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
        self._settings.amount_unit = unit

    def _on_delete(self, report_id: int) -> None:
        found = next((each for each in self.session.library.reports() if each.id == report_id), None)
        if found is None:
            return
        question = f"确定删除“{found.department} {found.year}年度”的报告及其全部内容吗？"
        if not self.session.messages.confirm(self, "删除报告", question, "删除"):
            return
        if self.session.edit(lambda: self.session.library.delete_report(report_id)):
            self.toast.tell(f"已删除“{found.department} {found.year}年度”的报告。", "撤销", self._on_undelete)

    def _on_undelete(self) -> None:
        self.session.edit(lambda: self.session.library.undo(None))

    # Commands

    def export(self, formats: Sequence[str], parts: Sequence[str]) -> None:
        """Opens the export dialog with these chosen."""
        self.session.commit_pending()
        self._open(ExportDialog(self.session, self._settings, self, formats=formats, parts=parts))

    def _open(self, dialog: Dialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_go_to(self) -> None:
        if self.session.report_id:
            self.search.setFocus()
            self.search.selectAll()

    def _on_next_missing(self) -> None:
        if self.session.report_id and not self.workspace.go_to_next_missing():
            self.toast.tell("必填内容都已填写。")

    def _on_take_over(self, key: str) -> None:
        found = self.workspace.panel.preview.paragraph(key)
        if found is None:
            return
        known = next((row for row in self.session.data.rows(Override) if row.key == key), None)
        library, report_id = self.session.library, self.session.report_id
        generated = self.session.read(lambda: library.generated_text(report_id, key)) or found.text
        self._open(ParagraphDialog(self.session, key, known.text if known else found.text, generated, self))

    def use_theme(self, choice: ThemeChoice) -> None:
        """Draws the program in another theme, from now on."""
        self._settings.theme = choice
        application = QApplication.instance()
        if isinstance(application, Application):
            application.apply_theme(choice)
        self.status_bar.refresh_marks()
        for bar in (self.message_bar, self.read_only_bar):
            bar.refresh_mark()

    def _on_scale(self, scale: str) -> None:
        self._settings.scale = scale
        self.toast.tell("显示比例将在下次打开程序时生效。")

    # Messages

    def _on_failed(self, sentence: str) -> None:
        self.message_bar.tell(sentence, "error")

    def _on_informed(self, sentence: str) -> None:
        self.toast.tell(sentence)

    def _on_told(self, sentence: str, kind: str) -> None:
        if kind in {"info", "good"}:
            self.toast.tell(sentence)
        else:
            self.message_bar.tell(sentence, kind)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave("关闭自评", "仍然关闭"):
            event.ignore()
            return
        self._settings.geometry = self.saveGeometry()
        self.workspace.save_layout()
        super().closeEvent(event)


def open_last(session: Session, settings: Settings) -> None:
    """Opens the report that was open when the program was last closed, where it still is."""
    wanted = settings.last_report
    try:
        known = {report.id for report in session.library.reports()}
    except AppError:
        return
    if wanted in known:
        session.open_report(wanted)
