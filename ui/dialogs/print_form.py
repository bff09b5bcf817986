"""What is printed and how: the left side of the print dialog."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QGridLayout, QSpinBox, QToolButton, QWidget

from app.library import EVIDENCE, PARTS, PROJECTS, REVIEW
from app.model.layout import Margins
from app.render.pages import NumberPlace, Page
from ui import theme
from ui.printing.setup import LARGEST_MARGIN, LEAST_MARGIN, JobSetup, SheetSetup, from_text, to_text
from ui.settings import Settings
from ui.widgets.basics import button, column, label, row


class Content(NamedTuple):
    """Something that can be printed."""

    name: str
    parts: tuple[str, ...]  # as `library.documents` takes them


FORM = "form"
"""The form of one project."""

CONTENTS = {
    "both": Content("自评报告和附表", PARTS),
    "report": Content("自评报告", ("report",)),
    "annex": Content("自评表（附表）", ("annex",)),
    PROJECTS: Content("项目自评表", (PROJECTS,)),
    FORM: Content("项目自评表（当前项目）", (PROJECTS,)),
    "review": Content("审核问题清单", (REVIEW,)),
    EVIDENCE: Content("佐证材料目录", (EVIDENCE,)),
}
_PART_NAMES = {"report": "正文", "annex": "附表"}
_PAPERS = (("A4", "A4"), ("A3", "A3"))
_WAYS = (("纵向", "portrait"), ("横向", "landscape"))
_EDGES = (("上", "top"), ("下", "bottom"), ("左", "left"), ("右", "right"))
_SIZES = (("12 磅（小四）", 12.0), ("10.5 磅（五号）", 10.5), ("10 磅", 10.0), ("9 磅（小五）", 9.0), ("8.5 磅", 8.5),
          ("8 磅", 8.0), ("7.5 磅（六号）", 7.5), ("7 磅", 7.0), ("6.5 磅（小六）", 6.5))  # fmt: skip
_FLOORS = (("不缩小", None), ("可缩到 8 磅", 8.0), ("可缩到 7.5 磅", 7.5), ("可缩到 7 磅", 7.0), ("可缩到 6.5 磅", 6.5),
           ("可缩到 6 磅", 6.0), ("可缩到 5.5 磅", 5.5))  # fmt: skip
_PLACES = (("自动", None), ("国标（横排在侧边）", NumberPlace.SIDE), ("页脚外侧", NumberPlace.FOOT),
           ("页脚居中", NumberPlace.MIDDLE), ("不印页码", NumberPlace.NONE))  # fmt: skip
_SIDES = (("全部", ""), ("单数页", "odd"), ("双数页", "even"))
_WIDTH = 264


class PrintForm(QWidget):
    """Remembers each content's setup by itself; the first page number is asked for anew each time."""

    content_changed = Signal()
    changed = Signal()  # how the content is printed
    part_shown = Signal()  # the sheet of another part is to be shown

    def __init__(
        self, settings: Settings, content: str, parent: QWidget | None = None, *, offered: Collection[str] = CONTENTS
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._sheets: dict[str, SheetSetup] = {}
        self._part = ""
        self.job = JobSetup()
        self.content = _choice([(each.name, key) for key, each in CONTENTS.items() if key in offered], "打印内容")
        self.paper = _choice(_PAPERS, "纸张")
        self.way = _choice(_WAYS, "方向")
        self.margins = {key: _spin(LEAST_MARGIN, LARGEST_MARGIN, f"{word}边距（毫米）") for word, key in _EDGES}
        self.text_size = _choice([("按版式", None), *_SIZES], "表格字号")
        self.floor = _choice(_FLOORS, "表格放不下时")
        self.reset = button("恢复默认", role="link", tip="纸张、边距和字号都按版式")
        self.place = _choice(_PLACES, "页码位置")
        self.first = _spin(1, 9999, "起始页码")
        self.duplex = QCheckBox("双面打印")
        self.duplex.setToolTip("预先选好双面，沿长边翻转；能否双面以打印机为准")
        self.sides = _choice(_SIDES, "打印页面")
        self.sides.setToolTip("打印机不能自动双面时，先打印单数页，把纸翻面放回后再打印双数页")
        self._parts: dict[str, QToolButton] = {}
        self._sheet_title = label("纸张和边距", "secondary")
        self._build()
        self._connect()
        self.choose(content)

    def _build(self) -> None:
        group = QButtonGroup(self)
        for key, name in _PART_NAMES.items():
            choice = QToolButton()
            choice.setProperty("role", "flat")
            choice.setText(name)
            choice.setToolTip(f"{name}的纸张和边距")
            choice.setCheckable(True)
            choice.clicked.connect(lambda _checked=False, key=key: self._show_part(key))
            group.addButton(choice)
            self._parts[key] = choice
        edges = QGridLayout()
        edges.setHorizontalSpacing(theme.S2)
        edges.setVerticalSpacing(theme.S1)
        for number, (word, key) in enumerate(_EDGES):
            edges.addWidget(label(word, "secondary"), number // 2, number % 2 * 2)
            edges.addWidget(self.margins[key], number // 2, number % 2 * 2 + 1)
            edges.setColumnStretch(number % 2 * 2 + 1, 1)
        whole = column(self, spacing=theme.S2)
        whole.setContentsMargins(0, 0, theme.S3, 0)
        whole.addWidget(self.content)
        whole.addLayout(row(*self._parts.values(), self._sheet_title, None, self.reset, spacing=theme.S1))
        whole.addLayout(_lines(("纸张", self.paper), ("方向", self.way)))
        whole.addWidget(label("页边距（毫米）", "secondary"))
        whole.addLayout(edges)
        whole.addLayout(_lines(("表格字号", self.text_size), ("放不下时", self.floor)))
        whole.addSpacing(theme.S2)
        whole.addLayout(
            _lines(("页码", self.place), ("起始页码", self.first), ("打印页面", self.sides), ("", self.duplex))
        )
        whole.addStretch(1)
        self.setFixedWidth(_WIDTH)

    def _connect(self) -> None:
        self.content.activated.connect(lambda _index: self._on_content())
        for box in (self.paper, self.way, self.text_size, self.floor):
            box.activated.connect(lambda _index: self._on_sheet())
        for spin in self.margins.values():
            spin.valueChanged.connect(lambda _value: self._on_margins())
        self.reset.clicked.connect(self._on_reset)
        for box in (self.place, self.sides):
            box.activated.connect(lambda _index: self._on_job())
        self.first.valueChanged.connect(lambda _value: self._on_job())
        self.duplex.toggled.connect(lambda _is_on: self._on_job())

    # What is chosen

    def choose(self, content: str) -> None:
        """Turns to another content, with the setup it was last printed with."""
        key = content if self.content.findData(content) >= 0 else "both"
        self.content.setCurrentIndex(self.content.findData(key))
        parts = CONTENTS[key].parts
        parts = parts if set(parts) <= set(PARTS) else ("annex",)  # lists and forms are laid out as an annex is
        self._sheets = {part: from_text(self._settings.print_setup(f"{key}/{part}"), SheetSetup) for part in parts}
        self.job = from_text(self._settings.print_setup(key), JobSetup)
        self._sheet_title.setVisible(len(parts) == 1)
        for each in self._parts.values():
            each.setVisible(len(parts) > 1)
        self._show_job()
        self._show_part(parts[-1])

    @property
    def key(self) -> str:
        """The chosen content."""
        return str(self.content.currentData())

    @property
    def sheets(self) -> dict[str, SheetSetup]:
        """The setup of each part."""
        return self._sheets

    @property
    def part(self) -> str:
        """The part whose sheet is shown."""
        return self._part

    def is_wanted(self, number: int) -> bool:
        """Whether a page of that number is printed."""
        sides = self.sides.currentData()
        return not sides or sides == ("odd" if number % 2 else "even")

    def keep(self) -> None:
        """Remembers what was changed for the next time."""
        for part, sheet in self._sheets.items():
            self._settings.set_print_setup(f"{self.key}/{part}", to_text(sheet))
        self._settings.set_print_setup(self.key, to_text(replace(self.job, first_number=1)))

    # What is shown

    def show_sheet(self, page: Page, size: float) -> None:
        """Shows the sheet as it now is; `size` is that of table text in the layout, pt."""
        sheet = self._sheets[self._part]
        _show(self.paper, page.paper)
        _show(self.way, "landscape" if page.width > page.height else "portrait")
        _show(self.text_size, sheet.size)
        _show(self.floor, sheet.floor)
        self.text_size.setItemText(0, f"按版式（{size:g} 磅）")
        for key, spin in self.margins.items():
            with QSignalBlocker(spin):
                spin.setValue(round(getattr(page.margins, key)))
        self.reset.setEnabled(sheet != SheetSetup())

    def _show_part(self, part: str) -> None:
        self._part = part
        self._parts[part].setChecked(True)
        self.part_shown.emit()

    def _show_job(self) -> None:
        _show(self.place, self.job.place)
        _show(self.sides, "")
        with QSignalBlocker(self.first), QSignalBlocker(self.duplex):
            self.first.setValue(self.job.first_number)
            self.duplex.setChecked(self.job.is_duplex)

    # What is changed

    def _on_content(self) -> None:
        key = self.key
        self.choose(key)
        self.content_changed.emit()

    def _on_sheet(self) -> None:
        self._sheets[self._part] = replace(
            self._sheets[self._part],
            paper=self.paper.currentData(),
            orientation=self.way.currentData(),
            size=self.text_size.currentData(),
            floor=self.floor.currentData(),
        )
        self.changed.emit()

    def _on_margins(self) -> None:
        edges = {key: float(spin.value()) for key, spin in self.margins.items()}
        self._sheets[self._part] = replace(self._sheets[self._part], margins=Margins(**edges))
        self.changed.emit()

    def _on_reset(self) -> None:
        self._sheets[self._part] = SheetSetup()
        self.changed.emit()

    def _on_job(self) -> None:
        self.job = JobSetup(self.first.value(), self.place.currentData(), self.duplex.isChecked())
        self.changed.emit()


class _Choice(QComboBox):
    """A list that the wheel does not change by the way."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Spin(QSpinBox):
    """A number that the wheel does not change by the way, told when it is typed whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _choice(words: Sequence[tuple[str, object]], name: str) -> QComboBox:
    result = _Choice()
    for text, data in words:
        result.addItem(text, data)
    result.setAccessibleName(name)
    result.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    result.setMinimumContentsLength(8)
    return result


def _spin(least: int, most: int, name: str) -> QSpinBox:
    result = _Spin()
    result.setRange(least, most)
    result.setAccessibleName(name)
    return result


def _show(box: QComboBox, data: object) -> None:
    place = next((index for index in range(box.count()) if box.itemData(index) == data), 0)
    box.setCurrentIndex(place)


def _lines(*lines: tuple[str, QWidget]) -> QGridLayout:
    result = QGridLayout()
    result.setHorizontalSpacing(theme.S2)
    result.setVerticalSpacing(theme.S2)
    result.setColumnMinimumWidth(0, 4 * theme.CARD_TITLE + theme.S1)
    result.setColumnStretch(1, 1)
    for number, (word, control) in enumerate(lines):
        name = label(word, "secondary")
        name.setBuddy(control)
        result.addWidget(name, number, 0, Qt.AlignmentFlag.AlignVCenter)
        result.addWidget(control, number, 1)
    return result
