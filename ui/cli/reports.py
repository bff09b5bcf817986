"""The commands on whole reports: listed and begun."""

from __future__ import annotations

import argparse

from app.model import quantities
from ui.cli.codes import DONE
from ui.cli.library_file import open_library
from ui.cli.printed import points, print_json


def add_sample(options: argparse.Namespace) -> int:
    """Adds the sample report."""
    with open_library(options, create=True) as library:
        report_id = library.reports.add_sample()
        print(f"已添加样例报告，编号 {report_id}。")
    return DONE


def new(options: argparse.Namespace) -> int:
    """Adds an empty report, or one carried over from another."""
    with open_library(options, create=True) as library:
        report_id = library.reports.new(options.department, options.year, from_id=options.from_id, pack=options.pack)
        print(f"已新建 {options.year} 年度自评报告，编号 {report_id}。")
    return DONE


def list_reports(options: argparse.Namespace) -> int:
    """Prints the reports of the library."""
    with open_library(options) as library:
        reports = library.reports.all()
    if options.json:
        print_json(
            [
                {
                    "id": report.id,
                    "department": report.department,
                    "year": report.year,
                    "status": report.status,
                    "score": points(report.score),
                }
                for report in reports
            ]
        )
        return DONE
    for report in reports:
        score = "—" if report.score is None else quantities.format_score(report.score)
        print(f"{report.id}\t{report.year}\t{report.department}\t{report.status}\t{score}")
    if not reports:
        print("台账库中还没有报告。用 ziping sample 添加样例，或用 ziping new 新建。")
    return DONE
