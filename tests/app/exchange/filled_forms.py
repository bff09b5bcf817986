"""Workbooks as an officer changes them: cells filled in, rows sorted, sheets renamed; the XML edited as Excel would."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import etree

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """The parts of a workbook, changed in place and saved."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        root = etree.fromstring(self.parts["xl/workbook.xml"])
        self.names = [sheet.get("name") or "" for sheet in root.iter(f"{_NS}sheet")]
        strings = etree.fromstring(self.parts["xl/sharedStrings.xml"])
        self.strings = ["".join(text.text or "" for text in item.iter(f"{_NS}t")) for item in strings]

    def save(self, path: Path | None = None) -> Path:
        target = path or self.path
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, data)
        return target

    def edit(self, name: str, change: Callable[[etree._Element], None]) -> None:
        """Changes the XML of a sheet."""
        part = f"xl/worksheets/sheet{self.names.index(name) + 1}.xml"
        root = etree.fromstring(self.parts[part])
        change(root)
        self.parts[part] = etree.tostring(root)

    def text(self, cell: etree._Element) -> str:
        value = cell.find(f"{_NS}v")
        if cell.get("t") == "s" and value is not None:
            return self.strings[int(value.text or "0")]
        return (value.text or "") if value is not None else ""

    def put(self, name: str, line: int, field: str, value: str | float) -> None:
        """Fills in a cell: `line` counts the rows of answers from 0, `field` is the hidden name of its column."""

        def change(root: etree._Element) -> None:
            rows = list(root.iter(f"{_NS}row"))
            column = next(re.sub(r"\d", "", c.get("r") or "") for c in rows[0] if self.text(c) == field)
            cell = next(c for c in rows[3 + line] if re.sub(r"\d", "", c.get("r") or "") == column)
            for child in list(cell):
                cell.remove(child)
            if isinstance(value, str):
                cell.set("t", "inlineStr")
                etree.SubElement(etree.SubElement(cell, f"{_NS}is"), f"{_NS}t").text = value
            else:
                cell.set("t", "n")
                etree.SubElement(cell, f"{_NS}v").text = repr(value)

        self.edit(name, change)

    def reverse_rows(self, name: str) -> None:
        """Sorts the rows of answers the other way round, hidden names and all."""

        def change(root: etree._Element) -> None:
            data = next(root.iter(f"{_NS}sheetData"))
            rows = list(data)[3:]
            numbers = [row.get("r") or "" for row in rows]
            for row, number in zip(reversed(rows), numbers, strict=True):
                data.append(row)
                row.set("r", number)
                for cell in row:
                    cell.set("r", re.sub(r"\d+", number, cell.get("r") or ""))

        self.edit(name, change)

    def rename(self, names: Mapping[str, str]) -> None:
        """Gives sheets other names."""
        for old, new in names.items():
            self.parts["xl/workbook.xml"] = self.parts["xl/workbook.xml"].replace(
                f'name="{old}"'.encode(), f'name="{new}"'.encode()
            )

    def drop(self, name: str) -> None:
        """Empties a sheet."""
        self.edit(name, lambda root: next(root.iter(f"{_NS}sheetData")).clear())
