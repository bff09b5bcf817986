"""What 校核 found: how many of each level, and the first of them with the way to where they are mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.model.results import Checked, Finding, Severity
from ui import theme
from ui.pages.overview.places import Places
from ui.widgets.basics import Card, button, label, row
from ui.widgets.line_list import Line, LineList

_SHOWN = 4
_MORE = 20
_TONES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "accent"}


class FindingCard(Card):
    """The findings, errors first. Says so while nothing was checked yet, and where rules could not be applied."""

    place_wanted = Signal(object)  # Place

    def __init__(self, places: Places, parent: QWidget | None = None) -> None:
        super().__init__("校核", parent, holds_lines=True)
        self._places = places
        self._findings: Sequence[Finding] = ()
        self._shown = _SHOWN
        self.lines = LineList("校核意见")
        self.state = label("", "secondary", wrap=True)
        self.more = button("", role="link")
        self.body.addWidget(self.lines)
        foot = row(theme.S2, spacing=0)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.more)
        self.body.addLayout(foot)
        self.body.addStretch(1)
        self.lines.place_wanted.connect(self.place_wanted)
        self.more.clicked.connect(self._on_more)
        self.tell(None, "")

    def tell(self, checked: Checked | None, failure: str) -> None:
        """Shows what was found; None while the first check runs, or after it ended in `failure`."""
        self._findings = () if checked is None else in_order(checked.open)
        self.remark.setText("" if checked is None else in_words(checked))
        self.state.setText(_state(checked, failure))
        self.state.setToolTip("" if checked is None else "\n".join(item.reason for item in checked.not_checked))
        self._show()

    def _show(self) -> None:
        found = self._findings[: self._shown]
        self.lines.set_lines([self._line(item) for item in found])
        self.lines.setVisible(bool(found))
        left = len(self._findings) - len(found)
        self.more.setText(f"还有 {left} 条，再显示 {min(left, _MORE)} 条")
        self.more.setVisible(left > 0)

    def _line(self, found: Finding) -> Line:
        tip = f"{found.rule} {found.message}"
        place = self._places.of_finding(found)
        return Line(found.message, place=place, tag=found.severity.value, tag_tone=_TONES[found.severity], tip=tip)

    def _on_more(self) -> None:
        self._shown += _MORE
        self._show()


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Errors, then warnings, then hints; each in the order of the rules."""
    order = list(Severity)
    return sorted(findings, key=lambda item: order.index(item.severity))


def in_words(checked: Checked) -> str:
    """How many findings there are of each level that occurs."""
    return " · ".join(_counts(checked))


def _counts(checked: Checked) -> Iterator[str]:
    counts = Counter(item.severity for item in checked.open)
    return (f"{level.value} {counts[level]}" for level in Severity if counts[level])


def _state(checked: Checked | None, failure: str) -> str:
    if checked is None:
        return f"⚠ 校核没有完成：{failure}" if failure else "正在校核…"
    said = "" if checked.open else "✓ 没有发现问题。"
    skipped = len(checked.not_checked)
    return f"{said}{f'另有 {skipped} 条规则因缺少数据没有检查。' if skipped else ''}"
