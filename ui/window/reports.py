"""The commands on whole reports: made, carried over, copied, finished, removed, and left for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.model.entities import Status
from ui.dialogs.copy_report_dialog import CopyReportDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.pages.start_page import StartPage
from ui.session import Session
from ui.settings import Settings
from ui.window.notices import Notices

if TYPE_CHECKING:
    from app.library import ReportSummary

_SAMPLE = ("广州市番禺区人力资源和社会保障局", 2021)
"""The sample's department and year, so that asking for it twice does not add it twice."""


class ReportCommands(QObject):
    """What the list of reports and the badge of the status ask for."""

    def __init__(
        self, session: Session, settings: Settings, start_page: StartPage, notices: Notices, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._settings, self._notices, self._window = session, settings, notices, window
        self._start_page = start_page
        start_page.report_wanted.connect(session.open_report)
        start_page.sample_wanted.connect(self.open_sample)
        start_page.new_wanted.connect(self._on_new_wanted)
        wishes = start_page.commands
        wishes.carry_over_wanted.connect(lambda report_id: self._copy(report_id, carries_over=True))
        wishes.duplicate_wanted.connect(lambda report_id: self._copy(report_id, carries_over=False))
        wishes.status_wanted.connect(self.set_status)
        wishes.delete_wanted.connect(self.delete)

    def open_sample(self) -> None:
        """Opens the sample, adding it when the library does not have it."""
        found = next((report for report in self._all() if (report.department, report.year) == _SAMPLE), None)
        if found is not None:
            self._session.open_report(found.id)
            return
        report_id = self._session.read(self._session.library.reports.add_sample)
        if report_id is not None:
            self._session.open_report(report_id)

    def _all(self) -> list[ReportSummary]:
        return self._session.read(self._session.library.reports.all) or []

    def _summary(self, report_id: int) -> ReportSummary | None:
        return next((report for report in self._all() if report.id == report_id), None)

    def _on_new_wanted(self) -> None:
        known = self._settings
        dialog = NewReportDialog(
            self._session, self._window, department=known.default_department, pack=known.default_pack,
            layout=known.default_layout,
        )  # fmt: skip
        dialog.accepted.connect(lambda: self._show_made(dialog.report_id))
        dialog.open_once()

    def _show_made(self, report_id: int) -> None:
        if self._session.open_report(report_id) and self._session.library.carried.marks(report_id):
            self._notices.toast.tell("已从上年结转，沿用的内容请逐项核对。")

    def _copy(self, report_id: int, *, carries_over: bool) -> None:
        source = self._summary(report_id)
        if source is None:
            return
        dialog = CopyReportDialog(self._session, source, self._window, carries_over=carries_over)
        show = self._show_made if carries_over else self._show_duplicate
        dialog.accepted.connect(lambda: show(dialog.report_id))
        dialog.open_once()

    def _show_duplicate(self, report_id: int) -> None:
        self._start_page.show_report(report_id)
        self._notices.toast.tell("已复制报告。")

    def set_status(self, report_id: int, wanted: str) -> None:
        """Moves a report to a status, unless something stands in the way; it can be taken back."""
        self._session.commit_pending()
        found, status = self._summary(report_id), Status(wanted)
        if found is None or not self._may_become(report_id, status):
            return
        before = Status(found.status)
        library = self._session.library
        if self._session.edit(lambda: library.reports.set_status(report_id, status)):
            kept = "" if status is Status.DRAFT else f"，并保存了快照“{library.versions.snapshots(report_id)[0].name}”"
            what = "已重新打开" if before is Status.FINAL else f"状态已改为{status}"
            self._notices.toast.tell(
                f"{what}{kept}。",
                "撤销",
                lambda: self._session.edit(lambda: library.reports.set_status(report_id, before)),
            )

    def _may_become(self, report_id: int, status: Status) -> bool:
        """Whether nothing stands in the way of a status; 定稿 of an unfinished report is asked for."""
        drafts = len(self._session.drafts)
        if report_id == self._session.report_id and drafts:
            self._notices.tell(f"有 {drafts} 处输入不符合要求，没有保存；请先改好，再改变状态。", "warning")
            return False
        if status is not Status.FINAL:
            return True
        found = self._session.read(lambda: self._session.library.completeness(report_id))
        missing, carried = (len(found.missing), found.carried) if found is not None else (0, 0)
        parts = [f"{missing} 项必填内容没有填写"] if missing else []
        parts += [f"{carried} 处沿用内容没有确认"] if carried else []
        question = f"还有 {'、'.join(parts)}，确定现在定稿吗？"
        return not parts or self._session.messages.confirm(self._window, "定稿", question, "仍然定稿")

    def show_list(self) -> None:
        """Goes back to the list of reports."""
        if self.may_leave("返回报告列表", "仍然返回"):
            self._session.open_report(0)

    def may_leave(self, title: str, yes: str) -> bool:
        """Whether nothing typed would be lost, or the officer agrees that it is."""
        self._session.commit_pending()
        count = len(self._session.drafts)
        question = f"有 {count} 处输入不符合要求或没有写入，没有保存；现在离开，这些输入就没有了。"
        return not count or self._session.messages.confirm(self._window, title, question, yes)

    def delete(self, report_id: int) -> None:
        """Removes a report, when the officer agrees; it can be taken back."""
        found = self._summary(report_id)
        if found is None:
            return
        question = f"确定删除“{found.department} {found.year}年度”的报告及其全部内容吗？"
        if not self._session.messages.confirm(self._window, "删除报告", question, "删除"):
            return
        if self._session.edit(lambda: self._session.library.reports.delete(report_id)):
            self._notices.toast.tell(f"已删除“{found.department} {found.year}年度”的报告。", "撤销", self._undelete)

    def _undelete(self) -> None:
        self._session.edit(lambda: self._session.library.undo(None))
