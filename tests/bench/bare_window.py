"""An empty window in a process that loads nothing but Qt: what ours is measured beside.

usage: python -m tests.bench.bare_window    (opens it, paints it once and prints the most memory it held, MB)
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow

SIZE = (1366, 768)


def show(window: QMainWindow) -> None:
    """Shows and paints a window."""
    window.resize(*SIZE)
    window.show()
    QApplication.processEvents()


def peak() -> float:
    """The most memory this process held; the kernel's own count, since getrusage keeps what the parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> None:
    """Opens the window and ends."""
    application = QApplication([])
    show(QMainWindow())
    print(peak())
    application.quit()


if __name__ == "__main__":
    main()
