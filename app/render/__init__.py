"""One markup, several outputs: templates become a small tree of blocks that every writer reads."""
