"""F8: leads from one thing that is missing or found fault with to the next, and says what it is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from app.model.results import Severity
from ui.navigation import IssueWalk
from ui.session import Session
from ui.widgets.message_bar import MessageBar
from ui.widgets.toast import Toast
from ui.workspace import Workspace

_KINDS = {Severity.ERROR.value: "error", Severity.WARNING.value: "warning"}
"""How the bar tells an issue, by its mark; everything else is information."""


class IssueCommands(QObject):
    """Walks through the issues; its bar says what the present one is until it is mended or its page is left."""

    def __init__(
        self, session: Session, workspace: Workspace, bar: MessageBar, toast: Toast, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._session, self._workspace, self._bar, self._toast = session, workspace, bar, toast
        self._window = window
        self.walk = IssueWalk(session, self)
        workspace.page_shown.connect(self._on_page_shown)
        session.checker.checked.connect(self._on_checked)

    def step(self, direction: int, *, only_missing: bool = False) -> None:
        """Goes to the next issue (1) or the one before (-1)."""
        if not self._session.report_id:
            return
        self._session.commit_pending()
        sentence = self.walk.step(direction, self._workspace.place, only_missing=only_missing)
        self._show(sentence)
        if not sentence:
            self._toast.tell("必填内容都已填写。" if only_missing else "没有待填的内容，校核也没有发现问题。")

    def _show(self, sentence: str) -> None:
        issue, place = self.walk.told, self.walk.current
        if issue is None:
            self._bar.hide()
            return
        self._bar.tell(sentence, _KINDS.get(issue.mark, "info"))
        layout = self._window.centralWidget().layout()
        if layout is not None:
            layout.activate()  # so that the field is brought in sight in the room that is left
        if place is not None:
            self._workspace.go_to(place)
        self.walk.arrive(self._workspace.place)

    def _on_checked(self) -> None:
        if self._session.report_id and self._bar.isVisible() and self.walk.told is None:
            self._bar.hide()

    def _on_page_shown(self, key: str) -> None:
        place = self.walk.current
        if place is not None and place.page != key:
            self._bar.hide()
