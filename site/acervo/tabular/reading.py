"""From the rows of a sheet to `Row`s with parsed cells; what is common to every table.

What a cell means is remembered by its text where a column's cells repeat, so that ten thousand rows ask the parsers only
as often as there are different texts. The memory is bounded.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from acervo.base.text import normal

from .cells import CONTROL
from .columns import Column
from .faults import BadCell, Fault
from .models import Batch, BlankPolicy
from .sheets import Book
from .survey import Survey
from .table import Job, Row, Table

#: What a cell with only this empties the field, whatever the policy for blank cells.
CLEAR = ("-", "–", "—")
MEMORY = 4096  # texts remembered for each column
NOTHING: Mapping[str, Any] = {}
#: How the workbook of reasons heads the cells that had no header; what is still below it is refused again.
EXTRA = "(sin encabezado)"

#: values, sentence about a conversion, (value, reason, mend) of a fault, whether the cell empties the field
Meaning = tuple[Mapping[str, Any], str, tuple[str, str, str] | None, bool]


class RowReader:
    """Reads a batch's sheet by its mapping. Made once for each run."""

    def __init__(self, batch: Batch, table: Table, book: Book, job: Job, survey: Survey) -> None:
        self.batch, self.book, self.survey = batch, book, survey
        self.clears = batch.blank_policy == BlankPolicy.CLEAR
        headers: list[str] = batch.layout.get("headers", [])
        self.width = len(headers)
        self.nameless = [index for index, header in enumerate(headers) if normal(header) == normal(EXTRA)]
        self.header_of: dict[str, str] = {}
        self.cells: list[tuple[int, Column, dict[str, Meaning] | None, Any]] = []
        for column in table.columns:
            for index, name in batch.mapping.items():
                if name == column.name:
                    self.header_of[name] = headers[int(index)].strip() or column.header
                    memory: dict[str, Meaning] | None = {} if column.memo else None
                    self.cells.append((int(index), column, memory, job.parser(column)))
        self.unique = [(index, column) for index, column, _memory, _parse in self.cells if column.unique]
        self.decisions = {int(number): pk for number, pk in batch.decisions.items() if pk is not None}

    def chunks(self, *, size: int, after: int = 0) -> Iterator[list[Row]]:
        """Rows in chunks of at most `size`, without the first `after` data records."""
        chunk: list[Row] = []
        for number, (line, cells) in enumerate(self.book.rows(self.batch.sheet, after=self.batch.header_row), start=1):
            if number <= after:
                continue
            chunk.append(self.read(number, line, cells))
            if len(chunk) == size:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def read(self, number: int, line: int, cells: Sequence[str]) -> Row:
        """One row; its faults are those that a cell shows by itself and those of the whole sheet (repeated keys)."""
        row = Row(number, line, self.header_of)
        values, width = row.values, len(cells)
        for index, column, memory, parse in self.cells:
            text = cells[index] if index < width else ""
            if not text:
                if column.filled:
                    _empty(row, column)
                elif self.clears:
                    row.cleared.extend(column.attributes)
                continue
            if memory is None:
                meaning = _meaning(text, column, parse)
            else:
                known = memory.get(text)
                if known is None:
                    if len(memory) >= MEMORY:
                        memory.clear()
                    known = memory[text] = _meaning(text, column, parse)
                meaning = known
            said, note, fault, is_empty = meaning
            if said:
                values.update(said)
            if note:
                row.notes.append(_noted(self.header_of[column.name], note))
            if fault is not None:
                row.refuse(column.name, *fault)
            elif is_empty:
                if column.filled:
                    _empty(row, column)
                elif self.clears or text.strip() in CLEAR:
                    row.cleared.extend(column.attributes)
        if width > self.width or self.nameless:
            self._surplus(row, cells)
        if self.survey.repeats:
            self._repeated(row, cells)
        if self.decisions:
            row.decision = self.decisions.get(number)
        return row

    def _surplus(self, row: Row, cells: Sequence[str]) -> None:
        under = [cells[index] for index in self.nameless if index < len(cells)]
        extra = [cell.strip() for cell in (*under, *cells[self.width :]) if cell.strip()]
        if extra:
            row.faults.append(
                Fault(
                    "",
                    _(EXTRA),
                    ", ".join(extra),
                    _("la fila tiene más celdas que encabezados: «%(values)s»") % {"values": "», «".join(extra[:5])},
                    _("quite lo que sobra, póngale encabezado, o entrecomille el texto que lleva el separador"),
                )
            )

    def _repeated(self, row: Row, cells: Sequence[str]) -> None:
        for name, value, others in self.survey.repeats_of(row.number, cells):
            twins = ", ".join(str(other) for other in others)
            if name:
                row.refuse(
                    name,
                    value,
                    _("«%(value)s» está repetida: también la llevan las filas %(rows)s")
                    % {"value": value, "rows": twins}
                    if len(others) > 1
                    else _("«%(value)s» está repetida: también la lleva la fila %(rows)s")
                    % {"value": value, "rows": twins},
                    _("deje una sola fila con ella o corrija la clave"),
                )
            else:
                first = self.survey.identity[0][1]
                row.refuse(
                    first.name,
                    value,
                    _("es igual a la fila %(rows)s en lo que distingue a una de otra") % {"rows": twins},
                    _("quite una de las dos, o escriba una clave o un domicilio que las distinga"),
                )


def _noted(header: str, note: str) -> str:
    return _("columna «%(header)s»: %(note)s") % {"header": header, "note": note}


def _empty(row: Row, column: Column) -> None:
    mend = _("escriba %(what)s, por ejemplo «%(sample)s»") if column.sample else _("escriba %(what)s")
    row.refuse(
        column.name,
        "",
        _("la celda está vacía y es obligatoria"),
        mend % {"what": str(column.label).lower(), "sample": column.sample},
    )


def _meaning(text: str, column: Column, parse: Any) -> Meaning:
    """What the text of a cell says, with everything that is wrong with it or was mended in it."""
    clean, notes = _clean(text, multiline=column.multiline)
    if not clean or clean in CLEAR:
        return NOTHING, "", None, True
    if clean.startswith("{=") and clean.endswith("}"):
        clean = clean[1:-1]  # as our own sheet of reasons shows a formula
    if clean[0] == "=":
        return (
            NOTHING,
            "",
            (clean, _("la celda es una fórmula («%(value)s»)") % {"value": clean[:80]}, _formula_mend(clean)),
            False,
        )
    if clean[0] == "'" and len(clean) > 1 and clean[1] in "=+-@":
        clean = clean[1:]  # how our own exports keep a spreadsheet from running a text
    try:
        said, note = parse(clean)
    except BadCell as bad:
        return NOTHING, "", (clean, bad.reason, bad.mend), False
    if note:
        notes.append(note)
    return said, "; ".join(notes), None, False


def is_text_of(known: str, said: str, *, multiline: bool = False) -> bool:
    """Whether a cell that says `said` says what a stored text already says, as our own exports write it: a workbook holds
    no control characters, and reading takes spaces away that say nothing."""
    return said in (_read(known, multiline=multiline), _read(CONTROL.sub("", known), multiline=multiline))


def _read(text: str, *, multiline: bool) -> str:
    clean, _notes = _clean(text, multiline=multiline)
    clean = clean[1:] if len(clean) > 1 and clean[0] == "'" and clean[1] in "=+-@" else clean
    return CONTROL.sub("", clean)


def _clean(text: str, *, multiline: bool) -> tuple[str, list[str]]:
    """The text without space around it or doubled inside, and what was mended."""
    if multiline:
        clean = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
        return clean, []
    clean = " ".join(text.split())
    if clean == text:
        return clean, []
    notes = []
    if "\n" in text or "\r" in text:
        notes.append(_("se quitó un salto de línea"))
    if "\xa0" in text or "\u202f" in text:
        notes.append(_("se quitaron espacios duros"))
    elif "  " in text.strip():
        notes.append(_("se quitaron espacios repetidos"))
    elif text != text.strip():
        notes.append(_("se quitaron espacios al principio o al final"))
    return clean, notes


def _formula_mend(formula: str) -> str:
    """The last text inside quotes is what a link shows; a person decides whether it is the value."""
    parts = formula.split('"')
    if len(parts) >= 3 and parts[-2].strip():
        return _("escriba el texto en lugar de la fórmula; quizá «%(text)s»") % {"text": parts[-2].strip()[:80]}
    return _("copie la celda y péguela como valor")
