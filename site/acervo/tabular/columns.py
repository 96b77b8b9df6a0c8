"""The known columns of a table, and which of them the headers of a sheet mean."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from acervo.base.text import normal

#: What a cell says: values by attribute, and a sentence about what was converted (or an empty string).
Said = tuple[Mapping[str, Any], str]
#: Raises `faults.BadCell`. The text is clean: no space around it, one space between words (but for `multiline`).
Parse = Callable[[str], Said]

#: Columns that our own workbook of faults adds; a mended workbook is a sheet again.
OWN_HEADERS = ("motivo", "resultado", "sin_encabezado")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One known column. `header` is how our own exports and the template sheet call it.

    `attributes` are the attributes of the model that it speaks of (an empty cell clears them, under that policy).
    `needed`: every sheet must have it. `filled`: where a sheet has it, every row must fill it. `unique`: no two rows of
    a sheet may say the same. `memo`: its cells repeat, so that what they mean is remembered (not names or numbers).
    """

    name: str
    header: str
    label: str | Promise
    parse: Parse
    attributes: tuple[str, ...] = ()
    help: str | Promise = ""
    synonyms: tuple[str, ...] = ()
    needed: bool = False
    filled: bool = False
    unique: bool = False
    memo: bool = True
    multiline: bool = False
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """One header of the sheet. `sure`: 1 certain, 0.9 remembered from the institution's last sheet, below that a guess
    to be confirmed, 0 unknown. `column` is empty when it is to be left out."""

    index: int
    header: str
    column: str
    sure: float
    samples: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        return self.sure >= 0.9

    @property
    def is_ours(self) -> bool:
        """A header that our own files add and that says nothing of the record: left out without a word."""
        return not self.column and self.sure == 1


def by_header(columns: Sequence[Column]) -> dict[str, Column]:
    """Normal form of every header and synonym → column."""
    return {normal(name): column for column in columns for name in (column.header, column.name, *column.synonyms)}


def recognise_headers(
    headers: Sequence[str],
    columns: Sequence[Column],
    *,
    remembered: Mapping[str, str] | None = None,
    samples: Mapping[int, tuple[str, ...]] | None = None,
    ignored: Sequence[str] = (),
) -> list[Recognised]:
    """Each header with the column it means. A column is given to one header at most: the surest, else the first.

    `ignored`: headers that our own exports of the table add; a person may still have said what they are (`remembered`).
    """
    known, memory = by_header(columns), remembered or {}
    names = {column.name for column in columns}
    ours = {normal(name) for name in (*OWN_HEADERS, *ignored)}
    guesses: list[tuple[float, int, str]] = []
    for index, header in enumerate(headers):
        plain = normal(header)
        if not plain:
            continue
        if plain in ours and (plain in OWN_HEADERS or not memory.get(plain)):
            guesses.append((1.0, index, ""))
        elif plain in memory and (memory[plain] in names or memory[plain] == ""):
            guesses.append(
                (0.9 if plain not in known or known[plain].name != memory[plain] else 1.0, index, memory[plain])
            )
        elif plain in known:
            guesses.append((1.0, index, known[plain].name))
        elif found := difflib.get_close_matches(plain, list(known), n=1, cutoff=0.8):
            sure = min(0.89, difflib.SequenceMatcher(None, plain, found[0]).ratio())
            guesses.append((sure, index, known[found[0]].name))
    chosen: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for sure, index, name in sorted(guesses, key=lambda guess: (-guess[0], guess[1])):
        if name and name in taken:
            continue
        taken.add(name)
        chosen[index] = (name, sure)
    return [
        Recognised(index, header, *chosen.get(index, ("", 0.0)), (samples or {}).get(index, ()))
        for index, header in enumerate(headers)
    ]
