"""Above and below the preview: which part is shown, what was written by hand, which page this is and how large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QSpinBox, QToolButton, QToolTip, QWidget

from ui import icons, theme
from ui.widgets.basics import ElidedLabel, button, label, row, tool_button
from ui.widgets.page_frames import Fit
from ui.widgets.page_view import ZOOM_STEP, PageView

_PARTS = (("report", "正文"), ("annex", "附表"))
_ZOOMS = (50, 75, 100, 125, 150, 200)  # %
_COUNT = "/ 888+ 页"  # room is kept for it while the pages are still being counted
_LONGEST = 24  # characters of a paragraph in the menu


class ByHand(NamedTuple):
    """A paragraph that was taken over."""

    key: str
    text: str
    is_stale: bool  # what is generated has changed since
    is_shown: bool  # False: the report has no such paragraph any more


class PreviewHead(QFrame):
    """Chooses the part, and lists what was written by hand."""

    part_wanted = Signal(str)  # report or annex
    paragraph_wanted = Signal(str)  # key of a paragraph by hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(theme.CONTROL + theme.S2)
        self._rows: Sequence[ByHand] = ()
        self._parts: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        for part, name in _PARTS:
            choice = QToolButton()
            choice.setProperty("role", "flat")
            choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            choice.setText(name)
            choice.setToolTip(f"预览{name}")
            choice.setCheckable(True)
            choice.clicked.connect(lambda _checked=False, part=part: self.part_wanted.emit(part))
            self._group.addButton(choice)
            self._parts[part] = choice
        self.by_hand = tool_button("pencil", "手工段落", text="手工")
        self.by_hand.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.by_hand)
        self.menu.aboutToShow.connect(self._fill)
        self.by_hand.setMenu(self.menu)
        self.by_hand.hide()
        self.setLayout(
            row(*self._parts.values(), None, self.by_hand, spacing=theme.S1, margins=(theme.S2, 0, theme.S2, 0))
        )

    def show_part(self, part: str) -> None:
        """Presses the button of a part; none for the form of a project, which its page shows."""
        self._group.setExclusive(False)
        for key, choice in self._parts.items():
            choice.setChecked(key == part)
        self._group.setExclusive(True)

    def show_by_hand(self, rows: Sequence[ByHand]) -> None:
        """Says how many paragraphs were written by hand, and for how many of them the figures have changed."""
        if rows == self._rows:
            return
        self._rows = sorted(rows, key=lambda row: row.is_shown and not row.is_stale)
        stale = sum(row.is_stale for row in rows)
        words = f"手工 {len(rows)}" + (f"，{stale} 处已变" if stale else "")
        self.by_hand.setText(words)
        self.by_hand.setAccessibleName(words)
        self.by_hand.setToolTip("改为手工的段落；已变：改为手工以后，下面的数字有变化")
        icons.assign(self.by_hand, "warning" if stale else "pencil", "warning" if stale else "text")
        self.by_hand.setVisible(bool(rows))

    def _fill(self) -> None:
        self.menu.clear()
        for each in self._rows:
            words = " ".join(each.text.split())
            words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
            state = "数字已变" if each.is_stale else "手工" if each.is_shown else "报告中已没有这一段"
            action = self.menu.addAction(f"{state}：{words}".replace("&", "&&"))
            icons.assign(action, "warning" if each.is_stale else "pencil" if each.is_shown else "info", "secondary")
            action.triggered.connect(lambda _checked=False, key=each.key: self.paragraph_wanted.emit(key))


class PreviewBar(QFrame):
    """Follows the preview it was made for."""

    def __init__(self, preview: PageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self._pages = 0
        self.setProperty("role", "status")
        self.setFixedHeight(theme.CONTROL + theme.S1)
        self.page = QSpinBox()
        self.page.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.page.setKeyboardTracking(False)
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setFixedWidth(theme.CONTROL + theme.S4)
        self.page.setAccessibleName("页码")
        self.page.setToolTip("输入页码，按回车转到该页")
        self.count = label("", "secondary")
        self.count.setMinimumWidth(QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(_COUNT) + 2)
        smaller, larger = tool_button("minus", "缩小（Ctrl+-）"), tool_button("plus", "放大（Ctrl++）")
        self.zoom = QToolButton()
        self.zoom.setProperty("role", "flat")
        self.zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.zoom.setToolTip("显示比例")
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.zoom)
        self.menu.aboutToShow.connect(self._fill)
        self.zoom.setMenu(self.menu)
        parts = (self.page, self.count, None, smaller, self.zoom, larger)
        self.line = row(*parts, spacing=theme.S1, margins=(theme.S2, 0, theme.S2, 0))
        self.setLayout(self.line)
        self.page.valueChanged.connect(preview.go_to_page)
        smaller.clicked.connect(lambda: preview.set_zoom(preview.zoom - ZOOM_STEP))
        larger.clicked.connect(lambda: preview.set_zoom(preview.zoom + ZOOM_STEP))
        preview.page_shown.connect(self._on_page_shown)
        preview.zoom_changed.connect(self._on_zoom_changed)
        preview.laid_out.connect(self._show_count)
        self._on_page_shown(0, 0)
        self._on_zoom_changed(preview.zoom)

    def _fill(self) -> None:
        self.menu.clear()
        for words, fit in (("适合宽度\tCtrl+0", Fit.WIDTH), ("整页", Fit.PAGE)):
            action = self.menu.addAction(words, lambda fit=fit: self._preview.fit(fit))
            action.setCheckable(True)
            action.setChecked(self._preview.fits is fit)
        self.menu.addSeparator()
        for percent in _ZOOMS:
            action = self.menu.addAction(f"{percent}%", lambda percent=percent: self._preview.set_zoom(percent))
            action.setCheckable(True)
            action.setChecked(self._preview.fits is None and self._preview.zoom == percent)

    def _on_page_shown(self, number: int, count: int) -> None:
        self.page.setEnabled(bool(count))
        self._pages = count
        self._show_count()
        if not self.page.lineEdit().isModified():
            with QSignalBlocker(self.page):
                self.page.setRange(min(count, 1), count)
                self.page.setValue(number)

    def _show_count(self) -> None:
        more = "+" if self._preview.is_growing else ""
        self.count.setText(f"/ {self._pages}{more} 页" if self._pages else "")

    def _on_zoom_changed(self, percent: int) -> None:
        self.zoom.setText(f"{percent}%")
        self.zoom.setAccessibleName(f"显示比例 {percent}%")


class PreviewNote(QFrame):
    """Says quietly what the preview cannot promise: the pages of Word, and fonts this computer lacks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self.text = ElidedLabel("仅供参考，页数以 Word/WPS 为准", "secondary")
        self.fonts = button("", role="link")
        self.fonts.setProperty("small", "true")
        self.fonts.clicked.connect(self._on_fonts_clicked)
        self.fonts.hide()
        self.setLayout(row(self.text, None, self.fonts, spacing=theme.S1, margins=(theme.S3, 0, theme.S2, 0)))
        self.setFixedHeight(theme.ROW)

    def show_missing(self, missing: Sequence[tuple[str, str]]) -> None:
        """Names the fonts that are not installed, each with the one shown in its place."""
        lines = [f"{wanted}，预览以 {shown} 代替" for wanted, shown in missing]
        self.fonts.setText(f"缺 {len(missing)} 种公文字体")
        words = "本机没有这些字体，不影响导出的 Word 文件：\n" + "\n".join(lines)
        self.fonts.setToolTip(words)
        self.fonts.setAccessibleDescription(words)
        self.fonts.setVisible(bool(missing))

    def _on_fonts_clicked(self) -> None:
        QToolTip.showText(self.fonts.mapToGlobal(self.fonts.rect().topLeft()), self.fonts.toolTip(), self.fonts)
