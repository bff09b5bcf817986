"""Where a row or field is edited, as the cards of 概览 ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.results import Finding
from ui.models.goto_model import Place
from ui.models.outline_model import OutlineModel


@dataclass(frozen=True, slots=True)
class Places:
    """The places of the open report's outline."""

    outline: OutlineModel

    def of(self, table: str, row_id: int = 0, field: str = "") -> Place | None:
        """The place of a row or field; None where no page of the pack shows it."""
        page = self.outline.page_of(table, field)
        return Place(page, table, row_id, field) if page else None

    def of_finding(self, finding: Finding) -> Place | None:
        """Where a finding is mended: its row or field, else the page of its section."""
        if finding.entity and (place := self.of(finding.entity, finding.entity_id, finding.field)) is not None:
            return place
        pages = self.outline.pages()
        return next((Place(page.key) for page in pages if finding.section and page.section == finding.section), None)
