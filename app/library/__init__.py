"""The open library: reports read, edited, scored and rendered; the one thing the window and the command line use."""

from app.library.library import Library
from app.library.parts import EVIDENCE, PARTS, PROJECTS, REVIEW
from app.library.reports import ReportSummary

__all__ = ["EVIDENCE", "PARTS", "PROJECTS", "REVIEW", "Library", "ReportSummary"]
