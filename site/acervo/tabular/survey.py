"""The first look at a sheet: how many rows it has, and which of them say the same key, so that both can be named.

It reads only the columns that tell rows apart. Of each key it keeps a number of 64 bits; the texts are kept only for
those that came twice, on a second reading, so that memory hardly grows with the sheet.
"""

from collections import defaultdict
from collections.abc import Sequence

from acervo.base.text import fold

from .columns import Column
from .models import Batch
from .sheets import Book
from .table import Table

_Key = tuple[int, str]  # position in `keys` (-1: the identity), folded text


class Survey:
    """Made by `look`; `total` rows, `repeats` maps a key to the numbers of its rows."""

    def __init__(self, batch: Batch, table: Table) -> None:
        index_of = {name: int(index) for index, name in batch.mapping.items() if name}
        self.keys: list[tuple[int, Column]] = [
            (index_of[column.name], column) for column in table.columns if column.unique and column.name in index_of
        ]
        self.identity: list[tuple[int, Column]] = [
            (index_of[name], table.column(name)) for name in table.identity if name in index_of
        ]
        self.total = 0
        self.repeats: dict[_Key, list[int]] = {}

    def look(self, book: Book, batch: Batch) -> "Survey":
        seen: set[int] = set()
        twice: set[int] = set()
        for _line, cells in book.rows(batch.sheet, after=batch.header_row):
            self.total += 1
            for key in self._keys_of(cells):
                mark = hash(key)
                (twice if mark in seen else seen).add(mark)
        del seen
        if twice:
            found: dict[_Key, list[int]] = defaultdict(list)
            for number, (_line, cells) in enumerate(book.rows(batch.sheet, after=batch.header_row), start=1):
                for key in self._keys_of(cells):
                    if hash(key) in twice:
                        found[key].append(number)
            self.repeats = {key: numbers for key, numbers in found.items() if len(numbers) > 1}
        return self

    def repeats_of(self, number: int, cells: Sequence[str]) -> list[tuple[str, str, list[int]]]:
        """(column or "", value, the other rows) for each key of this row that another row has too."""
        found = []
        for key in self._keys_of(cells):
            rows = self.repeats.get(key)
            if rows:
                position, _text = key
                index, column = self.keys[position] if position >= 0 else self.identity[0]
                others = [other for other in rows if other != number][:10]
                found.append((column.name if position >= 0 else "", " ".join(cells[index].split()), others))
        return found

    def _keys_of(self, cells: Sequence[str]) -> list[_Key]:
        width = len(cells)
        found: list[_Key] = []
        for position, (index, _column) in enumerate(self.keys):
            if index < width and (text := cells[index]) and (text := text.replace(" ", "")):
                found.append((position, text.casefold()))
        if not found and self.identity:
            texts = [fold(cells[index]) if index < width and cells[index] else "" for index, _column in self.identity]
            if texts[0]:
                found.append((-1, "\x1f".join(texts)))
        return found
