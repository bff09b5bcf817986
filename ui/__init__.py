"""The interfaces: the window and the command line."""
