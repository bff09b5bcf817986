"""What the window's commands do, a module for each subject; `ui.main_window` joins them."""
