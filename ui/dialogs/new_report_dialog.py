"""Which department and year a new report is for, what it starts from, and by which template pack."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QSpinBox, QWidget

from app import packs
from app.library import ReportSummary
from app.model.fields import FieldSpec, Kind
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.widgets.basics import label
from ui.widgets.editors import LineEditor

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_WIDTH, _NOTE_LINES = 480, 2
_EMPTY = "自评表的指标按模板预置，其余内容留空待填。"
CARRIED = (
    "沿用目标、科室单位、职能、工作任务、项目和指标；预算执行数、完成情况、得分和问题措施清空。"
    "沿用的内容带“沿用”标记，改过或确认后标记消失。"
)


class NewReportDialog(Dialog):
    """Makes the report itself, so that what is wrong can be put right in place. `report_id` is 0 until then."""

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        *,
        department: str = "",
        pack: str = "",
        layout: str = "",
    ) -> None:
        super().__init__("新建报告", parent, done="新建")
        self.session = session
        self.report_id = 0
        self._layout = layout
        self.department = LineEditor(FieldSpec(name="department", kind=Kind.TEXT, label="部门全称"))
        self.department.setPlaceholderText("与公章一致的全称")
        self.department.setMaxLength(200)
        names = [found.name for found in session.library.reports.departments()]
        completer = QCompleter(names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.department.setCompleter(completer)
        if department or len(names) == 1:
            self.department.setText(department or names[0])
        self.year = QSpinBox()
        self.year.setRange(_FIRST_YEAR, _LAST_YEAR)
        self.year.setSuffix(" 年度")
        # The report is written in spring, about the year before.
        self.year.setValue(datetime.now().astimezone().year - 1)
        self.start = QComboBox()
        self._sources: list[ReportSummary] = []
        self.pack = QComboBox()
        self.note = label("", "secondary", wrap=True)
        self.faulty = label("", "warning", wrap=True)
        self._reports = session.read(session.library.reports.all) or []
        self._fill_packs(pack)
        self._build()
        self.department.textChanged.connect(self._fill_starts)
        self.year.valueChanged.connect(self._fill_starts)
        self.start.currentIndexChanged.connect(self._on_start_changed)
        self._fill_starts()

    def _fill_packs(self, wanted: str) -> None:
        found, faults = packs.loaded()
        for key, pack in found.items():
            self.pack.addItem(pack.label, key)
        self.faulty.setText(f"{len(faults)} 个模板有误，没有列出；原因见“设置”的“报告”页。" if faults else "")
        self.faulty.setVisible(bool(faults))
        places = (self.pack.findData(key) for key in (wanted, packs.DEFAULT))
        self.pack.setCurrentIndex(next((place for place in places if place >= 0), 0))

    def _fill_starts(self) -> None:
        """What the report can start from: the department's reports of earlier years, the latest first, or nothing."""
        name, year = self.department.text().strip(), self.year.value()
        found = sorted(
            (report for report in self._reports if report.department == name and report.year < year),
            key=lambda report: -report.year,
        )
        if found != self._sources or not self.start.count():
            self._sources = found
            self.start.clear()
            self.start.addItems(
                [f"从{report.year}年度结转 {report.remark}".rstrip() for report in found] + ["空白报告"]
            )
        self._on_start_changed()

    @property
    def source(self) -> ReportSummary | None:
        """The report that is carried over; None for an empty report."""
        place = self.start.currentIndex()
        return self._sources[place] if 0 <= place < len(self._sources) else None

    def _on_start_changed(self) -> None:
        source = self.source
        if source is not None:
            self.pack.setCurrentIndex(max(self.pack.findData(source.pack), 0))
        self.note.setText(_EMPTY if source is None else CARRIED)

    def _build(self) -> None:
        for text, field in (
            ("部门全称", self.department), ("评价年度", self.year), ("内容", self.start), ("模板", self.pack)
        ):  # fmt: skip
            self.add_field(text, field)
        self.body.addWidget(self.faulty)
        self.body.addWidget(self.note)
        # The longer of the two notes has room from the start, so that nothing moves when the other is chosen.
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note.setMinimumHeight(_NOTE_LINES * self.note.fontMetrics().lineSpacing())
        self.setMinimumWidth(_WIDTH)
        self.department.setFocus()

    def on_done(self) -> None:
        self.department.take_preedit()
        self.report_id = self.session.read(self._made, self.tell_error) or 0
        if self.report_id:
            self.accept()

    def _made(self) -> int:
        pack = str(self.pack.currentData() or "")
        return self.session.library.reports.new(
            self.department.text(),
            self.year.value(),
            from_id=self.source.id if self.source is not None else None,
            pack=pack,
            layout=self._layout if self._layout in packs.load(pack).layouts else "",
        )
