"""Everything the go-to box can jump to: pages, and the rows on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.model.entities import BY_TABLE
from app.model.fields import specs
from ui.models.outline_model import HISTORY, OVERVIEW, VERSIONS, OutlineModel
from ui.session import Session
from ui.titles import title

PLACE_ROLE = Qt.ItemDataRole.UserRole + 1
WORDS_ROLE = Qt.ItemDataRole.UserRole + 2  # what typing is matched with
HINT_ROLE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: a page, and on it a row or field."""

    page: str
    table: str = ""
    row_id: int = 0
    field: str = ""


class GotoModel(QAbstractListModel):
    """Pages first, then fields, then rows, in the outline's order. Filled anew whenever the box is entered."""

    def __init__(self, session: Session, outline: OutlineModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._outline = outline
        self._entries: Sequence[tuple[str, str, Place]] = ()

    def load(self) -> None:
        """Reads the places of the open report."""
        self.beginResetModel()
        self._entries = [*self._pages(), *self._fields(), *self._rows()] if self._session.report_id else []
        self.endResetModel()

    def _pages(self) -> Iterator[tuple[str, str, Place]]:
        yield "概览", "页面", Place(OVERVIEW)
        for page in self._outline.pages():
            yield page.title, f"页面 {page.section}", Place(page.key)
        yield "修改记录", "页面", Place(HISTORY)
        yield "快照与对比", "页面", Place(VERSIONS)

    def _fields(self) -> Iterator[tuple[str, str, Place]]:
        for page in self._outline.pages():
            for name in page.fields:
                table, _, field = name.partition(".")
                spec = specs(BY_TABLE[table])[field]
                yield spec.label, page.title, Place(page.key, table, self._session.row_id(table), field)

    def _rows(self) -> Iterator[tuple[str, str, Place]]:
        for page in self._outline.pages():
            for table in page.tables:
                for row in self._session.data.tables[table]:
                    if name := title(row):
                        yield name, BY_TABLE[table].LABEL, Place(page.key, table, row.id)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        name, hint, place = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == WORDS_ROLE:
            return f"{name} {hint}"
        if role == HINT_ROLE:
            return hint
        if role == PLACE_ROLE:
            return place
        return None
