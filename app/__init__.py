"""The program without an interface: everything the window and the command line share."""
