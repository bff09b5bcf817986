"""Template packs of the officer's own: saved from a report, shared, and added."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from app import packs
from app.library import pack_trial
from app.packs import sharing
from app.render import files

if TYPE_CHECKING:
    from app.library.library import Library


class OwnPacks:
    """The packs that the officer made or got."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def save(self, report_id: int, label: str) -> str:
        """Saves the report's indicator system as a new pack, all else being that of the report's pack; its key."""
        data = self._library.data(report_id)
        source = f"由{data.department.name}{data.report.year}年度自评报告的指标体系另存。"
        return sharing.save_as(data.report.pack or packs.DEFAULT, label, source, data.indicators)

    @staticmethod
    def share(key: str, target: Path) -> None:
        """Writes a pack as one file."""
        content = sharing.share(key)
        files.replace(target, lambda stream: cast("None", stream.write(content)), files.check_package)

    @staticmethod
    def install(source: Path) -> str:
        """Adds the pack of a shared file to the officer's own; its key."""
        return sharing.install(source, pack_trial.check)
