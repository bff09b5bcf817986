"""Every page of the sample as a picture, for documentation and for looking at what a change did."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from app.library import Library
from app.model.merging import Merge, merge
from ui import theme
from ui.application import Application
from ui.dialogs.about_dialog import AboutDialog
from ui.dialogs.collection_dialog import CollectionDialog
from ui.dialogs.evidence_export_dialog import EvidenceExportDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.keys_dialog import KeysDialog
from ui.dialogs.long_text_dialog import LongTextDialog
from ui.dialogs.mend_dialog import MendDialog
from ui.dialogs.merge_dialog import MergeDialog
from ui.dialogs.new_report_dialog import NewReportDialog
from ui.dialogs.package_export_dialog import PackageExportDialog
from ui.dialogs.paragraph_dialog import ParagraphDialog
from ui.dialogs.paste_dialog import PasteDialog
from ui.dialogs.print_dialog import PrintDialog
from ui.dialogs.settings_dialog import SettingsDialog
from ui.dialogs.system_dialog import SystemDialog
from ui.dialogs.weights_dialog import WeightsDialog
from ui.main_window import SIZE, MainWindow
from ui.messages import DialogMessages
from ui.models.clipboard import Block, Rejection
from ui.models.outline_model import HISTORY, OVERVIEW, VERSIONS
from ui.pages.history_page import HistoryPage
from ui.pages.score.score_page import ScorePage
from ui.session import SETTLE_MS, Session
from ui.settings import Settings
from ui.widgets.field_box import FieldBox

_LONGEST = 10_000  # ms that a scene may take to come to rest
_BY_HAND = "funds.total"
"""The paragraph that is shown as written by hand."""


def take(application: Application, folder: Path) -> list[Path]:
    """Draws the pages in both themes into light-….png and dark-….png, at 1366×768 logical pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    for choice in theme.THEMES:
        application.apply_theme(choice)
        with tempfile.TemporaryDirectory() as place, Library.open(Path(place) / "library.db", create=True) as library:
            settings = Settings(Path(place) / "window.ini")
            session = Session(library, DialogMessages())
            window = MainWindow(session, settings)
            window.resize(QSize(*SIZE))
            window.show()
            for number, (name, widget) in enumerate(_scenes(window)):
                _wait(session)
                path = folder / f"{choice.value}-{number:02}-{name}.png"
                widget.grab().save(str(path))
                taken.append(path)
            window.close()
            window.deleteLater()
    return taken


def _scenes(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Brings one scene after the other to the window."""
    yield "first-start", window
    window.reports.open_sample()
    yield OVERVIEW, window
    yield from _charts(window)
    for page in window.outline.pages():
        window.workspace.show_page(page.key)
        yield page.key, window
    window.workspace.show_findings()
    window.session.checker.now()
    yield "findings", window
    yield from _score_table(window)
    yield from _forms(window)
    yield from _searches(window)
    yield from _help(window)
    _edit_a_figure(window.session)
    window.workspace.show_page(HISTORY)
    yield HISTORY, window
    _write_by_hand(window)
    yield "by-hand", window
    yield from _supplement(window)
    yield from _field_history(window)
    window.workspace.show_page(VERSIONS)
    yield VERSIONS, window
    yield from _dialogs(window)
    yield from _import(window)
    window.session.open_report(_carry_over(window.session))
    window.workspace.show_page("projects")
    yield "carried", window
    window.session.open_report(window.session.library.reports.new("某市某局", 2030))
    yield "empty-report", window
    window.workspace.show_page("projects")
    yield "empty-page", window
    window.session.open_report(0)
    yield "reports", window


def _charts(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The lower part of 概览."""
    page = window.workspace.page(OVERVIEW)
    bar = page.findChildren(QScrollArea)[0].verticalScrollBar() if page is not None else None
    if bar is not None:
        bar.setValue(bar.maximum())
        yield f"{OVERVIEW}-charts", window
        bar.setValue(0)


def _score_table(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The panel of a row tab by tab, folded groups, and what stands before weights and systems."""
    window.workspace.show_page("indicators")
    page = window.workspace.page("indicators")
    if not isinstance(page, ScorePage):
        return
    page.table.show_row(window.session.data.indicators[4].id)
    for number, name in enumerate(("rule", "filled", "described", "evidence", "signing")):
        page.panel.tabs.setCurrentIndex(number)
        yield f"score-{name}", window
    page.panel.tabs.setCurrentIndex(0)
    page.table.commands.fold_groups()
    page.panel.fold.click()
    yield "score-groups", window
    page.panel.fold.click()
    page.table.commands.unfold_groups()
    settings = Settings(Path(tempfile.gettempdir()) / "none.ini")
    for name, dialog in (
        ("weights", WeightsDialog(window.session)),
        ("system", SystemDialog(window.session, settings)),
    ):
        dialog.show()
        yield f"score-{name}", dialog
        dialog.close()
        dialog.deleteLater()


def _forms(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The form of a project, begun and taken back."""
    window.workspace.show_page("project_forms")
    window.session.library.project_forms.begin(window.session.report_id, [window.session.data.projects[0].id])
    yield "project-form", window
    window.session.undo()


def _searches(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    window.workspace.show_page("projects")
    window.workspace.open_find(is_replacing=True)
    window.workspace.finder.wanted.setText("就业")
    window.workspace.finder.replacement.setText("稳就业")
    window.workspace.finder.step(1)
    yield "find", window
    window.workspace.close_find()
    window.activateWindow()  # only a box with the keyboard lists anything
    _wait(window.session)
    window.search.open("新增")
    yield "commands", window
    window.search.close_list()


def _help(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The 口径 of a field."""
    window.workspace.show_page("management")
    box = next(iter(window.workspace.stack.currentWidget().findChildren(FieldBox)))
    _wait(window.session)
    box.show_help()
    yield "help", window
    box.show_help()


def _edit_a_figure(session: Session) -> None:
    """Something for the history and the comparison to show."""
    session.library.versions.keep(session.report_id, "初稿")
    first, second = session.data.projects[:2]
    session.enter(first.TABLE, first.id, "purpose", first.purpose.replace("资助高校青年人才", "奖励青年人才和团队"))
    session.enter(first.TABLE, first.id, "executed", "4700")
    session.enter(second.TABLE, second.id, "document_number", "穗财社〔2021〕27号")
    session.enter("report", session.report_id, "preparer", "王小明")
    session.undo()


def _carry_over(session: Session) -> int:
    data = session.data
    return session.library.reports.new(data.department.name, data.report.year + 1, from_id=data.report.id)


def _write_by_hand(window: MainWindow) -> None:
    """A paragraph by hand whose figures change afterwards."""
    session, panel = window.session, window.workspace.panel.preview
    text = session.library.documents.generated_text(session.report_id, _BY_HAND) or ""
    session.library.documents.take_over(session.report_id, _BY_HAND, text.replace("。", "，总体较好。"))
    session.enter("fund_line", session.data.fund_lines[0].id, "executed", "57000")
    window.workspace.show_page("funds")
    panel.seek_paragraph(_BY_HAND)


def _dialogs(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    settings = Settings(Path(tempfile.gettempdir()) / "none.ini")
    makers: dict[str, Callable[[], QWidget]] = {
        "new": lambda: NewReportDialog(window.session, window),
        "paste": lambda: PasteDialog(_block(), window),
        "long-text": lambda: LongTextDialog(
            window.session, "report", window.session.report_id, "overall_work", None, window
        ),
        "export": lambda: ExportDialog(window.session, settings, window),
        "evidence-export": lambda: EvidenceExportDialog(window.session, settings, window),
        "package-export": lambda: PackageExportDialog(window.session, settings, window),
        "collection": lambda: CollectionDialog(window.session, settings, window),
        "merge": lambda: MergeDialog("合并数据包", _merge(window.session), window),
        "about": lambda: AboutDialog(window.session.library.path, window),
        "keys": lambda: KeysDialog(window),
        "mend": lambda: MendDialog(window.session, window),
        "settings": lambda: SettingsDialog(window.session, settings, window.backups, window),
        "paragraph": lambda: _paragraph_dialog(window),
        "print": lambda: PrintDialog(window.session, settings, window),
    }
    for name, make in makers.items():
        dialog = make()
        dialog.show()
        yield name, dialog
        if isinstance(dialog, SettingsDialog):
            yield from _sheets(dialog)
        dialog.close()
        dialog.deleteLater()


def _supplement(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """A paragraph at the end of a chapter, and a report that is read in with text that belongs to no field."""
    session = window.session
    row = {"chapter": "三、存在的主要问题", "text": "以上问题已列入本年度督办事项，按季度通报整改进度。"}
    session.library.insert(session.report_id, "supplement", row)
    window.workspace.show_page("problems")
    yield "problems-supplement", window
    window.workspace.show_page("supplements")
    yield "supplement", window
    session.undo()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "自评报告.txt"
        heading = "（三）部门整体收支情况\n"
        own = f"{heading}收支口径与部门决算一致，专户资金另行反映。\n"
        path.write_text(session.library.documents.text(session.report_id).replace(heading, own), "utf-8")
        dialog = ImportDialog(session, Settings(Path(folder) / "none.ini"), window, path=path)
        dialog.show()
        while not dialog.choose_button.isEnabled():
            _wait(session)
        dialog.passages.tabs.setCurrentIndex(2)
        yield "import-left", dialog
        dialog.reject()
        dialog.deleteLater()


def _import(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The sample's own annex read in, after a figure of it was changed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "自评表.xlsx"
        session = window.session
        session.library.exports.write(session.report_id, path, ("annex",))
        session.enter("fund_line", session.data.fund_lines[0].id, "executed", "58000")
        dialog = ImportDialog(session, Settings(Path(folder) / "none.ini"), window)
        dialog.show()
        yield "import", dialog
        dialog.read_file(path)
        while not dialog.choose_button.isEnabled():
            _wait(window.session)
        yield "import-tables", dialog
        dialog.done_button.click()
        yield "import-changes", dialog
        dialog.reject()
        dialog.deleteLater()
        session.undo()


def _sheets(dialog: SettingsDialog) -> Iterator[tuple[str, QWidget]]:
    """The other sheets of the settings."""
    for number, name in enumerate(("settings-report", "settings-word", "settings-backups"), 1):
        dialog.tabs.setCurrentIndex(number)
        yield name, dialog


def _field_history(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """A long text in the history, the history beside a form, and the list of steps to undo."""
    page = window.workspace.page(HISTORY)
    if isinstance(page, HistoryPage):
        page.view.setCurrentIndex(page.model.index(page.model.rowCount() - 1, 0))
        yield "history-details", window
    window.workspace.show_page("projects")
    window.session.focus_on("project", window.session.data.projects[0].id, "executed")
    window.session.history_wanted.emit()
    yield "field-history", window
    window.top_bar.undo_list.open()
    yield "undo-list", window.top_bar.undo_list.list
    window.top_bar.undo_list.list.hide()
    window.workspace.panel.tabs.setCurrentIndex(0)


def _merge(session: Session) -> Merge:
    """The report as it was before the last edits, held against a copy that somebody else edited."""
    data = session.data
    first, second = data.projects[:2]
    changed = {
        (first.TABLE, first.id): dataclasses.replace(first, result=first.result.replace("评选", "共评选")),
        (second.TABLE, second.id): dataclasses.replace(second, executed=281_160_000, document_number=""),
    }
    base = data.with_changes({(first.TABLE, first.id): dataclasses.replace(first, result=first.result[:40])})
    return merge(base, data, data.with_changes(changed))


def _block() -> Block:
    """What an officer may have pasted."""
    rejected = [
        Rejection(2, "年度预算", "约300", "“约300”不是金额，请填写以万元为单位的数字，例如 61,296.75。"),
        Rejection(5, "自评方式", "线上", "没有“线上”这一项，请从线上重点、线下自评中选择。"),
    ]
    return Block("project", new_rows=[{"name": "培训经费", "budget": 1}], rejected=rejected)


def _paragraph_dialog(window: MainWindow) -> ParagraphDialog:
    library, report_id = window.session.library, window.session.report_id
    text = next(row.text for row in window.session.data.overrides)
    generated = library.documents.generated_text(report_id, _BY_HAND) or ""
    return ParagraphDialog(window.session, _BY_HAND, text, generated, window)


def _wait(session: Session) -> None:
    """Lets what is derived settle and be checked, and what is drawn be drawn."""
    least, most = QDeadlineTimer(SETTLE_MS * 4), QDeadlineTimer(_LONGEST)
    while not least.hasExpired() or (_is_checking(session) and not most.hasExpired()):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)


def _is_checking(session: Session) -> bool:
    return bool(session.report_id) and not session.checker.is_current
