"""Starts the window: `python -m ui`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess

from app import paths
from app.errors import AppError
from app.library import Library
from ui.application import Application, CrashHook, start_logging
from ui.arguments import Parser, write_utf8
from ui.main_window import RESTART, MainWindow, open_last
from ui.messages import DialogMessages, Messages
from ui.session import Session
from ui.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the window until it is closed, or draws the pages; the exit code."""
    write_utf8()
    asked = _parser().parse_args(arguments)
    settings = Settings()
    scale = asked.scale or settings.scale
    is_scaled = scale != "1" and "QT_SCALE_FACTOR" not in os.environ
    if is_scaled:
        os.environ["QT_SCALE_FACTOR"] = scale  # Qt reads this once, when the application is made
    application = Application(sys.argv[:1])
    if asked.shots is not None:
        from ui import shots

        return 0 if shots.take(application, asked.shots) else 1
    start_logging()
    messages = DialogMessages()
    sys.excepthook = CrashHook(messages)
    application.apply_theme(settings.theme)
    code = _run(application, settings, messages, asked)
    if code == RESTART:
        if is_scaled:
            del os.environ["QT_SCALE_FACTOR"]
        return 0 if _start_again(asked) else 1
    return code


def _start_again(asked: argparse.Namespace) -> bool:
    """Starts the program anew, once the library is closed; the settings say the rest."""
    arguments = [] if getattr(sys, "frozen", False) else ["-m", "ui"]
    if asked.library is not None:
        arguments += ["--library", str(asked.library)]
    started, _ = QProcess.startDetached(sys.executable, arguments, str(Path.cwd()))
    return started


def _parser() -> Parser:
    words = "部门整体支出绩效自评报告编写程序的窗口。"
    parser = Parser(prog="ziping-gui", description=words, example="ziping-gui --report 1")
    parser.set_defaults(library=None)
    parser.add_argument("--report", type=int, default=0, metavar="编号", help="直接打开这份报告")
    parser.add_argument("--sample", action="store_true", help="台账库中还没有报告时，先放入样例并打开")
    parser.add_argument("--shots", type=Path, metavar="文件夹", help="把样例的每一页画成图片后退出")
    parser.add_argument("--scale", default="", metavar="倍数", help="在系统显示比例之上再放大，如 1.5")
    return parser


def _run(application: Application, settings: Settings, messages: Messages, asked: argparse.Namespace) -> int:
    path: Path = asked.library or paths.default_library()
    try:
        library = Library.open(path, create=not path.exists())
    except AppError as error:
        messages.inform(None, "打不开台账库", str(error))
        return 1
    with library:
        session = Session(library, messages)
        window = MainWindow(session, settings)
        if asked.report:
            session.open_report(asked.report)
        elif asked.sample and not library.read_only and not library.reports.all():
            session.open_report(library.reports.add_sample())
        else:
            open_last(session, settings)
        window.show()
        return application.exec()


if __name__ == "__main__":
    sys.exit(main())
