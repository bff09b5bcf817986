"""What the middle of the window shows."""
