"""How fast and how large the program is, as ratios measured in one run: `python -m tests.bench`."""
