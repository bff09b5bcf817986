"""The exit codes of the command line."""

DONE, FAILED, USAGE = 0, 1, 2
"""Done; a failed job, or 校核 found errors; wrong arguments."""
