"""The parts a report is printed in, by the names the window and the command line ask for them."""

from __future__ import annotations

PARTS = ("report", "annex")
EVIDENCE = "evidence"
"""The part that is the list of the evidence, a document of its own as well."""
PROJECTS = "projects"
"""The part that holds the forms of all projects; `project/7` is that of one."""

REVIEW = "review"
"""The part that is no part of the report: the list of what 校核 found, a document of its own."""
