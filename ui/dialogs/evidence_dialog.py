"""Files being taken in as evidence: read and checked one after another, with what was refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.exchange import attachments
from app.exchange.attachments import Attachment
from app.storage.evidence import Filed, Target
from ui import theme
from ui.dialogs.job_dialog import JobDialog
from ui.session import Session
from ui.widgets.basics import column, label
from ui.workers import Progress

_PATIENCE_MS = 300  # what is done sooner is done without a dialog
_SHOWN = 8  # refusals told one by one
_WIDTH = 560


class EvidenceDialog(JobDialog):
    """Shows itself only when it takes a while, or when a file was refused."""

    added = Signal(list, int)  # ids of the rows, and how many of the files the report had already

    def __init__(
        self,
        session: Session,
        paths: Sequence[Path],
        target: Target | None = None,
        parent: QWidget | None = None,
        *,
        replacing: int = 0,
    ) -> None:
        super().__init__("添加佐证材料", parent, done="知道了", cancel="关闭")
        self.session = session
        self._waiting = list(dict.fromkeys(paths))
        self._count = len(self._waiting)
        self._target, self._replacing = target, replacing
        self._report_id = session.report_id
        self._filed: list[Filed] = []
        self.refused: list[str] = []
        self.heading = label("", wrap=True)
        self._reasons = column(spacing=theme.S1)
        self.heading.hide()
        self.body.addWidget(self.heading)
        self.body.addLayout(self._reasons)
        self.add_progress()
        self.body.addStretch(1)
        self.setMinimumWidth(_WIDTH)

    def start(self) -> None:
        """Begins; the officer may go on elsewhere only when it is done."""
        QTimer.singleShot(_PATIENCE_MS, self, self._on_patience_ended)
        self._next()

    def _on_patience_ended(self) -> None:
        if self.is_running:
            self.open()

    def _next(self) -> None:
        if not self._waiting:
            self._store()
            return
        path = self._waiting.pop(0)
        number = self._count - len(self._waiting)

        def work(progress: Progress) -> Attachment | str:
            what = f"正在检查 {path.name}（{number} / {self._count}）"
            try:
                return attachments.read(path, lambda done, total: progress.report(done, total, what))
            except AppError as error:
                return str(error)

        self.run(work, self._on_read, self._on_stopped)

    def _on_read(self, found: Attachment | str) -> None:
        if isinstance(found, str):
            self.refused.append(found)
        else:
            kept = self.session.read(lambda: self.session.library.evidence.keep(found.data))
            if kept is None:
                self._waiting.clear()
                self.reject()
                return
            self._filed.append(Filed(found.file_name, kept))
        self._next()

    def _on_stopped(self) -> None:
        self._waiting.clear()
        self._filed.clear()
        self.session.read(self.session.library.evidence.sweep)
        self.session.informed.emit("已停止，没有添加文件。")
        super().reject()

    def _store(self) -> None:
        ids: list[int] = []
        met: list[int] = []

        def store() -> None:
            library = self.session.library
            if self._replacing:
                library.evidence.set_file(self._report_id, self._replacing, self._filed[0])
                ids.append(self._replacing)
                return
            found, count = library.evidence.add(self._report_id, self._filed, self._target)
            ids.extend(found)
            met.append(count)

        if self._filed and self.session.edit(store):
            self.added.emit(ids, sum(met))
        self.session.read(self.session.library.evidence.sweep)
        if self.refused:
            self._tell_refused(len(ids))
        else:
            self.accept()

    def _tell_refused(self, taken: int) -> None:
        rest = f"已添加 {taken} 份；" if taken else ""
        self.heading.setText(f"{rest}下面 {len(self.refused)} 份没有添加：")
        self.heading.show()
        for sentence in self.refused[:_SHOWN]:
            self._reasons.addWidget(label(f"· {sentence}", wrap=True))
        if len(self.refused) > _SHOWN:
            self._reasons.addWidget(label(f"另有 {len(self.refused) - _SHOWN} 份", "secondary"))
        self.cancel_button.hide()
        if not self.isVisible():
            self.open()
