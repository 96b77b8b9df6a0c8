"""From the cells of a row to the values of a record, each problem with its column and its mend."""

import re

from django.utils.translation import gettext as _

from .manifest import ManifestRow
from .outcomes import PlannedRow
from .values import CLEARED, PARSERS, BadValue, parse_url, parse_yes
from .vocabulary import MANY, ONE, TermRef, Vocabularies

#: A cell with only this empties the field.
CLEAR = ("-", "–", "—")


def read_cells(row: ManifestRow, headers: dict[str, str], vocabularies: Vocabularies) -> PlannedRow:
    """The row with `values` filled; an empty cell says nothing about its field."""
    planned = PlannedRow(row, headers=headers)
    if row.surplus:
        planned.refuse(
            next(reversed(headers)),
            row.surplus[0],
            _("la fila tiene más celdas que columnas"),
            _("ponga entre comillas los textos que llevan comas o punto y coma"),
        )
    cells = dict(row.values)
    _split_source(cells)
    for name, text in cells.items():
        try:
            if name == "shared":
                planned.shared = parse_yes(text)
            elif not text or name in ("file", "collection"):
                continue
            elif text in CLEAR and (name in CLEARED or name in ONE or name in MANY):
                planned.values[name] = [] if name in MANY else CLEARED.get(name)
            elif name in ONE:
                planned.values[name] = vocabularies.find(ONE[name], text)  # type: ignore[type-abstract]
            elif name in MANY:
                planned.values[name] = _terms(name, text, vocabularies)
            else:
                planned.values[name] = PARSERS[name](text)
        except BadValue as bad:
            planned.refuse(name, text, bad.reason, bad.mend)
    if not cells.get("title"):
        planned.refuse("title", "", _("falta el título"), _("escríbalo"))
    return planned


def _split_source(cells: dict[str, str]) -> None:
    """A source that is a web address is kept as one."""
    text = cells.get("source_note", "")
    if re.match(r"https?://\S+$", text) and not cells.get("source_url"):
        try:
            cells["source_url"] = parse_url(text)
        except BadValue:
            return
        cells["source_note"] = ""


def _terms(name: str, text: str, vocabularies: Vocabularies) -> list[TermRef]:
    found: dict[str, TermRef] = {}
    for part in re.split(r"[;|\n]", text):
        if part.strip():
            ref = vocabularies.find(MANY[name], part)  # type: ignore[type-abstract]
            found[ref.code] = ref
    return list(found.values())
