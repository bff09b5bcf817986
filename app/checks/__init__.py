"""校核: the report checked as a strict reviewer would; one function per rule, one module per family."""

from app.checks import (
    completeness,
    funds,
    indicators,
    project_texts,
    projects,
    publication,
    score_rules,
    scores,
    wording,
)
from app.checks.registry import RULES, Subject, run

__all__ = ["FAMILIES", "RULES", "Subject", "run"]

FAMILIES = (scores, score_rules, funds, projects, project_texts, indicators, completeness, wording, publication)
"""The modules whose rules importing this package registers, in the order of their rules."""
