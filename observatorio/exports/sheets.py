"""CSV and XLSX of rows (`rows.HEADERS`): no cell of them is run as a formula by a spreadsheet program."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _

from acervo.base.exports import csv_lines
from acervo.base.workbooks import workbook

from . import about
from .rows import HEADERS

Rows = Iterable[Mapping[str, Any]]
WIDTHS = {"nombre": 44, "descripcion": 60, "pagina_web": 44, "licencia": 32, "proteccion": 40}


def csv(rows: Rows) -> Iterator[str]:
    """Lines of a CSV file (RFC 4180, UTF-8 with a byte-order mark)."""
    return csv_lines(HEADERS, rows)


def xlsx(rows: Rows, *, day: dt.date) -> IO[bytes]:
    """A workbook at its first byte: the sheet of data, and one that tells licence and date. The caller closes it."""
    return workbook(
        HEADERS, rows, sheet=_("inmuebles"), notes_sheet=_("acerca de"), notes=_notes(day), title=about.title(),
        creator=about.home_url(), day=day, widths=WIDTHS,
    )  # fmt: skip


def _notes(day: dt.date) -> list[tuple[str, str]]:
    return [
        (_("Título"), about.title()),
        (_("Licencia"), f"{about.LICENCE.label}: {about.LICENCE_URL}"),
        (_("Fecha"), day.isoformat()),
        (_("Página"), about.home_url()),
        (_("Diccionario de datos"), about.dictionary_url()),
    ]
