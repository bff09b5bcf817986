"""What a row is called where only one line is to be had: in lists, links and headings."""

from __future__ import annotations

from app.model.naming import naming_field, title

__all__ = ["naming_field", "title"]
