"""The ways a report can go from where it stands: 草稿 → 送审 → 定稿, and back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.model.entities import Status
from ui import icons
from ui.session import Session

_REVIEW = (Status.REVIEW, "flag", "送审（保存快照“送审稿”）")
_FINAL = (Status.FINAL, "lock", "定稿（保存快照“定稿”，之后只能查看）")
MOVES: dict[Status, tuple[tuple[Status, str, str], ...]] = {
    Status.DRAFT: (_REVIEW, _FINAL),
    Status.REVIEW: (_FINAL, (Status.DRAFT, "pencil", "退回草稿")),
    Status.FINAL: ((Status.DRAFT, "pencil", "重新打开（改回草稿）"),),
}
"""Where a report can go, with the drawing and words of the way."""

Move = Callable[[Status], object]


def fill(menu: QMenu, status: str, move: Move) -> None:
    """Puts the ways from `status` into a menu that is emptied first."""
    menu.clear()
    for target, icon, text in MOVES[Status(status)]:
        action = menu.addAction(text)
        icons.assign(action, icon)
        action.triggered.connect(_going(move, target))


def _going(move: Move, target: Status) -> Callable[[], object]:
    return lambda: move(target)


class StatusButton(QToolButton):
    """The open report's status, and what it can become."""

    status_wanted = Signal(str)  # the status to go to

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setProperty("role", "tag")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # The icon is the arrow that says a menu will open, and such an arrow stands behind the word.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.assign(self, "chevron-down", "secondary", 12)
        self._menu = QMenu(self)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMenu(self._menu)

    def refresh(self) -> None:
        """Shows the open report's status."""
        status = self.session.data.report.status
        self.setText(status)
        self.setAccessibleName(f"状态 {status}")
        self.setToolTip("改变报告状态")
        self.setEnabled(not self.session.library.read_only)
        fill(self._menu, status, lambda target: self.status_wanted.emit(target.value))
