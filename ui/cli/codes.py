"""The exit codes of the command line, beside that for wrong arguments."""

DONE, FAILED = 0, 1
"""Done; a failed job, or 校核 found errors."""
