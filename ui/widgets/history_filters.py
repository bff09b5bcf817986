"""What narrows the history: page, day, person, words, or one field only."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from app.model.entities import BY_TABLE
from app.model.fields import specs
from ui import icons, theme
from ui.models.history_tree import HistoryFilter
from ui.models.outline_model import OutlineModel
from ui.session import Session
from ui.widgets.basics import button, row

if TYPE_CHECKING:
    from app.model.pack import OutlinePage

_QUIET_MS = 250  # a search for each key would begin for nothing


class HistoryFilters(QWidget):
    """Emits when what is wanted changed. The choices are the days and persons the history has."""

    changed = Signal()

    def __init__(self, session: Session, outline: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._outline = session, outline
        self._only: tuple[str, int, str] = ("", 0, "")
        self.pages, self.days, self.users = _choice("页面", 150), _choice("日期", 120), _choice("操作人", 110)
        self.words = QLineEdit()
        self.words.setPlaceholderText("查找内容")
        self.words.setAccessibleName("在修改记录中查找")
        self.words.setClearButtonEnabled(True)
        mark = self.words.addAction(icons.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        icons.assign(mark, "search", "secondary")
        self.words.setMaximumWidth(240)
        self.only_button = button("", "close", tip="显示全部修改")
        self.only_button.hide()
        self.clear_button = button("清除筛选", role="link")
        self.setLayout(
            row(self.pages, self.days, self.users, self.words, self.only_button, self.clear_button, None)
        )  # fmt: skip
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._tell)
        self.words.textChanged.connect(lambda _text: self._quiet.start())
        for box in (self.pages, self.days, self.users):
            box.activated.connect(lambda _index: self._tell())
        self.only_button.clicked.connect(lambda: self.show_only("", 0, ""))
        self.clear_button.clicked.connect(self.clear)
        self._tell_state()

    def wanted(self) -> HistoryFilter:
        """What is chosen now."""
        page: OutlinePage | None = self._outline.page(str(self.pages.currentData() or ""))
        return HistoryFilter(
            page=page,
            user=str(self.users.currentData() or ""),
            day=str(self.days.currentData() or ""),
            text=self.words.text().strip(),
            only=self._only,
        )

    def refresh(self) -> None:
        """Offers the pages, days and persons there are now; what is chosen stays chosen where it still is."""
        session = self.session
        days, users = session.read(lambda: session.library.history.facets(session.report_id)) or ([], [])
        _fill(self.pages, "全部页面", [(page.title, page.key) for page in self._outline.pages()])
        _fill(self.days, "全部日期", [(day_words(day), day) for day in days])
        _fill(self.users, "全部人员", [(user, user) for user in users])

    def show_only(self, table: str, row_id: int, field: str) -> None:
        """Narrows to one row or field; an empty table gives that up."""
        self._only = (table, row_id, field)
        if table:
            spec = specs(BY_TABLE[table]).get(field)
            self.only_button.setText(f"只看：{BY_TABLE[table].LABEL}" + (f" · {spec.label}" if spec else ""))
        self.only_button.setVisible(bool(table))
        self._tell()

    def clear(self) -> None:
        """Shows everything again."""
        for box in (self.pages, self.days, self.users):
            box.setCurrentIndex(0)
        self.words.clear()
        self._quiet.stop()
        self.show_only("", 0, "")

    def _tell(self) -> None:
        self._tell_state()
        self.changed.emit()

    def _tell_state(self) -> None:
        self.clear_button.setEnabled(not self.wanted().is_empty)


def day_words(day: str) -> str:
    """A day as people say it, from its ISO date."""
    found, today = date.fromisoformat(day), datetime.now().astimezone().date()
    said = (
        f"{found.month}月{found.day}日" if found.year == today.year else f"{found.year}年{found.month}月{found.day}日"
    )
    return {today: "今天", today - timedelta(days=1): "昨天"}.get(found, said)


def _choice(name: str, width: int) -> QComboBox:
    result = QComboBox()
    result.setAccessibleName(name)
    result.setMinimumWidth(width - theme.S6)
    result.setMaximumWidth(width)
    result.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    result.setMinimumContentsLength(4)
    return result


def _fill(box: QComboBox, every: str, choices: list[tuple[str, str]]) -> None:
    chosen = box.currentData()
    wanted = [(every, ""), *choices]
    if [(box.itemText(index), box.itemData(index)) for index in range(box.count())] == wanted:
        return
    box.clear()
    for text, data in wanted:
        box.addItem(text, data)
    box.setCurrentIndex(max(box.findData(chosen), 0))
