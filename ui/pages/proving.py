"""Evidence as pages deal with it: files taken in, opened and linked to what they prove."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint

from app.exchange.attachments import SUFFIXES
from app.model.entities import BY_TABLE, Evidence, Indicator, Project
from app.model.proofs import Proofs
from app.model.reading_order import ReadingOrder
from ui.dialogs.choices_dialog import ChoicesDialog
from ui.dialogs.evidence_dialog import EvidenceDialog
from ui.models.goto_model import Place
from ui.pages.page import Page
from ui.reading_copies import reading_copy
from ui.session import Session
from ui.titles import title
from ui.widgets.file_drop import FileDrop
from ui.widgets.proof_line import ProofLine

if TYPE_CHECKING:
    from app.storage.evidence import Target
    from ui.pages.row_form import RowForm
    from ui.pages.score.row_panel import RowPanel
    from ui.pages.table_block import TableBlock

KINDS = f"佐证材料 ({' '.join(f'*.{suffix}' for suffix in SUFFIXES)})"


class Proving(QObject):
    """Serves one page; what it does is told by the session, as everything else."""

    def __init__(self, session: Session, page: Page) -> None:
        super().__init__(page)
        self.session, self.page = session, page
        self.dialog: EvidenceDialog | None = None  # the files that are being taken in, or were last

    def serve(self, block: TableBlock, form: RowForm | RowPanel) -> None:
        """Lets files be dropped on the rows of a table and on what shows the current one, and answers its evidence."""
        table = block.table
        rows = FileDrop(table.viewport(), lambda place: self._hint(table.table, self._row_at(block, place)))
        rows.dropped.connect(lambda paths, place: self.add(paths, (table.table, self._row_at(block, place))))
        drop = FileDrop(form, lambda _place: self._hint(table.table, form.row_id))
        drop.dropped.connect(lambda paths, _place: self.add(paths, (table.table, form.row_id)))
        if form.proofs is not None:
            form.proofs.files_wanted.connect(lambda row_id: self.choose_files((table.table, row_id)))
            form.proofs.evidence_wanted.connect(self.go_to)
        if isinstance(form.proofs, ProofLine):
            form.proofs.choice_wanted.connect(lambda row_id: self.choose_evidence((table.table, row_id)))

    def _row_at(self, block: TableBlock, place: QPoint) -> int:
        row = block.table.entity_model.row_at(block.table.rowAt(place.y()))
        return row.id if row is not None else 0

    def _hint(self, table: str, row_id: int) -> str:
        row = self.session.find(table, row_id) if row_id else None
        if row is None or self.session.is_read_only:
            return ""
        return f"松开鼠标，作为佐证材料添加到{BY_TABLE[table].LABEL}“{title(row)}”"

    # Files

    def choose_files(self, target: Target | None = None) -> None:
        """Asks for files and takes them in."""
        self.add(self.session.messages.choose_files(self.page.window(), "添加佐证材料", KINDS), target)

    def choose_file_for(self, evidence_id: int) -> None:
        """Asks for the file of one piece of evidence."""
        chosen = self.session.messages.choose_file(self.page.window(), "选择佐证文件", KINDS)
        if chosen is not None:
            self.add([chosen], replacing=evidence_id)

    def add(self, paths: Sequence[Path], target: Target | None = None, *, replacing: int = 0) -> None:
        """Takes files in as evidence, of an indicator or project where one is named."""
        if not paths or self.session.is_read_only:
            return
        self.session.commit_pending()
        dialog = EvidenceDialog(self.session, paths, target, self.page.window(), replacing=replacing)
        dialog.added.connect(partial(self._on_added, target, bool(replacing)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.start()

    def _on_added(self, target: Target | None, is_replaced: bool, ids: list[int], met: int) -> None:
        row = self.session.find(*target) if target is not None else None
        where = f"到“{title(row)}”" if row is not None else ""
        known = f"，其中 {met} 份报告中已有，没有重复存放" if met else ""
        self.session.informed.emit("已更换文件。" if is_replaced else f"已添加 {len(ids)} 份佐证材料{where}{known}。")
        if target is None and ids:
            self.page.show_place(Place("", Evidence.TABLE, ids[0]))

    def open_file(self, evidence_id: int) -> None:
        """Opens a copy of the file with the system's own program."""
        row = self.session.find(Evidence.TABLE, evidence_id)
        if not isinstance(row, Evidence) or not row.content_hash:
            self.page.told.emit("这份材料还没有附文件，可以点“选择文件…”添加。", "info")
            return
        library = self.session.library
        copy = self.session.read(lambda: reading_copy(library, row.content_hash, row.file_name or row.name))
        if copy is not None and not self.session.messages.open_path(copy):
            self.page.told.emit(f"系统中没有可以打开“{copy.name}”的程序；可以先导出，再用其他程序打开。", "warning")

    # Links

    def choose_proven(self, evidence_id: int) -> None:
        """Asks what a piece of evidence proves."""
        data = self.session.data
        groups = {
            "自评指标": [((Indicator.TABLE, row.id), _indicator(row)) for row in data.indicators],
            "重点项目": [((Project.TABLE, row.id), title(row)) for row in data.projects],
        }
        chosen = Proofs.of(data).proven.get(evidence_id, ())
        note = f"“{self.session.name(Evidence.TABLE, evidence_id)}”证明下面哪些指标和项目？"
        dialog = ChoicesDialog("选择证明的内容", groups, chosen, self.page.window(), note=note)
        library, report_id = self.session.library, self.session.report_id
        dialog.accepted.connect(
            lambda: self.session.edit(
                lambda: library.evidence.prove(report_id, evidence_id, cast("list[Target]", dialog.chosen))
            )
        )
        dialog.open_once()

    def choose_evidence(self, target: Target) -> None:
        """Asks which evidence of the report proves a row."""
        data = self.session.data
        groups = {"佐证材料": [(row.id, f"{number} {title(row)}") for number, row in enumerate(data.evidence, 1)]}
        chosen = Proofs.of(data).proving.get(target, ())
        note = f"哪些材料证明“{self.session.name(*target)}”？"
        dialog = ChoicesDialog("选择佐证材料", groups, chosen, self.page.window(), note=note)
        library, report_id = self.session.library, self.session.report_id
        dialog.accepted.connect(
            lambda: self.session.edit(
                lambda: library.evidence.proven_by(report_id, target, cast("list[int]", dialog.chosen))
            )
        )
        dialog.open_once()

    def go_to(self, evidence_id: int) -> None:
        """Goes to a piece of evidence on its page."""
        key = ReadingOrder(self.session.pack.outline, self.session.data).page_of(Evidence.TABLE)
        self.page.place_wanted.emit(Place(key, Evidence.TABLE, evidence_id))


def _indicator(row: Indicator) -> str:
    return " · ".join(part for part in (row.block, row.level2, row.level3) if part)
