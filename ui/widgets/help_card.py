"""The 口径 of a field on a card beside it, which leaves the keyboard where the officer is typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QWidget

from ui import theme
from ui.widgets.basics import column, label, row, tool_button

WIDTH = 400
_GAP = 8  # between the field and the card
_HEAD = 24  # of the field's label, which stays in sight under the card
_TALL = 96  # a field higher than this has the card beside it, so that the text stays in sight


class HelpCard(QFrame):
    """Laid over the window under, beside or above one field; goes with Esc, a click or the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self.setProperty("role", "card-over")
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title = label("", "card", wrap=True)
        self.tag = label("", "error")
        self.text = label("", wrap=True)
        self.keys = label("", "secondary", wrap=True)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(theme.S3)
        self._grid.setVerticalSpacing(theme.S1)
        close = tool_button("close", "关闭说明（Esc）")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.hide)
        whole = column(self, spacing=theme.S2)
        whole.setContentsMargins(theme.S4, theme.S2, theme.S2, theme.S3)
        whole.addLayout(row(self.title, self.tag, None, close))
        whole.addWidget(self.text)
        whole.addLayout(self._grid)
        whole.addWidget(self.keys)
        self.hide()

    @classmethod
    def of(cls, widget: QWidget) -> HelpCard:
        """The one card of the window a widget is in."""
        window = widget.window()
        known = window.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return known if isinstance(known, cls) else cls(window)

    @classmethod
    def close_for(cls, target: QWidget) -> None:
        """Takes the card away where it is shown for this widget."""
        known = target.window().findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if isinstance(known, cls) and known.target is target:
            known.hide()

    @property
    def target(self) -> QWidget | None:
        """The field it is shown for; None while it is not shown."""
        return self._target if self.isVisible() else None

    def tell(
        self, target: QWidget, title: str, tag: str, text: str, facts: Sequence[tuple[str, str]], keys: str
    ) -> None:
        """Shows the help of a field; `facts` are lines of a word and what it says."""
        self._target = target
        self.title.setText(title)
        self.tag.setText(tag)
        self.text.setText(text)
        self.keys.setText(keys)
        self._show_facts(facts)
        self.setAccessibleName(f"{title}的填写说明")
        self.setAccessibleDescription("。".join([text.rstrip("。"), *(f"{word}：{said}" for word, said in facts)]))
        self._place(target)
        self.show()
        self.raise_()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while self._grid.count():
            found = self._grid.takeAt(0).widget()
            found.hide()
            found.deleteLater()
        for line, (word, said) in enumerate(facts):
            self._grid.addWidget(label(word, "secondary"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(said, wrap=True), line, 1)

    def _place(self, target: QWidget) -> None:
        self.resize(WIDTH, self.heightForWidth(WIDTH))
        room = self.window().rect()
        frame = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size())
        beside = frame.right() + _GAP
        if frame.height() > _TALL and beside + WIDTH <= room.width():
            self.move(beside, max(0, min(frame.top(), room.height() - self.height())))
            return
        left = max(theme.S2, min(frame.left(), room.width() - WIDTH - theme.S2))
        below, above = frame.bottom() + _GAP, frame.top() - _HEAD - self.height()
        top = below if below + self.height() <= room.height() or above < 0 else above
        self.move(left, max(0, min(top, room.height() - self.height())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                if isinstance(watched, QWidget) and watched is not self and not self.isAncestorOf(watched):
                    self.hide()
            case QEvent.Type.KeyPress:
                if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                    self.hide()
                    return True
            case QEvent.Type.FocusOut:
                if watched is self._target:
                    self.hide()
            case QEvent.Type.Resize | QEvent.Type.Hide | QEvent.Type.Move:
                if watched is self.window() or watched is self._target:
                    self.hide()
            case _:
                pass
        return False

    def hideEvent(self, _event: QEvent) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
