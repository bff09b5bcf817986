"""What is flushed to the disk, and when a file gets its name."""

from __future__ import annotations

import os
import stat

import pytest


def noted(patch: pytest.MonkeyPatch) -> list[str]:
    """Notes from now on: a file that was flushed by its size, a folder as such, and each new name."""
    found: list[str] = []
    fsync, replace, link = os.fsync, os.replace, os.link

    def noting_fsync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        found.append("folder" if stat.S_ISDIR(status.st_mode) else f"{status.st_size} bytes")
        fsync(descriptor)

    def noting_replace(old: str, new: str) -> None:
        found.append("name")
        replace(old, new)

    def noting_link(old: str, new: str) -> None:
        found.append("name")
        link(old, new)

    patch.setattr(os, "fsync", noting_fsync)
    patch.setattr(os, "replace", noting_replace)
    patch.setattr(os, "link", noting_link)
    return found
