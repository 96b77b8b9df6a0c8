"""XLSX: a page for each worksheet, rows as lines, cells divided by tabs; values as last calculated."""

import datetime
from typing import Any

from openpyxl import load_workbook

from ..limits import Limits
from ..results import PageText
from .base import Reader
from .package import core_facts, open_package


def open_file(path: str, kind: str, limits: Limits) -> "SheetReader":
    return SheetReader(path, limits)


class SheetReader(Reader):
    def __init__(self, path: str, limits: Limits) -> None:
        super().__init__(limits)
        with open_package(path, limits) as package:
            self._facts = core_facts(package)
        self._file = open(path, "rb")  # noqa: SIM115 - by path, openpyxl judges the name; closed in close()
        self._book = load_workbook(self._file, read_only=True, data_only=True, keep_links=False)
        self._sheets = self._book.worksheets
        self.page_count = len(self._sheets)

    def facts(self) -> dict[str, Any]:
        return self._facts

    def page(self, number: int) -> PageText:
        self.check(number)
        sheet = self._sheets[number - 1]
        sheet.reset_dimensions()  # what the file declares may be a million empty rows
        lines: list[str] = []
        size = 0
        for index, row in enumerate(sheet.iter_rows(values_only=True)):
            line = "\t".join(_written(value) for value in row).rstrip("\t")
            if index >= self.limits.sheet_rows or size > self.limits.page_chars:
                self.warnings.append(f"rows_cut:{number}")
                break
            if line:
                lines.append(line)
                size += len(line)
        return self.cut(PageText(number=number, text="\n".join(lines), label=sheet.title))

    def close(self) -> None:
        self._book.close()
        self._file.close()


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value).replace("\t", " ").replace("\n", " ")
