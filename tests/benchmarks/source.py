"""The generated pages as a search source: facts in memory, texts in an SQLite file, as the site keeps them."""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.contrib.auth.models import User

from search.registry import Entry, PageText, Source, TextKey
from tests.benchmarks.spanish import Corpus, Made


class GeneratedSource(Source):
    """Every record is one file, `f<pk>`."""

    name = "generated"
    model = User

    def __init__(self, corpus: Corpus, path: Path) -> None:
        self.records = {record.pk: record for record in corpus.records}
        self._path = path
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(
            "CREATE TABLE page (record INT, number INT, text TEXT, PRIMARY KEY (record, number)) WITHOUT ROWID"
        )
        with self._db:
            self._db.executemany("INSERT INTO page VALUES (?, ?, ?)", corpus.texts())

    def reopen(self) -> None:
        """A connection of this process's own, after a fork."""
        self._db = sqlite3.connect(self._path)

    def ids(self) -> Iterable[int]:
        return self.records

    def entries(self, pks: Iterable[int]) -> Iterator[Entry]:
        for pk in pks:
            yield self._entry(self.records[pk])

    def _entry(self, record: Made) -> Entry:
        url = f"/acervo/{record.collection}/registro-{record.pk}/"
        return Entry(
            id=f"{self.name}:{record.pk}",
            kind=record.kind,
            title=record.title,
            url=url,
            summary=f"Registro {record.pk} de la colección {record.collection}.",
            text=f"Congreso del Estado REG/{record.pk:05d}",
            date=dt.date(record.year, record.pk % 12 + 1, record.pk % 28 + 1),
            state=record.state,
            facets={"collection": (record.collection,), "state": (record.state,), "theme": (record.theme,)},
            pages_total=record.pages,
            pages=lambda: self._pages(record.pk, url),
        )

    def _pages(self, pk: int, url: str) -> Iterator[PageText]:
        rows = self._db.execute("SELECT number, text FROM page WHERE record = ? ORDER BY number", (pk,))
        for number, text in rows:
            yield PageText(f"f{pk}", number, text, f"{url}pagina/{number}/")

    def texts(self, keys: Sequence[TextKey]) -> dict[TextKey, str]:
        found = {}
        for pk, file, number in keys:
            query = "SELECT text FROM page WHERE record = ? AND number = ?"
            for (text,) in self._db.execute(query, (pk, number)):
                found[(pk, file, number)] = text
        return found

    def all_texts(self) -> Iterator[tuple[int, str]]:
        """(record, text) of every page, for checking counts without the index."""
        yield from self._db.execute("SELECT record, text FROM page ORDER BY record, number")
