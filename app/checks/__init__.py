"""校核: the report checked as a strict reviewer would; one function per rule, one module per family."""

from app.checks import funds, indicators, project_texts, projects, score_rules, scores
from app.checks.registry import RULES, Subject, run

__all__ = ["FAMILIES", "RULES", "Subject", "run"]

FAMILIES = (scores, score_rules, funds, projects, project_texts, indicators)
"""The modules whose rules importing this package registers, in the order of their rules."""
