"""Under the preview: which page this is, and how large it is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from ui import theme
from ui.widgets.basics import button, label, row, tool_button
from ui.widgets.preview import PreviewWidget

_STEP = 10  # %


class PreviewBar(QFrame):
    """Follows the preview it was made for."""

    def __init__(self, preview: PreviewWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self.setProperty("role", "status")
        self.setFixedHeight(theme.CONTROL)
        self.page = label("", "secondary")
        self.zoom = label("", "secondary")
        smaller, larger = tool_button("minus", "缩小（Ctrl+-）"), tool_button("plus", "放大（Ctrl++）")
        fit = button("适合宽度", role="link", tip="整页宽度（Ctrl+0）")
        fit.setProperty("small", "true")
        self.setLayout(
            row(self.page, None, smaller, self.zoom, larger, fit, spacing=theme.S1, margins=(theme.S3, 0, theme.S2, 0))
        )
        smaller.clicked.connect(lambda: preview.set_zoom(preview.zoom - _STEP))
        larger.clicked.connect(lambda: preview.set_zoom(preview.zoom + _STEP))
        fit.clicked.connect(preview.fit_width)
        preview.page_shown.connect(self._on_page_shown)
        preview.zoom_changed.connect(self._on_zoom_changed)

    def _on_page_shown(self, number: int, count: int) -> None:
        self.page.setText(f"第 {number} / {count} 页" if count else "")

    def _on_zoom_changed(self, percent: int) -> None:
        self.zoom.setText(f"{percent}%")
