"""The report's outline at the left, as a tree whose lines are pages."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from ui import theme
from ui.models.outline_model import KEY_ROLE, OutlineModel


class OutlineView(QTreeView):
    """Always open; the window gives it its delegate."""

    page_wanted = Signal(str)  # page key

    def __init__(self, model: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(theme.OUTLINE_WIDTH)
        self.setAccessibleName("报告目录")
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        model.modelReset.connect(self.expandAll)
        model.rowsInserted.connect(lambda *_: self.expandAll())
        self.expandAll()

    def show_page(self, key: str) -> None:
        """Marks a page as the one in front, without asking for it again."""
        model = self.model()
        index = model.index_of(key) if isinstance(model, OutlineModel) else QModelIndex()
        if index.isValid() and index != self.currentIndex():
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(index)
            self.selectionModel().blockSignals(False)
            self.viewport().update()

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        model, key = self.model(), current.data(KEY_ROLE)
        if key and isinstance(model, OutlineModel) and not model.is_changing:
            self.page_wanted.emit(key)
