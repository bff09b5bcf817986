"""校核: the report checked as a strict reviewer would; one function per rule, one module per family."""

from app.checks import (
    arithmetic,
    claims,
    completeness,
    consistency,
    funds,
    indicators,
    names,
    project_texts,
    projects,
    publication,
    score_rules,
    scores,
    tables,
    wording,
)
from app.checks.mending import replacements
from app.checks.registry import RULES, Subject, run

__all__ = ["FAMILIES", "RULES", "Subject", "replacements", "run"]

FAMILIES = (
    scores, score_rules, funds, projects, project_texts, indicators, consistency, arithmetic, claims,
    names, tables, completeness, wording, publication,
)  # fmt: skip
"""The modules whose rules importing this package registers."""
