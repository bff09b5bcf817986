"""A list of rows that becomes another list by the fewest notices, so that no view loses its place or an open cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex

from app.model.entities import ReportRow

Index = QModelIndex | QPersistentModelIndex

_MANY = 100  # scattered runs of rows from which on one reset is quicker than a notice for each


class RowListModel(QAbstractTableModel):
    """Rows by line and lines by row; what the cells say is the subclass's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ReportRow] = []
        self._lines: dict[int, int] | None = None  # line by row id; None until asked for

    @property
    def rows(self) -> Sequence[ReportRow]:
        """The rows shown, in order."""
        return self._rows

    def row_at(self, number: int) -> ReportRow | None:
        """The row on a line; None beyond the last."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def line_of(self, row_id: int) -> int:
        """The line of a row; -1 when it is not shown."""
        if self._lines is None:
            self._lines = {row.id: line for line, row in enumerate(self._rows)}
        return self._lines.get(row_id, -1)

    def _forget_places(self) -> None:
        """Rows are about to be on other lines."""
        self._lines = None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def _tell(self, top: int, bottom: int, left: int, right: int) -> None:
        self.dataChanged.emit(self.index(top, left), self.index(bottom, right))

    def _tell_lines(self, lines: Iterable[int]) -> None:
        """One notice for each run of lines, or for all between when these are many: a view draws only what it shows."""
        runs, last = _runs(sorted(lines)), self.columnCount() - 1
        if len(runs) > _MANY:
            runs = [(runs[0][0], runs[-1][1])]
        for first, end in runs:
            self._tell(first, end, 0, last)

    def _follow(self, wanted: Sequence[ReportRow]) -> None:
        """Becomes the wanted rows by the fewest notices: removed runs, inserted rows, a new order, changed lines."""
        staying = {row.id for row in wanted}
        known = {row.id: row for row in self._rows}
        gone = _runs([line for line, row in enumerate(self._rows) if row.id not in staying])
        come = _runs([line for line, row in enumerate(wanted) if row.id not in known])
        if len(gone) + len(come) > _MANY:
            self._reset(wanted)
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self._forget_places()
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = wanted[first : last + 1]
            self._forget_places()
            self.endInsertRows()
        self._reorder(wanted)
        self._take_changed(wanted, known)

    def _take_changed(self, wanted: Sequence[ReportRow], known: dict[int, ReportRow]) -> None:
        changed = [line for line, row in enumerate(wanted) if known.get(row.id, row) is not row]
        for line in changed:
            self._rows[line] = wanted[line]
        self._tell_lines(changed)

    def _reset(self, rows: Sequence[ReportRow]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._forget_places()
        self.endResetModel()

    def _reorder(self, wanted: Sequence[ReportRow]) -> None:
        order = {row.id: line for line, row in enumerate(wanted)}
        if [row.id for row in self._rows] == [row.id for row in wanted]:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        after = [self.index(order[self._rows[index.row()].id], index.column()) for index in before]
        self._rows.sort(key=lambda row: order[row.id])
        self._forget_places()
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _runs(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs, each its first and its last."""
    result: list[tuple[int, int]] = []
    for line in lines:
        if result and result[-1][1] == line - 1:
            result[-1] = result[-1][0], line
        else:
            result.append((line, line))
    return result
