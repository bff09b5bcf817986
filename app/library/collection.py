"""采集表: forms that go out to offices and units and come back filled in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import StaleEditError
from app.exchange import form_writer
from app.exchange.form import Form
from app.exchange.form_meeting import FormsMeeting, form_file_name, made_form, meet_forms
from app.exchange.form_reader import Filled
from app.exchange.form_writer import Sheet
from app.model import collection, merging
from app.model.collection import Collector
from app.model.fields import Value
from app.model.progress import Progress
from app.render import files
from app.storage import forms, identity, merged
from app.storage.database import Database

if TYPE_CHECKING:
    from app.library.library import Library


class CollectionForms:
    """The forms of the reports: who is asked what, and what was answered."""

    def __init__(self, library: Library, database: Database) -> None:
        self._library, self._database = library, database

    def assign(self, report_id: int, collector: Collector, rows: Collection[tuple[str, int]]) -> None:
        """Has just these tasks, indicators and projects asked of an office or unit, in one step."""
        data = self._library.data(report_id)
        column = f"{collector.table}_id"
        with self._library.step(f"分配给{collector.name}", report_id) as step:
            for table, own in collection.rows_for(data, collector).items():
                for row in own:
                    if (table, row.id) not in rows:
                        step.update(table, row.id, {column: None})
            for table, row_id in rows:
                nobody: dict[str, Value] = {"office_id": None, "unit_id": None}
                step.update(table, row_id, nobody | {column: collector.row_id})

    def made(self, report_id: int, wanted: Collection[Collector] | None = None) -> list[tuple[Form, list[Sheet]]]:
        """The forms to be written for these collectors, or for all, by `write` in any thread."""
        data = self._library.data(report_id)
        keys = identity.keys(self._database, data)
        earlier_one = self._library.years.last(report_id)
        return [
            made_form(data, keys, collector, earlier_one, forms.now())
            for collector in collection.collectors(data)
            if wanted is None or collector in wanted
        ]

    @staticmethod
    def write(folder: Path, made: Sequence[tuple[Form, list[Sheet]]], progress: Progress) -> list[Path]:
        """Writes forms into a folder, each under the name of who is asked; ExportError at the first that cannot be."""
        written: list[Path] = []
        for number, (form, sheets) in enumerate(made):
            target = folder / form_file_name(form, {path.name for path in written})
            progress(number, len(made), target.name)
            files.replace(target, partial(form_writer.write, form, sheets), files.check_package)
            written.append(target)
        return written

    def note_made(self, report_id: int, made: Sequence[tuple[Form, list[Sheet]]]) -> None:
        """Notes that forms went out, for the board that shows who has answered."""
        found = [forms.Issued(form.key, form.collector, form.made, len(form.questions)) for form, _ in made]
        forms.note_made(self._database, report_id, found)

    def issued(self, report_id: int) -> dict[tuple[str, int], forms.Issued]:
        """The newest form of everybody who was asked, by table and id."""
        return forms.newest(self._database, report_id)

    def meet(self, report_id: int, filled: Sequence[Filled]) -> FormsMeeting:
        """What forms that came back would change, and what of them cannot be taken."""
        data = self._library.data(report_id)
        return meet_forms(data, identity.keys(self._database, data), filled, self.issued(report_id))

    def take(self, report_id: int, meeting: FormsMeeting, chosen: Collection[merging.Change]) -> None:
        """Takes over what was chosen of forms, in one step; StaleEditError when the report changed meanwhile."""
        if meeting.merge.mine is not self._library.data(report_id):
            raise StaleEditError("读取时报告又有改动，没有写入；请重新读取采集表。")
        with self._library.step("读入采集表", report_id) as step:
            merged.apply(step, meeting.merge, chosen)
            step_id = identity.next_step(self._database) if step.changes() else None
            for each in meeting.taken:
                form = each.form
                found = forms.Issued(form.key, form.collector, form.made, len(form.questions), answered=each.answered)
                forms.note_read(self._database, report_id, found, step_id)
