"""A card with a chart, and the buttons that take it into a document."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from ui import theme
from ui.widgets.basics import ElidedLabel, column, label, row, tool_button
from ui.widgets.charts.chart import Chart
from ui.widgets.empty_state import EmptyState


class ChartCard(QFrame):
    """Title, remark, the buttons that copy and save, the chart; a sentence in its place while there are no figures."""

    place_wanted = Signal(object)  # the place of a mark
    copy_wanted = Signal(object)  # the chart, as a picture
    save_wanted = Signal(object)  # the chart, as a picture
    data_wanted = Signal(object)  # the chart, as a table

    def __init__(self, chart: Chart, empty: tuple[str, str], *, title: str = "", parent: QWidget | None = None) -> None:
        """`empty` is the heading and the sentence shown while there are no figures; `title` is the card's where the
        chart has another for each of its views.
        """
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self.setAccessibleName(title or chart.title)
        self.chart = chart
        self.remark = ElidedLabel("", "secondary")
        self.remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.data_button = tool_button("duplicate", "复制数据，可以粘贴到 Excel")
        self.copy_button = tool_button("picture", "复制为图片")
        self.save_button = tool_button("save", "另存图片…")
        for made in self._buttons:
            words = made.toolTip().removesuffix("…").partition("，")[0]
            made.setAccessibleName(f"{words}：{title or chart.title}")
        self.empty = EmptyState(*empty)
        self.body = column(self, spacing=theme.S2)
        # A mark's ground under the pointer reaches beyond its text, which stands in line with the title.
        self.body.setContentsMargins(theme.S2, theme.S2, theme.S2, theme.S3)
        head = row(theme.S2, label(title or chart.title, "card"), theme.S2, spacing=0)
        head.addWidget(self.remark, 1)
        head.addSpacing(theme.S2)
        for made in self._buttons:
            head.addWidget(made)
        holder = QWidget()
        holder.setFixedHeight(theme.CONTROL)  # so that what is left over goes to the chart alone
        holder.setLayout(head)
        self.body.addWidget(holder)
        self.body.addWidget(chart, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addStretch(0)
        self.empty.hide()
        self.setTabOrder(self.save_button, chart)
        chart.place_wanted.connect(self.place_wanted)
        for wanted, tell in (
            (self.data_button.clicked, self.data_wanted), (self.copy_button.clicked, self.copy_wanted),
            (self.save_button.clicked, self.save_wanted),
            (chart.copy_wanted, self.copy_wanted), (chart.save_wanted, self.save_wanted),
            (chart.data_wanted, self.data_wanted),
        ):  # fmt: skip
            wanted.connect(lambda *_, tell=tell: tell.emit(self.chart))

    @property
    def _buttons(self) -> tuple[QToolButton, ...]:
        return self.data_button, self.copy_button, self.save_button

    def show_empty(self, *, is_empty: bool) -> None:
        """Shows the sentence in place of the chart, or the chart again."""
        self.chart.setVisible(not is_empty)
        self.empty.setVisible(is_empty)
        for made in self._buttons:
            made.setEnabled(not is_empty)
