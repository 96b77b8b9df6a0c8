"""Which record each row means: by its identifier, else by its file's name within the collection."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from acervo.base.text import fold

from .archive import Archive, KnownRecord
from .outcomes import PlannedRow


class Matcher:
    """Gives each row its record. A record answers to one row at most."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.claimed: dict[int, int] = {}  # record → row number

    def match(self, rows: Iterable[PlannedRow]) -> None:
        """Set `page_id` of the rows that mean a record; refuse those whose meaning is not clear."""
        rows = [row for row in rows if row.collection_id is not None]
        self._by_identifier(rows)
        left = [row for row in rows if row.page_id is None and row.file is not None and not row.problems]
        for exact in (True, False):
            for row in left:
                if row.page_id is None and not row.problems:
                    self._by_name(row, exact=exact)

    def _claim(self, row: PlannedRow, page_id: int) -> None:
        row.page_id = page_id
        self.claimed[page_id] = row.number

    def _by_identifier(self, rows: list[PlannedRow]) -> None:
        first: dict[str, PlannedRow] = {}
        known = self.archive.by_identifier(row.values.get("identifier") or "" for row in rows)
        for row in rows:
            identifier = row.values.get("identifier") or ""
            if not identifier:
                continue
            if identifier in first:
                row.refuse(
                    "identifier",
                    identifier,
                    _("«%(value)s» ya es el identificador de la fila %(row)d")
                    % {"value": identifier, "row": first[identifier].number},
                    _("escriba otro identificador o quite uno de los dos renglones"),
                )
                continue
            first[identifier] = row
            page = known.get(identifier)
            if page is None:
                continue
            if page.get_parent().pk != row.collection_id:
                row.refuse(
                    "identifier",
                    identifier,
                    _("«%(value)s» ya es el identificador de «%(title)s», de la colección «%(collection)s»")
                    % {"value": identifier, "title": page.title, "collection": page.get_parent().title},
                    _("escriba otro identificador, o esa colección si es el mismo registro"),
                )
                continue
            self._claim(row, page.pk)

    def _by_name(self, row: PlannedRow, *, exact: bool) -> None:
        assert row.file is not None  # noqa: S101 - the caller chose such rows
        collection = next(page for page in self.archive.collections if page.pk == row.collection_id)
        view = self.archive.view(collection)
        identifier = row.values.get("identifier") or ""
        found = [
            record
            for record in view.candidates(row.file.stored_name, identifier=identifier)
            if record.pk not in self.claimed
        ]
        if row.shared:  # the bytes have another name in the archive; the name of the row may be nobody's
            found = self._sharing(row, found, view.records.values())
        if exact:
            found = [record for record in found if fold(record.title) == fold(row.title)]
        else:
            made = [record for record in found if record.made_from == row.file.stored_name]
            found = made or found
        if len(found) == 1:
            self._claim(row, found[0].pk)
        elif found and not exact:
            row.refuse(
                "file",
                row.file.name,
                _("varios registros de la colección tienen un archivo con este nombre: %(titles)s")
                % {"titles": ", ".join(f"«{record.title}»" for record in found[:3])},
                _("añada la columna «identificador» para decir cuál es"),
            )

    def _sharing(self, row: PlannedRow, found: list[KnownRecord], records: Iterable[KnownRecord]) -> list[KnownRecord]:
        assert row.file is not None  # noqa: S101 - see _by_name
        made = [record for record in found if record.made_from == row.file.stored_name]
        if made:
            return made
        return [
            record
            for record in records
            if record.pk not in self.claimed
            and fold(record.title) == fold(row.title)
            and any(row.file.sha256 in file.shas for _role, file in record.files)
        ]
