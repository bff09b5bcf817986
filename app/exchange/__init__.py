"""Reports in and out of other files: entries, published reports, workbooks, packages."""
