"""The score table: one pure function per rule, and the engine that applies them to a report."""
