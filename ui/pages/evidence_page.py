"""佐证材料: the table of the evidence with its files, and what is still without."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.model.entities import Evidence, Indicator
from app.model.pack import OutlinePage
from app.model.proofs import Proofs
from app.model.reading_order import ReadingOrder
from app.storage.evidence import Filed
from ui import actions, theme
from ui.dialogs.evidence_export_dialog import EvidenceExportDialog
from ui.models.goto_model import Place
from ui.pages.entity_page import EntityPage
from ui.session import Session
from ui.settings import Settings
from ui.titles import title
from ui.widgets.basics import button, label, row, rule, tool_button
from ui.widgets.evidence_card import EvidenceCard
from ui.widgets.file_drop import FileDrop

_LISTED = 20  # indicators without evidence that the menu names


class EvidencePage(EntityPage):
    """Takes files anywhere on it; on a row that has none yet, they become that row's."""

    def __init__(
        self, session: Session, settings: Settings, outline: OutlinePage, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, settings, outline, parent)
        self._settings = settings
        block = self.blocks[Evidence.TABLE]
        self.table = block.table
        self.card = EvidenceCard(session)
        form = self.row_forms[Evidence.TABLE]
        layout = form.layout()
        assert layout is not None
        layout.addWidget(rule())
        layout.addWidget(self.card)
        self.add_button = button("添加文件…", "attach", tip=actions.EVIDENCE_ADD.hint)
        self.export_button = tool_button("export", actions.EVIDENCE_EXPORT.hint)  # its word would crowd a narrow page
        place = self.tools.count() - 1
        self.tools.insertWidget(place, self.export_button)
        self.tools.addWidget(self.add_button)
        self.state = label("", "secondary")
        self.unproven = button("", role="link", tip="列出填了完成值、还没有佐证材料的指标")
        self.unproven.setProperty("flush", "true")
        self.state_bar = QWidget()
        self.state_bar.setLayout(row(self.state, self.unproven, None, spacing=theme.S2))
        self.body.insertWidget(1, self.state_bar)
        block.empty.tell("还没有佐证材料", "把文件拖到这里，或点“添加文件…”；也可以先逐行填写材料名称，以后再附文件。")
        self.first_button = block.empty.add_button("添加文件…", "attach")
        self._connect()
        self._show_state()
        self.card.bind(self.table.current_id())

    def _connect(self) -> None:
        # On the table, whose commands the go-to box lists.
        add = actions.make(actions.EVIDENCE_ADD, self.table, self.proving.choose_files)
        actions.make(actions.EVIDENCE_OPEN, self.table, lambda: self.proving.open_file(self.table.current_id()))
        actions.make(actions.EVIDENCE_EXPORT, self.table, self._on_export)
        self.add_button.clicked.connect(add.trigger)
        self.first_button.clicked.connect(add.trigger)
        self.export_button.clicked.connect(self._on_export)
        self.unproven.clicked.connect(self._on_unproven)
        self.table.row_changed.connect(self.card.bind)
        self.card.open_wanted.connect(self.proving.open_file)
        self.card.file_wanted.connect(self.proving.choose_file_for)
        self.card.removal_wanted.connect(self._on_removal_wanted)
        self.card.choice_wanted.connect(self.proving.choose_proven)
        rows = FileDrop(self.table.viewport(), self._hint)
        rows.dropped.connect(self._on_dropped)
        drop = FileDrop(self.card, lambda _place: self._hint_for(self.table.current_id()))
        drop.dropped.connect(lambda paths, _place: self._take(paths, self.table.current_id()))
        self.session.changed.connect(self._show_state)
        self.session.report_opened.connect(self._show_state)

    # State

    def _show_state(self) -> None:
        if not self.session.report_id:
            return
        proofs = Proofs.of(self.session.data)
        total, bare, unproven = len(proofs.numbers), len(proofs.without_file), len(proofs.unproven)
        words = [f"{bare} 份未附文件"] if bare else ["文件都已附上"] if total else []
        self.state.setText("，".join(words))
        self.state.setVisible(bool(words))
        self.unproven.setText(f"{unproven} 个指标没有佐证材料" if unproven else "")
        self.unproven.setVisible(bool(unproven))
        self.state_bar.setVisible(bool(words or unproven))
        for each in (self.add_button, self.first_button):
            each.setEnabled(not self.session.is_read_only)
        self.export_button.setEnabled(total > 0)

    def _on_unproven(self) -> None:
        self.menu().popup(self.unproven.mapToGlobal(self.unproven.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """The indicators that nothing proves; choosing one goes to it."""
        result = QMenu(self)
        result.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        found = Proofs.of(self.session.data).unproven
        for indicator in found[:_LISTED]:
            result.addAction(title(indicator) or "（未命名）").triggered.connect(
                lambda _on=False, row_id=indicator.id: self._go_to_indicator(row_id)
            )
        if len(found) > _LISTED:
            result.addAction(f"另有 {len(found) - _LISTED} 个").setEnabled(False)
        return result

    def _go_to_indicator(self, row_id: int) -> None:
        key = ReadingOrder(self.session.pack.outline, self.session.data).page_of(Indicator.TABLE)
        self.place_wanted.emit(Place(key, Indicator.TABLE, row_id))

    # Files

    def _bare_row(self, place: QPoint) -> int:
        """The row at a place where it has no file; 0 for a new one."""
        found = self.table.entity_model.row_at(self.table.rowAt(place.y()))
        return found.id if isinstance(found, Evidence) and not found.content_hash else 0

    def _hint(self, place: QPoint) -> str:
        if self.session.is_read_only:
            return ""
        return self._hint_for(self._bare_row(place)) or "松开鼠标，添加为佐证材料"

    def _hint_for(self, evidence_id: int) -> str:
        found = self.session.find(Evidence.TABLE, evidence_id) if evidence_id else None
        if found is None or self.session.is_read_only:
            return ""
        return f"松开鼠标，作为“{title(found)}”的文件"

    def _on_dropped(self, paths: list[Path], place: QPoint) -> None:
        self._take(paths, self._bare_row(place))

    def _take(self, paths: list[Path], evidence_id: int) -> None:
        """One file on a row becomes its file; several are always new rows."""
        self.proving.add(paths, replacing=evidence_id if len(paths) == 1 else 0)

    def _on_removal_wanted(self, evidence_id: int) -> None:
        found = self.session.find(Evidence.TABLE, evidence_id)
        if isinstance(found, Evidence):
            library, report_id, name = self.session.library, self.session.report_id, found.file_name
            self.session.edit(lambda: library.evidence.set_file(report_id, evidence_id, Filed(name, "")))

    def _on_export(self) -> None:
        self.session.commit_pending()
        dialog = EvidenceExportDialog(self.session, self._settings, self.window())
        dialog.open_once()
