"""The mark 沿用: on a field until it is confirmed, and the button that confirms many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.model.carry_over import places_on
from app.model.entities import Carried
from ui import icons
from ui.session import Session

if TYPE_CHECKING:
    from app.model.carry_over import FieldKey
    from app.model.pack import OutlinePage
    from app.storage.journal import Change

_HEIGHT = 18  # of the label it stands beside
TIP = "沿用上年内容，还没有确认"


class CarriedTag(QToolButton):
    """Beside the label of a field whose content is last year's; a click confirms it."""

    def __init__(self, session: Session, table: str, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._table, self._field = session, table, field
        self._row_id = 0
        self.setProperty("role", "carried")
        self.setText("沿用")
        self.setFixedHeight(_HEIGHT)
        self.setToolTip(f"{TIP}；点击确认（F7）")
        self.setAccessibleName(f"{TIP}，点击确认")
        # Not on the way of Tab from field to field; F7 does the same.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: session.confirm([(table, self._row_id, field)]))
        session.changed.connect(self._on_changed)
        self.hide()

    def bind(self, row_id: int) -> None:
        """Belongs to the field of another row; 0 for none."""
        self._row_id = row_id
        self.refresh()

    def refresh(self) -> None:
        """Shows itself where the field is marked."""
        self.setVisible(self.session.is_carried(self._table, self._row_id, self._field))
        self.setEnabled(not self.session.is_read_only)

    def _on_changed(self, change: Change) -> None:
        if marks_changed(change):
            self.refresh()


class ConfirmButton(QPushButton):
    """Confirms all marks of a page or report in one step; hidden while there are none."""

    def __init__(
        self,
        session: Session,
        what: str,
        count: Callable[[], int],
        places: Callable[[], frozenset[FieldKey]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.session, self._what, self._count, self._places = session, what, count, places
        self.setProperty("role", "link")
        self.setProperty("small", "true")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        icons.assign(self, "check", "accent", 14)
        self.clicked.connect(self._on_clicked)
        session.report_opened.connect(self.refresh)
        session.settled.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Counts the marks anew."""
        count = self._count() if self.session.report_id else 0
        self.setText(f"{self._what}（{count} 处）")
        self.setToolTip(f"有 {count} 处沿用上年的内容还没有确认；改过或确认后标记消失，可以撤销。")
        self.setVisible(count > 0 and not self.session.is_read_only)

    def _on_clicked(self) -> None:
        found = self._places()
        if self.session.confirm(found):
            self.session.informed.emit(f"已确认 {len(found)} 处沿用内容，按 Ctrl+Z 可以撤销。")


def confirm_page(session: Session, outline: OutlinePage, parent: QWidget) -> ConfirmButton:
    """The button for the marks of one page."""

    def count() -> int:
        state = session.completeness().by_page.get(outline.key)
        return state.carried if state is not None else 0

    def places() -> frozenset[FieldKey]:
        return places_on(outline, session.library.carried.marks(session.report_id))

    return ConfirmButton(session, "确认本页沿用", count, places, parent)


def marks_changed(change: Change) -> bool:
    """Whether a change put marks on or took some off."""
    return any(table == Carried.TABLE for table, _ in change.rows)
