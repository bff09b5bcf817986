"""Below the pages to be printed: turning, one or two at a time, size."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from ui.widgets.basics import tool_button
from ui.widgets.preview_bar import PreviewBar
from ui.widgets.print_view import PrintView


class PrintBar(PreviewBar):
    """The bar of the preview, with what only whole pages have."""

    def __init__(self, view: PrintView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        back, on = tool_button("chevron-left", "上一页（PgUp）"), tool_button("chevron-right", "下一页（PgDn）")
        self.two = QToolButton()
        self.two.setProperty("role", "flat")
        self.two.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.two.setText("双页")
        self.two.setToolTip("两页并排显示")
        self.two.setCheckable(True)
        self.two.toggled.connect(lambda is_on: view.set_columns(2 if is_on else 1))
        back.clicked.connect(lambda: view.turn(-1))
        on.clicked.connect(lambda: view.turn(1))
        for place, button in ((0, back), (3, on), (5, self.two)):  # around the page, and before the size
            self.line.insertWidget(place, button)
