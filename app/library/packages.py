"""Packages: a report as one file that travels, and what comes back in one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from app import packs, paths
from app.errors import StaleEditError
from app.exchange import package
from app.exchange.package_schema import files_of
from app.model import merging
from app.model.progress import Progress, unheard
from app.render import files
from app.storage import contents, identity, sharing
from app.storage.database import Database
from app.storage.sharing import Meeting, Newcomer

if TYPE_CHECKING:
    from app.library.library import Library


class Packages:
    """Sends the reports of a library out in packages and takes packages in."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def packed(self, report_id: int, *, has_evidence: bool = True, has_snapshots: bool = False) -> package.Contents:
        """What a package of the report is written from, by `write` in any thread."""
        data = self._library.data(report_id)
        report, ancestors = sharing.leaving(self._database, data)
        kept = self._library.versions.snapshots(report_id) if has_snapshots else []
        states = [package.State(each.name, each.time, sharing.kept_state(self._database, each.id)) for each in kept]
        named = [name for state in (report, *(each.report for each in states)) for name in files_of(state)]
        hashes = list(contents.describe(self._database, named)) if has_evidence else []
        version, content = paths.program_version(), self._library.evidence.content
        return package.Contents(report, ancestors, version, hashes, states, content)

    @staticmethod
    def write(target: Path, found: package.Contents, progress: Progress, *, password: str = "") -> None:
        """Writes a package. ExportError leaves what stood at `target` as it was."""
        files.replace(target, lambda stream: package.write(stream, found, progress, password=password))

    @staticmethod
    def read(path: Path, progress: Progress, *, password: str = "") -> package.Package:
        """Reads and checks a package in any thread; ImportFileError, or PasswordNeededError. Close it in the end."""
        return package.read(path, progress, password=password)

    def report_of(self, found: package.Package) -> int | None:
        """The report of this library that a package is a copy of; None when it is new here."""
        return self.report_with_key(found.report.key)

    def report_with_key(self, key: str) -> int | None:
        """The report that packages and forms call so; None when the library does not have it."""
        return identity.report_of(self._database, key)

    def arriving(self, found: package.Package) -> Callable[[Progress], Newcomer]:
        """What makes a report of what a package holds, in any thread."""
        pack = packs.load(str(found.report.report["pack"]) or packs.DEFAULT)
        pack.layout(str(found.report.report["layout"]))
        return sharing.arriving(self._database, _arrival(found))

    def add(self, found: package.Package, made_of: Newcomer | None = None, *, is_copy: bool = False) -> int:
        """Adds what a package holds as a report; its id. `is_copy` is for one the library has already.

        `made_of` is what `arriving` came to, where that was done before.
        """
        made_of = made_of or self.arriving(found)(unheard)
        year = found.report.report["year"]
        with self._library.step(f"打开{year}年度自评报告的数据包", None) as step:
            return sharing.add(step, self._database, _arrival(found), made_of, is_copy=is_copy)

    def meeting(self, report_id: int, found: package.Package) -> Callable[[Progress], Meeting]:
        """What finds what a package would bring to the report it is a copy of, as that stands now; in any thread."""
        return sharing.meeting(self._database, self._library.data(report_id), _arrival(found))

    def meet(self, report_id: int, found: package.Package) -> Meeting:
        """What a package would bring to the report it is a copy of, found at once."""
        return self.meeting(report_id, found)(unheard)

    def take(
        self,
        report_id: int,
        found: package.Package,
        meeting: Meeting,
        chosen: Collection[merging.Change],
        *,
        is_settled: bool = True,
    ) -> None:
        """Takes over what was chosen, in one step; StaleEditError when the report changed since `meet`.

        What was not chosen is decided as well, unless it is not settled yet: then the next package offers it again.
        """
        if meeting.merge.mine is not self._library.data(report_id):
            raise StaleEditError("合并时报告又有改动，没有合并；请重新打开数据包。")
        with self._library.step("合并数据包", report_id) as step:
            sharing.take(step, self._database, _arrival(found), meeting, chosen, is_settled=is_settled)


def _arrival(found: package.Package) -> sharing.Arrival:
    states = tuple((state.name, state.time, state.report) for state in found.snapshots)
    return sharing.Arrival(found.report, found.state, found.ancestors, found.evidence, states)
