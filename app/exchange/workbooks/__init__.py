"""Workbooks of other programs read in, in steps: file → sheets of texts → regions → columns → rows."""
