"""The page 自评表: blocks and totals, the table as a tree, and what is known of the row the officer is at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt

from app import packs
from ui import actions, theme
from ui.delegates.score_delegate import ScoreDelegate
from ui.dialogs.pack_name_dialog import PackNameDialog
from ui.dialogs.system_dialog import SystemDialog
from ui.dialogs.weights_dialog import WeightsDialog
from ui.models.goto_model import Place
from ui.pages.entity_page import EntityPage
from ui.pages.score.row_panel import RowPanel
from ui.pages.score.score_strip import ScoreStrip
from ui.pages.table_block import TableBlock
from ui.widgets.basics import tool_button
from ui.widgets.help_card import HelpCard
from ui.widgets.kept_splitter import KeptSplitter
from ui.widgets.score_table import ScoreTable

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent
    from PySide6.QtWidgets import QToolButton

    from ui.widgets.field_box import FieldBox

_FOLDED = "score/folded"
_PANEL_HEIGHT = 224
_LEAST_ROWS = 4
_ROOM_FOR_ALL = 640  # logical pixels


class ScorePage(EntityPage):
    """One table, whose columns hold the figures and whose panel holds all the rest."""

    table: ScoreTable
    panel: RowPanel

    def _make_block(self, table: str) -> None:
        self.table = ScoreTable(self.session, self._settings)
        block = TableBlock(self.session, table, self._settings, view=self.table, delegate=ScoreDelegate)
        self.table.commands.told.connect(self.told)
        self.table.selectionModel().currentChanged.connect(lambda *_: HelpCard.close_for(self.table))
        self.blocks[table] = block

    def _build_list(self) -> None:
        block = self.blocks[self.table.table]
        near = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self.weights = actions.make(actions.SCORE_WEIGHTS, self, self._on_weights_wanted, near)
        self.system = actions.make(actions.SCORE_SYSTEM, self, self._on_system_wanted, near)
        self.save_as = actions.make(actions.SCORE_SAVE, self, self._on_save_wanted, near)
        self.details = actions.make(actions.SCORE_PANEL, self, self._on_fold_wanted, near)
        self._buttons = [
            _button(self.weights, actions.SCORE_WEIGHTS.icon),
            _button(self.system, actions.SCORE_SYSTEM.icon),
        ]
        for action, shown in zip((self.weights, self.system), self._buttons, strict=True):
            action.setEnabled(not self.session.is_read_only)
            self.tools.addWidget(shown)
        load = block.empty.add_button(actions.SCORE_SYSTEM.text, actions.SCORE_SYSTEM.icon)
        load.clicked.connect(self._on_system_wanted)
        load.setEnabled(not self.session.is_read_only)
        self.table.more = [self.weights, self.system, self.save_as, self.details]
        self.offer(block.last_year)
        self.tools.addLayout(block.tools())
        self.strip = ScoreStrip(self.session)
        self.panel = RowPanel(self.session, self.form)
        self.panel.fold_wanted.connect(self._on_fold_wanted)
        self.panel.rules.chosen = self.table.commands.chosen
        self.proving.serve(block, self.panel)
        for form in (self.panel.filled, self.panel.described):
            form.text_wanted.connect(self._on_text_wanted)
        self.table.row_changed.connect(self._on_row_changed)
        self.session.settled.connect(self._on_row_again)
        block.setMinimumHeight(theme.CONTROL + _LEAST_ROWS * theme.ROW)
        self._sizes = [1000, _PANEL_HEIGHT]
        name = f"page/{self.outline.key}/tree"
        self.splitter = KeptSplitter(self._settings, name, (block, self.panel), self._sizes)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.splitter, 1)
        self.panel.set_folded(bool(self._settings.layout(_FOLDED).data()))
        self._on_row_changed(self.table.current_id())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the menu of the table has what there is no room for above it."""
        super().resizeEvent(event)
        has_room = self.width() >= _ROOM_FOR_ALL
        for widget in (self.remark, *self._buttons):
            widget.setVisible(has_room)

    # The panel

    def _on_row_changed(self, row_id: int) -> None:
        self.panel.bind(row_id)
        self._on_row_again()

    def _on_row_again(self) -> None:
        group = self.table.current_group()
        if group is not None:
            self.panel.show_group(group, self.table.entity_model.sums(group))

    def _on_fold_wanted(self) -> None:
        is_folded = not self.panel.is_folded
        if is_folded:
            self._sizes = self.splitter.sizes()
        self.panel.set_folded(is_folded)
        self.splitter.setSizes([sum(self.splitter.sizes()), 0] if is_folded else self._sizes)
        self._settings.set_layout(_FOLDED, QByteArray(b"1" if is_folded else b""))
        (self.table if is_folded else self.panel.tabs).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_place(self, place: Place) -> None:
        is_field = place.table != self.table.table or self.table.entity_model.column_of(place.field) < 0
        if place.field and is_field and self.panel.is_folded:
            self._on_fold_wanted()
        if place.table == self.table.table and place.row_id and not self.table.show_row(place.row_id, place.field):
            return
        if place.table == self.table.table:
            self.panel.bind(place.row_id or self.table.current_id())
            if self.panel.show_rule(place.field):
                self.session.focus_on(place.table, place.row_id, place.field)
                return
        super().show_place(place)

    def _box(self, place: Place) -> FieldBox | None:
        """The panel's box, unless a column shows the field while the panel is folded."""
        return None if self.panel.is_folded else self.panel.box(place.table, place.field)

    def bind(self) -> None:
        super().bind()
        self._on_row_changed(self.table.current_id())

    # Dialogs

    def _on_weights_wanted(self) -> None:
        self.session.commit_pending()
        group = self.table.entity_model.group_of(self.table.currentIndex().row())
        WeightsDialog(self.session, group.key if group is not None else "", self.window()).open_once()

    def _on_system_wanted(self) -> None:
        self.session.commit_pending()
        SystemDialog(self.session, self._settings, self.window()).open_once()

    def _on_save_wanted(self) -> None:
        dialog = PackNameDialog(self.session, self.window())
        dialog.saved.connect(self._on_saved)
        dialog.open_once()

    def _on_saved(self, key: str) -> None:
        label = packs.load(key).label
        self.session.informed.emit(f"已另存为模板“{label}”，新建报告时可以选用；发给别人请在“设置”的“报告”页导出。")


def _button(action: QAction, icon: str) -> QToolButton:
    result = tool_button(icon, action.toolTip())
    result.setDefaultAction(action)
    result.setToolButtonStyle(result.toolButtonStyle())
    result.setAccessibleName(action.text())
    return result
