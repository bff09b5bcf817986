"""Charts painted without a library: bars, columns and years, each with its figures as text."""
