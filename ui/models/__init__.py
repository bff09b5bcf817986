"""Item models over a report's rows."""
