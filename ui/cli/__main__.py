"""Runs the command line: `python -m ui.cli`."""

import sys

from ui.cli import main

if __name__ == "__main__":
    sys.exit(main())
