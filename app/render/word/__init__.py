"""The parts of a Word file: styles, pages, paragraphs, tables, and the package around them."""
