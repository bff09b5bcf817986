"""Building blocks of the window that know no page."""
