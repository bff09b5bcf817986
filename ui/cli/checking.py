"""The command `ziping check`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.checks import RULES
from app.document_check import check_document
from app.exchange.report_reader import Leftover
from app.model.results import Checked, Finding, Severity
from ui.cli.codes import DONE, FAILED
from ui.cli.library_file import open_library
from ui.cli.printed import print_json, print_leftovers


def check(options: argparse.Namespace) -> int:
    """Prints what 校核 finds in a report of the library, or in the file of one that is not there."""
    leftovers: tuple[Leftover, ...] = ()
    if options.what.isdecimal():
        with open_library(options) as library:
            checked = library.checks.run(int(options.what))
    else:
        read, checked = check_document(Path(options.what))
        leftovers = read.leftovers
    if options.json:
        print_json(
            {
                "findings": [_finding(found, checked) for found in checked.findings],
                "not_checked": [{"rule": item.rule, "reason": item.reason} for item in checked.not_checked],
                "leftovers": [{"chapter": item.chapter, "text": item.text} for item in leftovers],
            }
        )
    else:
        _print_findings(checked)
        print_leftovers(leftovers)
    return FAILED if checked.errors else DONE


def _finding(found: Finding, checked: Checked) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "name": RULES[found.rule].name,
        "level": found.severity.value,
        "message": found.message,
        "section": found.section,
        "entity": found.entity,
        "entity_id": found.entity_id,
        "field": found.field,
        "quote": found.quote,
        "values": dict(found.values),
        "formula": found.formula,
        "advice": found.advice,
        "source": RULES[found.rule].source,
        "fingerprint": found.fingerprint,
        "acknowledged": checked.reason(found),
    }


def _print_findings(checked: Checked) -> None:
    for found in checked.findings:
        reason = checked.reason(found)
        note = "" if reason is None else f"（已确认：{reason}）"
        print(f"{found.severity}\t{found.rule}\t{found.section or '—'}\t{found.message}{note}")
    for item in checked.not_checked:
        print(f"未检\t{item.rule}\t—\t{item.reason}。")
    counts = "，".join(
        f"{severity} {sum(found.severity is severity for found in checked.open)} 条" for severity in Severity
    )
    confirmed = len(checked.findings) - len(checked.open)
    print(f"{counts}；已确认 {confirmed} 条，未检 {len(checked.not_checked)} 条。")
