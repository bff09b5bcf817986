"""Evidence: the files kept in the library, and what they prove."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.library.exports import writers
from app.model.entities import Evidence
from app.model.fields import Value
from app.model.progress import Progress
from app.render import dossier
from app.storage import contents, evidence
from app.storage.contents import Content
from app.storage.database import Database
from app.storage.evidence import Filed, Target

if TYPE_CHECKING:
    from app.library.library import Library


class EvidenceFiles:
    """The evidence of the reports, and the contents of its files."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def keep(self, data: bytes) -> str:
        """Keeps the bytes of an evidence file, once; their SHA-256. What no row comes to name goes by `sweep`."""
        return contents.attach(self._database, data)

    def sweep(self) -> int:
        """Removes the contents of evidence files that nothing needs any more; how many these were."""
        return contents.sweep(self._database)

    def content(self, content_hash: str) -> bytes:
        """The bytes of an evidence file; usable from any thread. StorageError when they are not there or damaged."""
        return contents.attachment_apart(self._database.path, content_hash)

    def describe(self, report_id: int) -> dict[str, Content]:
        """What is known of the evidence files of a report, by their hash."""
        return contents.describe(self._database, (row.content_hash for row in self._library.data(report_id).evidence))

    def add(self, report_id: int, files_: Sequence[Filed], target: Target | None = None) -> tuple[list[int], int]:
        """Adds files whose content is kept, linked to an indicator or project where one is named.

        The ids of their rows, and how many of these the report had already.
        """
        with self._library.step("添加佐证材料", report_id) as step:
            return evidence.add(step, self._library.data(report_id), files_, target)

    def set_file(self, report_id: int, evidence_id: int, filed: Filed) -> None:
        """Gives a piece of evidence another file, or none where the hash is empty."""
        label = "更换佐证材料文件" if filed.content_hash else "移除佐证材料文件"
        with self._library.step(label, report_id) as step:
            values: dict[str, Value] = {"content_hash": filed.content_hash, "file_name": filed.file_name}
            step.update(Evidence.TABLE, evidence_id, values)

    def prove(self, report_id: int, evidence_id: int, targets: Collection[Target]) -> None:
        """Links a piece of evidence to just these indicators and projects."""
        with self._library.step("修改佐证关联", report_id) as step:
            evidence.prove(step, self._library.data(report_id), evidence_id, targets)

    def proven_by(self, report_id: int, target: Target, evidence_ids: Collection[int]) -> None:
        """Links just this evidence to an indicator or project."""
        with self._library.step("修改佐证关联", report_id) as step:
            evidence.proven_by(step, self._library.data(report_id), target, evidence_ids)

    def write(self, report_id: int, target: Path, suffixes: Sequence[str], progress: Progress) -> None:
        """Writes the evidence files, numbered, with their list in these formats: a zip by its suffix, else a folder.

        Usable from any thread. ExportError leaves what stood there as it was.
        """
        data = self._library.data(report_id)
        by_suffix = writers(dossier.index(data), self._library.layout(report_id), self._library.exports.word_options)
        indexes = {f"00 佐证材料目录{suffix}": by_suffix[suffix] for suffix in suffixes}
        dossier.write(target, dossier.items(data), indexes, self.content, progress)
